// SPDX-License-Identifier: EUPL-1.2
/**
 * A passphrase comes from a mounted file (KOPPEL_PASSPHRASE_FILE) or from the keyboard. Never from
 * an argument or a variable's value: those are visible to other processes.
 */
import { stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { KoppelError } from '@koppel/errors';
import { readFileBytes } from './files.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The bytes of the first line of the secret file. PASSPHRASE_EMPTY when there is none. */
function fromFile(file: string): Uint8Array {
  const bytes = readFileBytes(file);
  const end = bytes.findIndex((byte) => byte === lineFeed || byte === carriageReturn);
  const passphrase = bytes.slice(0, end < 0 ? bytes.length : end);
  bytes.fill(0);
  if (passphrase.length === 0) throw new KoppelError('PASSPHRASE_EMPTY', { file });
  return passphrase;
}

/** Asks without echo. PASSPHRASE_MISSING when nobody is at the keyboard. */
async function fromKeyboard(question: string): Promise<Uint8Array> {
  if (!stdin.isTTY) throw new KoppelError('PASSPHRASE_MISSING');
  stderr.write(question);
  const silent = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const reader = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    const passphrase = await reader.question('');
    stderr.write('\n');
    if (passphrase === '') throw new KoppelError('PASSPHRASE_EMPTY');
    return new TextEncoder().encode(passphrase);
  } finally {
    reader.close();
  }
}

const questions = {
  en: 'Passphrase of the key file: ',
  nl: 'Wachtwoordzin van het sleutelbestand: ',
};

/** The caller wipes the result after use. */
export async function readPassphrase(
  environment: Readonly<Record<string, string | undefined>>,
  language: 'en' | 'nl',
): Promise<Uint8Array> {
  const file = environment['KOPPEL_PASSPHRASE_FILE'];
  return file === undefined || file === '' ? fromKeyboard(questions[language]) : fromFile(file);
}

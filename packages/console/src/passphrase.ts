// SPDX-License-Identifier: EUPL-1.2
/**
 * A passphrase comes from a mounted file (KOPPEL_PASSPHRASE_FILE, or KOPPEL_NEW_PASSPHRASE_FILE for
 * the one that replaces it) or from the keyboard. Never from
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

/** What the passphrase is for: an existing key file, a new one, or a change of an existing one. */
export type PassphrasePurpose = 'open' | 'make' | 'change';

const questions = {
  en: {
    open: 'Passphrase of the key file: ',
    make: 'Passphrase for the new key file: ',
    change: 'New passphrase of the key file: ',
    again: 'The same once more: ',
  },
  nl: {
    open: 'Wachtwoordzin van het sleutelbestand: ',
    make: 'Wachtwoordzin voor het nieuwe sleutelbestand: ',
    change: 'Nieuwe wachtwoordzin van het sleutelbestand: ',
    again: 'Nogmaals dezelfde: ',
  },
} as const;

const variables = {
  open: 'KOPPEL_PASSPHRASE_FILE',
  make: 'KOPPEL_PASSPHRASE_FILE',
  change: 'KOPPEL_NEW_PASSPHRASE_FILE',
} as const;

/**
 * The passphrase for a purpose; a new one is asked twice. The caller wipes the result after use.
 * @throws KoppelError PASSPHRASE_MISSING, PASSPHRASE_EMPTY, PASSPHRASE_DIFFERS, FILE_MISSING
 */
export async function readPassphrase(
  environment: Readonly<Record<string, string | undefined>>,
  language: 'en' | 'nl',
  purpose: PassphrasePurpose = 'open',
): Promise<Uint8Array> {
  const file = environment[variables[purpose]];
  if (file !== undefined && file !== '') return fromFile(file);
  const ask = questions[language];
  const passphrase = await fromKeyboard(ask[purpose]);
  if (purpose !== 'open') {
    const again = await fromKeyboard(ask.again);
    if (Buffer.compare(passphrase, again) !== 0) throw new KoppelError('PASSPHRASE_DIFFERS');
    again.fill(0);
  }
  return passphrase;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The character set is declared in the mapping and checked here. Guessing would turn `Daniëls` into
 * another name without anyone noticing.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type { Charset } from '../mapping.ts';

const headBytes = 4096;

function readHead(file: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
  try {
    const head = new Uint8Array(headBytes);
    return head.subarray(0, readSync(descriptor, head));
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  } finally {
    closeSync(descriptor);
  }
}

function startsWith(head: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((byte, at) => head[at] === byte);
}

/** What the first bytes show, or undefined when nothing in them says more than the declaration. */
function evidence(head: Uint8Array): Charset | 'utf-16' | undefined {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8-bom';
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  // Text in any other of the sets never holds a zero byte; half of Latin text in UTF-16 is zero.
  return head.includes(0) ? 'utf-16' : undefined;
}

/**
 * Throws INPUT_EMPTY, INPUT_BOM, INPUT_UTF16 or INPUT_CHARSET when the first 4 kB contradict the
 * declared set. Bytes that are not UTF-8 further on are found while decoding.
 */
export function checkCharset(file: string, declared: Charset): void {
  const head = readHead(file);
  const found = evidence(head);
  if (head.length === 0 || (found === 'utf-8-bom' && head.length === 3)) {
    throw new KoppelError('INPUT_EMPTY', { file });
  }
  if (found === declared) return;
  if (found === undefined) {
    if (declared === 'utf-8' || declared === 'windows-1252') return;
    if (declared !== 'utf-8-bom') throw new KoppelError('INPUT_CHARSET', { file });
    return;
  }
  if (found === 'utf-16') {
    if (declared.startsWith('utf-16')) return;
    throw new KoppelError('INPUT_UTF16', { file });
  }
  throw new KoppelError(found === 'utf-8-bom' ? 'INPUT_BOM' : 'INPUT_UTF16', { file });
}

/** The label of the web standard's decoder. */
export function decoderLabel(charset: Charset): string {
  return charset === 'utf-8-bom' ? 'utf-8' : charset;
}

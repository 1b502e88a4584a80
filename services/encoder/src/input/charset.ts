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

/** Latin text in UTF-16 has a zero in every second byte; text in the other sets has none. */
function evidenceOfZeros(head: Uint8Array): Charset | undefined {
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1;
  });
  const [even, odd] = zeros as [number, number];
  if (even + odd < head.length / 4) return undefined;
  return even > odd ? 'utf-16be' : 'utf-16le';
}

/**
 * What the first bytes show, and whether a mark says it; undefined when nothing in them says more
 * than a declaration.
 */
export function charsetEvidence(
  bytes: Uint8Array,
): { readonly charset: Charset; readonly isMark: boolean } | undefined {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return { charset: 'utf-8-bom', isMark: true };
  if (startsWith(bytes, 0xff, 0xfe)) return { charset: 'utf-16le', isMark: true };
  if (startsWith(bytes, 0xfe, 0xff)) return { charset: 'utf-16be', isMark: true };
  const charset = evidenceOfZeros(bytes.subarray(0, headBytes));
  return charset === undefined ? undefined : { charset, isMark: false };
}

/**
 * Throws INPUT_EMPTY, INPUT_BOM, INPUT_UTF16 or INPUT_CHARSET when the first 4 kB contradict the
 * declared set. Bytes further on that are not in it are found while decoding.
 */
export function checkCharset(file: string, declared: Charset): void {
  const head = readHead(file);
  const found = charsetEvidence(head)?.charset;
  const mark = found === 'utf-8-bom' ? 3 : 2;
  if (head.length === 0 || (found !== undefined && head.length === mark)) {
    throw new KoppelError('INPUT_EMPTY', { file });
  }
  if (found === declared) return;
  if (found === 'utf-8-bom') throw new KoppelError('INPUT_BOM', { file });
  if (found !== undefined) throw new KoppelError('INPUT_UTF16', { file });
  // Not every program writes the mark in UTF-8; without zeros it is hardly UTF-16.
  if (declared.startsWith('utf-16')) throw new KoppelError('INPUT_CHARSET', { file });
}

/** The label of the web standard's decoder. */
export function decoderLabel(charset: Charset): string {
  return charset === 'utf-8-bom' ? 'utf-8' : charset;
}

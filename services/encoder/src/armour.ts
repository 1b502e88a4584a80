// SPDX-License-Identifier: EUPL-1.2
/**
 * Messages of the ceremony as text that survives e-mail: re-wrapped, quoted, indented or in a
 * forwarded thread, it still gives the same bytes. The checksum finds accidents; against intent there
 * is the signature inside. What stands around a block is for people, and trusted for nothing.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from './bytes.ts';

const mark = 'KOPPEL KEY MESSAGE';
/** The mark as mail programs may leave it: broken over lines, with marks of quotation between. */
const anyMark = mark.replaceAll(' ', '[\\s>|]+');
const beginning = new RegExp(`BEGIN[\\s>|]+${anyMark}`);
const ending = new RegExp(`END[\\s>|]+${anyMark}`);
const lineLength = 64;
const checksumDigits = 16;

/** Why a block cannot be read: its end is missing, its text changed, or it is no block at all. */
export type ArmourFault = 'truncated' | 'checksum' | 'form';

/** One block of a text: its bytes, or what is wrong with it. `before` is the text above the block. */
export type ArmourBlock = { readonly before: string } & (
  { readonly message: Uint8Array } | { readonly fault: ArmourFault }
);

function checksum(message: Uint8Array): string {
  return hex(sha256(message)).slice(0, checksumDigits);
}

/** Base64 without padding: no sign that a mail program gives a meaning of its own. */
function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
}

function fromText(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return toText(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A message as a block of ASCII lines of at most 64 characters, the last with a checksum.
 * @param message up to 4,096 bytes
 */
export function armour(message: Uint8Array): string {
  const lines = toText(message).match(new RegExp(`.{1,${String(lineLength)}}`, 'g')) ?? [];
  return [
    `-----BEGIN ${mark}-----`,
    ...lines,
    `#${checksum(message)}`,
    `-----END ${mark}-----`,
    '',
  ].join('\n');
}

/** What mail programs add inside a block: white space, marks of quotation, soft line breaks. */
function tidy(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/^[\s>|]+/gm, '')
    .replace(/[\s\u00a0\u200b\ufeff]+/g, '')
    .replace(/^[-\u2010-\u2015]+|[-\u2010-\u2015]+$/g, '');
}

function readBlock(inside: string): { message: Uint8Array } | { fault: ArmourFault } {
  const parts = /^([A-Za-z0-9+/]+)#([0-9a-f]{16})$/.exec(tidy(inside));
  const message = parts === null ? undefined : fromText(parts[1]!);
  if (parts === null) return { fault: 'form' };
  if (message === undefined || checksum(message) !== parts[2]) return { fault: 'checksum' };
  return { message };
}

/** Every block of a text, in its order; none when the text holds no message. */
export function readArmour(text: string): ArmourBlock[] {
  const [first = '', ...rest] = text.split(beginning);
  let before = first;
  return rest.map((from) => {
    const end = from.search(ending);
    const read = end < 0 ? { fault: 'truncated' as const } : readBlock(from.slice(0, end));
    const block = { before, ...read };
    before = end < 0 ? '' : from.slice(end);
    return block;
  });
}

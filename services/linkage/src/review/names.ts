// SPDX-License-Identifier: EUPL-1.2
/**
 * Names under which pairs are reviewed. A record goes by a tag of what it is now: its register, its
 * token and its encoding. So a decision is about two records as they were, and whoever reads a list or
 * the account of decisions cannot lead a name back to a token: the tags are made under a secret of the
 * linkage unit's key file, for one version of one study.
 */
import { createHash, createHmac } from 'node:crypto';
import type { EncodedSource } from '@koppel/linkage';
import { encodingDigest } from '../encoding-digests.ts';

const tagBytes = 16;
const tokenBytes = 16;
/** 80 bits, in 16 signs. */
const referenceBytes = 10;
const listBytes = 5;

/** Crockford's 32 signs: none that is read for another. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five bits a sign. @param bytes a multiple of 5 of them */
function inSigns(bytes: Uint8Array): string {
  const digits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`).toString(32);
  return Array.from(
    digits.padStart((bytes.length * 8) / 5, '0'),
    (digit) => signs[Number.parseInt(digit, 32)]!,
  ).join('');
}

/** A letter comes first, so that no spreadsheet takes it for a number or a formula. */
export const referenceForm = /^P[0-9A-HJKMNP-TV-Z]{16}$/;
export const listForm = /^L[0-9A-HJKMNP-TV-Z]{8}$/;

/** A record as it is now: 32 hexadecimal digits. */
export function recordTag(reviewKey: Uint8Array, source: EncodedSource, row: number): string {
  const { name, tokens } = source;
  return createHmac('sha256', reviewKey)
    .update(`koppel/v1/review/record ${name} `)
    .update(tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes))
    .update(encodingDigest(source, row))
    .digest('hex')
    .slice(0, 2 * tagBytes);
}

/** A pair, whichever of its two tags comes first. */
export function pairReference(reviewKey: Uint8Array, one: string, other: string): string {
  const text = [one, other].sort().join(' ');
  const mac = createHmac('sha256', reviewKey).update(`koppel/v1/review/pair ${text}`).digest();
  return `P${inSigns(mac.subarray(0, referenceBytes))}`;
}

/** A list, by its content. */
export function listName(content: string): string {
  const digest = createHash('sha256').update('koppel/v1/review/list ').update(content).digest();
  return `L${inSigns(digest.subarray(0, listBytes))}`;
}

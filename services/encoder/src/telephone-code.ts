// SPDX-License-Identifier: EUPL-1.2
/**
 * What two owners read to each other on the telephone: the same digits mean the same study, the same
 * public keys in it, the same encoding key and profile. It shows a study file that somebody changed
 * on its way to one of them, which no signature can. It tells nothing of the key.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from './bytes.ts';
import type { Confirmed } from './transcript.ts';

const groups = 6;
const digits = 4;

/**
 * Six groups of four digits, 80 bits: who is in the middle has one try, as the shares that it depends
 * on are committed to before they are known.
 * @param specHash 32 bytes
 */
export function telephoneCode(specHash: Uint8Array, { keyCheck, profileHash }: Confirmed): string {
  const label = new TextEncoder().encode('koppel/v1/ceremony/telephone');
  const digest = sha256(Uint8Array.of(...label, ...specHash, ...profileHash, ...keyCheck));
  const number = BigInt(`0x${hex(digest)}`) % 10n ** BigInt(groups * digits);
  const text = number.toString().padStart(groups * digits, '0');
  return text.match(/\d{4}/g)!.join(' ');
}

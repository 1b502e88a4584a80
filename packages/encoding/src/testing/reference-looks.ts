// SPDX-License-Identifier: EUPL-1.2
/**
 * The permutations of a pair (docs/second-round.md), written down a second time as plainly as can be:
 * another HMAC and ChaCha20, and words that are drawn one by one.
 */
import { createCipheriv } from 'node:crypto';
import { hmac } from './reference.ts';

/**
 * Where each bit goes, by group of fields: `orders[group][bit]`.
 * @param roundsKey 32 bytes
 * @param round 32 bytes
 * @param number of the pair in its round, 0 … 2³² − 1
 * @param bits of the filter of a field
 */
export function referencePermutations(
  roundsKey: Uint8Array,
  round: Uint8Array,
  number: number,
  { groups, bits }: { readonly groups: number; readonly bits: number },
): number[][] {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(number);
  const pairKey = hmac(roundsKey, round, place);
  // The block counter, from 0, then the nonce.
  const start = Buffer.concat([Buffer.alloc(4), Buffer.from('koppel/look1')]);
  const enough = Buffer.alloc(8 * groups * bits);
  const stream = createCipheriv('chacha20', pairKey, start).update(enough);
  let at = -2;
  return Array.from({ length: groups }, () => {
    const order = Array.from({ length: bits }, (_, bit) => bit);
    for (let n = bits; n > 1; n--) {
      do at += 2;
      while (stream.readUInt16LE(at) >= 65_536 - (65_536 % n));
      const chosen = stream.readUInt16LE(at) % n;
      [order[n - 1], order[chosen]] = [order[chosen]!, order[n - 1]!];
    }
    return order;
  });
}

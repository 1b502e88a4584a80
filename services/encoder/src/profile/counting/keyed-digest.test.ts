// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyedDigest } from './keyed-digest.ts';

const key = Uint8Array.from({ length: 8 }, (_, at) => at);

/** vectors_hsip64 of the reference code: input 00 01 02 …, of 0, 2, 4, 6 and 8 bytes. */
const published = [
  '218d1f59b9b83cc8',
  '064f39ef7c50eb57',
  'd5e78a175be52ea1',
  'ce3e91358aa2bc25',
  'edfee820bce4858c',
];

function hex(digest: KeyedDigest): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setInt32(0, digest.low, true);
  bytes.setInt32(4, digest.high, true);
  return bytes.getBigUint64(0).toString(16).padStart(16, '0');
}

test('gives the published digests', () => {
  const digest = new KeyedDigest(key);
  const found = [0, 1, 2, 3, 4].map((units) => {
    const text = Array.from({ length: units }, (_, at) =>
      String.fromCharCode(2 * at + ((2 * at + 1) << 8)),
    ).join('');
    digest.ofText(text);
    return hex(digest);
  });
  expect(found).toEqual(published);
});

test('words and text of the same bytes have the same digest', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
  fc.assert(
    fc.property(units, (all) => {
      const even = all.slice(0, all.length & ~1);
      const words = Uint32Array.from({ length: even.length / 2 }, (_, at) => {
        return (even[2 * at]! | (even[2 * at + 1]! << 16)) >>> 0;
      });
      const [one, other] = [new KeyedDigest(key), new KeyedDigest(key)];
      one.ofText(String.fromCharCode(...even));
      other.ofWords(words, words.length);
      expect(hex(one)).toBe(hex(other));
    }),
  );
});

test('two runs have two keys', () => {
  const digests = Array.from({ length: 8 }, () => {
    const digest = new KeyedDigest();
    digest.ofText('Jansen');
    return hex(digest);
  });
  expect(new Set(digests).size).toBe(8);
});

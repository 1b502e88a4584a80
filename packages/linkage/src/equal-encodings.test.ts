// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { FilterSet } from '@koppel/kernel';
import fc from 'fast-check';
import { countEqualPairs, countRepeated } from './equal-encodings.ts';
import { linkSources } from './link.ts';

const bytes = 16;

/** Each number becomes an encoding; 0 one without bits, and unlike numbers unlike ones. */
function setOf(values: readonly number[]): FilterSet {
  const filters = new Uint8Array(values.length * bytes);
  values.forEach((value, row) => {
    for (let at = 0; at < bytes; at += 1) filters[row * bytes + at] = value * (at + 1);
  });
  return { count: values.length, bytes, filters };
}

const someSet = fc.array(fc.nat({ max: 5 }), { maxLength: 30 });

test('as many as comparing every pair finds', () => {
  fc.assert(
    fc.property(someSet, someSet, fc.boolean(), (a, b, isDice) => {
      const counted = (n: number): boolean => !isDice || n !== 0;
      const similarity = isDice ? 'dice' : 'hamming';
      const between = a.flatMap((x) => b.filter((y) => x === y && counted(x))).length;
      expect(countEqualPairs(setOf(a), setOf(b), similarity, false)).toBe(between);
      const inside = a.flatMap((x, at) => a.slice(at + 1).filter((y) => x === y && counted(x)));
      expect(countEqualPairs(setOf(a), setOf(a), similarity, true)).toBe(inside.length);
      const repeated = a.filter((x, at) => counted(x) && a.some((y, to) => x === y && at !== to));
      expect(countRepeated(setOf(a), similarity)).toBe(repeated.length);
    }),
  );
});

test.each(['between two', 'within one'])(
  'a heap of equal records, %s, is refused before any search',
  async (where) => {
    // A search of so many equal ones would take minutes.
    const count = 50_000;
    const tokens = new Uint8Array(count * 16);
    for (let row = 0; row < count; row += 1) new DataView(tokens.buffer).setUint32(row * 16, row);
    const filters = new Uint8Array(count * bytes).fill(0x55);
    const unique = where === 'between two';
    const source = { unique, count, tokens, filters, filterBytes: bytes };
    const sources = (unique ? ['a', 'b'] : ['a']).map((name) => ({ name, ...source }));
    await expect(linkSources(sources, { threshold: 0.9, oneToOne: true })).rejects.toMatchObject({
      code: 'LINKAGE_TOO_MANY_PAIRS',
      place: { expected: unique ? count * count : (count * (count - 1)) / 2 },
    });
    const estimating = linkSources(sources, { threshold: 'auto', oneToOne: true });
    await expect(estimating).rejects.toMatchObject({ code: 'LINKAGE_INDISTINCT' });
  },
);

// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyedDigest } from './keyed-digest.ts';
import { RepeatCounter } from './repeat-counter.ts';
import { ValueCounter } from './value-counter.ts';

const key = new Uint8Array([3, 1, 4, 1, 5, 9, 2, 6]);

/** Value → rows, into both counters. */
function count(
  spread: Iterable<readonly [string, number]>,
  limits?: { repeat: number; value: number },
) {
  const digest = new KeyedDigest(key);
  const repeats = new RepeatCounter(limits?.repeat ?? 1_000_000);
  const values = new ValueCounter(limits?.value);
  for (const [value, rows] of spread) {
    digest.ofText(value);
    for (let row = 0; row < rows; row++) {
      repeats.add(digest);
      values.add(digest);
    }
  }
  return { repeats: repeats.result(), values: values.result() };
}

const spreads = fc.dictionary(fc.string({ maxLength: 12 }), fc.integer({ min: 1, max: 30 }), {
  maxKeys: 60,
});

describe('exactly', () => {
  test('rows, different values, repeats and the largest value', () => {
    fc.assert(
      fc.property(spreads, (spread) => {
        const entries = Object.entries(spread);
        const counts = entries.map(([, rows]) => rows);
        const rows = counts.reduce((sum, one) => sum + one, 0);
        const { repeats, values } = count(entries);
        expect(repeats).toMatchObject({
          rows,
          distinct: counts.length,
          repeated: rows - counts.length,
          largest: Math.max(0, ...counts),
          exact: true,
        });
        expect(repeats.classes.reduce((sum, one) => sum + one.rows, 0)).toBe(rows);
        expect(repeats.classes[3]!.values).toBe(counts.filter((n) => n >= 10 && n < 25).length);
        expect(values).toMatchObject({
          rows,
          distinct: counts.length,
          common: counts.filter((n) => n >= 10).length,
          exact: true,
        });
        const p = counts.map((n) => n / rows);
        const effective = rows === 0 ? 0 : 1 / p.reduce((sum, one) => sum + one * one, 0);
        const entropy = p.reduce((sum, one) => sum - one * Math.log2(one), 0);
        expect(values.effective).toBeCloseTo(effective, 9);
        expect(values.entropyBits).toBeCloseTo(entropy, 9);
      }),
    );
  });

  test('the same whatever the key and the order', () => {
    const counters = [new ValueCounter(), new ValueCounter()];
    const words = Array.from({ length: 3000 }, (_, at) => String((at * at) % 977));
    const digests = [new KeyedDigest(), new KeyedDigest()];
    words.forEach((word) => {
      digests[0]!.ofText(word);
      counters[0]!.add(digests[0]!);
    });
    words.toReversed().forEach((word) => {
      digests[1]!.ofText(word);
      counters[1]!.add(digests[1]!);
    });
    expect(counters[0]!.result()).toEqual(counters[1]!.result());
  });
});

describe('beyond the limit', () => {
  /** Zipf's law over 40,000 values, as names have it. */
  const zipf = Array.from(
    { length: 40_000 },
    (_, at) => [`value ${at}`, Math.max(1, Math.round(3000 / (at + 1)))] as const,
  );
  const rows = zipf.reduce((sum, [, n]) => sum + n, 0);
  const squares = zipf.reduce((sum, [, n]) => sum + n * n, 0);
  const { repeats, values } = count(zipf, { repeat: 20_000, value: 8000 });

  test('says that the counts are estimates', () => {
    expect([repeats.exact, values.exact]).toEqual([false, false]);
    expect([values.entropyBits, values.largestShare]).toEqual([undefined, undefined]);
    expect([repeats.rows, values.rows]).toEqual([rows, rows]);
  });

  test('different values and their effective number are near the truth', () => {
    expect(Math.abs(values.distinct / zipf.length - 1)).toBeLessThan(0.05);
    expect(Math.abs(values.effective / (rows ** 2 / squares) - 1)).toBeLessThan(0.05);
    expect(Math.abs(repeats.distinct / zipf.length - 1)).toBeLessThan(0.05);
  });

  test('repeats are near the truth where no value dominates', () => {
    const twice = Array.from(
      { length: 50_000 },
      (_, at) => [`v${at}`, at % 10 === 0 ? 2 : 1] as const,
    );
    const { repeats: found } = count(twice, { repeat: 20_000, value: 8000 });
    expect(Math.abs(found.repeated / 5000 - 1)).toBeLessThan(0.06);
  });

  test('no more is kept than the limit allows', () => {
    const many = Array.from({ length: 30_000 }, (_, at) => [`m${at}`, 1] as const);
    const { repeats: found } = count(many, { repeat: 100, value: 100 });
    expect(found.exact).toBe(false);
    expect(Math.abs(found.distinct / 30_000 - 1)).toBeLessThan(0.4);
  });
});

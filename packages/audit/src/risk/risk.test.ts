// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { FilterSet } from '@koppel/kernel';
import { createRandom } from '../random.ts';
import { stagedClk, stagedSaul } from '../testing/staged.ts';
import { bitColumns, bitRisk, divergenceFromHalf, gini } from './bits.ts';
import { frequencyRisk, lengthRisk } from './frequency.ts';
import { histogramOf, momentsOf } from './histogram.ts';
import { measureRisk } from './risk.ts';
import { similarityRisk } from './similarity.ts';

const BYTES = 32;

function setOf(rows: readonly (readonly number[])[], bytes = rows[0]!.length): FilterSet {
  return { count: rows.length, bytes, filters: Uint8Array.from(rows.flat()) };
}

/** Even chance for every bit. */
function noise(count: number): FilterSet {
  const random = createRandom('noise', 1);
  return setOf(
    Array.from({ length: count }, () => Array.from({ length: BYTES }, () => random.below(256))),
  );
}

describe('a histogram', () => {
  test('counts all cases, those outside at its ends', () => {
    const found = histogramOf([-1, 0, 0.49, 0.5, 1, 2], { from: 0, to: 1, bins: 2 });
    expect(found).toEqual({ from: 0, to: 1, counts: [3, 3] });
  });

  test('has moments', () => {
    expect(momentsOf([1, 2, 3, 4])).toEqual({ mean: 2.5, sd: Math.sqrt(5 / 3) });
    expect([momentsOf([]), momentsOf([7])]).toEqual([
      { mean: 0, sd: 0 },
      { mean: 7, sd: 0 },
    ]);
  });
});

describe('how often an encoding occurs', () => {
  const [a, b] = [Array<number>(8).fill(1), Array<number>(8).fill(3)];

  test('is counted in classes', () => {
    expect(frequencyRisk(setOf([a, b, a, a]))).toEqual({
      distinct: 2,
      duplicateShare: 0.75,
      smallestClass: 1,
      largestClass: 3,
    });
    expect(frequencyRisk(setOf([a, b, b, a]))).toMatchObject({
      duplicateShare: 1,
      smallestClass: 2,
    });
    expect(frequencyRisk({ count: 0, bytes: 8, filters: new Uint8Array() })).toEqual({
      distinct: 0,
      duplicateShare: 0,
      smallestClass: 0,
      largestClass: 0,
    });
  });

  test('is beside how many bits are set', () => {
    const found = lengthRisk(setOf([a, b, a, b]));
    expect(found).toMatchObject({ mean: 12, least: 8, most: 16 });
    expect(found.sd).toBeCloseTo(Math.sqrt(64 / 3));
    expect(found.sdOfChance).toBeCloseTo(Math.sqrt((12 * 52) / 64));
    expect(found.histogram.counts.reduce((sum, value) => sum + value, 0)).toBe(4);
  });
});

describe('how evenly bits are used', () => {
  test('the Gini coefficient is that of its definition', () => {
    expect(gini(Float64Array.of(3, 3, 3))).toBeCloseTo(0);
    expect(gini(Float64Array.of(0, 0, 0, 1))).toBeCloseTo(0.75);
    expect(gini(new Float64Array(4))).toBe(0);
    const values = Float64Array.of(5, 1, 4, 2);
    let apart = 0;
    for (const x of values) for (const y of values) apart += Math.abs(x - y);
    expect(gini(values)).toBeCloseTo(apart / (2 * 4 * 12));
  });

  test('the divergence from one half is 0 there, and highest for bits that never change', () => {
    expect(divergenceFromHalf(Float64Array.of(0.5, 0.5))).toBeCloseTo(0);
    // ½·log₂(4/3) + ½·(½·log₂(2/3) + ½·log₂ 2)
    const most = 0.5 * Math.log2(4 / 3) + 0.25 * Math.log2(2 / 3) + 0.25;
    expect(divergenceFromHalf(Float64Array.of(0))).toBeCloseTo(most);
    expect(divergenceFromHalf(Float64Array.of(1))).toBeCloseTo(most);
  });

  test('columns are the same bits', () => {
    const set = noise(70);
    const columns = bitColumns(set);
    for (const [row, bit] of [
      [0, 0],
      [69, 255],
      [33, 100],
    ] as const) {
      const expected = (set.filters[row * BYTES + (bit >>> 3)]! >>> (bit & 7)) & 1;
      expect((columns[bit]![row >>> 5]! >>> (row & 31)) & 1).toBe(expected);
    }
  });

  test('a pair of bits that go together is found, and noise has none', () => {
    const set = noise(500);
    const clean = bitRisk(set, 1);
    expect(clean.pairs).toBe((256 * 255) / 2);
    expect(clean.correlationMax).toBeLessThan(1.3 * clean.correlationOfChance);
    // Bit 255 becomes bit 3 turned over.
    for (let row = 0; row < set.count; row++) {
      const bit = (set.filters[row * BYTES]! >>> 3) & 1;
      const last = row * BYTES + BYTES - 1;
      set.filters[last] = (set.filters[last]! & 0x7f) | ((1 - bit) << 7);
    }
    expect(bitRisk(set, 1).correlationMax).toBeCloseTo(1);
    expect(clean.histogram.counts.reduce((sum, value) => sum + value, 0)).toBe(256);
  });

  test('of many bits some pairs are looked at, the same for the same seed', () => {
    const { filters } = noise(100);
    const set = { count: 10, bytes: 10 * BYTES, filters };
    expect(bitRisk(set, 1).pairs).toBe(100_000);
    expect(bitRisk(set, 1)).toEqual(bitRisk(set, 1));
  });
});

describe('how alike encodings are', () => {
  test('of noise no more than chance has it', () => {
    const found = similarityRisk(noise(300), 'hamming', 1);
    expect(found.randomPairs.mean).toBeCloseTo(0.5, 2);
    expect(found.randomPairs.sd).toBeCloseTo(0.5 / Math.sqrt(256), 3);
    expect(Math.abs(found.zMean)).toBeLessThan(0.05);
    expect(found.massAbove4).toBeLessThan(0.001);
    expect(found.sampled).toEqual({ pairs: 50_000, encodings: 300, others: 299 });
  });

  test('of copies is all, and no profile is unique', () => {
    const row = Array.from({ length: BYTES }, (_, at) => at);
    const found = similarityRisk(setOf(Array.from({ length: 20 }, () => row)), 'dice', 1);
    expect(found.nearest.mean).toBe(1);
    expect(found.massAbove4).toBe(1);
    expect(found.uniqueProfiles).toBe(0);
  });

  test('tells plain filters from a code that drowns likeness in noise', () => {
    const sizes = { encoded: 300, population: 10, both: 10 };
    const clk = similarityRisk(stagedClk(sizes).encodings, 'dice', 1);
    const saul = similarityRisk(stagedSaul(sizes, 3).encodings, 'hamming', 1);
    expect(clk.massAbove4).toBeGreaterThan(0.2);
    expect(saul.massAbove4).toBeLessThan(0.01);
    expect(clk.zMean).toBeGreaterThan(saul.zMean + 1);
    // Empty encodings are like nothing.
    const empty = similarityRisk({ count: 3, bytes: 8, filters: new Uint8Array(24) }, 'dice', 1);
    expect([empty.randomPairs.mean, empty.zMean]).toEqual([0, 0]);
  });
});

describe('all measures', () => {
  test('are numbers, the same for the same seed', () => {
    const set = noise(120);
    const measures = measureRisk(set, 'hamming', 4);
    expect(measures).toMatchObject({ encodings: 120, bits: 256 });
    expect(measures).toEqual(measureRisk(set, 'hamming', 4));
    expect(JSON.stringify(measures)).not.toContain('null');
  });

  test('of a few encodings say nothing', () => {
    expect(() => measureRisk(noise(99), 'dice', 1)).toThrow(
      expect.objectContaining({ code: 'AUDIT_TOO_FEW' }),
    );
  });
});

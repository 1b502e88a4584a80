// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chances, drawLinks } from './draws.ts';
import { effectiveSize, fewest, weighedGroups, type Combination } from './pool.ts';

const combination = (values: readonly string[], records: number, linked: number): Combination => ({
  values, records, linked,
}); // prettier-ignore

describe('weights', () => {
  test('are the inverse of the share that is linked', () => {
    const groups = weighedGroups([
      combination(['north', 'A'], 40, 10),
      combination(['north', 'B'], 20, 20),
    ]);
    expect(groups.map(({ shared, weight }) => [shared, weight])).toEqual([
      [['north', 'A'], 4],
      [['north', 'B'], 1],
    ]);
    // Kish: (40 + 20)² / (10 · 16 + 20 · 1).
    expect(effectiveSize(groups)).toBe(20);
  });

  test('pool what is too small with what shares most', () => {
    const groups = weighedGroups([
      combination(['north', 'A'], 30, 9),
      combination(['north', 'B'], 10, 1),
      combination(['north', 'C'], 50, 40),
      combination(['south', 'A'], 20, 2),
      combination(['south', 'B'], 20, 20),
    ]);
    expect(groups.map(({ shared, records, linked }) => [shared, records, linked])).toEqual([
      // With the two of the south that are left at the end.
      [[], 50 + 20, 40 + 2],
      [['south', 'B'], 20, 20],
      [['north'], 40, 10],
    ]);
  });

  test('are none where nothing is linked', () => {
    expect(weighedGroups([])).toEqual([]);
    expect(weighedGroups([combination(['a'], 5, 0), combination(['b'], 50, 0)])).toEqual([]);
  });

  test('make the linked stand for all, in any order', () => {
    const made = fc.uniqueArray(
      fc.record({
        values: fc.tuple(fc.constantFrom('n', 's'), fc.constantFrom('A', 'B', 'C'), fc.constantFrom('0', '1')),
        linked: fc.nat(30),
        more: fc.nat(30),
      }),
      { selector: ({ values }) => values.join(), minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(made, (list) => {
        const all = list.map(({ values, linked, more }) => combination(values, linked + more, linked));
        const groups = weighedGroups(all);
        expect(weighedGroups(all.toReversed())).toEqual(groups);
        const records = all.reduce((sum, one) => sum + one.records, 0);
        const linked = all.reduce((sum, one) => sum + one.linked, 0);
        expect(groups.reduce((sum, one) => sum + one.records, 0)).toBe(linked === 0 ? 0 : records);
        if (linked < fewest) return;
        for (const one of groups) expect(one.linked).toBeGreaterThanOrEqual(fewest);
        const stood = groups.reduce((sum, one) => sum + one.linked * one.weight, 0);
        expect(stood).toBeCloseTo(records, 6);
      }),
      { numRuns: 200 },
    );
  });
}); // prettier-ignore

describe('draws', () => {
  const link = { pseudonym: 'p1', probability: 0.6, isDecided: false };

  test('are the same every time, and others for another study, person or draw', () => {
    expect(drawLinks('s', link, 20)).toEqual(drawLinks('s', link, 20));
    expect(chances('s', 'p1', 20).slice(0, 5)).toEqual(chances('s', 'p1', 5));
    const all = [...chances('s', 'p1', 20), ...chances('t', 'p1', 20), ...chances('s', 'p2', 20)];
    expect(new Set(all).size).toBe(60);
  });

  test('keep links as often as they are probable', () => {
    const persons = Array.from({ length: 2000 }, (_, at) => `p${String(at)}`);
    for (const probability of [0.01, 0.6, 0.95, 0.999]) {
      const kept = persons.flatMap((pseudonym) => drawLinks('s', { ...link, pseudonym, probability }, 10));
      const share = kept.reduce((sum, one) => sum + one, 0) / kept.length;
      // Fixed by the digest, so certain; five standard errors wide.
      expect(Math.abs(share - probability)).toBeLessThan(5 * Math.sqrt((probability * (1 - probability)) / kept.length));
    }
  });

  test('keep what has no probability and what a person decided', () => {
    expect(drawLinks('s', { ...link, probability: undefined }, 3)).toEqual([1, 1, 1]);
    expect(drawLinks('s', { ...link, probability: 0, isDecided: true }, 3)).toEqual([1, 1, 1]);
    expect(drawLinks('s', { ...link, probability: 0 }, 3)).toEqual([0, 0, 0]);
  });
}); // prettier-ignore

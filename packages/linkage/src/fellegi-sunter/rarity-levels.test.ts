// SPDX-License-Identifier: EUPL-1.2
/** What rarity adds, on pairs of which the chances are known. */
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitModel, matchWeights, type FieldModel } from './model.ts';
import { PatternTable } from './patterns.ts';
import { fitWithRarity, withoutRarity, type RarityEvidence } from './rarity-levels.ts';

/** Of the classes from the rarest on: their share of all values, and the share that one value has. */
const values = [0.4, 0.3, 0.2, 0.1];
const frequency = [5e-5, 5e-4, 5e-3, 5e-2];
const equalByChance = values.map((share, at) => share * frequency[at]!);
const byChance = equalByChance.reduce((sum, one) => sum + one, 0);

/** Levels: missing, different, alike, then equal from the most common class to the rarest. */
const levelCounts = [7, 7, 7, 7];
const PAIRS = 4_000_000;

/** @param equal the chance of equal values, @param classes of which classes those are */
const rowOf = (equal: number, alike: number, classes: readonly number[]): number[] => [
  1 - equal - alike,
  alike,
  ...classes.map((share) => equal * share).reverse(),
];
const byChanceShares = equalByChance.map((one) => one / byChance);
const match = levelCounts.map(() => rowOf(0.8, 0.12, values));
const chance = levelCounts.map(() => rowOf(byChance, 0.01, byChanceShares));
/** A family has one name and one street, however rare; all else is chance. */
const shared = rowOf(0.95, 0.03, values);
const family = [shared, shared, ...chance.slice(2)];

function drawn(seed: number, matches: number, families: number): RarityEvidence {
  const random = seeded(seed);
  const draw = (rows: readonly (readonly number[])[], pairs: number, table: PatternTable): void => {
    for (let pair = 0; pair < pairs; pair++) {
      const levels = rows.map((row) => {
        let [left, level] = [random(), 0];
        while (level < row.length - 1 && left >= row[level]!) left -= row[level++]!;
        return level + 1;
      });
      table.add(table.numberOf(levels));
    }
  };
  const tables = Array.from({ length: 3 }, () => new PatternTable(4));
  const [randomPairs, candidates, within] = tables as [PatternTable, PatternTable, PatternTable];
  draw(chance, 30_000, randomPairs);
  draw(chance, 20_000, candidates);
  draw(match, matches, candidates);
  draw(chance, 20_000, within);
  for (const table of [candidates, within]) draw(family, families, table);
  return {
    levelCounts,
    random: randomPairs.counts(),
    candidates: candidates.counts(),
    pairs: PAIRS,
    mostMatches: 2000,
    within: { patterns: within.counts(), pairs: PAIRS },
    rarity: levelCounts.map(() => Float64Array.from(values, (share) => 10_000 * share)),
  };
}

const EQUAL = { common: 3, rare: 6 } as const;
const weightOf = (model: FieldModel, ...levels: readonly number[]): number =>
  matchWeights(model, {
    groups: 4,
    count: 1,
    pairs: Float64Array.of(1),
    levels: Uint8Array.from(levels),
  })[0]!;

describe('rarity of equal values', () => {
  const evidence = drawn(1, 400, 0);
  const model = fitWithRarity(evidence);
  const plain = fitModel(withoutRarity(evidence));

  test('counts as much as the frequency says', () => {
    const [rare, common] = [EQUAL.rare, EQUAL.common].map((level) =>
      weightOf(model, 1, 1, 1, level),
    );
    // One value in 20,000 against one in 20: ten bits. Of the rare no random pair may be equal.
    expect(rare! - common!).toBeGreaterThan(7);
    expect(rare! - common!).toBeLessThan(11.5);
  });

  test('divides the level of equal values, and leaves all others and all else as they are', () => {
    expect([model.matches, model.lambda]).toEqual([plain.matches, plain.lambda]);
    const sums = (row: Float64Array): number[] => [...row.subarray(0, 3), row.subarray(3).reduce((a, b) => a + b, 0)]; // prettier-ignore
    for (const side of ['u', 'm'] as const) {
      model[side].forEach((row, group) => {
        sums(row).forEach((one, at) => {
          expect(one).toBeCloseTo(plain[side][group]![at]!, 10);
        });
      });
    }
    expect(weightOf(model, 1, 2, 0, 1)).toBeCloseTo(weightOf(plain, 1, 2, 0, 1), 10);
  });

  test('is of matches as of all values', () => {
    model.m.forEach((row) => {
      const equal = row.subarray(3).reduce((a, b) => a + b, 0);
      values.toReversed().forEach((share, at) => {
        expect(row[3 + at]! / equal).toBeCloseTo(share, 3);
      });
    });
  });
});

test('a rare name that a family has makes none of them a match', () => {
  const model = fitWithRarity(drawn(2, 400, 400));
  const prior = Math.log2(model.lambda / (1 - model.lambda));
  const [rare, common] = [EQUAL.rare, EQUAL.common].map((name) => weightOf(model, name, EQUAL.rare, 1, 1)); // prettier-ignore
  expect(rare! + prior).toBeLessThan(-2);
  // Where they share a street already the name says little for being rare: relatives share it anyway.
  expect(rare! - common!).toBeLessThan(2);
});

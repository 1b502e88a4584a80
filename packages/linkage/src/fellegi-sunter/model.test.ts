// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitMixture } from './mixture.ts';
import { fitModel, matchWeights, type ModelEvidence } from './model.ts';
import { PatternTable, tally, type PatternCounts } from './patterns.ts';

/** Chances of levels 1, 2, 3 in each group. */
type Levels = readonly (readonly number[])[];

const m: Levels = [
  [0.05, 0.15, 0.8],
  [0.1, 0.1, 0.8],
  [0.03, 0.07, 0.9],
  [0.2, 0.1, 0.7],
];
const u: Levels = [
  [0.95, 0.04, 0.01],
  [0.93, 0.05, 0.02],
  [0.9, 0.0995, 0.0005],
  [0.97, 0.02, 0.01],
];
const levelCounts = [4, 4, 4, 4];
/** The chance that a group is missing. */
const missing = 0.05;

/** Draws pairs of known levels. */
function draw(random: () => number, chances: Levels, pairs: number, table: PatternTable): void {
  const levels = new Uint8Array(chances.length);
  for (let pair = 0; pair < pairs; pair++) {
    chances.forEach((row, group) => {
      if (random() < missing) {
        levels[group] = 0;
        return;
      }
      let [left, level] = [random(), 0];
      while (level < row.length - 1 && left >= row[level]!) left -= row[level++]!;
      levels[group] = level + 1;
    });
    table.add(table.numberOf(levels));
  }
}

/** Candidates: all matches, and of all other pairs those that agree in two groups or more. */
function simulate(seed: number, matches: number, pairs: number): ModelEvidence {
  const random = seeded(seed);
  const chance = new PatternTable(4);
  draw(random, u, 200_000, chance);
  const all = new PatternTable(4);
  draw(random, u, pairs - matches, all);
  const candidates = new PatternTable(4);
  const others = all.counts();
  for (let pattern = 0; pattern < others.count; pattern++) {
    const levels = others.levels.subarray(pattern * 4, pattern * 4 + 4);
    if (levels.filter((level) => level >= 2).length < 2) continue;
    candidates.add(candidates.numberOf(levels), others.pairs[pattern]);
  }
  draw(random, m, matches, candidates);
  return {
    levelCounts,
    random: chance.counts(),
    candidates: candidates.counts(),
    pairs,
    mostMatches: 2000,
  };
}

const truth = { matches: 1000, pairs: 1_000_000 };
const evidence = simulate(3, truth.matches, truth.pairs);

test('known m, u and lambda are recovered', () => {
  const model = fitModel(evidence);
  expect(model.matches).toBeGreaterThan(0.95 * truth.matches);
  expect(model.matches).toBeLessThan(1.05 * truth.matches);
  expect(model.lambda * truth.pairs).toBeCloseTo(model.matches, 6);
  m.forEach((row, group) => {
    row.forEach((chance, level) => {
      expect(Math.abs(model.m[group]![level + 1]! - chance)).toBeLessThan(0.04);
      const bits = Math.log2(model.u[group]![level + 1]! / u[group]![level]!);
      expect(Math.abs(bits)).toBeLessThan(0.6);
    });
    expect(model.m[group]![0]).toBe(0);
  });
});

test('match weights are log2 of m / u, and a missing group weighs nothing', () => {
  const model = fitModel(evidence);
  const table = new PatternTable(4);
  const weightOf = (...levels: number[]): number => {
    const number = table.numberOf(levels);
    return matchWeights(model, table.counts())[number]!;
  };
  const exact = weightOf(3, 3, 3, 3);
  const expected = m.reduce((sum, row, group) => sum + Math.log2(row[2]! / u[group]![2]!), 0);
  expect(Math.abs(exact - expected)).toBeLessThan(1.5);
  expect(weightOf(0, 0, 0, 0)).toBeCloseTo(0, 6);
  expect(weightOf(3, 0, 0, 0)).toBeGreaterThan(4);
  expect(weightOf(1, 0, 0, 0)).toBeLessThan(-3);
});

describe('refusals', () => {
  const codeOf = (one: ModelEvidence): string => {
    try {
      fitModel(one);
      return '';
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  const none: PatternCounts = {
    groups: 4,
    count: 0,
    levels: new Uint8Array(0),
    pairs: new Float64Array(0),
  };

  test.each<[string, ModelEvidence]>([
    ['LINKAGE_TOO_FEW', { ...evidence, candidates: none }],
    ['LINKAGE_TOO_FEW', { ...evidence, random: none }],
    ['LINKAGE_THRESHOLD_UNKNOWN', simulate(4, 0, 200_000)],
    ['LINKAGE_THRESHOLD_UNKNOWN', simulate(4, 3, 200_000)],
  ])('%s', (code, one) => {
    expect(codeOf(one)).toBe(code);
  });

  test('groups that are the same for everybody tell nothing', () => {
    const table = new PatternTable(4);
    table.add(table.numberOf([3, 3, 3, 3]), 5000);
    const counts = table.counts();
    expect(codeOf({ ...evidence, random: counts, candidates: counts })).toBe('LINKAGE_INDISTINCT');
  });
});

/** Families: two groups equal, two different, as often within registers as between. */
function withHouseholds(): { candidates: PatternCounts; within: PatternCounts } {
  const household: Levels = [[0.02, 0.03, 0.95], [0.02, 0.03, 0.95], u[2]!, u[3]!];
  const random = seeded(9);
  const candidates = new PatternTable(4);
  const { levels, pairs, count } = evidence.candidates;
  for (let pattern = 0; pattern < count; pattern++) {
    const own = levels.subarray(pattern * 4, pattern * 4 + 4);
    candidates.add(candidates.numberOf(own), pairs[pattern]);
  }
  draw(random, household, 2500, candidates);
  const within = new PatternTable(4);
  draw(random, household, 5000, within);
  return { candidates: candidates.counts(), within: within.counts() };
}

test('look-alikes within registers are no matches between them', () => {
  const { candidates, within } = withHouseholds();
  const blind: ModelEvidence = { ...evidence, candidates };
  const seeing = { ...blind, within: { patterns: within, pairs: 2 * truth.pairs } };
  expect(Math.abs(fitModel(seeing).matches - truth.matches)).toBeLessThan(60);
  expect(Math.abs(fitModel(blind).matches - truth.matches)).toBeGreaterThan(400);
});

test('with u free and from candidates alone the estimate collapses', () => {
  const { candidates } = withHouseholds();
  const count = candidates.pairs.reduce((sum, one) => sum + one, 0);
  const flat = (last: number) =>
    levelCounts.map(() => Float64Array.of(0, (1 - last) / 2, (1 - last) / 2, last));
  // The first class keeps its levels: it gets no pairs, and both others are free.
  const classes = [
    { chances: flat(1 / 3), share: 1e-9, fixed: true },
    { chances: flat(0.1), share: 0.95, fixed: false },
    { chances: flat(0.8), share: 0.05, fixed: false },
  ];
  const options = { pairs: count, smoothing: 0.1, rounds: 2000, tolerance: 1e-6 };
  const free = fitMixture(candidates, classes, options);
  expect(free.converged).toBe(true);
  // It finds what divides candidates best: families are taken for matches.
  expect(free.classes[2]!.share * count).toBeGreaterThan(3 * truth.matches);
});

test('patterns of many groups are numbered apart and counted', () => {
  const table = new PatternTable(20);
  const one = new Uint8Array(20).fill(3);
  const other = Uint8Array.from(one, (level, at) => (at === 19 ? 15 : level));
  const third = Uint8Array.from(one, (level, at) => (at === 0 ? 0 : level));
  expect([one, other, third, one].map((levels) => table.numberOf(levels))).toEqual([0, 1, 2, 0]);
  for (const levels of [one, other, one]) table.add(table.numberOf(levels));
  const counts = table.counts();
  expect([...counts.pairs]).toEqual([2, 1, 0]);
  expect(tally(counts, new Array<number>(20).fill(16))[19]![3]).toBe(2);
  for (let at = 0; at < 400; at++) table.numberOf(one.map((_, group) => (at >> group) & 1));
  expect(table.size).toBe(403);
});

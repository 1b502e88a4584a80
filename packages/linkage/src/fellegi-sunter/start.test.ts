// SPDX-License-Identifier: EUPL-1.2
/** Where the estimate starts when much is missing: pairs without values agree in nothing. */
import { expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitModel, type ModelEvidence } from './model.ts';
import { PatternTable } from './patterns.ts';

/** Chances of levels 1, 2, 3 in each group: of matches, and of strangers. */
const m = Array.from({ length: 5 }, () => [0.05, 0.1, 0.85]);
const u = Array.from({ length: 5 }, () => [0.985, 0.01, 0.005]);
const MATCHES = 400;
const PAIRS = 4_000_000;

/** @param missing the chance that one of two records lacks a value */
function drawn(seed: number, missing: number): ModelEvidence {
  const random = seeded(seed);
  const draw = (chances: typeof m, pairs: number, table: PatternTable): void => {
    for (let pair = 0; pair < pairs; pair++) {
      const levels = chances.map((row) => {
        if (random() < missing) return 0;
        let [left, level] = [random(), 0];
        while (level < row.length - 1 && left >= row[level]!) left -= row[level++]!;
        return level + 1;
      });
      table.add(table.numberOf(levels));
    }
  };
  const tables = Array.from({ length: 3 }, () => new PatternTable(5));
  const [chance, candidates, within] = tables as [PatternTable, PatternTable, PatternTable];
  draw(u, 20_000, chance);
  draw(u, 20_000, candidates);
  draw(m, MATCHES, candidates);
  draw(u, 20_000, within);
  return {
    levelCounts: [4, 4, 4, 4, 4],
    random: chance.counts(),
    candidates: candidates.counts(),
    pairs: PAIRS,
    mostMatches: 2000,
    within: { patterns: within.counts(), pairs: PAIRS },
  };
}

test.each([0, 0.3, 0.6])(
  'matches are found with a share of %p of comparisons missing',
  (missing) => {
    for (const seed of [1, 2, 3]) {
      const { matches } = fitModel(drawn(seed, missing));
      // With three in five missing two thirds of the matches know two groups at most: too little to tell.
      const known = missing === 0.6 ? 0.34 : 0.9;
      expect(matches).toBeGreaterThan(known * MATCHES * 0.9);
      expect(matches).toBeLessThan(1.15 * MATCHES);
    }
  },
);

// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitModel, type FieldModel, type ModelEvidence } from './model.ts';
import { PatternTable } from './patterns.ts';

/** Chances of levels 1, 2, 3 in each group: three that stay, and two of an address. */
const m = [[0.04, 0.06, 0.9], [0.04, 0.06, 0.9], [0.03, 0.02, 0.95], [0.03, 0.02, 0.95], [0.03, 0.02, 0.95]]; // prettier-ignore
const u = [[0.97, 0.02, 0.01], [0.97, 0.02, 0.01], [0.99, 0.008, 0.002], [0.98, 0.01, 0.01], [0.98, 0.01, 0.01]]; // prettier-ignore
const MATCHES = 200;
const PAIRS = 4_000_000;

function draw(random: () => number, chances: readonly (readonly number[])[], n: number, table: PatternTable): void {
  for (let pair = 0; pair < n; pair++) {
    const levels = chances.map((row) => {
      let [left, level] = [random(), 0];
      while (level < row.length - 1 && left >= row[level]!) left -= row[level++]!;
      return level + 1;
    });
    table.add(table.numberOf(levels));
  }
} // prettier-ignore

interface Drawn {
  /** Matches at another address. */
  readonly moved: number;
  /** Strangers of one name and birth date at other addresses, within registers and between. */
  readonly namesakes: number;
  readonly isUnique: boolean;
}

function drawn({ moved, namesakes, isUnique }: Drawn): ModelEvidence {
  const random = seeded(5);
  const tables = Array.from({ length: 3 }, () => new PatternTable(5));
  const [chance, candidates, strangers] = tables as [PatternTable, PatternTable, PatternTable];
  const away = [m[0]!, m[1]!, m[2]!, u[3]!, u[4]!];
  draw(random, u, 20_000, chance);
  draw(random, u, 20_000, candidates);
  draw(random, m, MATCHES - moved, candidates);
  draw(random, away, moved + namesakes, candidates);
  draw(random, u, 20_000, strangers);
  draw(random, away, namesakes, strangers);
  const within = { patterns: strangers.counts(), pairs: PAIRS };
  return {
    levelCounts: [4, 4, 4, 4, 4],
    random: chance.counts(),
    candidates: candidates.counts(),
    pairs: PAIRS,
    mostMatches: 2000,
    within: isUnique ? within : undefined,
  };
}

const changesIn = ({ matching }: FieldModel): string[] =>
  matching.slice(1).map(({ changed }) => changed!.map(Number).join(''));

describe('matches that have changed several groups at once', () => {
  test.each([true, false])('are found from thirty pairs on, unique registers: %p', (isUnique) => {
    const model = fitModel(drawn({ moved: 30, namesakes: 0, isUnique }));
    expect(changesIn(model)).toEqual(['00011']);
    expect(Math.abs(model.matches - MATCHES)).toBeLessThan(12);
    expect(Math.abs(model.matching[1]!.share * PAIRS - 30)).toBeLessThan(8);
    // What they did not change is as with all matches; what they did, as with strangers.
    const [all, away] = model.matching.map(({ chances }) => chances);
    expect(away!.slice(0, 3)).toEqual(all!.slice(0, 3));
    expect(away!.slice(3)).toEqual(model.u.slice(3));
  });

  test('are none where nobody moved', () => {
    expect(changesIn(fitModel(drawn({ moved: 0, namesakes: 0, isUnique: true })))).toEqual([]);
  });

  test('are none where strangers within registers are like that as often', () => {
    const model = fitModel(drawn({ moved: 0, namesakes: 40, isUnique: true }));
    expect(changesIn(model)).toEqual([]);
    expect(Math.abs(model.matches - MATCHES)).toBeLessThan(12);
  });
});

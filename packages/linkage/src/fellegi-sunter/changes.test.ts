// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../testing/registers.ts';
import { fitModel, matchWeights, type FieldModel, type ModelEvidence } from './model.ts';
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
  matching
    .slice(1)
    .map(({ changed }) => changed!.map((one) => (one === undefined ? 0 : 1)).join(''));

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

describe("matches whose names stand in each other's place", () => {
  /** Four levels: different, alike, crossed, equal; the first two groups can be crossed. */
  const wider = (rows: readonly (readonly number[])[], crossed: number): number[][] =>
    rows.map(([different, alike, equal], group) =>
      group < 2 ? [different! - crossed, alike!, crossed, equal!] : [different!, alike!, 0, equal!],
    );
  const [own, others] = [wider(m, 0), wider(u, 0.001)];
  const swap = [0.05, 0, 0.95, 0];
  const swapped = [swap, swap, ...own.slice(2)];
  const crossed = [3, 3, undefined, undefined, undefined];

  /** @param strangers who have each other's names, within registers and between */
  function drawnSwaps(swaps: number, strangers: number): ModelEvidence {
    const random = seeded(6);
    const tables = Array.from({ length: 3 }, () => new PatternTable(5));
    const [chance, candidates, within] = tables as [PatternTable, PatternTable, PatternTable];
    draw(random, others, 20_000, chance);
    draw(random, others, 20_000, candidates);
    draw(random, own, MATCHES - swaps, candidates);
    draw(random, swapped, swaps, candidates);
    draw(random, others, 20_000, within);
    for (const table of [candidates, within]) {
      draw(random, [swap, swap, ...others.slice(2)], strangers, table);
    }
    return {
      levelCounts: [5, 5, 5, 5, 5],
      crossed,
      random: chance.counts(),
      candidates: candidates.counts(),
      pairs: PAIRS,
      mostMatches: 2000,
      within: { patterns: within.counts(), pairs: PAIRS },
    };
  }

  test('are a class in which both are crossed at once, from fifteen pairs on', () => {
    const model = fitModel(drawnSwaps(15, 10));
    expect(changesIn(model)).toEqual(['11000']);
    expect(Math.abs(model.matching[1]!.share * PAIRS - 15)).toBeLessThan(4);
    const [name] = model.matching[1]!.chances;
    expect(name![3]).toBeGreaterThan(0.89);
    // One other fault beside the swap, and it is still likelier a match.
    const one = { groups: 5, count: 1, pairs: Float64Array.of(1) };
    const weightOf = (...levels: number[]): number =>
      matchWeights(model, { ...one, levels: Uint8Array.from(levels) })[0]!;
    const prior = Math.log2(model.lambda / (1 - model.lambda));
    expect(weightOf(3, 3, 4, 4, 1) + prior).toBeGreaterThan(2);
    // Two names in each other's place, and nothing else: two persons.
    expect(weightOf(3, 3, 1, 1, 1) + prior).toBeLessThan(-4);
  });

  test('are none where nobody swapped them', () => {
    expect(changesIn(fitModel(drawnSwaps(0, 10)))).toEqual([]);
  });
});

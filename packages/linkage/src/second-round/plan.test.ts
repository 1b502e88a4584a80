// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderSources, type OrderedSource } from '../source.ts';
import { Population, range } from '../testing/registers.ts';
import {
  CANDIDATE,
  candidateLooks,
  NOBODY,
  ONE_SIDED,
  planRounds,
  RANDOM,
  type PlannedRound,
} from './plan.ts';
import { requestsOf } from './requests.ts';
import { SecretNumbers } from './secret-numbers.ts';

const seed = new Uint8Array(32).fill(1);
const similarity = 'dice';

function sourcesOf(a: number, b: number, unique = true): OrderedSource[] {
  const population = new Population(4);
  return orderSources([
    population.source('a', unique, range(0, a), 0.1),
    population.source('b', true, range(Math.floor(a / 2), Math.floor(a / 2) + b), 0.1),
  ]);
}

/** How often each record of a side is looked at. */
function looksAt(rows: Uint32Array, count: number): number[] {
  const looks = new Array<number>(count).fill(0);
  for (const row of rows) if (row !== NOBODY) looks[row]! += 1;
  return looks;
}

function looksOfRound(round: PlannedRound, sources: readonly OrderedSource[]): number[] {
  const [m, n] = [sources[round.a]!.set.count, sources[round.b]!.set.count];
  if (round.a !== round.b) return [...looksAt(round.rowsA, m), ...looksAt(round.rowsB, n)];
  const second = looksAt(round.rowsB, n);
  return looksAt(round.rowsA, m).map((one, row) => one + second[row]!);
}

describe('a plan of looks', () => {
  test('gives every record of a round the same number, whatever the sizes', async () => {
    const sizes = fc.record({
      a: fc.integer({ min: 1, max: 40 }),
      b: fc.integer({ min: 1, max: 40 }),
      looks: fc.integer({ min: 4, max: 12 }),
      unique: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ a, b, looks, unique }) => {
        const sources = sourcesOf(a, b, unique);
        for (const round of await planRounds(sources, { looks, similarity, seed }, {})) {
          expect(new Set(looksOfRound(round, sources))).toEqual(new Set([round.looks]));
          const pairs = Array.from(round.rowsA, (row, number) => [row, round.rowsB[number]!])
            .filter((pair) => !pair.includes(NOBODY))
            .map(String);
          expect(new Set(pairs).size).toBe(pairs.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('looks at the best candidates, keeps looks for chance, and looks within unique sources', async () => {
    const sources = sourcesOf(200, 300);
    const rounds = await planRounds(sources, { looks: 8, similarity, seed }, {});
    expect(rounds.map(({ a, b, looks }) => [a, b, looks])).toEqual([[0, 1, 8], [0, 0, 8], [1, 1, 8]]); // prettier-ignore
    const [{ rowsA, rowsB, reason }] = rounds as [PlannedRound];
    // Persons 100–199 are in both: rows of the sources stand in the order of tokens.
    const [a, b] = sources as [OrderedSource, OrderedSource];
    const found = [...reason.keys()].filter(
      (number) =>
        reason[number] === CANDIDATE && a.rows[rowsA[number]!]! === b.rows[rowsB[number]!]! + 100,
    );
    expect(found).toHaveLength(100);
    const count = (kind: number) => reason.filter((one) => one === kind).length;
    expect(count(CANDIDATE)).toBeLessThanOrEqual(200 * candidateLooks(8));
    expect(count(RANDOM)).toBeGreaterThanOrEqual(200 * (8 - candidateLooks(8)));
    expect(count(ONE_SIDED)).toBe(100 * 8);
    // A source that is not unique is compared with itself for matches.
    const own = await planRounds(sourcesOf(50, 50, false), { looks: 8, similarity, seed }, {});
    expect(own.map((round) => [round.a, round.b, round.looks])).toEqual([[0, 0, 8], [0, 1, 8], [1, 1, 8]]); // prettier-ignore
  });

  test('is the same for the same seed, and in another order for another', async () => {
    const sources = sourcesOf(60, 60);
    const plan = (own: Uint8Array) => planRounds(sources, { looks: 6, similarity, seed: own }, {});
    expect(await plan(seed)).toEqual(await plan(seed));
    const [one, other] = [(await plan(seed))[0]!, (await plan(new Uint8Array(32)))[0]!];
    expect(one.rowsA).not.toEqual(other.rowsA);
    // Numbers do not tell why a pair is looked at.
    const first = one.reason.subarray(0, 180);
    for (const kind of [CANDIDATE, RANDOM]) expect(first).toContain(kind);
  });

  test('asks each side for its own records only, ascending by number', async () => {
    const sources = sourcesOf(20, 30);
    const [round] = await planRounds(sources, { looks: 5, similarity, seed }, {});
    const tokens = Uint8Array.from({ length: 30 * 16 }, (_, at) => at >> 4);
    const requests = requestsOf(round!, 'b', sources[1]!, tokens);
    expect(requests.numbers).toHaveLength(30 * 5);
    expect([...requests.numbers]).toEqual([...requests.numbers].sort((m, n) => m - n));
    requests.numbers.forEach((number, at) => {
      expect(requests.tokens[16 * at]).toBe(sources[1]!.rows[round!.rowsB[number]!]);
    });
    expect(requestsOf(round!, 'a', sources[0]!, tokens).numbers).toHaveLength(20 * 5);
  });

  test.each([3, 41, 4.5])('refuses %p looks', async (looks) => {
    const plan = planRounds(sourcesOf(5, 5), { looks, similarity, seed }, {});
    await expect(plan).rejects.toMatchObject({ code: 'LINKAGE_LOOKS' });
  });
});

test('secret numbers follow from seed and part, all as likely', () => {
  const draw = (own: Uint8Array, part: number) => {
    const numbers = new SecretNumbers(own, part);
    return Array.from({ length: 2000 }, () => numbers.below(3));
  };
  expect(draw(seed, 0)).toEqual(draw(seed, 0));
  expect(draw(seed, 1)).not.toEqual(draw(seed, 0));
  expect(draw(new Uint8Array(32), 0)).not.toEqual(draw(seed, 0));
  for (const value of [0, 1, 2]) {
    expect(Math.abs(draw(seed, 0).filter((one) => one === value).length - 667)).toBeLessThan(90);
  }
  expect(() => new SecretNumbers(new Uint8Array(16), 0)).toThrow('LINKAGE_COLUMNS');
});

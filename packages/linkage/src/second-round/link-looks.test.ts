// SPDX-License-Identifier: EUPL-1.2
import { beforeAll, describe, expect, test } from '@jest/globals';
import { linkedPairs } from '../outcome.ts';
import { orderSources } from '../source.ts';
import { FieldPopulation, GROUP_BYTES, groupsOf } from '../testing/field-records.ts';
import { range, reorder, type TestSource } from '../testing/registers.ts';
import { linkByLooks } from './link-looks.ts';
import { LookSimilarities, type SeenPart } from './look-similarities.ts';
import { numbersOf, type LookedRound } from './looked-evidence.ts';
import { CANDIDATE, NOBODY, planRounds } from './plan.ts';
import { SecretNumbers } from './secret-numbers.ts';

const seed = new Uint8Array(32).fill(2);
const fields = [
  { values: 300, fault: 0.05 },
  { values: 500, fault: 0.05, missing: 0.05 },
  { values: 4000, fault: 0.03 },
  { values: 200, fault: 0.1 },
  { values: 40, fault: 0.05 },
];
const groups = groupsOf(fields);
const options = { threshold: 'auto', oneToOne: true, assignment: 'greedy', groups } as const;
const width = groups.length * GROUP_BYTES;

/** Answers as owners give them: bits of every field permuted under the number. */
function answersOf({ filters }: TestSource, rows: readonly number[], numbers: Uint32Array) {
  const answers = new Uint8Array(rows.length * width);
  rows.forEach((row, at) => {
    const random = new SecretNumbers(seed, numbers[at]!);
    for (let group = 0; group < groups.length; group++) {
      const order = random.shuffle(Uint32Array.from({ length: 8 * GROUP_BYTES }, (_, bit) => bit));
      order.forEach((to, bit) => {
        const from = row * width + group * GROUP_BYTES + (bit >> 3);
        if (((filters[from]! >> (bit & 7)) & 1) === 0) return;
        answers[at * width + group * GROUP_BYTES + (to >> 3)]! |= 1 << (to & 7);
      });
    }
  });
  return { count: rows.length, bytes: width, filters: answers };
}

/** The same rounds, in parts of so many numbers that are made when they are asked for. */
async function lookInParts(sources: readonly TestSource[], size: number): Promise<LookedRound[]> {
  const ordered = orderSources(sources);
  const plan = await planRounds(ordered, { looks: 8, similarity: 'dice', seed }, {});
  return plan.map((round): LookedRound => {
    const count = round.reason.length;
    const partFrom = (from: number): LookSimilarities => {
      const similarities = new LookSimilarities(groups, Math.min(size, count - from));
      const numbers = Uint32Array.from({ length: similarities.count }, (_, at) => from + at).filter(
        (number) => round.rowsA[number] !== NOBODY && round.rowsB[number] !== NOBODY,
      );
      const side = (place: number, rows: Uint32Array) => {
        const { index, rows: own } = ordered[place]!;
        const asked = Array.from(numbers, (number) => own[rows[number]!]!);
        return answersOf(sources[index]!, asked, numbers);
      };
      const [left, right] = [side(round.a, round.rowsA), side(round.b, round.rowsB)];
      similarities.add({ numbers: numbers.map((number) => number - from), left, right });
      return similarities;
    };
    function* parts(): Generator<SeenPart> {
      for (let from = 0; from < count; from += size) yield { from, similarities: partFrom(from) };
    }
    return { ...round, similarities: { count, hasRarity: false, parts } };
  });
}

async function lookAt(sources: readonly TestSource[], lots = 1): Promise<LookedRound[]> {
  const ordered = orderSources(sources);
  const plan = await planRounds(ordered, { looks: 8, similarity: 'dice', seed }, {});
  return plan.map((round) => {
    const similarities = new LookSimilarities(groups, round.reason.length);
    const both = Uint32Array.from(round.reason.keys()).filter(
      (number) => round.rowsA[number] !== NOBODY && round.rowsB[number] !== NOBODY,
    );
    for (let lot = lots - 1; lot >= 0; lot--) {
      const numbers = both.filter((number) => number % lots === lot);
      const side = (place: number, rows: Uint32Array) => {
        const { index, rows: own } = ordered[place]!;
        const asked = Array.from(numbers, (number) => own[rows[number]!]!);
        return answersOf(sources[index]!, asked, numbers);
      };
      const [left, right] = [side(round.a, round.rowsA), side(round.b, round.rowsB)];
      similarities.add({ numbers, left, right });
    }
    return { ...round, similarities };
  });
}

/** Pairs that are linked, by persons, and how many of them are right. */
function score(sources: readonly TestSource[], rounds: readonly LookedRound[]) {
  const outcome = linkByLooks(sources, rounds, options);
  const last = sources.length - 1;
  const { a, b } = linkedPairs(outcome, 0, last);
  const right = Array.from(a, (row, at) => sources[0]!.persons[row] === sources[last]!.persons[b[at]!]); // prettier-ignore
  return { outcome, links: a.length, right: right.filter(Boolean).length };
}

describe('two registers', () => {
  const population = new FieldPopulation(5, fields);
  const sources = [
    population.source('a', true, range(0, 500)),
    population.source('b', true, range(200, 650)),
  ];
  let rounds: LookedRound[];
  let scored: ReturnType<typeof score>;
  beforeAll(async () => {
    rounds = await lookAt(sources);
    scored = score(sources, rounds);
  });

  test('are linked without labels, by what the answers show', () => {
    expect(scored.right / 300).toBeGreaterThan(0.95);
    expect(scored.right / scored.links).toBeGreaterThan(0.98);
    expect(scored.outcome.threshold.method).toBe('fellegiSunter');
  });

  test('say that nobody measured which matches were candidates', () => {
    expect(scored.outcome.search).toMatchObject({ method: 'approximate', low: 0, reached: false });
  });

  test('give the same whatever the order of records and answers', async () => {
    const turned = sources.map((source) => reorder(source, range(0, source.count).reverse()));
    const again = score(turned, await lookAt(turned, 7));
    expect([again.links, again.right]).toEqual([scored.links, scored.right]);
    expect(again.outcome.threshold.threshold).toBe(scored.outcome.threshold.threshold);
  });

  test('give the same from parts that are read anew each time', async () => {
    const again = score(sources, await lookInParts(sources, 700));
    expect(again.outcome.model).toEqual(scored.outcome.model);
    expect(again.outcome.gathered).toEqual(scored.outcome.gathered);
    expect(again.outcome.clusters).toEqual(scored.outcome.clusters);
  });

  test('explain a pair that was looked at, and know nothing of another', () => {
    const { explain } = scored.outcome;
    const { a, b } = linkedPairs(scored.outcome, 0, 1);
    const linked = explain!({ source: 0, row: a[0]! }, { source: 1, row: b[0]! });
    expect(linked.groups.filter(({ level }) => level.kind === 'exact').length).toBeGreaterThan(2);
    const turned = explain!({ source: 1, row: b[0]! }, { source: 0, row: a[0]! });
    expect(turned).toEqual(linked);
    const looked = new Set(
      Array.from(numbersOf(rounds[0]!, CANDIDATE), (number) => rounds[0]!.rowsA[number]! * 450 + rounds[0]!.rowsB[number]!), // prettier-ignore
    );
    const other = range(0, 450).find((row) => !looked.has(row))!;
    const [first, second] = orderSources(sources);
    const unknown = explain!(
      { source: 0, row: first!.rows[0]! },
      { source: 1, row: second!.rows[other]! },
    );
    expect(unknown.groups.every(({ level }) => level.kind === 'missing')).toBe(true);
  });

  test('go without answers that did not come', () => {
    const some = rounds.map((round) => {
      const similarities = new LookSimilarities(groups, round.reason.length);
      return { ...round, similarities };
    });
    expect(() => linkByLooks(sources, some, options)).toThrow('LINKAGE_TOO_FEW');
    expect(() => linkByLooks(sources, rounds, { ...options, threshold: 2 })).toThrow(
      'KERNEL_THRESHOLD',
    );
  });
});

test('a register that holds persons twice is put into clusters', async () => {
  const population = new FieldPopulation(6, fields);
  const source = population.source('a', false, [...range(0, 450), ...range(0, 200)]);
  const { outcome } = score([source], await lookAt([source]));
  const { a, b } = linkedPairs(outcome, 0, 0);
  const right = a.filter((row, at) => source.persons[row] === source.persons[b[at]!]).length;
  expect(right / 200).toBeGreaterThan(0.95);
  expect(right / a.length).toBeGreaterThan(0.97);
});

describe('answers', () => {
  const set = { count: 1, bytes: width, filters: new Uint8Array(width).fill(1) };

  test('that do not fit the round are refused', () => {
    const similarities = new LookSimilarities(groups, 2);
    const pair = { numbers: Uint32Array.of(2), left: set, right: set };
    expect(() => {
      similarities.add(pair);
    }).toThrow('LINKAGE_ANSWERS');
    const none = { count: 0, bytes: width, filters: new Uint8Array(0) };
    const uneven = { numbers: Uint32Array.of(1), left: set, right: none };
    expect(() => {
      similarities.add(uneven);
    }).toThrow('LINKAGE_ANSWERS');
  });

  test('that come twice change nothing', () => {
    const similarities = new LookSimilarities(groups, 2);
    const pair = { numbers: Uint32Array.of(1), left: set, right: set };
    similarities.add(pair);
    similarities.add(pair);
    expect([similarities.has(0), similarities.has(1)]).toEqual([false, true]);
    expect(similarities.straight(1, 0)).toBe(1);
    expect(similarities.straight(0, 0)).toBeNaN();
  });
});

// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isKoppelError } from '@koppel/errors';
import { clusterPairs } from '../clusters.ts';
import { assignments } from '../clusters/assignment.ts';
import { linkSources, type LinkOptions } from '../link.ts';
import { withDecisions } from '../incremental/decisions.ts';
import { idOf, type Decision } from '../incremental/changes.ts';
import { tokenText } from '../incremental/pairs.ts';
import { nameAt, sources as namedSources } from '../testing/history.ts';
import { pairsOf, problem, shapeOf } from '../testing/graphs.ts';
import { Population, range, reorder } from '../testing/registers.ts';
import { decisionConflicts } from './conflicts.ts';
import { divideAt, findPairs } from './found-pairs.ts';
import { reviewOrder, type ReviewInput } from './priority.ts';
import { changedPairs, reviewPairs, type ReviewPair } from './zone.ts';

const noDecisions = { joined: [], parted: [] };
const sure = (similarity: number): number => similarity;

test('what a decision changes is what a linkage with that decision changes', () => {
  fc.assert(
    fc.property(problem, fc.constantFrom(...assignments), ({ pairs, shape }, assignment) => {
      const [threshold, thresholdUpper] = [0.45, 0.85];
      const common = { shape, assignment, decisions: noDecisions };
      const zone = { ...common, pairs, threshold, thresholdUpper, probability: sure };
      const { pairs: above } = divideAt(pairs, threshold);
      const cluster = (decisions: ReviewInput['decisions']): Uint32Array =>
        clusterPairs(above, shape, { assignment, decisions }).lowest;
      const now = cluster(noDecisions);
      const size = (lowest: Uint32Array, record: number): number =>
        lowest.filter((one) => one === lowest[record]).length;
      const found = new Map(reviewPairs(zone).map((one) => [`${one.left} ${one.right}`, one]));
      const next = new Set<string>();
      const comesFirst = (own: number, other: number): boolean => {
        const source = shape.sourceOf[other]!;
        const partner = now.some(
          (cluster, at) => cluster === now[own] && shape.sourceOf[at] === source,
        );
        return (partner && shape.oneToOne[source]!) || next.has(`${now[own]!} ${source}`);
      };
      for (let at = 0; at < pairs.count; at++) {
        const [left, right] = [pairs.left[at]!, pairs.right[at]!];
        const one = found.get(`${left} ${right}`);
        if (pairs.similarity[at]! >= thresholdUpper) {
          expect(one).toBeUndefined();
          continue;
        }
        const together = now[left] === now[right];
        if (one === undefined) {
          // Below the threshold: of one person already, or somebody comes first.
          expect(pairs.similarity[at]).toBeLessThan(threshold);
          expect(together || comesFirst(left, right) || comesFirst(right, left)).toBe(true);
          continue;
        }
        next.add(`${now[left]!} ${shape.sourceOf[right]!}`);
        next.add(`${now[right]!} ${shape.sourceOf[left]!}`);
        const pair = [left, right] as const;
        const after = cluster({ joined: together ? [] : [pair], parted: together ? [pair] : [] });
        expect(one).toMatchObject({
          together, exact: true, changed: changedPairs(now, after), similarity: pairs.similarity[at],
          sizeLeft: size(now, left), sizeRight: size(now, right),
          afterLeft: size(after, left), afterRight: size(after, right),
        }); // prettier-ignore
        expect(one.changed).toBeGreaterThan(0);
        found.delete(`${left} ${right}`);
      }
      expect(found.size).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('changed pairs are those that are together in one partition and apart in the other', () => {
  const partition = fc.array(fc.nat(4), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(partition, partition, (one, other) => {
      let plain = 0;
      for (let m = 0; m < 8; m++) {
        for (let n = m + 1; n < 8; n++)
          plain += Number((one[m] === one[n]) !== (other[m] === other[n]));
      }
      expect(changedPairs(Uint32Array.from(one), Uint32Array.from(other))).toBe(plain);
    }),
  );
});

/** Two unique sources of four: 0–3 and 4–7. */
const two = shapeOf([0, 0, 0, 0, 1, 1, 1, 1], [true, true]);
const zoneOf = (
  pairs: ReturnType<typeof pairsOf>,
  decisions: ReviewInput['decisions'] = noDecisions,
  probability = sure,
): ReviewPair[] =>
  reviewPairs({
    pairs, shape: two, assignment: 'greedy', decisions, threshold: 0.8, thresholdUpper: 0.95, probability,
  }); // prettier-ignore

test('a pair whose record has a better partner is expected to change less', () => {
  const pairs = pairsOf([0, 4, 0.99], [0, 5, 0.9], [1, 6, 0.7], [2, 7, 0.9]);
  const [rival, below, linked] = [
    ...zoneOf(pairs).sort((m, n) => m.left - n.left || m.right - n.right),
  ];
  // 0 would lose 4 and get 5: two pairs change, and 0.99 speaks against it.
  expect(rival).toMatchObject({ left: 0, right: 5, together: false, changed: 2, nextLeft: 0.99 });
  expect(rival!.expected).toBeCloseTo(2 * 0.01, 9);
  expect(below).toMatchObject({ left: 1, right: 6, together: false, changed: 1, nextLeft: NaN });
  expect(below!.expected).toBeCloseTo(0.7, 9);
  expect(linked).toMatchObject({ left: 2, right: 7, together: true, changed: 1 });
  expect(linked!.expected).toBeCloseTo(0.1, 9);
  const [unknown] = zoneOf(pairsOf([1, 6, 0.7]), noDecisions, () => NaN);
  expect(unknown).toMatchObject({ probability: NaN, expected: 0.5 });
});

test('a pair that is decided, or that decisions leave nothing to decide on, is not asked', () => {
  const pairs = pairsOf([0, 4, 0.9], [0, 5, 0.9], [1, 5, 0.7]);
  const open = zoneOf(pairs, { joined: [[0, 4]], parted: [] }).map(({ left, right }) => [
    left,
    right,
  ]);
  // 0 is 4, and so cannot be 5.
  expect(open).toEqual([[1, 5]]);
  // 0 and 4 are two, so 0 is 5, and 1 has no other.
  expect(zoneOf(pairs, { joined: [], parted: [[0, 4]] })).toMatchObject([{ left: 0, right: 5 }]);
});

test('where deciding anew would take too long, sizes bound what changes', () => {
  const many = 2200;
  const shape = shapeOf(
    Array.from({ length: 2 * many }, (_, at) => (at < many ? 0 : 1)),
    [false, false],
  );
  const chain = Array.from({ length: many }, (_, at) => [at, many + at, 0.9] as const);
  const on = Array.from({ length: many - 1 }, (_, at) => [at + 1, many + at, 0.7] as const);
  const all = { pairs: pairsOf(...chain, ...on), shape, decisions: noDecisions };
  const rules = { assignment: 'greedy', threshold: 0.8, thresholdUpper: 0.95 } as const;
  const found = reviewPairs({ ...all, ...rules, probability: sure });
  expect(found).toHaveLength(2 * many - 1);
  expect(found[0]).toMatchObject({ exact: false, together: true, changed: 1, afterLeft: 1 });
  expect(found.at(-1)).toMatchObject({ exact: false, together: false, changed: 4, afterLeft: 4 });
});

const population = new Population(5);
const [a, b] = [
  population.source('a', true, range(0, 60), 0.25),
  population.source('b', true, range(30, 90), 0.25),
];
const options: LinkOptions = { threshold: 0.8, oneToOne: true, workers: 1 };
const asked = { ...options, review: { zone: { from: 0.7, to: 0.9 } } };

/** The order of a linkage by persons, whatever the order of its records. */
async function orderOf(sources: readonly (typeof a)[]): Promise<string[]> {
  const { threshold, candidates, below, reviewFrom } = await linkSources(sources, asked);
  const first = [0, sources[0]!.count];
  const column = (end: 'left' | 'right'): Uint32Array =>
    Uint32Array.from(
      [candidates, below].flatMap((part) =>
        Array.from(part[`${end}Row`], (row, at) => first[part[`${end}Source`][at]!]! + row),
      ),
    );
  const found = reviewOrder({
    sources, oneToOne: true, assignment: 'greedy', decisions: noDecisions, ...threshold,
    pairs: {
      left: column('left'), right: column('right'),
      similarity: Float64Array.from([...candidates.similarity, ...below.similarity]),
    },
    thresholdLower: reviewFrom,
  }); // prettier-ignore
  const nameOf = (record: number): string => {
    const at = record < first[1]! ? 0 : 1;
    const { name, tokens } = sources[at]!;
    return `${name} ${tokenText(tokens, record - first[at]!)}`;
  };
  return found.map(({ left, right, expected }) => `${nameOf(left)} ${nameOf(right)} ${expected}`);
}

test('the order of a review does not depend on the order of sources and records', async () => {
  const plain = await orderOf([a, b]);
  expect(plain.length).toBeGreaterThan(10);
  const turned = (source: typeof a): typeof a => reorder(source, range(0, 60).reverse());
  expect(await orderOf([turned(b), turned(a)])).toEqual(plain);
});

test('pairs below the threshold are found beside the candidates, and link nobody', async () => {
  const plain = await linkSources([a, b], options);
  const both = await linkSources([a, b], asked);
  expect(both.clusters).toEqual(plain.clusters);
  expect(both.candidates).toEqual(plain.candidates);
  expect([plain.below.similarity.length, plain.reviewFrom]).toEqual([0, 0.8]);
  const { similarity } = both.below;
  expect(similarity.length).toBeGreaterThan(0);
  expect(similarity.every((value) => value >= 0.7 && value < 0.8)).toBe(true);
  const all = await linkSources([a, b], { ...options, threshold: 0.7 });
  expect(all.candidatePairs).toBe(both.candidatePairs + similarity.length);
  const zone = { from: 0.85, to: 0.9 };
  await expect(linkSources([a, b], { ...options, review: { zone } })).rejects.toMatchObject({
    code: 'KERNEL_THRESHOLD',
  });
});

test('too many pairs below the threshold are looked for nearer to it, and never fail a linkage', async () => {
  const { candidatePairs } = await linkSources([a, b], options);
  const capped = await linkSources([a, b], { ...asked, candidateCap: candidatePairs });
  expect([capped.candidatePairs, capped.reviewFrom]).toEqual([candidatePairs, 0.8]);
  const { candidatePairs: most } = await linkSources([a, b], { ...options, threshold: 0.75 });
  const nearer = await linkSources([a, b], { ...asked, candidateCap: most });
  expect(nearer.reviewFrom).toBeCloseTo(0.75, 9);
  expect(nearer.candidatePairs + nearer.below.similarity.length).toBe(most);
  const limits = { threshold: 0.8, thresholdLower: 0.7 };
  const broken = findPairs(() => Promise.reject(new RangeError()), limits, 1);
  await expect(broken).rejects.toThrow(RangeError);
});

test('decisions join and part records by name, and those about absent records do nothing', async () => {
  const name = (source: typeof a, row: number) => ({
    source: source.name,
    token: tokenText(source.tokens, row),
  });
  const togetherIn = async (decisions: readonly Decision[]): Promise<boolean[]> => {
    const { sources } = await linkSources([a, b], { ...options, decisions });
    return [
      sources[0]!.cluster[40] === sources[1]!.cluster[10],
      sources[0]!.cluster[0] === sources[1]!.cluster[59],
    ];
  };
  expect(await togetherIn([])).toEqual([true, false]);
  const absent = { source: 'a', token: '0'.repeat(32) };
  const decisions: Decision[] = [
    { left: name(a, 40), right: name(b, 10), verdict: 'same' },
    { left: name(b, 10), right: name(a, 40), verdict: 'different' },
    { left: name(a, 0), right: name(b, 59), verdict: 'same' },
    { left: absent, right: name(b, 1), verdict: 'same' },
    { left: { ...absent, source: 'z' }, right: name(b, 1), verdict: 'same' },
  ];
  expect(await togetherIn(decisions)).toEqual([false, true]);
  const wrong: Decision = { left: { source: 'a', token: 'x' }, right: absent, verdict: 'same' };
  await expect(togetherIn([wrong])).rejects.toMatchObject({ code: 'LINKAGE_CHANGES' });
});

test('decisions conflict exactly where not all can hold, and the rest of them can', () => {
  const decision = fc.record({
    ends: fc.uniqueArray(fc.nat(8), { minLength: 2, maxLength: 2 }),
    verdict: fc.constantFrom<Decision['verdict']>('same', 'same', 'different', 'withdrawn'),
  });
  const everyone = Array.from({ length: 9 }, (_, at) => nameAt(at % 3, Math.floor(at / 3)));
  const oneToOne = new Set(namedSources.filter(({ unique }) => unique).map(({ name }) => name));
  const holds = (decisions: readonly Decision[]): boolean => {
    try {
      withDecisions(new Map(), decisions, oneToOne);
      return true;
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LINKAGE_DECISIONS_CONFLICT')) throw thrown;
      return false;
    }
  };
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 12 }), (made) => {
      const byPair = new Map<string, Decision>();
      for (const { ends, verdict } of made) {
        const [left, right] = ends.map((at) => everyone[at]!) as [
          Decision['left'],
          Decision['left'],
        ];
        byPair.set([idOf(left), idOf(right)].sort().join(), { left, right, verdict });
      }
      const decisions = [...byPair.values()];
      const conflicts = decisionConflicts(decisions, oneToOne);
      expect(conflicts.length === 0).toBe(holds(decisions));
      const refused = new Set(conflicts.map(({ at }) => at));
      const kept = decisions.filter((_, at) => !refused.has(at));
      expect(holds(kept)).toBe(true);
      for (const { at } of conflicts) expect(holds([...kept, decisions[at]!])).toBe(false);
    }),
    { numRuns: 400 },
  );
});

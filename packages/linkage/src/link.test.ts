// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  linkedPairs,
  linkSources,
  type EncodedSource,
  type LinkOutcome,
  type OnPlan,
} from './index.ts';
import { Population, range, reorder, seeded, type TestSource } from './testing/registers.ts';

const options = { threshold: 0.75, oneToOne: true } as const;

/** Clusters as sets of `source:token`, so that outcomes of different orders can be compared. */
function clustersByToken(sources: readonly EncodedSource[], { clusters }: LinkOutcome): string[] {
  return Array.from({ length: clusters.count }, (_, cluster) =>
    range(clusters.start[cluster]!, clusters.start[cluster + 1]!)
      .map((at) => {
        const source = sources[clusters.source[at]!]!;
        const token = source.tokens.subarray(clusters.row[at]! * 16, clusters.row[at]! * 16 + 16);
        return `${source.name}:${token.join('.')}`;
      })
      .join(' '),
  );
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Three sources with noise, twins and repeated persons: plenty of ties. */
function threeSources(seed: number): TestSource[] {
  const random = seeded(seed);
  const some = (count: number): number[] => shuffled(range(0, 20), random).slice(0, count);
  const population = new Population(seed, { bytes: 8, fill: 0.4 });
  return [
    population.source('a', true, some(12), 0.2),
    population.source('b', random() < 0.5, some(15)),
    population.source('c', false, [...some(9), ...some(9)], 0.4),
  ];
}

test('clusters do not depend on the order of sources or of records', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer(), async (seed, orderSeed) => {
      const sources = threeSources(seed);
      const random = seeded(orderSeed);
      const reordered = shuffled(sources, random).map((source) =>
        reorder(source, shuffled(range(0, source.count), random)),
      );
      const first = await linkSources(sources, options);
      const second = await linkSources(reordered, options);
      expect(clustersByToken(reordered, second)).toEqual(clustersByToken(sources, first));
      const qualities = (outcome: LinkOutcome): number[] =>
        outcome.sources.flatMap(({ quality }) => [...quality]).sort();
      expect(qualities(second)).toEqual(qualities(first));
    }),
    { numRuns: 100 },
  );
});

test('a cluster holds at most one record of each unique source', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const sources = threeSources(seed);
      const { clusters } = await linkSources(sources, { ...options, threshold: 0.5 });
      for (let cluster = 0; cluster < clusters.count; cluster++) {
        const members = clusters.source.subarray(
          clusters.start[cluster],
          clusters.start[cluster + 1],
        );
        const ofUnique = [...members].filter((source) => sources[source]!.unique);
        expect(new Set(ofUnique).size).toBe(ofUnique.length);
      }
    }),
    { numRuns: 100 },
  );
});

test('all parts of an outcome tell the same', async () => {
  const sources = threeSources(3);
  const outcome = await linkSources(sources, options);
  const { clusters } = outcome;
  expect(clusters.start.at(-1)).toBe(sources.reduce((sum, { count }) => sum + count, 0));
  outcome.sources.forEach((linked, source) => {
    expect(linked.records).toBe(sources[source]!.count);
    expect(linked.name).toBe(sources[source]!.name);
    let inCompany = 0;
    linked.cluster.forEach((cluster, row) => {
      const members = range(clusters.start[cluster]!, clusters.start[cluster + 1]!);
      expect(members.some((at) => clusters.source[at] === source && clusters.row[at] === row)).toBe(
        true,
      );
      expect(linked.clusterSize[row]).toBe(members.length);
      if (members.length > 1) inCompany++;
      const quality = linked.quality[row]!;
      expect(members.length > 1 ? quality >= 0.75 && quality <= 1 : Number.isNaN(quality)).toBe(
        true,
      );
    });
    expect(linked.linked).toBe(inCompany);
  });
  expect(outcome.sources[0]!.linked).toBeGreaterThan(0);
});

test('persons are found again, between sources and within one', async () => {
  const population = new Population(1);
  const a = population.source('a', true, range(0, 60), 0.1);
  const b = population.source('b', true, range(30, 90), 0.1);
  const c = population.source('c', false, [...range(0, 40), ...range(20, 50)], 0.1);
  const outcome = await linkSources([a, b, c], options);
  const sources = [a, b, c];
  const samePerson = (m: number, n: number): number => {
    const { a: left, b: right } = linkedPairs(outcome, m, n);
    left.forEach((row, at) => {
      expect(sources[m]!.persons[row]).toBe(sources[n]!.persons[right[at]!]);
    });
    return left.length;
  };
  expect(samePerson(0, 1)).toBe(30);
  expect(samePerson(1, 0)).toBe(30);
  expect(samePerson(0, 2)).toBe(70);
  expect(samePerson(2, 2)).toBe(20);
  expect(samePerson(0, 0)).toBe(0);
  expect(outcome.sources.map(({ linked }) => linked)).toEqual([60, 30, 70]);
});

test('without one-to-one a record may have several partners in a unique source', async () => {
  const population = new Population(2);
  const a = population.source('a', true, [0, 0, 1], 0.05);
  const b = population.source('b', true, [0, 1], 0.05);
  const strict = await linkSources([a, b], options);
  expect(strict.sources[0]!.linked).toBe(2);
  const loose = await linkSources([a, b], { ...options, oneToOne: false });
  expect(loose.sources[0]!.linked).toBe(3);
  expect([...loose.sources[1]!.clusterSize]).toEqual([3, 2]);
});

test('twins: of two equal records the one with the lower token is linked', async () => {
  const population = new Population(5);
  const twins = population.source('a', true, [0, 0]);
  const other = population.source('b', true, [0]);
  const lower = twins.tokens[0]! < twins.tokens[16]! ? 0 : 1;
  const { sources } = await linkSources([other, twins], options);
  expect(sources[1]!.clusterSize[lower]).toBe(2);
  expect(sources[1]!.clusterSize[1 - lower]).toBe(1);
});

test('one unique source, and empty ones, link nothing', async () => {
  const population = new Population(6);
  const alone = population.source('a', true, [0, 0, 0]);
  const empty = population.source('b', false, []);
  const seen: number[] = [];
  const outcome = await linkSources([alone, empty], {
    ...options,
    onProgress: (fraction) => seen.push(fraction),
  });
  expect(outcome.clusters.count).toBe(3);
  expect(outcome.candidatePairs).toBe(0);
  expect(seen.every((fraction) => fraction <= 1)).toBe(true);
});

test('progress ascends to 1 over all stages, and a signal ends them', async () => {
  const population = new Population(7);
  const sources = [
    population.source('a', true, range(0, 300), 0.1),
    population.source('b', false, range(100, 400), 0.1),
  ];
  const seen: number[] = [];
  await linkSources(sources, {
    threshold: 'auto',
    oneToOne: true,
    workers: 1,
    onProgress: (fraction) => seen.push(fraction),
  });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  expect(new Set(seen).size).toBeGreaterThan(4);
  await expect(
    linkSources(sources, { ...options, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
});

test('what does not fit is refused', async () => {
  const population = new Population(8);
  const a = population.source('a', true, range(0, 4));
  const b = population.source('b', true, range(0, 4));
  const refused = async (
    sources: readonly EncodedSource[],
    code: string,
    change: object = {},
  ): Promise<void> => {
    await expect(linkSources(sources, { ...options, ...change })).rejects.toMatchObject({ code });
  };
  await refused([], 'LINKAGE_SOURCES');
  await refused([a, { ...b, name: 'a' }], 'LINKAGE_SOURCES');
  await refused([a, { ...b, count: 3 }], 'LINKAGE_COLUMNS');
  await refused([a, { ...b, tokens: new Uint8Array(16) }], 'LINKAGE_COLUMNS');
  await refused([a, { ...b, filters: new Uint8Array(16) }], 'LINKAGE_COLUMNS');
  await refused([a, new Population(1, { bytes: 8 }).source('b', true, [1])], 'LINKAGE_COLUMNS');
  await refused(
    [a, reorder(b, [0, 1, 0])].map((s) => ({ ...s, count: s.tokens.length / 16 })),
    'LINKAGE_TOKEN_TWICE',
  );
  for (const threshold of [0, -1, 1.1, NaN])
    await refused([a, b], 'KERNEL_THRESHOLD', { threshold });
  for (const falseLinkTarget of [0, 1, NaN]) {
    await refused([a, b], 'LINKAGE_TARGET', { threshold: 'auto', falseLinkTarget });
  }
  await refused([a, b], 'KERNEL_WORKERS', { workers: 0 });
  await refused([a, b], 'LINKAGE_TOO_MANY_PAIRS', { threshold: 0.01, candidateCap: 15 });
  await linkSources([a, b], { ...options, threshold: 0.01, candidateCap: 16 });
});

test('what a search is expected to do is told before it is done', async () => {
  const population = new Population(3);
  const [a, b] = [
    population.source('a', true, range(0, 30)),
    population.source('b', true, range(10, 40)),
  ];
  const plans: (readonly [string, string])[] = [];
  const onPlan: OnPlan = ({ method, comparisons }, names) => {
    expect({ method, comparisons }).toEqual({ method: 'exact', comparisons: a.count * b.count });
    plans.push(names);
  };
  await linkSources([b, a], { threshold: 0.9, oneToOne: true, onPlan });
  expect(plans).toEqual([[a.name, b.name]]);
});

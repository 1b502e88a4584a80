// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkedPairs, linkSources, type EncodedSource, type LinkOutcome } from '../index.ts';
import { Population, range, reorder, seeded, type TestSource } from '../testing/registers.ts';
import { encodingCounts } from './encodings.ts';
import { expectedCounts } from './expected.ts';
import { qualityFigures, type LinkageToReport, type QualityFigures } from './figures.ts';

const firstOf = (sources: readonly EncodedSource[]): number[] =>
  sources.map((_, at) => sources.slice(0, at).reduce((sum, { count }) => sum + count, 0));

/** An outcome in the form that figures are made of. */
function toReport(
  sources: readonly EncodedSource[],
  outcome: LinkOutcome,
  more: Partial<LinkageToReport> = {},
): LinkageToReport {
  const first = firstOf(sources);
  const { candidates, threshold, assignment } = outcome;
  return {
    sources,
    clusters: outcome.sources.map(({ cluster }) => cluster),
    pairs: {
      left: candidates.leftRow.map((row, at) => row + first[candidates.leftSource[at]!]!),
      right: candidates.rightRow.map((row, at) => row + first[candidates.rightSource[at]!]!),
      similarity: candidates.similarity,
    },
    threshold,
    similarity: 'dice',
    assignment,
    oneToOne: true,
    ...more,
  };
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

const options = { threshold: 0.7, oneToOne: true, workers: 1 } as const;

async function figuresOf(sources: readonly EncodedSource[], threshold = 0.7) {
  const outcome = await linkSources(sources, { ...options, threshold });
  return { outcome, figures: qualityFigures(toReport(sources, outcome)) };
}

/** All pairs of one cluster that were compared, found by looking at every pair of sources. */
function linksInWords(sources: readonly EncodedSource[], outcome: LinkOutcome): Set<string> {
  const found = new Set<string>();
  sources.forEach((one, a) => {
    sources.forEach((_, b) => {
      if (b < a || (a === b && one.unique)) return;
      const { a: left, b: right } = linkedPairs(outcome, a, b);
      left.forEach((row, at) => {
        const ends = [`${a}:${row}`, `${b}:${right[at]!}`];
        found.add((a === b ? ends.sort() : ends).join(' '));
      });
    });
  });
  return found;
}

/** Sources by name instead of by number, in an order of their own. */
function named(figures: QualityFigures, sources: readonly EncodedSource[]): unknown {
  const name = (source: number): string => sources[source]!.name;
  return {
    ...figures,
    sources: [...figures.sources].sort((m, n) => (m.name < n.name ? -1 : 1)),
    clusters: {
      ...figures.clusters,
      patterns: figures.clusters.patterns.map((one) => ({
        ...one,
        sources: one.sources.map(name),
      })),
      between: figures.clusters.between.map((one) => ({
        ...one,
        a: name(one.a),
        b: name(one.b),
      })),
    },
  };
}

test('figures do not depend on the order of sources, records or pairs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer(), async (seed, orderSeed) => {
      const sources = threeSources(seed);
      const random = seeded(orderSeed);
      const reordered = shuffled(sources, random).map((source) =>
        reorder(source, shuffled(range(0, source.count), random)),
      );
      const one = await figuresOf(sources);
      const other = await figuresOf(reordered);
      expect(named(other.figures, reordered)).toEqual(named(one.figures, sources));
    }),
    { numRuns: 12 },
  );
});

test('links, patterns and what other thresholds change are what plain counting gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const sources = threeSources(seed);
      const { outcome, figures } = await figuresOf(sources);
      const { clusters } = figures;
      const links = linksInWords(sources, outcome);
      expect(clusters.links).toBe(links.size);
      expect(clusters.between.reduce((sum, one) => sum + one.links, 0)).toBe(links.size);
      expect(clusters.count).toBe(outcome.clusters.count);
      expect(clusters.sizes.reduce((sum, one) => sum + one.clusters, 0)).toBe(clusters.count);
      expect(clusters.patterns.reduce((sum, one) => sum + one.clusters, 0)).toBe(clusters.count);
      const records = sources.reduce((sum, { count }) => sum + count, 0);
      expect(clusters.patterns.reduce((sum, one) => sum + one.records, 0)).toBe(records);
      figures.sources.forEach((source, at) => {
        expect(source.records).toBe(sources[at]!.count);
        expect(source.linked).toBe(outcome.sources[at]!.linked);
        if (source.unique) expect(source.duplicates).toBe(0);
      });
      const counted = figures.sensitivity.filter(({ basis }) => basis === 'counted');
      expect(counted).toHaveLength(6);
      for (const one of counted) {
        const there = await linkSources(sources, { ...options, threshold: one.threshold });
        const other = linksInWords(sources, there);
        const lost = [...links].filter((link) => !other.has(link)).length;
        const gained = [...other].filter((link) => !links.has(link)).length;
        const persons = there.clusters.count;
        expect(one).toMatchObject({ links: other.size, persons, lost, gained, expected: null });
      }
    }),
    { numRuns: 6 },
  );
});

test('every candidate pair is in one step, linked or not', async () => {
  const sources = threeSources(4);
  const { outcome, figures } = await figuresOf(sources, 0.6);
  const { similarities, probabilities } = figures;
  const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
  expect(sum(similarities.links) + sum(similarities.notLinked)).toBe(outcome.candidatePairs);
  expect(sum(similarities.links)).toBeGreaterThan(0);
  expect(sum(similarities.notLinked)).toBeGreaterThan(0);
  // All of them lie at or above the threshold.
  const first = similarities.links.findIndex((n, at) => n + similarities.notLinked[at]! > 0);
  expect(similarities.from + first * similarities.width).toBeGreaterThanOrEqual(0.6 - 1e-9);
  expect(probabilities).toBeNull();
  expect(figures.expected).toBeNull();
});

test('ties, duplicates and large clusters are counted', async () => {
  const population = new Population(5);
  const one = population.source('a', true, [0, 0, 1]);
  const other = population.source('b', false, [0, ...range(0, 11).map(() => 1)]);
  const { figures } = await figuresOf([one, other], 0.95);
  // Which of the twins in a is the record in b? The eleven are one person: no choice there.
  expect(figures.sources.map(({ tied, duplicates }) => [tied, duplicates])).toEqual([
    [0, 0],
    [1, 10],
  ]);
  expect(figures.clusters.largest).toBe(12);
  expect(figures.clusters.sizes.filter(({ clusters }) => clusters > 0)).toEqual([
    { size: 1, clusters: 1 },
    { size: 2, clusters: 1 },
    { size: 10, clusters: 1 },
  ]);
  expect(figures.clusters.patterns).toEqual([
    { sources: [0, 1], clusters: 2, records: 14 },
    { sources: [0], clusters: 1, records: 1 },
  ]);
});

test('encodings without a bit, and those that repeat', () => {
  const filters = Uint8Array.from([0, 0, 1, 2, 1, 2, 3, 4, 0, 0, 2, 1]);
  const source = { name: 'a', unique: true, count: 6, filters, filterBytes: 2 };
  const tokens = new Uint8Array(96);
  expect(encodingCounts({ ...source, tokens })).toEqual({ withoutEncoding: 2, repeated: 2 });
});

describe('a threshold that is estimated', () => {
  async function estimated() {
    const population = new Population(11);
    const sources = [
      population.source('a', true, range(0, 400), 0.3),
      population.source('b', true, range(200, 600), 0.3),
    ];
    const outcome = await linkSources(sources, { threshold: 'auto', oneToOne: true, workers: 1 });
    const persons = new Map(sources[1]!.persons.map((person, row) => [person, row]));
    const both = sources[0]!.persons.flatMap((person, row) => {
      const other = persons.get(person);
      return other === undefined ? [] : [[row, 400 + other] as const];
    });
    const truth = {
      left: Uint32Array.from(both, ([left]) => left),
      right: Uint32Array.from(both, ([, right]) => right),
    };
    return { outcome, figures: qualityFigures(toReport(sources, outcome, { truth })) };
  }

  test('gives expected numbers that agree with its shares, and measured ones beside', async () => {
    const { outcome, figures } = await estimated();
    const { links } = figures.clusters;
    const { precision, recall, falseLinks, missedLinks } = figures.expected!;
    expect(precision).toEqual(outcome.threshold.expected!.precision);
    expect(falseLinks.value).toBeCloseTo(links * (1 - precision.value));
    expect(falseLinks.low).toBeLessThanOrEqual(falseLinks.value);
    expect(falseLinks.high!).toBeGreaterThanOrEqual(falseLinks.value);
    const found = links * precision.value;
    expect(found / (found + missedLinks.value)).toBeCloseTo(recall.value);
    expect(figures.measured).toEqual({ truePairs: 200, trueLinks: expect.any(Number) });
    expect(figures.measured!.trueLinks).toBeGreaterThan(190);
    const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
    const { probabilities, similarities } = figures;
    const candidates = sum(probabilities!.links) + sum(probabilities!.notLinked);
    expect(candidates).toBe(figures.candidatePairs);
    // Of each register, strangers that are nearest to each other.
    expect(sum(similarities.strangers)).toBeGreaterThan(50);
    expect(sum(similarities.nearest)).toBeCloseTo(outcome.threshold.curve[0]!.links);
    similarities.nearestFalse.forEach((count, at) => {
      expect(count).toBeLessThanOrEqual(similarities.nearest[at]! + 1e-9);
    });
  });

  test('tells what lower thresholds are expected to give, and higher ones gave', async () => {
    const { outcome, figures } = await estimated();
    const rows = figures.sensitivity;
    expect(rows.map(({ threshold }) => threshold)).toEqual(
      rows.map(({ threshold }) => threshold).sort((m, n) => m - n),
    );
    const used = rows.findIndex(({ basis }) => basis === 'used');
    expect(rows[used]).toMatchObject({
      threshold: outcome.threshold.threshold,
      links: figures.clusters.links,
      persons: figures.clusters.count,
      expected: figures.expected,
      trueLinks: figures.measured!.trueLinks,
    });
    // Lower ones stand there as far down as they could still add matches.
    const { curve } = outcome.threshold;
    const least = curve.find(({ probability }) => probability >= 0.1)!.threshold;
    expect(rows.slice(0, used).every(({ threshold }) => threshold >= least)).toBe(true);
    expect(rows.slice(0, used).every(({ basis }) => basis === 'estimated')).toBe(true);
    const links = rows.map((row) => row.links);
    expect(links).toEqual([...links].sort((m, n) => n - m));
    const precision = rows.map(({ expected }) => expected!.precision.value);
    expect(precision[0]).toBeLessThanOrEqual(precision[used]!);
    expect(precision.every((share) => share > 0 && share <= 1)).toBe(true);
    expect(rows.at(-1)!.trueLinks).toBeLessThanOrEqual(figures.measured!.trueLinks);
  });
});

test('what nothing bounds is said to be unbounded', () => {
  const share = { value: 0, low: 0, high: 1 };
  const nothing = expectedCounts(10, { precision: share, recall: share, f1: share });
  expect(nothing.falseLinks).toEqual({ value: 10, low: 0, high: 10 });
  expect(nothing.missedLinks.high).toBeNull();
  const one = { value: 0.9, low: 0.8, high: 1 };
  const expected = expectedCounts(100, { precision: one, recall: one, f1: one });
  expect(expected.missedLinks.value).toBeCloseTo(10);
  expect(expected.missedLinks.low).toBe(0);
  expect(expected.missedLinks.high!).toBeCloseTo(20);
});

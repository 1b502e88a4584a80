// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { linkedPairs, linkSources, type LinkOutcome } from '../index.ts';
import { Population, range, reorder, type TestSource } from '../testing/registers.ts';
import { SignCodes } from '../testing/sign-codes.ts';
import { orderSources } from '../source.ts';
import { chooseThreshold, countFrom, probabilityAt, type CurvePoint } from './curve.ts';
import { sampledPairs } from './sampled-pairs.ts';
import { gridFrom, scaleOf } from './scale.ts';
import { gatherEvidence, selfNullCurve } from './self-null.ts';
import { tailCurve } from './tail.ts';

const dice = scaleOf('dice', 1024);
const auto = { threshold: 'auto', oneToOne: true, workers: 1 } as const;

/** Pairwise F1 of the links between two sources (or within one), and the share that is true. */
function scoreOf(outcome: LinkOutcome, sources: readonly TestSource[], a: number, b: number) {
  const { a: left, b: right } = linkedPairs(outcome, a, b);
  const truth = sources[a]!.persons.reduce(
    (sum, person, row) =>
      sum +
      sources[b]!.persons.filter((other, at) => other === person && (a !== b || at > row)).length,
    0,
  );
  const correct = left.filter(
    (row, at) => sources[a]!.persons[row] === sources[b]!.persons[right[at]!],
  ).length;
  return { f1: (2 * correct) / (left.length + truth), precision: correct / left.length };
}

/** The best F1 that any given threshold reaches: what an estimate is measured against. */
async function bestF1(sources: readonly TestSource[], a: number, b: number): Promise<number> {
  let best = 0;
  for (const threshold of range(45, 95).map((n) => n / 100)) {
    const outcome = await linkSources(sources, { ...auto, threshold });
    best = Math.max(best, scoreOf(outcome, sources, a, b).f1);
  }
  return best;
}

// 16-byte filters overlap by chance as far as noisy records of one person do: a real mixture.
const mixture = { bytes: 16, fill: 0.4 };

// Forty matches among 400 records tell less than hundreds do.
test.each([
  [0.1, 0.85, 0.08],
  [0.5, 0.95, 0.03],
  [0.9, 0.95, 0.03],
  [1, 0.95, 0.03],
])(
  'between unique sources that share %d of their persons F1 is near the best',
  async (shared, leastPrecision, loss) => {
    const population = new Population(11, mixture);
    const start = Math.round(400 * (1 - shared));
    const sources = [
      population.source('a', true, range(0, 400), 0.45),
      population.source('b', true, range(start, start + 400), 0.1),
    ];
    const outcome = await linkSources(sources, auto);
    const { method, expectedPrecision, curve, threshold } = outcome.threshold;
    const { f1, precision } = scoreOf(outcome, sources, 0, 1);
    expect(method).toBe('selfNull');
    expect(expectedPrecision).toBeGreaterThan(0.9);
    expect(precision).toBeGreaterThan(leastPrecision);
    expect(f1).toBeGreaterThan((await bestF1(sources, 0, 1)) - loss);
    expect(curve.map((point) => point.threshold)).toContain(threshold);
  },
);

test('a source that repeats persons gets its threshold from the tail', async () => {
  const population = new Population(12, { bytes: 32, fill: 0.35 });
  const sources = [population.source('a', false, [...range(0, 900), ...range(0, 300)], 0.35)];
  const outcome = await linkSources(sources, auto);
  expect(outcome.threshold.method).toBe('tail');
  expect(outcome.threshold.expected!.precision.low).toBeGreaterThan(0);
  const { f1, precision } = scoreOf(outcome, sources, 0, 0);
  expect(precision).toBeGreaterThan(0.97);
  expect(f1).toBeGreaterThan((await bestF1(sources, 0, 0)) - 0.03);
});

const hamming = { ...auto, similarity: 'hamming' } as const;

/**
 * The best F1 of balanced codes. Between two unique sources the links at a threshold are those of a
 * lower one that reach it, so that one linkage tells all.
 */
async function bestF1OfCodes(sources: readonly TestSource[]): Promise<number> {
  const outcome = await linkSources(sources, { ...hamming, threshold: 0.52 });
  const { a, b } = linkedPairs(outcome, 0, 1);
  const others = new Set(sources[1]!.persons);
  const truth = sources[0]!.persons.filter((person) => others.has(person)).length;
  const links = Array.from(a, (row, at) => ({
    similarity: outcome.sources[0]!.quality[row]!,
    correct: sources[0]!.persons[row] === sources[1]!.persons[b[at]!],
  })).sort((m, n) => n.similarity - m.similarity);
  let correct = 0;
  const scores = links.map((link, at) => {
    correct += link.correct ? 1 : 0;
    return (2 * correct) / (at + 1 + truth);
  });
  return Math.max(...scores);
}

const codes = new SignCodes(31, { k: 3, bytes: 256 });
const codesA = codes.source('a', true, range(0, 300), 0.12);
const codesB = codes.source('b', true, range(0, 600), 0.12);

test.each([0.1, 0.3, 0.5, 0.7, 0.9])(
  'balanced codes of sources that share %d of their persons: F1 is near the best',
  async (shared) => {
    const start = Math.round(300 * (1 - shared));
    const sources = [codesA, reorder(codesB, range(start, start + 300))];
    const outcome = await linkSources(sources, hamming);
    const { f1, precision } = scoreOf(outcome, sources, 0, 1);
    expect(outcome.threshold.method).toBe('selfNull');
    expect(outcome.threshold.threshold).toBeGreaterThan(0.52);
    expect(outcome.threshold.threshold).toBeLessThan(0.62);
    expect(precision).toBeGreaterThan(0.95);
    expect(f1).toBeGreaterThan((await bestF1OfCodes(sources)) - 0.02);
  },
);

test('balanced codes of a source that repeats persons get their threshold from the tail', async () => {
  const repeated = new SignCodes(32, { k: 3, bytes: 256 });
  const sources = [repeated.source('a', false, [...range(0, 400), ...range(0, 150)], 0.12)];
  const outcome = await linkSources(sources, hamming);
  expect(outcome.threshold.method).toBe('tail');
  // Relatives, if there were any, would look like one person: no precision is sure.
  expect(outcome.threshold.expected!.precision.low).toBe(0);
  expect(outcome.threshold.expected!.f1.low).toBe(0);
  const { f1, precision } = scoreOf(outcome, sources, 0, 0);
  let best = 0;
  for (const threshold of [0.54, 0.55, 0.56, 0.57]) {
    const given = await linkSources(sources, { ...hamming, threshold });
    best = Math.max(best, scoreOf(given, sources, 0, 0).f1);
  }
  expect(precision).toBeGreaterThan(0.97);
  expect(f1).toBeGreaterThan(best - 0.03);
});

test('balanced codes of nobody in common, or all the same, show no threshold', async () => {
  const short = new SignCodes(33, { k: 3, bytes: 64 });
  const apart = [
    short.source('a', true, range(0, 200), 0.2),
    short.source('b', true, range(200, 400), 0.2),
  ];
  const one = short.source('a', false, range(0, 1), 0);
  const count = 100;
  const same = {
    ...one,
    count,
    tokens: Uint8Array.from({ length: count * 16 }, (_, at) => (at % 16 === 0 ? at >> 4 : 0)),
    filters: Uint8Array.from({ length: count * 64 }, (_, at) => one.filters[at % 64]!),
  };
  for (const sources of [apart, [same]]) {
    await expect(linkSources(sources, hamming)).rejects.toMatchObject({
      code: 'LINKAGE_THRESHOLD_UNKNOWN',
    });
  }
});

test('one unique source is witness enough, and three pool what they know', async () => {
  const population = new Population(13, mixture);
  const sources = [
    population.source('a', true, range(0, 300), 0.3),
    population.source('b', false, [...range(100, 400), ...range(100, 160)], 0.3),
    population.source('c', true, range(200, 260), 0.3),
  ];
  const outcome = await linkSources(sources, auto);
  expect(outcome.threshold.method).toBe('selfNull');
  expect(scoreOf(outcome, sources, 0, 1).precision).toBeGreaterThan(0.95);
});

test('the estimate does not depend on the order of sources', async () => {
  const population = new Population(14, mixture);
  const a = population.source('a', true, range(0, 200), 0.3);
  const b = population.source('b', true, range(100, 220), 0.3);
  const first = await linkSources([a, b], auto);
  const second = await linkSources([b, a], auto);
  for (const what of ['threshold', 'curve', 'expected', 'thresholdUpper'] as const) {
    expect(second.threshold[what]).toEqual(first.threshold[what]);
  }
});

test.each([
  [
    'nobody is in both',
    [
      ['a', true, range(0, 300)],
      ['b', true, range(300, 600)],
    ],
  ],
  [
    'few are in both',
    [
      ['a', true, range(0, 60)],
      ['b', true, range(55, 115)],
    ],
  ],
  ['nobody is repeated', [['a', false, range(0, 400)]]],
] as const)('no threshold is chosen when %s', async (_, shapes) => {
  const population = new Population(15, mixture);
  const sources = shapes.map(([name, unique, persons]) =>
    population.source(name, unique, persons, 0.3),
  );
  await expect(linkSources(sources, auto)).rejects.toMatchObject({
    code: 'LINKAGE_THRESHOLD_UNKNOWN',
  });
});

test.each([
  ['a source is small', [['a', true, range(0, 49)], ['b', true, range(0, 300)]]],
  ['a source is empty', [['a', true, []], ['b', true, range(0, 300)]]],
  ['a repeating source is small', [['a', false, range(0, 49)]]],
  ['there is nothing to compare', [['a', true, range(0, 400)]]],
] as const)('too few records are refused when %s', async (_, shapes) => {
  const population = new Population(15, mixture);
  const sources = shapes.map(([name, unique, persons]) =>
    population.source(name, unique, persons, 0.3),
  );
  await expect(linkSources(sources, auto)).rejects.toMatchObject({ code: 'LINKAGE_TOO_FEW' });
}); // prettier-ignore

test.each([0.01, 1])('no threshold is chosen where no tail falls (fill %d)', async (fill) => {
  const population = new Population(16, { bytes: 8, fill });
  const same = population.source('a', false, range(0, 100));
  await expect(linkSources([same], auto)).rejects.toMatchObject({
    code: 'LINKAGE_THRESHOLD_UNKNOWN',
  });
});

test('a stricter target gives a threshold that is no lower', async () => {
  const population = new Population(17, mixture);
  const sources = [
    population.source('a', true, range(0, 400), 0.5),
    population.source('b', true, range(200, 600), 0.2),
  ];
  const strict = await linkSources(sources, { ...auto, falseLinkTarget: 0.001 });
  const loose = await linkSources(sources, { ...auto, falseLinkTarget: 0.05 });
  expect(strict.threshold.threshold).toBeGreaterThan(loose.threshold.threshold);
  expect(strict.threshold.expectedPrecision).toBeGreaterThanOrEqual(0.999);
});

test('the choice maximises expected F1, within the target where there is one', () => {
  const points = [
    { threshold: 0.6, links: 130, falseLinks: 20, probability: 0.1 },
    { threshold: 0.7, links: 108, falseLinks: 1, probability: 0.9 },
    { threshold: 0.8, links: 100, falseLinks: 0.5, probability: 0.99 },
    { threshold: 0.9, links: 60, falseLinks: 0, probability: 1 },
  ];
  const curve = { points, matches: 110, most: 200 };
  const chosen = (precision?: number): number =>
    chooseThreshold(curve, precision === undefined ? undefined : { precision }).threshold;
  expect(chosen()).toBe(0.7);
  expect(chosen(0.98)).toBe(0.7);
  expect(chosen(0.99)).toBe(0.8);
  expect(chosen(0.999)).toBe(0.9);
  const few = { ...curve, points: points.slice(0, 1) };
  expect(() => chooseThreshold(few, { precision: 0.99 })).toThrow('LINKAGE_THRESHOLD_UNKNOWN');
  expect([0.5, 0.6, 0.75, 1].map((s) => probabilityAt(points, s))).toEqual([0, 0.1, 0.9, 1]);
});

test('the grid and counting', () => {
  expect(gridFrom(dice, 0.985)).toEqual([0.985, 0.99, 0.995, 1]);
  const codes = scaleOf('hamming', 4096);
  expect(codes.step).toBe(4);
  expect(gridFrom(codes, 0.998)).toEqual([4088 / 4096, 4092 / 4096, 1]);
  expect(scaleOf('hamming', 64).step).toBe(1);
  const { descent } = scaleOf('hamming', 65_536);
  expect(descent).toEqual([...descent].sort((a, b) => b - a));
  expect(descent.at(-1)).toBe(0.5 + 1 / 512);
  const ascending = Float64Array.of(0.1, 0.5, 0.5, 0.9);
  expect([0, 0.1, 0.5, 0.51, 0.9, 1].map((t) => countFrom(ascending, t))).toEqual([
    4, 4, 3, 1, 1, 0,
  ]);
});

/** Where links of a sample stand for all, the curves agree but for chance. */
function expectAlike(sampled: readonly CurvePoint[], whole: readonly CurvePoint[]): void {
  const at = new Map(sampled.map((point) => [point.threshold, point]));
  const compared = whole.filter(({ threshold, links }) => at.has(threshold) && links > 200);
  expect(compared.length).toBeGreaterThan(20);
  for (const { threshold, links } of compared) {
    expect(at.get(threshold)!.links / links).toBeGreaterThan(0.8);
    expect(at.get(threshold)!.links / links).toBeLessThan(1.25);
  }
}

test('a sample of each source gives about the same curve as all of it', async () => {
  const population = new Population(18, mixture);
  const unique = orderSources([
    population.source('a', true, range(0, 1200), 0.3),
    population.source('b', true, range(400, 1800), 0.3),
  ]);
  const watch = { workers: 1 };
  const [sampled, whole] = [
    selfNullCurve((await gatherEvidence(unique, dice, watch, 500))!, dice),
    selfNullCurve((await gatherEvidence(unique, dice, watch))!, dice),
  ];
  expectAlike(sampled.points, whole.points);
  const repeated = orderSources([
    population.source('a', false, [...range(0, 800), ...range(0, 500)], 0.2),
    population.source('b', false, range(400, 1300), 0.2),
  ]);
  expectAlike(
    tailCurve(await sampledPairs(repeated, dice, watch, 500), dice).points,
    tailCurve(await sampledPairs(repeated, dice, watch), dice).points,
  );
});

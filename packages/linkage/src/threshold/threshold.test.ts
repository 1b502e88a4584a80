// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { linkedPairs, linkSources, type LinkOutcome } from '../index.ts';
import { Population, range, type TestSource } from '../testing/registers.ts';
import { orderSources } from '../source.ts';
import { chooseThreshold, countFrom, gridFrom, type CurvePoint } from './curve.ts';
import { selfNullCurve } from './self-null.ts';
import { tailCurve } from './tail.ts';

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

test.each([0.1, 0.5, 0.9, 1])(
  'between unique sources that share %d of their persons F1 is near the best',
  async (shared) => {
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
    expect(expectedPrecision).toBeGreaterThanOrEqual(0.99);
    expect(precision).toBeGreaterThan(0.96);
    expect(f1).toBeGreaterThan((await bestF1(sources, 0, 1)) - 0.03);
    expect(curve.map((point) => point.threshold)).toContain(threshold);
  },
);

test('a source that repeats persons gets its threshold from the tail', async () => {
  const population = new Population(12, { bytes: 32, fill: 0.35 });
  const sources = [population.source('a', false, [...range(0, 900), ...range(0, 300)], 0.35)];
  const outcome = await linkSources(sources, auto);
  expect(outcome.threshold.method).toBe('tail');
  const { f1, precision } = scoreOf(outcome, sources, 0, 0);
  expect(precision).toBeGreaterThan(0.97);
  expect(f1).toBeGreaterThan((await bestF1(sources, 0, 0)) - 0.03);
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
  expect(second.threshold).toEqual(first.threshold);
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
    'a source is small',
    [
      ['a', true, range(0, 49)],
      ['b', true, range(0, 300)],
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
  ['a repeating source is small', [['a', false, range(0, 49)]]],
  ['there is nothing to compare', [['a', true, range(0, 400)]]],
] as const)('no threshold is chosen when %s', async (_, shapes) => {
  const population = new Population(15, mixture);
  const sources = shapes.map(([name, unique, persons]) =>
    population.source(name, unique, persons, 0.3),
  );
  await expect(linkSources(sources, auto)).rejects.toMatchObject({
    code: 'LINKAGE_THRESHOLD_UNKNOWN',
  });
});

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

test('the choice maximises expected F1 within the target', () => {
  const curve = [
    { threshold: 0.6, links: 130, falseLinks: 20 },
    { threshold: 0.7, links: 108, falseLinks: 1 },
    { threshold: 0.8, links: 100, falseLinks: 0.5 },
    { threshold: 0.9, links: 60, falseLinks: 0 },
  ];
  expect(chooseThreshold(curve, 0.01, 'tail').threshold).toBe(0.7);
  expect(chooseThreshold(curve, 0.006, 'tail')).toMatchObject({
    threshold: 0.8,
    expectedPrecision: 0.995,
  });
  expect(chooseThreshold(curve, 0.001, 'selfNull').threshold).toBe(0.9);
  expect(() => chooseThreshold(curve.slice(0, 1), 0.01, 'tail')).toThrow(
    'LINKAGE_THRESHOLD_UNKNOWN',
  );
});

test('the grid and counting', () => {
  expect(gridFrom(0.985)).toEqual([0.985, 0.99, 0.995, 1]);
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
  expectAlike((await selfNullCurve(unique, watch, 500))!, (await selfNullCurve(unique, watch))!);
  const repeated = orderSources([
    population.source('a', false, [...range(0, 800), ...range(0, 500)], 0.2),
    population.source('b', false, range(400, 1300), 0.2),
  ]);
  expectAlike((await tailCurve(repeated, watch, 500))!, (await tailCurve(repeated, watch))!);
});

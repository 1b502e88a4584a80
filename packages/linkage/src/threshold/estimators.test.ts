// SPDX-License-Identifier: EUPL-1.2
/** Estimators recover what simulated data were made with. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkSources } from '../index.ts';
import { Population, range, seeded } from '../testing/registers.ts';
import { matchesOf, probabilityAt, type CurvePoint } from './curve.ts';
import {
  beyondFlank,
  expectationAt,
  negativeBinomialQuantile,
  precisionAt,
} from './expectation.ts';
import { ascendingFit, descendingRatio } from './isotonic.ts';

test('an ascending fit ascends, keeps the weighted mean, and leaves what ascends alone', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(pairs, (values) => {
      const y = values.map(([value]) => value);
      const weights = values.map(([, weight]) => weight);
      const fit = ascendingFit(y, weights);
      expect(fit).toEqual([...fit].sort((m, n) => m - n));
      const total = (of: readonly number[]): number =>
        of.reduce((sum, value, at) => sum + value * weights[at]!, 0);
      expect(total(fit)).toBeCloseTo(total(y), 6);
      const ascending = [...y].sort((m, n) => m - n);
      expect(ascendingFit(ascending, weights)).toEqual(ascending);
    }),
  );
});

test('weightless values follow the ones before them', () => {
  expect(ascendingFit([0.2, 0, 0.8], [1, 0, 1])).toEqual([0.2, 0.2, 0.8]);
  expect(ascendingFit([0.5], [0])).toEqual([0]);
});

test('a descending ratio recovers two rates, drawn towards what is expected', () => {
  const [totals, expected] = [[400, 400, 400, 400], 0.5];
  const ratio = descendingRatio([320, 330, 40, 36], totals, expected, 6);
  expect(ratio).toEqual([...ratio].sort((m, n) => n - m));
  expect(ratio[0]).toBeCloseTo(0.8, 1);
  expect(ratio[3]).toBeCloseTo(0.1, 1);
  expect(descendingRatio([0], [0], expected, 6)).toEqual([expected]);
});

test('quantiles of the negative binomial hold their share of draws', () => {
  const random = seeded(5);
  // With size 1 the gamma distribution is exponential, and the counts are geometric.
  const draw = (mean: number): number =>
    Math.floor(Math.log(1 - random()) / Math.log(mean / (1 + mean)));
  for (const mean of [0.5, 4, 60]) {
    const [low, high] = [0.025, 0.975].map((share) => negativeBinomialQuantile(mean, 1, share));
    const draws = Array.from({ length: 4000 }, () => draw(mean));
    const held = draws.filter((count) => count >= low! && count <= high!).length / 4000;
    expect(held).toBeGreaterThan(0.94);
    expect(held).toBeLessThan(1);
  }
});

test.each([0.1, 0.3, 0.7])('the tail beyond an exponential flank of scale %d is found', (scale) => {
  // Of e^(−x/scale), the mean on [0, 1] relative to its length, and the ratio of ∫₁^∞ to ∫₀¹.
  const steps = range(0, 10_000).map((n) => (n + 0.5) / 10_000);
  const weight = steps.map((x) => Math.exp(-x / scale));
  const total = weight.reduce((sum, w) => sum + w, 0);
  const mean = steps.reduce((sum, x, at) => sum + x * weight[at]!, 0) / total;
  const decay = Math.exp(-1 / scale);
  expect(beyondFlank(mean)).toBeCloseTo(decay / (1 - decay), 2);
  expect(beyondFlank(0.5)).toBe(2);
});

/** A curve of matches that fall off exponentially from 0.9, and strangers that do from 0.5. */
function simulated(matches: number, strangers: number) {
  const grid = range(60, 101).map((n) => n / 100);
  const above = (t: number): number => matches * Math.max(0, 1 - Math.exp((t - 0.95) / 0.05));
  const points = grid.map((threshold): CurvePoint => {
    const falseLinks = strangers * Math.exp((0.5 - threshold) / 0.03);
    const truly = above(threshold);
    return { threshold, links: truly + falseLinks, falseLinks, probability: truly > 0 ? 1 : 0 };
  });
  return { points, matches, most: 10 * matches, above };
}

test('expected precision and recall are those of the curve, and intervals hold them', () => {
  const { above, ...curve } = simulated(1000, 3000);
  const point = curve.points.find(({ threshold }) => threshold === 0.75)!;
  const expected = expectationAt(curve, point, (similarity) => similarity);
  const truth = 1 - point.falseLinks / point.links;
  expect(expected.precision.value).toBeCloseTo(truth, 10);
  expect(expected.recall.value).toBeGreaterThan(above(0.75) / 1000 - 0.03);
  for (const { value, low, high } of [expected.precision, expected.recall, expected.f1]) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
  }
  // Links that are nobody's first choice are doubted.
  expect(precisionAt(point, point.links + 100).value).toBeLessThan(truth);
});

test('intervals hold the truth on registers of several overlaps, and probability ascends', async () => {
  let [held, asked] = [0, 0];
  for (const seed of [1, 2]) {
    for (const shared of [60, 150, 270]) {
      const population = new Population(seed, { bytes: 16, fill: 0.4 });
      const a = population.source('a', true, range(0, 300), 0.35);
      const b = population.source('b', true, range(300 - shared, 600 - shared), 0.15);
      const { threshold, sources, clusters } = await linkSources([a, b], {
        threshold: 'auto',
        oneToOne: true,
        workers: 1,
      });
      const { precision } = threshold.expected!;
      let correct = 0;
      for (let cluster = 0; cluster < clusters.count; cluster++) {
        const at = clusters.start[cluster]!;
        if (clusters.start[cluster + 1]! - at < 2) continue;
        const [m, n] = [clusters.row[at]!, clusters.row[at + 1]!];
        if (a.persons[m] === b.persons[n]) correct++;
      }
      const measured = correct / sources[0]!.linked;
      asked++;
      if (measured >= precision.low && measured <= precision.high) held++;
      const chances = threshold.curve.map(({ probability }) => probability);
      expect(chances).toEqual([...chances].sort((x, y) => x - y));
      expect(threshold.thresholdLower).toBeLessThanOrEqual(threshold.threshold);
      expect(threshold.thresholdUpper).toBeGreaterThanOrEqual(threshold.threshold);
      const linked = sources[0]!.probability.filter((chance) => !Number.isNaN(chance));
      expect(linked.length).toBe(sources[0]!.linked);
      expect(probabilityAt(threshold.curve, 0)).toBe(0);
      expect(threshold.probability(1)).toBe(chances.at(-1));
    }
  }
  expect(held / asked).toBeGreaterThanOrEqual(5 / 6);
});

test('matches are counted where they are likely', () => {
  const points = [0.2, 0.6, 1].map((probability, at) => ({
    threshold: at / 3, links: 10, falseLinks: 1, probability,
  })); // prettier-ignore
  expect(matchesOf(points, [5, 6, 7])).toBe(13);
});

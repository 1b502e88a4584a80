// SPDX-License-Identifier: EUPL-1.2
/**
 * For every design: the estimator that researchers would use, on drawn data, varies as the formula
 * states. Of the staggered roll-out and of linkage error, power.test.ts has simulations of its own.
 */
import { expect, test } from '@jest/globals';
import { Matrix, inverse } from 'ml-matrix';
import { chance, normals, varianceOfSample } from '../testing/chance.ts';
import { discontinuityVariance } from './discontinuity.ts';
import { caseworkerVariance, offerVariance } from './instrument.ts';
import { panelVariance } from './panel.ts';
import { seriesVariance } from './series.ts';
import { weightedVariance } from './two-groups.ts';

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** The sampling variance over the stated one. With 500 draws its standard error is 6 %. */
function ratio(stated: number, estimate: () => number): number {
  return varianceOfSample(times(500, estimate)) / stated;
}

/** Four standard errors of the simulation. */
function expectAlike(found: number, low = 0.75, high = 1.25): void {
  expect(found).toBeGreaterThan(low);
  expect(found).toBeLessThan(high);
}

/** Least squares of y on x beside a constant: the first stage and the reduced form alike. */
function slope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  return sum(x.map((one, at) => (one - mx) * (y[at]! - my))) / sum(x.map((one) => (one - mx) ** 2));
}

/** What is left of y after a line in x. */
function residuals(x: readonly number[], y: readonly number[]): number[] {
  const [by, mx, my] = [slope(x, y), mean(x), mean(y)];
  return y.map((one, at) => one - my - by * (x[at]! - mx));
}

test.each([0, 0.5, 0.8])('difference-in-differences in clusters of which %d stays', (stays) => {
  const [correlation, next, size, perArm] = [0.1, 0.4, 6, 5];
  const stated = panelVariance(1, {
    cohorts: [{ persons: size * perArm, treatedFrom: 1 }, { persons: size * perArm }],
    periods: 2,
    correlation: { next, form: 'constant' },
    clusters: { size, correlation, stays },
  })!.variance;
  const draw = normals(3);
  const kept = (share: number, own: number): number[] =>
    times(2, () => Math.sqrt(share) * own + Math.sqrt(1 - share) * draw());
  const change = (): number =>
    mean(
      times(perArm, () => {
        const [c0, c1] = kept(stays, draw()) as [number, number];
        const persons = times(size, () => kept(next, draw()) as [number, number]);
        const own = mean(persons.map(([before, after]) => after - before));
        return Math.sqrt(correlation) * (c1 - c0) + Math.sqrt(1 - correlation) * own;
      }),
    );
  expectAlike(ratio(stated, () => change() - change()));
});

test.each([1, 0.6])('a discontinuity at which treatment rises by %d', (jump) => {
  const design = { persons: 250, treated: 0.5, spread: 'even', jump } as const;
  const [draw, next] = [normals(5), chance(6)];
  const estimate = (): number => {
    const x = times(design.persons, () => 2 * next() - 1);
    const above = x.map((one) => Number(one > 0));
    // As many are treated below the line as are not above it.
    const treated = above.map((one) => Number(next() < (1 - jump) / 2 + jump * one));
    const y = x.map((one) => 0.7 * one + draw());
    const free = residuals(x, above);
    return slope(free, y) / slope(free, treated);
  };
  expectAlike(ratio(discontinuityVariance(1, design), estimate), 0.75, 1.35);
});

test('an offer that half take up', () => {
  const design = { persons: 400, treated: 0.4, compliance: 0.5, otherwise: 0.2 };
  const [draw, next] = [normals(7), chance(8)];
  const estimate = (): number => {
    const offered = times(design.persons, (at) => Number(at < design.persons * design.treated));
    const treated = offered.map((one) => Number(next() < 0.2 + 0.5 * one));
    return slope(offered, offered.map(() => draw())) / slope(offered, treated);
  }; // prettier-ignore
  expectAlike(ratio(offerVariance(1, design).variance, estimate));
});

test('caseworkers who differ: two stages of least squares', () => {
  const design = { persons: 800, workers: 10, treated: 0.5, deviation: 0.2 };
  const [draw, next] = [normals(9), chance(10)];
  const size = design.persons / design.workers;
  const estimate = (): number => {
    const workers = times(design.workers, (at) => {
      const share = design.treated + (at % 2 === 0 ? 1 : -1) * design.deviation;
      const treated = mean(times(size, () => Number(next() < share)));
      return { treated, y: mean(times(size, () => draw())) };
    });
    return slope(workers.map((one) => one.treated), workers.map((one) => one.y));
  }; // prettier-ignore
  // Chance differences between caseworkers help a little, which the formula leaves out.
  expectAlike(ratio(caseworkerVariance(1, design).variance, estimate), 0.7, 1.2);
});

test('weighting with weights that vary by half, where a fifth has nobody like them', () => {
  const design = { persons: 300, treated: 0.3, overlap: 0.8, weightVariation: 0.5 };
  const draw = normals(12);
  const reached = design.persons * design.treated * design.overlap;
  // Half of the weights 0.5 and half 1.5: a coefficient of variation of one half.
  const weights = times(design.persons * (1 - design.treated), (at) => (at % 2 === 0 ? 0.5 : 1.5));
  const total = sum(weights);
  const estimate = (): number =>
    mean(times(reached, () => draw())) - sum(weights.map((one) => one * draw())) / total;
  expectAlike(ratio(weightedVariance(1, design), estimate));
});

test.each([0, 0.4])('an interrupted series with autocorrelation %d', (autocorrelation) => {
  const series = { before: 14, after: 10, slope: true, control: true, autocorrelation };
  const draw = normals(13);
  const count = series.before + series.after;
  const x = new Matrix(
    times(count, (at) => [Number(at >= 14), 1, at, Math.max(0, at - series.before)]),
  );
  const omega = new Matrix(
    times(count, (a) => times(count, (b) => autocorrelation ** Math.abs(a - b))),
  );
  const inner = x.transpose().mmul(inverse(omega));
  const [first] = inverse(inner.mmul(x)).mmul(inner).to2DArray();
  const points = (): number[] => {
    let last = draw();
    const fresh = Math.sqrt(1 - autocorrelation ** 2);
    return times(count, (at) => (last = at === 0 ? last : autocorrelation * last + fresh * draw()));
  };
  const step = (): number => sum(points().map((one, at) => one * first![at]!));
  expectAlike(ratio(seriesVariance(1, series)!, () => step() - step()));
});

// SPDX-License-Identifier: EUPL-1.2
/** Formulas against published values, closed forms and simulation. */
import { describe, expect, test } from '@jest/globals';
import { Matrix, inverse } from 'ml-matrix';
import { chance, normals, varianceOfSample } from '../testing/chance.ts';
import { designEffect } from './clusters.ts';
import { detectableEffect, type DesignPlan, type PowerPlan } from './effect.ts';
import { correlations } from './correlation.ts';
import { discontinuityEffect } from './discontinuity.ts';
import { caseworkerVariance, offerVariance } from './instrument.ts';
import { linkageCost, perfectLinkage } from './linkage-error.ts';
import { panelVariance, type Panel } from './panel.ts';
import { seriesVariance } from './series.ts';
import { multiplier, powerOf, usualLevel } from './test-level.ts';

const groups: DesignPlan = {
  design: 'matching', persons: 10_000, treated: 0.3, overlap: 1, weightVariation: 0,
}; // prettier-ignore
const study: PowerPlan = {
  plan: groups,
  outcome: { kind: 'share', baseline: 0.12 },
  level: usualLevel,
};

function effectOf(plan: PowerPlan, error = perfectLinkage, unlinked?: 'noEvent'): number {
  const found = detectableEffect(plan, error, unlinked ?? 'dropped');
  return found.found ? found.effect : NaN;
}

describe('published values', () => {
  test('2.80 standard errors, and more with few clusters (Bloom 1995, tables of t)', () => {
    expect(multiplier(usualLevel)).toBeCloseTo(2.8016, 4);
    expect(multiplier(usualLevel, 10)).toBeCloseTo(2.2281 + 0.8791, 3);
    expect(powerOf(2.8016, 1, usualLevel)).toBeCloseTo(0.8, 4);
    expect(powerOf(0, 1, usualLevel)).toBeCloseTo(0.05, 6);
  });

  test('10,000 persons, 30 % treated, 12 % find work: 2.0 points', () => {
    expect(effectOf(study)).toBeCloseTo(0.0199, 4);
    const error = { ...perfectLinkage, recall: 0.95 };
    expect(effectOf(study, error)).toBeCloseTo(0.0199 / Math.sqrt(0.95), 4);
    expect(effectOf(study, error, 'noEvent')).toBeCloseTo(0.0199 / 0.95, 4);
  });

  test('100 fellows at 0.01 double a variance (Kish), unequal sizes more', () => {
    const clusters = { size: 100, correlation: 0.01 };
    expect(designEffect(clusters)).toBeCloseTo(1.99, 10);
    expect(designEffect({ ...clusters, sizeVariation: 0.5 })).toBeCloseTo(2.24, 10);
    expect(designEffect(undefined)).toBe(1);
  });

  test('a line costs 4 times as many persons, 2.75 where they are spread normally (Schochet)', () => {
    expect(discontinuityEffect({ treated: 0.5, spread: 'even' })).toBeCloseTo(4, 10);
    expect(discontinuityEffect({ treated: 0.5, spread: 'normal' })).toBeCloseTo(2.752, 3);
  });
});

describe('panels', () => {
  const pair = (treatedFrom: number, periods: number): Panel => ({
    cohorts: [{ persons: 300, treatedFrom }, { persons: 300 }],
    periods,
    correlation: { next: 0.4, form: 'constant' },
  });

  test.each([[1, 1], [3, 2], [4, 8]])('%d periods before and %d after: 2σ²(1 − ρ)(m + r)/(mr)/n (McKenzie 2012)', (m, r) => {
    const expected = (2 * 5 * (1 - 0.4) * (m + r)) / (m * r) / 300;
    expect(panelVariance(5, pair(m, m + r))?.variance).toBeCloseTo(expected, 10);
  }); // prettier-ignore

  test('clusters whose part stays do not matter, those whose part changes do', () => {
    const clusters = { size: 30, correlation: 0.1 };
    const stays = panelVariance(1, { ...pair(1, 2), clusters: { ...clusters, stays: 1 } });
    expect(stays?.variance).toBeCloseTo((2 * 2 * 0.9 * 0.6) / 300, 10);
    const changes = panelVariance(1, { ...pair(1, 2), clusters: { ...clusters, stays: 0 } });
    expect(changes?.variance).toBeCloseTo((2 * 2 * (0.9 * 0.6 + 0.1 * 30)) / 300, 10);
  });

  test('nothing can be told where nobody is seen before, or nobody is left', () => {
    expect(panelVariance(1, pair(0, 4))).toBeUndefined();
    const all = { ...pair(2, 4), cohorts: [{ persons: 9, treatedFrom: 2 }] };
    expect(panelVariance(1, all)).toBeUndefined();
    // The last to be treated has no comparison, and serves as one.
    const last = { ...pair(2, 6), cohorts: [{ persons: 9, treatedFrom: 2 }, { persons: 9, treatedFrom: 4 }] };
    expect(panelVariance(1, last)?.treated).toBe(9);
  }); // prettier-ignore

  test('a staggered roll-out with fading correlation varies as simulated', () => {
    const panel: Panel = {
      cohorts: [{ persons: 3, treatedFrom: 2 }, { persons: 4, treatedFrom: 4 }, { persons: 5 }],
      periods: 5,
      correlation: { next: 0.6, form: 'fading' },
    };
    const draw = normals(7);
    const mean = (persons: number): number[] => {
      const all = Array.from({ length: persons }, () => {
        let last = draw();
        return Array.from({ length: 5 }, (_, at) =>
          at === 0 ? last : (last = 0.6 * last + 0.8 * draw()),
        );
      });
      return [0, 1, 2, 3, 4].map((at) => all.reduce((sum, row) => sum + row[at]!, 0) / persons);
    };
    const estimates = Array.from({ length: 2500 }, () => imputed([3, 4, 5].map(mean)));
    const stated = panelVariance(1, panel)!.variance;
    expect(varianceOfSample(estimates) / stated).toBeGreaterThan(0.91);
    expect(varianceOfSample(estimates) / stated).toBeLessThan(1.09);
  });
});

/**
 * The imputation estimate for the cohorts of the test above, by alternating projections: the same
 * least squares by another way.
 */
function imputed(means: readonly (readonly number[])[]): number {
  const persons = [3, 4, 5];
  const from = [2, 4, 5];
  const cohort = [0, 0, 0];
  const period = [0, 0, 0, 0, 0];
  for (let round = 0; round < 60; round++) {
    for (const c of [0, 1, 2]) {
      const open = period.slice(0, from[c]).map((effect, at) => means[c]![at]! - effect);
      cohort[c] = open.reduce((sum, value) => sum + value, 0) / open.length;
    }
    for (const at of [0, 1, 2, 3, 4]) {
      const seen = [0, 1, 2].filter((c) => at < from[c]!);
      const total = seen.reduce((sum, c) => sum + persons[c]!, 0);
      period[at] =
        seen.reduce((sum, c) => sum + persons[c]! * (means[c]![at]! - cohort[c]!), 0) / total;
    }
  }
  let [sum, weight] = [0, 0];
  for (const c of [0, 1]) {
    for (let at = from[c]!; at < 5; at++) {
      sum += persons[c]! * (means[c]![at]! - cohort[c]! - period[at]!);
      weight += persons[c]!;
    }
  }
  return sum / weight;
}

describe('instruments', () => {
  test('an offer that 40 % take up: the effect is 2.5 times as hard to find', () => {
    const offer = { persons: 2000, treated: 0.5, compliance: 0.4, otherwise: 0 };
    const { variance, firstStageF } = offerVariance(1, offer);
    expect(Math.sqrt(variance)).toBeCloseTo(Math.sqrt(4 / 2000) / 0.4, 10);
    // Of 0.2·0.8 the offer explains 0.04: F is 1 + 2000·0.04/0.12.
    expect(firstStageF).toBeCloseTo(1 + 2000 / 3, 6);
  });

  test('caseworkers who differ by 10 points, 50 persons each', () => {
    const { variance, firstStageF } = caseworkerVariance(0.1, {
      persons: 5000, workers: 100, treated: 0.4, deviation: 0.1,
    }); // prettier-ignore
    expect(variance).toBeCloseTo(0.1 / (5000 * 0.01), 12);
    expect(firstStageF).toBeCloseTo(1 + (50 * 0.01) / 0.23, 10);
  });
});

describe('time series', () => {
  const series = { before: 24, after: 24, slope: true, control: false };

  test.each([0, 0.5, -0.3])(
    'a step varies as the inverse of X′Ω⁻¹X, with autocorrelation %d',
    (phi) => {
      const omega = new Matrix(correlations({ next: phi, form: 'fading' }, 48));
      const rows = Array.from({ length: 48 }, (_, at) => [
        Number(at > 23),
        1,
        at,
        Math.max(0, at - 24),
      ]);
      const design = new Matrix(rows);
      const spread = inverse(design.transpose().mmul(inverse(omega)).mmul(design));
      expect(seriesVariance(3, { ...series, autocorrelation: phi })).toBeCloseTo(
        3 * spread.get(0, 0),
        8,
      );
    },
  );

  test('without autocorrelation it is that of two lines at the break', () => {
    // A line through 24 points, extrapolated one beyond its end, and another at its first point.
    const line = (x: number): number => 1 / 24 + (x - 11.5) ** 2 / ((24 * (24 ** 2 - 1)) / 12);
    expect(seriesVariance(1, { ...series, autocorrelation: 0 })).toBeCloseTo(
      line(24) + line(0),
      10,
    );
  });

  test('seasons and controls cost, and too few points tell nothing', () => {
    const own = { ...series, autocorrelation: 0.3 };
    const plain = seriesVariance(1, own)!;
    expect(seriesVariance(1, { ...own, season: 12 })).toBeGreaterThan(plain);
    expect(seriesVariance(1, { ...own, control: true })).toBeCloseTo(2 * plain, 12);
    expect(seriesVariance(1, { ...own, before: 1 })).toBeUndefined();
    expect(seriesVariance(1, { ...own, before: 2, after: 2, season: 12 })).toBeUndefined();
  });
});

describe('linkage error', () => {
  const error = { recall: 0.85, precision: 0.95, present: 0.4 };

  test('perfect links cost nothing, hopeless ones leave nothing', () => {
    expect(linkageCost(perfectLinkage, 'dropped')).toEqual({ kept: 1, attenuation: 1 });
    expect(linkageCost(perfectLinkage, 'noEvent')).toEqual({ kept: 1, attenuation: 1 });
    const bad = { recall: 0.3, precision: 0.2, present: 0.5 };
    expect(detectableEffect(study, bad, 'noEvent')).toEqual({ found: false, obstacle: 'linksTellNothing' });
  }); // prettier-ignore

  test.each(['dropped', 'noEvent'] as const)('unlinked persons %s: the stated effect is found four times in five', (unlinked) => {
    const persons = 2000;
    const plan = { ...study, plan: { ...groups, persons, treated: 0.5 }, outcome: { kind: 'share' as const, baseline: 0.3 } };
    const found = detectableEffect(plan, error, unlinked);
    const power = simulated(persons, 0.3, found.found ? found.effect : NaN, error, unlinked);
    // The formula keeps the variance of the true shares, a little too much or too little.
    expect(power).toBeGreaterThan(0.74);
    expect(power).toBeLessThan(0.9);
  }); // prettier-ignore
});

/** How often a test finds the effect in a register of events that is linked with errors. */
function simulated(
  persons: number,
  baseline: number,
  effect: number,
  error: { recall: number; precision: number; present: number },
  unlinked: 'dropped' | 'noEvent',
): number {
  const next = chance(11);
  const { recall, precision, present } = error;
  const wrongly = (present * recall * (1 - precision)) / precision / (1 - present);
  let found = 0;
  const rounds = 150;
  for (let round = 0; round < rounds; round++) {
    const seen = [0, 0];
    const events = [0, 0];
    for (let person = 0; person < persons; person++) {
      const arm = person & 1;
      const share = baseline + arm * effect;
      if (unlinked === 'dropped') {
        if (next() >= recall) continue;
        seen[arm]!++;
        // A false link brings the outcome of somebody of either arm.
        if (next() < (next() < precision ? share : baseline + effect / 2)) events[arm]!++;
      } else {
        seen[arm]!++;
        const event = next() < share;
        if (next() < (event ? recall : wrongly)) events[arm]!++;
      }
    }
    const [a, b] = [events[0]! / seen[0]!, events[1]! / seen[1]!];
    const mean = (events[0]! + events[1]!) / (seen[0]! + seen[1]!);
    const deviation = Math.sqrt(mean * (1 - mean) * (1 / seen[0]! + 1 / seen[1]!));
    if (Math.abs(b - a) > 1.96 * deviation) found++;
  }
  return found / rounds;
}

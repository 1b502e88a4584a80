// SPDX-License-Identifier: EUPL-1.2
/**
 * The smallest effect that a sub-study can be expected to find (minimum detectable effect, MDE), by
 * design, with what missed and false links cost. Pure.
 */
import type { Clusters } from './clusters.ts';
import { discontinuityVariance, type Discontinuity } from './discontinuity.ts';
import { caseworkerVariance, offerVariance, type Caseworkers, type Offer } from './instrument.ts';
import { linkageCost, type LinkageError, type UnlinkedPersons } from './linkage-error.ts';
import { varianceOf, type Outcome } from './outcome.ts';
import { panelVariance, type Panel } from './panel.ts';
import { seriesVariance, type Series } from './series.ts';
import { multiplier, type TestLevel } from './test-level.ts';
import { weightedVariance, type Weighted } from './two-groups.ts';

/** Points of a series are means of so many persons each, and vary besides by `noise`. */
export interface SeriesPlan extends Series {
  readonly persons: number;
  /** Standard deviation of a point around the line that its persons do not explain, ≥ 0. */
  readonly noise: number;
}

export type DesignPlan =
  | ({ readonly design: 'differenceInDifferences' | 'eventStudy' } & Panel)
  | ({ readonly design: 'regressionDiscontinuity' } & Discontinuity)
  | ({ readonly design: 'instrumentalVariable'; readonly by: 'offer' } & Offer)
  | ({ readonly design: 'instrumentalVariable'; readonly by: 'caseworkers' } & Caseworkers)
  | ({ readonly design: 'matching' } & Weighted)
  | ({ readonly design: 'interruptedTimeSeries' } & SeriesPlan);

export interface PowerPlan {
  readonly plan: DesignPlan;
  readonly outcome: Outcome;
  /** R² of covariates, 0 to below 1. */
  readonly explained?: number;
  readonly level: TestLevel;
}

/** Why no effect can be told, whatever its size. */
export type Obstacle =
  /** Nobody is seen both before and after, or nobody is left to compare with. */
  | 'noComparison'
  | 'tooFewPoints'
  | 'tooFewClusters'
  /** Links are so bad that nothing of an effect is left. */
  | 'linksTellNothing';

export type Detectable =
  | {
      readonly found: true;
      /** In the unit of the outcome; shares 0–1. */
      readonly effect: number;
      /** The same if every link were found and true. */
      readonly withoutError: number;
      /** Expected F of the first stage of an instrument. */
      readonly firstStageF?: number;
    }
  | { readonly found: false; readonly obstacle: Obstacle };

interface Estimate {
  readonly variance: number;
  readonly persons: number;
  readonly clusters?: Clusters;
  readonly firstStageF?: number;
}

/** The same plan with a share of its persons. */
function scaled(plan: DesignPlan, kept: number): DesignPlan {
  if ('cohorts' in plan) {
    const cohorts = plan.cohorts.map((one) => ({ ...one, persons: one.persons * kept }));
    return { ...plan, cohorts, ...thinner(plan.clusters, kept) };
  }
  const persons = plan.persons * kept;
  return 'clusters' in plan
    ? { ...plan, persons, ...thinner(plan.clusters, kept) }
    : { ...plan, persons };
}

/** Persons drop out of all clusters; there are not fewer of these. */
function thinner(clusters: Clusters | undefined, kept: number): { clusters?: Clusters } {
  if (clusters === undefined) return {};
  return { clusters: { ...clusters, size: Math.max(1, clusters.size * kept) } };
}

function estimateOf(plan: DesignPlan, variance: number): Estimate | Obstacle {
  switch (plan.design) {
    case 'differenceInDifferences':
    case 'eventStudy': {
      const found = panelVariance(variance, plan);
      const persons = plan.cohorts.reduce((sum, one) => sum + one.persons, 0);
      return found === undefined ? 'noComparison' : { ...plan, variance: found.variance, persons };
    }
    case 'regressionDiscontinuity':
      return { ...plan, variance: discontinuityVariance(variance, plan) };
    case 'instrumentalVariable':
      return plan.by === 'offer'
        ? { ...plan, ...offerVariance(variance, plan) }
        : { ...plan, ...caseworkerVariance(variance, plan) };
    case 'matching':
      return { ...plan, variance: weightedVariance(variance, plan) };
    case 'interruptedTimeSeries': {
      const found = seriesVariance(variance / plan.persons + plan.noise ** 2, plan);
      return found === undefined ? 'tooFewPoints' : { variance: found, persons: plan.persons };
    }
  }
}

/** Degrees of freedom: of the clusters where there are some (two means are estimated). */
function freedomOf({ persons, clusters }: Estimate): number {
  return clusters === undefined || clusters.correlation === 0
    ? Infinity
    : persons / clusters.size - 2;
}

function effectOf({ plan, outcome, explained, level }: PowerPlan): Detectable {
  const estimate = estimateOf(plan, varianceOf(outcome, explained));
  if (typeof estimate === 'string') return { found: false, obstacle: estimate };
  const freedom = freedomOf(estimate);
  if (freedom < 1) return { found: false, obstacle: 'tooFewClusters' };
  const effect = multiplier(level, freedom) * Math.sqrt(estimate.variance);
  const { firstStageF } = estimate;
  return {
    found: true,
    effect,
    withoutError: effect,
    ...(firstStageF !== undefined && { firstStageF }),
  };
}

/**
 * The minimum detectable effect with linkage error. See `linkageCost` for the two ways to treat
 * persons without a link; a series of shares loses events either way, and is treated as `noEvent`.
 */
export function detectableEffect(
  study: PowerPlan,
  error: LinkageError,
  unlinked: UnlinkedPersons,
): Detectable {
  const perfect = effectOf(study);
  if (!perfect.found) return perfect;
  const { kept, attenuation } = linkageCost(error, unlinked);
  if (attenuation <= 0) return { found: false, obstacle: 'linksTellNothing' };
  const found = effectOf({ ...study, plan: scaled(study.plan, kept) });
  if (!found.found) return found;
  return { ...found, effect: found.effect / attenuation, withoutError: perfect.effect };
}

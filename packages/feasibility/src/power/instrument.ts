// SPDX-License-Identifier: EUPL-1.2
/** Instruments: an offer that not all take up, or caseworkers who differ. Pure. */
import { designEffect, type Clusters } from './clusters.ts';
import { differenceVariance, type TwoGroups } from './two-groups.ts';

/** Below this expected F an instrument is weak (D. Staiger, J. H. Stock, Econometrica 65, 1997). */
export const WEAK_F = 10;

export interface Instrumented {
  /** Variance of the effect on those whom the instrument moves. */
  readonly variance: number;
  /** Expected F of the first stage. */
  readonly firstStageF: number;
}

export interface Offer extends TwoGroups {
  /** How much more often the offered are treated than the others, above 0 to 1. `treated` is the share offered. */
  readonly compliance: number;
  /** Share of the not offered who are treated all the same, 0–1. */
  readonly otherwise: number;
}

/**
 * One offer: the difference between the groups over the compliance (G. W. Imbens, J. D. Angrist,
 * Identification and estimation of local average treatment effects, Econometrica 62, 1994).
 */
export function offerVariance(variance: number, design: Offer): Instrumented {
  const { treated: offered, compliance, otherwise, persons, clusters } = design;
  const mean = otherwise + compliance * offered;
  const between = offered * (1 - offered) * compliance ** 2;
  const within = Math.max(Number.EPSILON, mean * (1 - mean) - between);
  return {
    variance: differenceVariance(variance, design) / compliance ** 2,
    firstStageF: 1 + (persons * between) / (within * designEffect(clusters)),
  };
}

export interface Caseworkers {
  readonly persons: number;
  /** Number of caseworkers, ≥ 2. */
  readonly workers: number;
  /** Share of persons that is treated, between 0 and 1. */
  readonly treated: number;
  /** Standard deviation of that share between caseworkers, chance taken off, > 0. */
  readonly deviation: number;
  readonly clusters?: Clusters;
}

/**
 * Caseworkers to whom persons come by chance: σ²/(n·s²), s² the variance of treatment that the
 * caseworker decides about (two-stage least squares; for instance G. Freeman, B. J. Cowling,
 * C. M. Schooling, Int. J. Epidemiology 42 (2013) 1157–1163). The expected F is that of one-way
 * analysis of variance, 1 + (n/K)·s²/(d(1 − d) − s²).
 */
export function caseworkerVariance(variance: number, design: Caseworkers): Instrumented {
  const { persons, workers, treated, deviation, clusters } = design;
  const between = deviation ** 2;
  const within = Math.max(Number.EPSILON, treated * (1 - treated) - between);
  return {
    variance: (variance * designEffect(clusters)) / (persons * between),
    firstStageF: 1 + ((persons / workers) * between) / within,
  };
}

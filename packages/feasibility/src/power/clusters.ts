// SPDX-License-Identifier: EUPL-1.2
/** Persons of one district or caseworker resemble each other, and count for less. Pure. */

export interface Clusters {
  /** Persons in a cluster on average, ≥ 1. */
  readonly size: number;
  /** Intraclass correlation: what two persons of a cluster have in common of the variance, 0–1. */
  readonly correlation: number;
  /** Standard deviation of the sizes over their mean, ≥ 0. */
  readonly sizeVariation?: number;
  /** How much of it stays from one period to the next, 0–1; 1: all. For designs over time. */
  readonly stays?: number;
}

/** The mean size, weighted by size: in clusters of unequal size a person has more fellows. */
export function fellows({ size, sizeVariation = 0 }: Clusters): number {
  return size * (1 + sizeVariation * sizeVariation);
}

/**
 * By how much a variance grows: 1 + ((1 + cv²)·m − 1)·ρ, and 1 where there are no clusters.
 * Source: S. M. Eldridge, D. Ashby, S. Kerry, Sample size for cluster randomized trials, Int. J.
 * Epidemiology 35 (2006) 1292–1300; with equal sizes L. Kish, Survey Sampling (1965).
 */
export function designEffect(clusters: Clusters | undefined): number {
  return clusters === undefined ? 1 : 1 + (fellows(clusters) - 1) * clusters.correlation;
}

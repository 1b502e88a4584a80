// SPDX-License-Identifier: EUPL-1.2
/** What can be known of a study before anything is encoded or linked. */
export type { Clusters } from './power/clusters.ts';
export {
  detectableEffect,
  type DesignPlan,
  type Detectable,
  type Obstacle,
  type PowerPlan,
  type SeriesPlan,
} from './power/effect.ts';
export { WEAK_F } from './power/instrument.ts';
export { perfectLinkage, type LinkageError, type UnlinkedPersons } from './power/linkage-error.ts';
export type { Outcome } from './power/outcome.ts';
export { multiplier, powerOf, usualLevel, type TestLevel } from './power/test-level.ts';

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
export {
  advise,
  against,
  grounds,
  type Advice,
  type Ground,
  type Verdicts,
} from './judge/advice.ts';
export { judgeAllowed, type AllowedCode, type AllowedInput } from './judge/allowed.ts';
export { worst, type Finding, type Grades, type Judgement, type Verdict } from './judge/finding.ts';
export { checks, designNeeds, needs, type Check, type Design, type Need } from './judge/needs.ts';
export {
  judgePractice,
  usualBounds,
  type Estimated,
  type OverlapPractice,
  type PracticeBounds,
  type PracticeCode,
  type PracticeInput,
  type RegisterPractice,
} from './judge/practice.ts';
export {
  judgeTheory,
  type CheckState,
  type Offered,
  type TheoryCode,
  type TheoryInput,
  type TheoryJudgement,
} from './judge/theory.ts';
export { judgeWanted, voices, type Opinion, type Voice, type WantedCode } from './judge/wanted.ts';
export {
  estimateOverlap,
  type OverlapBasis,
  type OverlapEstimate,
  type OverlapInput,
  type SketchedRegister,
} from './overlap/estimate-overlap.ts';

// SPDX-License-Identifier: EUPL-1.2
/** What missed and false links cost a study. Pure. */

/** How persons are counted whose record in the outcome register was not found. */
export type UnlinkedPersons =
  /** Left out: the study has fewer persons. */
  | 'dropped'
  /** Kept as if the event had not happened: some events are not seen. */
  | 'noEvent';

export interface LinkageError {
  /** Share of the true links that are found, above 0 to 1. */
  readonly recall: number;
  /** Share of the links that are true, above 0 to 1. */
  readonly precision: number;
  /** Share of the persons who have a record in the outcome register at all, above 0 to 1. */
  readonly present: number;
}

export const perfectLinkage: LinkageError = { recall: 1, precision: 1, present: 1 };

export interface LinkageCost {
  /** Share of the persons that remain in the study, above 0 to 1. */
  readonly kept: number;
  /** What is left of a true effect in what is measured, 0–1; 0 where nothing is. */
  readonly attenuation: number;
}

/**
 * Dropped: of all persons with a record `recall` remain, and a false link brings the outcome of
 * somebody else, on whom the treatment had no effect: the effect shrinks to `precision` of itself
 * (J. Neter, E. S. Maynes, R. Ramanathan, The effect of mismatching on the measurement of response
 * errors, J. American Statistical Association 60 (1965) 1005–1027).
 *
 * No event: an event is seen with chance Se = `recall`, and somebody without one gets that of
 * another with chance 1 − Sp; the effect shrinks to Se + Sp − 1 of itself (I. Bross,
 * Misclassification in 2 × 2 tables, Biometrics 10 (1954) 478–486). False links fall on the persons
 * without a record of their own.
 */
export function linkageCost(error: LinkageError, unlinked: UnlinkedPersons): LinkageCost {
  const { recall, precision, present } = error;
  if (unlinked === 'dropped') return { kept: recall, attenuation: precision };
  const absent = 1 - present;
  const falseLinks = (present * recall * (1 - precision)) / precision;
  // With everybody in the register a false link takes the place of a true one.
  const wrongly = absent > 0 ? Math.min(1, falseLinks / absent) : 1 - precision;
  return { kept: 1, attenuation: Math.max(0, recall - wrongly) };
}

// SPDX-License-Identifier: EUPL-1.2
/** What reading a value yields: tokens, and the rule that it breaks, if any. */

/** Why a value is not what its field says. Safe to print: a name from this list, never a value. */
export type FieldRule =
  | 'dateImpossible'
  | 'dateFormat'
  | 'dateCertainty'
  | 'numberFormat'
  | 'numberRange'
  | 'nameUsageUnknown'
  | 'postcodeFormat'
  | 'houseNumberFormat'
  | 'sexUnknown'
  | 'saltMissing'
  | 'tooLong';

/** Distinct tokens; none for a missing value. A value that breaks a rule can still have some. */
export interface Tokenised {
  readonly tokens: readonly string[];
  readonly rule?: FieldRule;
}

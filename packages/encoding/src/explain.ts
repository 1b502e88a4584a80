// SPDX-License-Identifier: EUPL-1.2
/**
 * What one value of a register becomes, for the owner's own eyes: a mapping can be looked at before
 * anything is encoded. It holds what the register holds, so it must not be logged, sent or kept.
 */
import type { FieldSpec, Normalisation } from '@koppel/study';
import type { Form } from './dutch/reading.ts';
import { readValue } from './read.ts';
import { isTooLong, settled } from './tokens.ts';
import type { FieldRule } from './tokens/tokenised.ts';

export interface Explanation {
  /** The normalised parts, in the order in which they count. Empty for a missing value. */
  readonly forms: readonly Form[];
  /** What would be encoded; none for a missing value and for one that is rejected. */
  readonly tokens: readonly string[];
  /** The rule that the value breaks. */
  readonly rule?: FieldRule;
}

/** Explains a value with the same steps by which an encoder reads it. Arguments as `tokenise`. */
export function explainValue(
  value: string,
  field: FieldSpec,
  others: readonly string[],
  normalisation: Normalisation,
): Explanation {
  if (isTooLong(value, others)) return { forms: [], tokens: [], rule: 'tooLong' };
  const read = readValue(value, field, others, normalisation);
  return { forms: read.forms, ...settled(read, field) };
}

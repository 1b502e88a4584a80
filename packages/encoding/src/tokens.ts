// SPDX-License-Identifier: EUPL-1.2
/** From one value to its tokens, by the field's type. Tokens are what two values can share. */
import type { FieldSpec, Normalisation } from '@koppel/study';
import { readValue } from './read.ts';
import type { Tokenised } from './tokens/tokenised.ts';

/** Part of the profile hash. Raise it with every change to what a value's tokens are. */
export const TOKENISER_VERSION = 1;

/** The longest value that is read, in UTF-16 units. */
export const VALUE_LENGTH_MAX = 1000;

/** Whether any part is longer than is read. */
export function isTooLong(value: string, others: readonly string[]): boolean {
  return value.length > VALUE_LENGTH_MAX || others.some(({ length }) => length > VALUE_LENGTH_MAX);
}

/** What a field makes of a reading: one that is to be rejected has no tokens. */
export function settled({ tokens, rule }: Tokenised, { onInvalid }: FieldSpec): Tokenised {
  if (rule === undefined) return { tokens };
  return onInvalid === 'reject' ? { tokens: [], rule } : { tokens, rule };
}

/**
 * The tokens of a value as registered. Where a value breaks a rule, `onInvalid` decides: `reject`
 * leaves no tokens; `missing` leaves those of the parts that can be read.
 * @param value the main part
 * @param others the other parts, in the order of `partsOf(field.type)`
 */
export function tokenise(
  value: string,
  field: FieldSpec,
  others: readonly string[] = [],
  normalisation: Normalisation = 'plain-1',
): Tokenised {
  if (isTooLong(value, others)) return { tokens: [], rule: 'tooLong' };
  return settled(readValue(value, field, others, normalisation), field);
}

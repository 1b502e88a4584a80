// SPDX-License-Identifier: EUPL-1.2
/** From one value to its tokens, by the field's type. Tokens are what two values can share. */
import type { FieldSpec } from '@koppel/study';
import { isMissing, normalise } from './normalise.ts';
import { codeTokens } from './tokens/code.ts';
import { dateTokens } from './tokens/date.ts';
import { numberTokens } from './tokens/number.ts';
import { textTokens } from './tokens/text.ts';
import type { Tokenised } from './tokens/tokenised.ts';

/** Part of the profile hash. Raise it with every change to what a value's tokens are. */
export const TOKENISER_VERSION = 1;

/** The longest value that is read, in UTF-16 units. */
export const VALUE_LENGTH_MAX = 1000;

function tokensByType(value: string, words: string, field: FieldSpec): Tokenised {
  switch (field.type) {
    case 'text':
      return { tokens: textTokens(words, field.q) };
    case 'code':
      return { tokens: codeTokens(words, field.prefixes) };
    case 'date':
      return dateTokens(value.trim());
    case 'number':
      return numberTokens(value.trim(), field.distance, field.steps);
  }
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
): Tokenised {
  const tooLong = [value, ...others].some(({ length }) => length > VALUE_LENGTH_MAX);
  if (tooLong) return { tokens: [], rule: 'tooLong' };
  const words = normalise(value);
  if (isMissing(words)) return { tokens: [] };
  const read = tokensByType(value, words, field);
  return read.rule !== undefined && field.onInvalid === 'reject'
    ? { tokens: [], rule: read.rule }
    : read;
}

// SPDX-License-Identifier: EUPL-1.2
/** The tokens of a value as a specification has them: its normalisation's, or the scheme's own. */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import type { Scheme } from './schemes/scheme.ts';
import { isTooLong, settled, tokenise } from './tokens.ts';
import type { Tokenised } from './tokens/tokenised.ts';

/** As `tokenise`, for the fields of one specification. */
export type Tokeniser = (value: string, field: FieldSpec, others: readonly string[]) => Tokenised;

export function tokeniserOf(spec: EncodingSpec, scheme: Scheme): Tokeniser {
  const own = scheme.tokenise;
  if (own === undefined) {
    return (value, field, others) => tokenise(value, field, others, spec.normalisation);
  }
  return (value, field, others) =>
    isTooLong(value, others)
      ? { tokens: [], rule: 'tooLong' }
      : settled(own(value, field, spec), field);
}

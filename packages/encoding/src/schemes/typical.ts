// SPDX-License-Identifier: EUPL-1.2
/**
 * How much a typical record brings, before any register is seen: enough to tell a specification that
 * cannot work from one that can. What a register really brings, its profile measures.
 */
import type { EncodingSpec, FieldSpec } from '@koppel/study';

/** Letters of a name or street, and characters of a code, as registers mostly have them. */
const LETTERS = 8;
const CHARACTERS = 5;
/** Year, month, day, their pairs and eight digits. */
const DATE_TOKENS = 14;
const POSTCODE_TOKENS = 8;
const HOUSE_NUMBER_TOKENS = 3;

/** Tokens that a value of the field mostly has, at least 1. */
export function typicalTokens(field: FieldSpec): number {
  switch (field.type) {
    case 'date':
      return DATE_TOKENS;
    case 'code':
      return 1 + CHARACTERS + field.prefixes.length;
    case 'number':
      return 2 * field.steps + 1;
    case 'postcode':
      return POSTCODE_TOKENS;
    case 'houseNumber':
      return HOUSE_NUMBER_TOKENS;
    case 'sex':
      return 1;
    case 'text':
    case 'surname':
    case 'givenNames':
      return LETTERS + field.q - 1;
  }
}

/** Tokens of a record with a value in every field. */
export function typicalTokensOfRecord({ fields }: EncodingSpec): number {
  return fields.reduce((sum, field) => sum + typicalTokens(field), 0);
}

// SPDX-License-Identifier: EUPL-1.2
/** What an attacker expects an encoding to hold: the tokens of a record in clear text. */
import { saltField, saltOf, tokenise, type EncodingProfile } from '@koppel/encoding';
import type { FieldSpec } from '@koppel/study';

/** Names of all kinds meet in the encoder, so that they are one type here. */
const kindOf = ({ type }: FieldSpec): string =>
  type === 'surname' || type === 'givenNames' ? 'text' : type;

/** The distinct tokens of a record, each with the group and type that its bits depend on. */
export type TokenReader = (values: readonly string[]) => string[];

/**
 * Reads the records of one profile. Where it salts, a token is another with each salt, as its bits are.
 * @param profile whose inputs the values of a record belong to
 */
export function createTokenReader({ spec, inputs }: EncodingProfile): TokenReader {
  const fields = spec.fields.map((field, at) => ({
    field,
    label: `${field.group}/${kindOf(field)}/`,
    from: inputs.findIndex((input) => input.field === at),
    to: inputs.findLastIndex((input) => input.field === at) + 1,
  }));
  const salted = saltField(spec);
  return (values) => {
    const read = fields.map(({ field, from, to }) => {
      const others = values.slice(from + 1, to);
      return tokenise(values[from]!, field, others, spec.normalisation).tokens;
    });
    const salt =
      salted === undefined ? '' : `/${saltOf(read[salted]!, spec.fields[salted]!) ?? ''}`;
    const tokens = new Set<string>();
    fields.forEach(({ label }, at) => {
      for (const token of read[at]!) tokens.add(label + token + salt);
    });
    return [...tokens];
  };
}

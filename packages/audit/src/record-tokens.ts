// SPDX-License-Identifier: EUPL-1.2
/** What an attacker expects an encoding to hold: the tokens of a record in clear text. */
import { tokenise, type EncodingProfile } from '@koppel/encoding';
import type { FieldSpec } from '@koppel/study';

/** Names of all kinds meet in the encoder, so that they are one type here. */
const kindOf = ({ type }: FieldSpec): string =>
  type === 'surname' || type === 'givenNames' ? 'text' : type;

/** Reads the records of one profile. */
export interface TokenReader {
  /** The distinct tokens of a record, each with the group and type that its bits depend on. */
  (values: readonly string[]): string[];
}

/** @param profile whose inputs the values of a record belong to */
export function createTokenReader({ spec, inputs }: EncodingProfile): TokenReader {
  const fields = spec.fields.map((field, at) => ({
    field,
    label: `${field.group}/${kindOf(field)}/`,
    from: inputs.findIndex((input) => input.field === at),
    to: inputs.findLastIndex((input) => input.field === at) + 1,
  }));
  return (values) => {
    const tokens = new Set<string>();
    for (const { field, label, from, to } of fields) {
      const others = values.slice(from + 1, to);
      const read = tokenise(values[from]!, field, others, spec.normalisation);
      for (const token of read.tokens) tokens.add(label + token);
    }
    return [...tokens];
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * A register as an attacker reads it: records as sets of tokens. He knows how values become tokens, as
 * that is public; which bits a token sets, he does not.
 */
import { tokenise, type EncodingProfile } from '@koppel/encoding';

/** Tokens of names meet whatever kind of name they are of; all others only within their type. */
const namesMeet: ReadonlySet<string> = new Set(['text', 'surname', 'givenNames']);

export interface Vocabulary {
  /** How many tokens have been met; they are numbered from 0. */
  readonly size: number;
  /** The distinct tokens of a record, ascending; new ones get the next numbers. */
  read(values: readonly string[]): Uint32Array;
  /** The group, type and text of a token that was met. It is as secret as the register. */
  name(token: number): string;
}

/** An empty vocabulary of a profile. */
export function createVocabulary({ spec, inputs }: EncodingProfile): Vocabulary {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const fields = spec.fields.map((field, at) => ({
    field,
    kind: `${field.group}\n${namesMeet.has(field.type) ? 'text' : field.type}`,
    from: inputs.findIndex((input) => input.field === at),
    to: inputs.findLastIndex((input) => input.field === at) + 1,
    known: new Map<string, readonly number[]>(),
  }));
  const numberOf = (text: string): number => {
    const found = numbers.get(text);
    if (found !== undefined) return found;
    numbers.set(text, names.length);
    return names.push(text) - 1;
  };
  return {
    get size() {
      return names.length;
    },
    name: (token) => names[token]!,
    read(values) {
      const all = new Set<number>();
      for (const { field, kind, from, to, known } of fields) {
        const parts = values.slice(from, to);
        const text = parts.join('\n');
        let tokens = known.get(text);
        if (tokens === undefined) {
          const read = tokenise(parts[0] ?? '', field, parts.slice(1), spec.normalisation);
          tokens = read.tokens.map((token) => numberOf(`${kind}\n${token}`));
          known.set(text, tokens);
        }
        for (const token of tokens) all.add(token);
      }
      return Uint32Array.from(all).sort();
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** Records as the sets of their tokens, numbered, with how much each token tells. */
import { createTokenReader } from '../../record-tokens.ts';
import type { AuditSubject } from '../../subject.ts';

export interface Features {
  /** Tokens that the attacker can learn to see: those of a known person. */
  readonly count: number;
  /** Per row of the register its learnable tokens, ascending. */
  readonly ofRow: readonly Uint32Array[];
  /** Per learnable token ln(N / n), for n of the N rows that have it (Spärck Jones 1972). */
  readonly idf: Float64Array;
  /** Per row the root of the number of its tokens, those that he cannot see included. */
  readonly lengths: Float64Array;
}

/** @param known rows of the register of which the attacker has the encoding */
export function featuresOf(
  { profile, register }: AuditSubject,
  known: readonly number[],
): Features {
  const read = createTokenReader(profile);
  const rows = register.values.map(read);
  const numbers = new Map<string, number>();
  for (const row of known) {
    for (const token of rows[row]!) {
      if (!numbers.has(token)) numbers.set(token, numbers.size);
    }
  }
  const frequency = new Map<string, number>();
  for (const token of rows.flat()) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  const idfOf = (token: string): number => Math.log(rows.length / frequency.get(token)!);
  const idf = Float64Array.from(numbers.keys(), idfOf);
  return {
    count: numbers.size,
    ofRow: rows.map((tokens) =>
      Uint32Array.from(
        tokens.filter((token) => numbers.has(token)),
        (token) => numbers.get(token)!,
      ).sort(),
    ),
    idf,
    lengths: Float64Array.from(rows, ({ length }) => Math.sqrt(length)),
  };
}

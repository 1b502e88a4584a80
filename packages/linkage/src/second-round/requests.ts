// SPDX-License-Identifier: EUPL-1.2
/** What an owner is asked in a round: numbers and tokens, and nothing of the other side. */
import type { OrderedSource } from '../source.ts';
import { TOKEN_BYTES } from '../source.ts';
import { NOBODY, type PlannedRound } from './plan.ts';

/** Looks at records of one register, ascending by number: equally long columns. */
export interface LookRequests {
  readonly numbers: Uint32Array;
  /** 16 bytes per look. */
  readonly tokens: Uint8Array;
}

/**
 * The looks of one side of a round. In a round of a source with itself both sides go to one owner.
 * @param tokens of the caller's source of that side, in the caller's order
 */
export function requestsOf(
  { rowsA, rowsB }: PlannedRound,
  side: 'a' | 'b',
  { rows }: OrderedSource,
  tokens: Uint8Array,
): LookRequests {
  const own = side === 'a' ? rowsA : rowsB;
  const numbers = Uint32Array.from(own.keys()).filter((number) => own[number] !== NOBODY);
  const asked = new Uint8Array(numbers.length * TOKEN_BYTES);
  numbers.forEach((number, at) => {
    const from = rows[own[number]!]! * TOKEN_BYTES;
    asked.set(tokens.subarray(from, from + TOKEN_BYTES), at * TOKEN_BYTES);
  });
  return { numbers, tokens: asked };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Tokens in order, and the runs of equal ones. Sorted by digits, not by a hash: whoever chooses the
 * tokens cannot make this slow.
 */
import { TOKEN_BYTES } from '../source.ts';

/** `count` tokens of 16 bytes, one after the other; a token of zeros only stands for no value. */
export interface TokenColumn {
  readonly count: number;
  readonly tokens: Uint8Array;
}

const DIGITS = 2 ** 16;

/** True where a row has a value. */
export function hasToken({ tokens }: TokenColumn, row: number): boolean {
  for (let at = row * TOKEN_BYTES; at < (row + 1) * TOKEN_BYTES; at++) {
    if (tokens[at] !== 0) return true;
  }
  return false;
}

/** Below 0 when the first comes first, 0 when they are equal. */
export function compareRows(a: TokenColumn, atA: number, b: TokenColumn, atB: number): number {
  for (let at = 0; at < TOKEN_BYTES; at++) {
    const difference = a.tokens[atA * TOKEN_BYTES + at]! - b.tokens[atB * TOKEN_BYTES + at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The rows that have a token, by token; rows with equal tokens ascending. A counting sort from the
 * last two bytes to the first two, each pass stable: the same time for any tokens.
 */
export function rowsByToken(column: TokenColumn): Uint32Array {
  const { count, tokens } = column;
  let order = Uint32Array.from({ length: count }, (_, row) => row).filter((row) =>
    hasToken(column, row),
  );
  let sorted = new Uint32Array(order.length);
  const next = new Uint32Array(DIGITS + 1);
  for (let byte = TOKEN_BYTES - 2; byte >= 0; byte -= 2) {
    const digitOf = (row: number): number => {
      const at = row * TOKEN_BYTES + byte;
      return tokens[at]! * 256 + tokens[at + 1]!;
    };
    next.fill(0);
    for (const row of order) next[digitOf(row) + 1]!++;
    if (next.includes(order.length)) continue; // the same digit everywhere
    for (let digit = 1; digit <= DIGITS; digit++) next[digit]! += next[digit - 1]!;
    for (const row of order) sorted[next[digitOf(row)]!++] = row;
    [order, sorted] = [sorted, order];
  }
  return order;
}

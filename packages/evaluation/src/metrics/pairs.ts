// SPDX-License-Identifier: EUPL-1.2
/** Sets of record pairs in typed arrays, made for millions of pairs. Pure. */
import { KoppelError } from '@koppel/errors';
import type { PairCounts } from './quality.ts';

/** Pairs of a record of one file with a record of another, by 0-based row; equally long columns. */
export interface PairColumns {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

/** Refuses columns that do not belong together. */
export function checkPairs({ a, b }: PairColumns, path: string): void {
  if (a.length !== b.length) throw new KoppelError('USAGE', { path, rule: 'columnLength' });
}

function largest(values: Uint32Array): number {
  return values.reduce((highest, value) => Math.max(highest, value), 0);
}

/**
 * A number for every pair, so that sets can be sorted: row of `a` × width + row of `b`.
 * Exact below 2^53: always the case for files of fewer than 90 million rows.
 */
export function pairCodes({ a, b }: PairColumns, width: number): Float64Array {
  return Float64Array.from(a, (row, index) => row * width + b[index]!);
}

/** The smallest width that fits all the sets of pairs. */
export function pairWidth(...sets: readonly PairColumns[]): number {
  const width = 1 + Math.max(...sets.map(({ b }) => largest(b)));
  const rows = 1 + Math.max(...sets.map(({ a }) => largest(a)));
  if (rows * width > Number.MAX_SAFE_INTEGER) {
    throw new KoppelError('USAGE', { path: 'pairs', rule: 'tooManyRows' });
  }
  return width;
}

function sortedSet(codes: Float64Array): Float64Array {
  codes.sort();
  let kept = 0;
  codes.forEach((code, index) => {
    if (index === 0 || code !== codes[kept - 1]) codes[kept++] = code;
  });
  return codes.subarray(0, kept);
}

/** Compares two sets of pairs; a pair that is listed twice counts once. */
export function countPairs(predicted: PairColumns, actual: PairColumns): PairCounts {
  checkPairs(predicted, 'predicted');
  checkPairs(actual, 'actual');
  const width = pairWidth(predicted, actual);
  const found = sortedSet(pairCodes(predicted, width));
  const sought = sortedSet(pairCodes(actual, width));
  let correct = 0;
  let place = 0;
  for (const code of found) {
    while (place < sought.length && sought[place]! < code) place++;
    if (sought[place] === code) correct++;
  }
  return { correct, predicted: found.length, actual: sought.length };
}

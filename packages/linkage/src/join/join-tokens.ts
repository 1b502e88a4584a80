// SPDX-License-Identifier: EUPL-1.2
/**
 * Joins records on equal tokens: of a person number, where a study has that, or of a blocking key.
 * The tokens were made under a key by the owners; equal ones are all that can be seen here.
 */
import { KoppelError } from '@koppel/errors';
import { TOKEN_BYTES } from '../source.ts';
import { compareRows, rowsByToken, type TokenColumn } from './order.ts';

export interface JoinOptions {
  /** Both columns are the same one: each unordered pair once, left < right. */
  readonly within?: boolean;
  /** More pairs than this are refused before the first one is given; by default 10 million. */
  readonly maxPairs?: number;
}

/** Rows of both sides, pair by pair. */
export interface TokenPairs {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

const DEFAULT_MAX_PAIRS = 10_000_000;
/** Pairs are handed over in lots of this many. */
const LOT = 65536;

/** The rows of the right side by token, and for each row of the left side its run among them. */
interface Matches {
  readonly order: Uint32Array;
  readonly first: Uint32Array;
  readonly end: Uint32Array;
}

function checkColumns(columns: readonly TokenColumn[]): void {
  for (const { count, tokens } of columns) {
    const fits = Number.isInteger(count) && count >= 0 && tokens.length === count * TOKEN_BYTES;
    if (!fits) throw new KoppelError('LINKAGE_COLUMNS');
  }
}

/** Walks through both sides in the order of tokens. */
function matchRows(left: TokenColumn, right: TokenColumn): Matches {
  const order = rowsByToken(right);
  const first = new Uint32Array(left.count);
  const end = new Uint32Array(left.count);
  let [from, to] = [0, 0];
  for (const row of rowsByToken(left)) {
    const isRun = to > from && compareRows(left, row, right, order[from]!) === 0;
    if (!isRun) {
      from = to;
      while (from < order.length && compareRows(right, order[from]!, left, row) < 0) from++;
      to = from;
      while (to < order.length && compareRows(right, order[to]!, left, row) === 0) to++;
    }
    first[row] = from;
    end[row] = to;
  }
  return { order, first, end };
}

function newLot(pairsLeft: number): TokenPairs {
  const size = Math.min(LOT, pairsLeft);
  return { left: new Uint32Array(size), right: new Uint32Array(size) };
}

/**
 * All pairs of rows with equal tokens, sorted by (left, right), in lots. Rows without a token (zeros
 * only) are in no pair. A token that occurs m times on the left and n times on the right gives m · n
 * pairs: that is counted first, so that too many are refused before any memory is taken for them.
 * @throws LINKAGE_COLUMNS when tokens and counts do not fit; LINKAGE_TOKEN_PAIRS above `maxPairs`
 */
export function* joinTokens(
  left: TokenColumn,
  right: TokenColumn,
  { within = false, maxPairs = DEFAULT_MAX_PAIRS }: JoinOptions = {},
): Generator<TokenPairs> {
  checkColumns([left, right]);
  const { order, first, end } = matchRows(left, within ? left : right);
  // Runs ascend: a row is paired with those after it in its run.
  if (within) order.forEach((row, at) => (first[row] = at + 1));
  let total = 0;
  for (let row = 0; row < left.count; row++) total += end[row]! - first[row]!;
  if (total > maxPairs) throw new KoppelError('LINKAGE_TOKEN_PAIRS');
  let [lot, filled] = [newLot(total), 0];
  for (let row = 0; row < left.count; row++) {
    for (let at = first[row]!; at < end[row]!; at++) {
      lot.left[filled] = row;
      lot.right[filled] = order[at]!;
      if (++filled < lot.left.length) continue;
      yield lot;
      total -= filled;
      [lot, filled] = [newLot(total), 0];
    }
  }
}

/** The plain twin of `joinTokens`: every row against every row. */
export function joinTokensReference(
  left: TokenColumn,
  right: TokenColumn,
  { within = false }: Pick<JoinOptions, 'within'> = {},
): [left: number, right: number][] {
  const textsOf = ({ count, tokens }: TokenColumn): string[] =>
    Array.from({ length: count }, (_, row) =>
      tokens.subarray(row * TOKEN_BYTES, (row + 1) * TOKEN_BYTES).join(' '),
    );
  const empty = new Uint8Array(TOKEN_BYTES).join(' ');
  const others = textsOf(right);
  return textsOf(left).flatMap((text, a) =>
    others.flatMap((other, b): [number, number][] =>
      text === other && text !== empty && (!within || b > a) ? [[a, b]] : [],
    ),
  );
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Sources, and the one order in which everything here sees them. Sources are ordered by name and
 * their records by token before anything is computed; row numbers of that order are what ties are
 * broken by. So no result can depend on the order of arrival. Encodings are personal data.
 */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from '@koppel/kernel';

/** What one register of one data owner sent. */
export interface EncodedSource {
  /** Unique among the sources. */
  readonly name: string;
  /** Each person has at most one record in it. */
  readonly unique: boolean;
  readonly count: number;
  /** 16 bytes per record, different for each. */
  readonly tokens: Uint8Array;
  /** `filterBytes` bytes per record. */
  readonly filters: Uint8Array;
  readonly filterBytes: number;
}

/** A source in the order of its tokens. */
export interface OrderedSource {
  readonly name: string;
  readonly unique: boolean;
  readonly set: FilterSet;
  /** The caller's number of this source, and of each of its records. */
  readonly index: number;
  readonly rows: Uint32Array;
}

export const TOKEN_BYTES = 16;

/** @throws LINKAGE_SOURCES, LINKAGE_COLUMNS */
export function checkSources(sources: readonly EncodedSource[]): void {
  const names = new Set(sources.map(({ name }) => name));
  if (sources.length === 0 || names.size !== sources.length) {
    throw new KoppelError('LINKAGE_SOURCES');
  }
  for (const { name, count, tokens, filters, filterBytes } of sources) {
    const fits =
      filterBytes === sources[0]!.filterBytes &&
      tokens.length === count * TOKEN_BYTES &&
      filters.length === count * filterBytes;
    if (!fits) throw new KoppelError('LINKAGE_COLUMNS', { field: name });
  }
}

/** Compares two tokens bytewise, of one source or of two; below 0 when the first comes first. */
export function compareTokens(
  tokens: Uint8Array,
  a: number,
  b: number,
  others: Uint8Array = tokens,
): number {
  for (let at = 0; at < TOKEN_BYTES; at++) {
    const difference = tokens[a * TOKEN_BYTES + at]! - others[b * TOKEN_BYTES + at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Rows in the order of their tokens. */
export function rowsByToken({
  count,
  tokens,
}: Pick<EncodedSource, 'count' | 'tokens'>): Uint32Array {
  const rows = new Uint32Array(count);
  let inOrder = true;
  for (let row = 0; row < count; row++) {
    rows[row] = row;
    inOrder &&= row === 0 || compareTokens(tokens, row - 1, row) < 0;
  }
  // A full run arrives in this order, and to sort takes memory.
  return inOrder ? rows : rows.sort((a, b) => compareTokens(tokens, a, b));
}

/** The same records in the order of their tokens. @throws LINKAGE_TOKEN_TWICE */
function orderSource(source: EncodedSource, index: number): OrderedSource {
  const { name, unique, count, tokens, filters, filterBytes } = source;
  const rows = rowsByToken(source);
  for (let at = 1; at < count; at++) {
    if (compareTokens(tokens, rows[at - 1]!, rows[at]!) === 0) {
      throw new KoppelError('LINKAGE_TOKEN_TWICE', { field: name });
    }
  }
  const ordered = { name, unique, index, rows };
  const given = { count, bytes: filterBytes, filters };
  // A full run arrives in this order: then the filters stay where they are.
  const inOrder = rows.every((row, at) => row === at);
  return { ...ordered, set: inOrder ? given : pickRows(given, rows) };
}

/** The filters of some rows of a set, in the order given, in memory that threads share. */
export function pickRows({ bytes, filters }: FilterSet, rows: Uint32Array): FilterSet {
  const picked = new Uint8Array(new SharedArrayBuffer(rows.length * bytes));
  rows.forEach((row, at) => {
    picked.set(filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { count: rows.length, bytes, filters: picked };
}

/**
 * The first `limit` records of a source. Tokens are pseudorandom, so the records with the lowest
 * ones are a random sample, and the same one on every run.
 */
export function sampleOf({ set }: OrderedSource, limit: number): FilterSet {
  const count = Math.min(set.count, limit);
  return { count, bytes: set.bytes, filters: set.filters.subarray(0, count * set.bytes) };
}

/**
 * Sources by name, records by token.
 * @throws LINKAGE_SOURCES, LINKAGE_COLUMNS, LINKAGE_TOKEN_TWICE
 */
export function orderSources(sources: readonly EncodedSource[]): OrderedSource[] {
  checkSources(sources);
  return sources
    .map((source, index) => orderSource(source, index))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

// SPDX-License-Identifier: EUPL-1.2
/** The candidate pairs that a batch brings: what is new or changed, compared with all there is. */
import { isKoppelError, KoppelError } from '@koppel/errors';
import { search, type FilterSet, type HitColumns, type Similarity } from '@koppel/kernel';
import { shareProgress, type Watch } from '../candidates.ts';
import { joinPairs, type RecordPairs } from '../quality/records.ts';
import { compareTokens, pickRows, TOKEN_BYTES } from '../source.ts';

/** A source as it is after the batch. */
export interface CurrentSource {
  readonly name: string;
  readonly unique: boolean;
  readonly set: FilterSet;
  /** 16 bytes per record. */
  readonly tokens: Uint8Array;
  /** Rows that were added or changed, ascending. */
  readonly fresh: Uint32Array;
}

/** The token of a row in hexadecimal, as record names have it. */
export function tokenText(tokens: Uint8Array, row: number): string {
  const bytes = tokens.subarray(row * TOKEN_BYTES, (row + 1) * TOKEN_BYTES);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sources of which the first has something new, with what it is compared with. */
function comparisons(sources: readonly CurrentSource[]): [CurrentSource, CurrentSource][] {
  return sources.flatMap((one) =>
    sources.flatMap((other): [CurrentSource, CurrentSource][] =>
      one.fresh.length > 0 && (one !== other || !one.unique) ? [[one, other]] : [],
    ),
  );
}

/** The order of two records, each of a source, as everywhere: by source name, then by token. */
function orderOf(one: CurrentSource, row: number, other: CurrentSource, at: number): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return compareTokens(one.tokens, row, at, other.tokens);
}

/** What a search found of two sources, by their rows, without what the search the other way finds. */
function ownHits(
  [one, other]: readonly [CurrentSource, CurrentSource],
  { query, candidate, similarity }: HitColumns,
  [firstOne, firstOther]: readonly [number, number],
): RecordPairs {
  const isFresh = new Uint8Array(other.set.count);
  for (const row of other.fresh) isFresh[row] = 1;
  const [left, right] = [new Uint32Array(query.length), new Uint32Array(query.length)];
  const kept = new Float64Array(query.length);
  let count = 0;
  query.forEach((number, at) => {
    const [row, found] = [one.fresh[number]!, candidate[at]!];
    const order = orderOf(one, row, other, found);
    // Of two fresh records both find the pair, and within a source a record finds itself.
    if (order === 0 || (order > 0 && isFresh[found] === 1)) return;
    const [ours, theirs] = [firstOne + row, firstOther + found];
    left[count] = order < 0 ? ours : theirs;
    right[count] = order < 0 ? theirs : ours;
    kept[count++] = similarity[at]!;
  });
  return {
    left: left.subarray(0, count),
    right: right.subarray(0, count),
    similarity: kept.subarray(0, count),
  };
}

/**
 * All pairs at or above the threshold of which at least one record is fresh, each once; left is the
 * record that comes first by source name and token. Compares fresh × all: the cost grows with the
 * batch.
 * @throws LINKAGE_TOO_MANY_PAIRS when there are more than `candidateCap`; KERNEL_* as `search`
 */
export async function pairsOfBatch(
  sources: readonly CurrentSource[],
  { similarity, threshold }: { readonly similarity: Similarity; readonly threshold: number },
  candidateCap: number,
  watch: Watch = {},
): Promise<RecordPairs> {
  const found: RecordPairs[] = [];
  let count = 0;
  const parts = comparisons(sources);
  const costs = parts.map(([one, other]) => one.fresh.length * other.set.count);
  const progressOf = shareProgress(costs, watch.onProgress);
  const firstOf = (source: CurrentSource): number =>
    sources.slice(0, sources.indexOf(source)).reduce((sum, { set }) => sum + set.count, 0);
  for (const [part, [one, other]] of parts.entries()) {
    const options = { ...watch, similarity, maxPairs: candidateCap, onProgress: progressOf(part) };
    try {
      const queries = pickRows(one.set, one.fresh);
      const hits = await search(queries, other.set, threshold, options);
      found.push(ownHits([one, other], hits, [firstOf(one), firstOf(other)]));
    } catch (thrown) {
      if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) throw thrown;
      throw new KoppelError('LINKAGE_TOO_MANY_PAIRS');
    }
    count += found.at(-1)!.left.length;
    if (count > candidateCap) throw new KoppelError('LINKAGE_TOO_MANY_PAIRS');
  }
  return joinPairs(found);
}

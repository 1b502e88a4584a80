// SPDX-License-Identifier: EUPL-1.2
/** The candidate pairs that a batch brings: what is new or changed, compared with all there is. */
import { isKoppelError, KoppelError } from '@koppel/errors';
import { search, type FilterSet, type Similarity } from '@koppel/kernel';
import { shareProgress, type Watch } from '../candidates.ts';
import { pickRows, TOKEN_BYTES } from '../source.ts';
import { compareNames, type NamedPair, type RecordName } from './changes.ts';

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

/**
 * All pairs at or above the threshold of which at least one record is fresh, each once. Compares
 * fresh × all: the cost grows with the batch.
 * @throws LINKAGE_TOO_MANY_PAIRS when there are more than `candidateCap`; KERNEL_* as `search`
 */
export async function pairsOfBatch(
  sources: readonly CurrentSource[],
  { similarity, threshold }: { readonly similarity: Similarity; readonly threshold: number },
  candidateCap: number,
  watch: Watch = {},
): Promise<NamedPair[]> {
  const found: NamedPair[] = [];
  const parts = comparisons(sources);
  const costs = parts.map(([one, other]) => one.fresh.length * other.set.count);
  const progressOf = shareProgress(costs, watch.onProgress);
  for (const [part, [one, other]] of parts.entries()) {
    const isFresh = new Set(other.fresh);
    const name = (source: CurrentSource, row: number): RecordName => ({
      source: source.name,
      token: tokenText(source.tokens, row),
    });
    const options = { ...watch, similarity, maxPairs: candidateCap, onProgress: progressOf(part) };
    try {
      const queries = pickRows(one.set, one.fresh);
      const hits = await search(queries, other.set, threshold, options);
      hits.query.forEach((query, at) => {
        const [row, candidate] = [one.fresh[query]!, hits.candidate[at]!];
        const left = name(one, row);
        const right = name(other, candidate);
        const order = compareNames(left, right);
        // Of two fresh records both find the pair, and within a source a record finds itself.
        if (order === 0 || (order > 0 && isFresh.has(candidate))) return;
        const [first, second] = order < 0 ? [left, right] : [right, left];
        found.push({ left: first, right: second, similarity: hits.similarity[at]! });
      });
    } catch (thrown) {
      if (!isKoppelError(thrown, 'KERNEL_TOO_MANY_PAIRS')) throw thrown;
      throw new KoppelError('LINKAGE_TOO_MANY_PAIRS');
    }
    if (found.length > candidateCap) throw new KoppelError('LINKAGE_TOO_MANY_PAIRS');
  }
  return found;
}

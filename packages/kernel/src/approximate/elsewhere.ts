// SPDX-License-Identifier: EUPL-1.2
/** Has the tables of an approximate search joined by others, a round at a time. */
import { checkFound, type PartsElsewhere } from '../parts/question.ts';
import type { Joiner } from './pool.ts';

/**
 * @param job question and identity of the search
 * @param counts distinct filters of both sides
 */
export function joinElsewhere(
  elsewhere: PartsElsewhere,
  job: Pick<Parameters<PartsElsewhere['search']>[0], 'identity' | 'question'>,
  counts: { readonly queries: number; readonly candidates: number },
  signal?: AbortSignal,
): Joiner {
  let from = 0;
  return {
    async join({ length }, { onHits, onTable }) {
      const to = from + length;
      await elsewhere.search(
        { ...job, from, to },
        (_, { hits, met, skipped }) => {
          checkFound(hits, counts);
          onHits(hits);
          onTable({ candidates: met, skipped });
        },
        signal,
      );
      from = to;
    },
    close: () => Promise.resolve(),
  };
}

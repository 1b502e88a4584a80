// SPDX-License-Identifier: EUPL-1.2
/** The explanation of a pair, for records that are numbered over all sources. */
import type { EncodedSource, LinkOutcome, Waterfall } from '@koppel/linkage';

/** Why two records, numbered over all sources, are one person or not; only for field filters. */
export interface Explained {
  readonly explain?: (left: number, right: number, similarity: number) => Waterfall;
}

/** Nothing where records have one filter. */
export function explainOf({ explain }: LinkOutcome, sources: readonly EncodedSource[]): Explained {
  if (explain === undefined) return {};
  const placeOf = (record: number): { source: number; row: number } => {
    let row = record;
    let source = 0;
    while (row >= sources[source]!.count) row -= sources[source++]!.count;
    return { source, row };
  };
  return {
    explain: (left, right, similarity) => explain(placeOf(left), placeOf(right), similarity),
  };
}

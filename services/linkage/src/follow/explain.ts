// SPDX-License-Identifier: EUPL-1.2
/** The explanation of a pair, for records that are numbered over all sources. */
import type { EncodedSource, LinkOutcome } from '@koppel/linkage';
import type { Again } from './link-again.ts';

/** Nothing where records have one filter. */
export function explainOf(
  { explain }: LinkOutcome,
  sources: readonly EncodedSource[],
): Pick<Again, 'explain'> {
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

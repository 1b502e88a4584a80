// SPDX-License-Identifier: EUPL-1.2
/**
 * Explains single pairs of a linkage by fields: compares them once more, and says what each field
 * weighs. Holds the encodings of the run for as long as it is held; what it gives has none of them.
 */
import { groupedRecords } from '@koppel/kernel';
import type { Explain, RecordPlace } from '../outcome.ts';
import type { OrderedSource } from '../source.ts';
import { oddsAt } from './choice.ts';
import { Comparer } from './compare.ts';
import type { FieldGroup, Gathered } from './evidence.ts';
import type { FieldModel } from './model.ts';
import { waterfallOf } from './waterfall.ts';

type OrderedPlace = readonly [source: number, row: number];

/** Finds two records by the caller's numbers, in the order in which pairs are compared. */
export function placesOf(
  sources: readonly OrderedSource[],
): (left: RecordPlace, right: RecordPlace) => readonly [OrderedPlace, OrderedPlace] {
  const rank = new Map(sources.map(({ index }, at) => [index, at]));
  const rowsOf = sources.map(({ rows }) => {
    const ordered = new Uint32Array(rows.length);
    rows.forEach((row, at) => (ordered[row] = at));
    return ordered;
  });
  const placeOf = ({ source, row }: RecordPlace): OrderedPlace => {
    const at = rank.get(source)!;
    return [at, rowsOf[at]![row]!];
  };
  return (left, right) => {
    const [one, other] = [placeOf(left), placeOf(right)];
    const turned = one[0] > other[0] || (one[0] === other[0] && one[1] > other[1]);
    return turned ? [other, one] : [one, other];
  };
}

/** By the caller's numbers of sources and rows. */
export function explainer(
  sources: readonly OrderedSource[],
  groups: readonly FieldGroup[],
  { rules }: Pick<Gathered, 'rules'>,
  model: FieldModel,
): Explain {
  const compared = sources.map(({ set }) => groupedRecords(set, groups));
  const inOrder = placesOf(sources);
  return (left, right, similarity) => {
    const [[a, rowA], [b, rowB]] = inOrder(left, right);
    const comparer = new Comparer(rules, compared[a]!, compared[b]!);
    comparer.compare(rowA, rowB);
    const odds = similarity === undefined ? undefined : oddsAt(similarity);
    return waterfallOf(model, rules, comparer.levels, odds);
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** From the overlaps of a city to what `feasibility.yaml` says of them. Changes nothing else in it. */
import type { Estimated } from '@koppel/feasibility';
import type { Document } from 'yaml';
import type { Feasibility } from '../feasibility/schema.ts';
import type { CityOverlap, OverlapEntry } from './city-overlap.ts';

/** A hidden figure counts for the largest that it can be, as in profiles; its limit stays. */
const hidden = { value: 9, low: 0 };

interface Recorded {
  readonly city: string;
  readonly one: string;
  readonly other: string;
  readonly persons: Estimated;
}

/** A register that two owners of a city deliver has no one overlap; the evidence tells both. */
export function recordable({ city, sketches, pairs }: CityOverlap): Recorded[] {
  const isAlone = (name: string): boolean =>
    sketches.filter(({ register }) => register === name).length === 1;
  return pairs.flatMap(({ registers, persons, atMost = 9 }: OverlapEntry) => {
    const [one, other] = registers.map(({ register }) => register) as [string, string];
    if (!isAlone(one) || !isAlone(other)) return [];
    return [
      { city, one, other, persons: persons === '<10' ? { ...hidden, high: atMost } : persons },
    ];
  });
}

function placeOf(overlaps: Feasibility['overlaps'], pair: Recorded): number {
  return overlaps.findIndex(
    ({ city, one, other }) =>
      city === pair.city &&
      [`${one} ${other}`, `${other} ${one}`].includes(`${pair.one} ${pair.other}`),
  );
}

/** Pairs of which nobody has said how many persons are wanted. */
export function withoutWanted(
  feasibility: Feasibility,
  pairs: readonly Recorded[],
): readonly Recorded[] {
  return pairs.filter((pair) => placeOf(feasibility.overlaps, pair) < 0);
}

/** Sets persons and evidence of each pair; a new pair comes in where `wanted` is given. */
export function recordOverlaps(
  document: Document,
  feasibility: Feasibility,
  pairs: readonly Recorded[],
  { name, wanted }: { readonly name: string; readonly wanted: number | undefined },
): void {
  for (const pair of pairs) {
    const at = placeOf(feasibility.overlaps, pair);
    if (at >= 0) {
      const known = feasibility.overlaps[at]!;
      const same =
        JSON.stringify([known.persons, known.evidence]) === JSON.stringify([pair.persons, [name]]);
      if (same) continue;
      document.setIn(['overlaps', at, 'persons'], document.createNode(pair.persons));
      document.setIn(['overlaps', at, 'evidence'], document.createNode([name]));
    } else if (wanted !== undefined) {
      const node = document.createNode({ ...pair, wanted, evidence: [name] });
      if (document.getIn(['overlaps', 0]) === undefined) {
        document.set('overlaps', document.createNode([]));
      }
      document.addIn(['overlaps'], node);
    }
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What happened to records between two linkages, and to records that they were paired with: the
 * reasons that are told of clusters which are no longer what they were. Columns of bits. Pure.
 */
import type { RecordPairs } from '../quality/records.ts';
import { reasons as allReasons, type Reason } from './changes.ts';
import type { DecisionIndex } from './decisions.ts';
import { ABSENT, fates, type MetRecords } from './met-records.ts';

/** A reason as a bit, so that several are one number. */
export const bitOf = (reason: Reason): number => 1 << allReasons.indexOf(reason);

/** One of the two linkages. */
export interface LinkageSide {
  /** At or above its threshold. Ends are records numbered over its sources as they were given. */
  readonly pairs: RecordPairs;
  /** Per record, so numbered, its cluster; below the number of records. */
  readonly cluster: Uint32Array;
  readonly decisions: DecisionIndex;
}

/** In which order records lose the pairs that they had; who keeps them comes last. */
const LOSES = { changed: 0, reconsidered: 1, retracted: 2, never: 3 } as const;
const LOSES_BY = [bitOf('changed'), bitOf('threshold'), bitOf('retracted')];

/** Calls `visit` with every decision of two records that are of a linkage, one way and the other. */
export function eachDecided(
  index: DecisionIndex,
  met: MetRecords,
  visit: (record: number, other: number, verdict: 'same' | 'different') => void,
): void {
  for (const [id, others] of index) {
    const record = met.find(id);
    if (record === ABSENT) continue;
    for (const [name, verdict] of others) {
      const other = met.find(name);
      if (other !== ABSENT) visit(record, other, verdict);
    }
  }
}

/** Records about which something else is decided now than before. */
function* reviewed(before: DecisionIndex, now: DecisionIndex): Generator<string> {
  for (const [id, others] of now) {
    const known = before.get(id);
    for (const [other, verdict] of others) if (known?.get(other) !== verdict) yield id;
  }
  for (const [id, others] of before) {
    const kept = now.get(id);
    for (const other of others.keys()) if (kept?.has(other) !== true) yield id;
  }
}

/**
 * Per record the reasons, as bits, for which its component is decided anew.
 * @param moved the threshold is another one, or fields weigh otherwise: everyone is considered anew
 */
export function marksOf(
  met: MetRecords,
  before: Pick<LinkageSide, 'pairs' | 'decisions'>,
  now: Pick<LinkageSide, 'decisions'>,
  moved: boolean,
): Uint8Array {
  const { fate } = met;
  const marks = new Uint8Array(met.count);
  const kept = moved ? LOSES.reconsidered : LOSES.never;
  const loses = [kept, LOSES.changed, LOSES.never, LOSES.retracted];
  const own = [
    moved ? bitOf('threshold') : 0,
    bitOf('changed'),
    bitOf('added'),
    bitOf('retracted'),
  ];
  fate.forEach((one, record) => {
    marks[record] = own[one]!;
  });
  const { left, right } = before.pairs;
  for (let pair = 0; pair < left.length; pair++) {
    const [one, other] = [met.before[left[pair]!]!, met.before[right[pair]!]!];
    const [first, second] = [loses[fate[one]!]!, loses[fate[other]!]!];
    // A pair is lost once, by whoever loses pairs first: that is what happened to the other one.
    if (first < second) marks[other]! |= LOSES_BY[first]!;
    if (second < first) marks[one]! |= LOSES_BY[second]!;
  }
  eachDecided(before.decisions, met, (record, other, verdict) => {
    const wasThere = fate[record] === fates.retracted && fate[other] !== fates.added;
    if (wasThere && verdict === 'same') marks[other]! |= bitOf('retracted');
  });
  for (const id of reviewed(before.decisions, now.decisions)) {
    const record = met.find(id);
    if (record !== ABSENT) marks[record]! |= bitOf('reviewed');
  }
  return marks;
}

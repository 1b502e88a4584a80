// SPDX-License-Identifier: EUPL-1.2
/** What is different between a register now and what was delivered of it: two sorted lists, merged. */
import { tokenBytes } from './rows/layout.ts';
import { entryBytes } from './record-digest.ts';

export interface ChangeCounts {
  added: number;
  changed: number;
  removed: number;
}

/** Positions in the list of now (records to send) or, as `-1 - position`, in the one before. */
export type Changes = Int32Array;

/** The entry before which `changes` names a removal, and the one now which it names otherwise. */
export function removedEntry(change: number): number | undefined {
  return change < 0 ? -1 - change : undefined;
}

/**
 * The differences between two lists of entries that are sorted by token, in the order of tokens.
 * Adds to `counts`.
 */
export function findChanges(before: Buffer, now: Buffer, counts: ChangeCounts): Changes {
  const countBefore = before.length / entryBytes;
  const countNow = now.length / entryBytes;
  const changes = new Int32Array(countBefore + countNow);
  let found = 0;
  let left = 0;
  let right = 0;
  while (left < countBefore || right < countNow) {
    const order = compareAt(before, left, countBefore, now, right, countNow);
    if (order < 0) {
      changes[found++] = -1 - left;
      counts.removed += 1;
    } else if (order > 0) {
      changes[found++] = right;
      counts.added += 1;
    } else if (!sameEntry(before, left, now, right)) {
      changes[found++] = right;
      counts.changed += 1;
    }
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
  return changes.subarray(0, found);
}

/** Compares tokens; a list that has ended comes after all. */
function compareAt(
  before: Buffer,
  left: number,
  countBefore: number,
  now: Buffer,
  right: number,
  countNow: number,
): number {
  if (left === countBefore) return 1;
  if (right === countNow) return -1;
  const a = left * entryBytes;
  const b = right * entryBytes;
  return before.compare(now, b, b + tokenBytes, a, a + tokenBytes);
}

function sameEntry(before: Buffer, left: number, now: Buffer, right: number): boolean {
  const a = left * entryBytes;
  const b = right * entryBytes;
  return before.compare(now, b, b + entryBytes, a, a + entryBytes) === 0;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Which runs make up a register: a full run, and after it runs of changes that each name the run
 * they change. Linkage unit and researcher follow the same chain from the same run, each on its own
 * lane, so that both arrive at the same records. An owner is not trusted to name a sensible base.
 */
import { KoppelError } from '@koppel/errors';
import { isFullRun, type BatchHeader } from './batch.ts';
import { equalBytes } from './bytes.ts';
import { rowKinds } from './row-kind.ts';

/** The place of a run among the runs of its register. */
export type RunPlace = Pick<BatchHeader, 'run' | 'runOrdinal' | 'base'>;

export type Chain<T extends RunPlace> =
  /** From the full run to the run that was asked for, in the order in which they apply. */
  | { readonly state: 'whole'; readonly runs: readonly T[] }
  /** A run that the chain needs is not there (yet): its identity, 16 bytes. */
  | { readonly state: 'waiting'; readonly base: Uint8Array }
  /** A run of the chain changes one that does not come before it: no arrival mends that. */
  | { readonly state: 'impossible' };

/**
 * Follows a run to the full run that it rests on. `find` gives the run of an identity in the same
 * register of the same owner, if it is there. Ordinals must fall along the way, so there is an end.
 */
export function followChain<T extends RunPlace>(
  head: T,
  find: (run: Uint8Array) => T | undefined,
): Chain<T> {
  const runs = [head];
  for (let last = head; !isFullRun(last);) {
    const base = find(last.base);
    if (base === undefined) return { state: 'waiting', base: last.base };
    if (base.runOrdinal >= last.runOrdinal) return { state: 'impossible' };
    runs.push(base);
    last = base;
  }
  return { state: 'whole', runs: runs.reverse() };
}

/** True when both give the run the same place and length, as all batches of one run must. */
export function sameRunPlace(
  one: RunPlace & Pick<BatchHeader, 'batches'>,
  other: RunPlace & Pick<BatchHeader, 'batches'>,
): boolean {
  return (
    one.runOrdinal === other.runOrdinal &&
    one.batches === other.batches &&
    equalBytes(one.base, other.base)
  );
}

/** Throws CONTRACT_BASE when a full run retracts a record: there is nothing that it changes. */
export function checkRetractable(
  batch: Pick<BatchHeader, 'base' | 'owner'>,
  kinds: Uint8Array,
): void {
  if (isFullRun(batch) && kinds.includes(rowKinds.retraction)) {
    throw new KoppelError('CONTRACT_BASE', { field: batch.owner });
  }
}

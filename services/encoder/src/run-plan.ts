// SPDX-License-Identifier: EUPL-1.2
/** Decides what a run sends: nothing, the whole register, or what changed since the last one. */
import { sameBytes } from './bytes.ts';
import type { ChangeCounts } from './changes.ts';
import type { LoggedRun, RunName } from './run-log.ts';

/** Why the whole register goes although some of it was delivered before. */
export type FullReason =
  'first' | 'asked' | 'baseRefused' | 'snapshotMissing' | 'snapshotDamaged' | 'manyChanges';

export type RunPlan =
  /** The last complete run has this very content. */
  | { readonly send: 'nothing'; readonly run: LoggedRun }
  /** Too few changes to leave now. */
  | { readonly send: 'later' }
  | { readonly send: 'whole'; readonly run: RunName; readonly reason: FullReason }
  | { readonly send: 'changes'; readonly run: RunName };

export interface PlanInput {
  readonly runs: readonly LoggedRun[];
  /** Records that the register has now. */
  readonly records: number;
  /** The identity that this content has at a place among the runs. */
  readonly identityOf: (ordinal: number, base: Uint8Array) => Uint8Array;
  /** The run of which there is a snapshot, and what changed since; or why there is none. */
  readonly snapshot:
    { readonly run: Uint8Array; readonly changes: Readonly<ChangeCounts> } | 'missing' | 'damaged';
  /** Whether the linkage unit refused a run or what it rests on, so that no change to it is of use. */
  readonly refused: (run: LoggedRun) => boolean;
  readonly minimumChanges: number;
  readonly full: boolean;
  readonly releaseNow: boolean;
}

export const noBase: Uint8Array = new Uint8Array(16);

/** The run with the highest ordinal; of equals the one that came last. */
export function newestRun(runs: readonly LoggedRun[]): LoggedRun | undefined {
  return runs.reduce<LoggedRun | undefined>(
    (best, run) => (best === undefined || run.ordinal >= best.ordinal ? run : best),
    undefined,
  );
}

function total({ added, changed, removed }: Readonly<ChangeCounts>): number {
  return added + changed + removed;
}

/** The changes since the run `base`, when the snapshot is of that run. */
function changesSince(base: Uint8Array, { snapshot }: PlanInput) {
  if (typeof snapshot === 'string' || !sameBytes(snapshot.run, base)) return undefined;
  return snapshot.changes;
}

function hasThisContent({ identity, ordinal, base }: RunName, { identityOf }: PlanInput): boolean {
  return sameBytes(identity, identityOf(ordinal, base));
}

/**
 * Whether this very content was refused, sent again and refused again: a third time would end alike,
 * and a schedule would fill the log with it.
 */
export function isRefusedAgain(input: PlanInput): boolean {
  const { runs, full, refused } = input;
  const last = newestRun(runs);
  if (full || last === undefined || !hasThisContent(last, input)) return false;
  return runs.filter((run) => hasThisContent(run, input) && refused(run)).length > 1;
}

/**
 * A run of the same content as the newest on the log is that run: it is there, or is gone on with.
 * So a crash at any point is repaired by running again. Other content is a run of its own, on the
 * newest complete one. See docs/adr/0014.
 */
export function planRun(input: PlanInput): RunPlan {
  const { runs, full, refused } = input;
  const last = newestRun(runs);
  if (last !== undefined && hasThisContent(last, input) && !refused(last)) {
    const isFull = sameBytes(last.base, noBase);
    if (last.complete && !full) return { send: 'nothing', run: last };
    if (!last.complete && isFull) return { send: 'whole', run: last, reason: 'first' };
    if (!last.complete && !full && changesSince(last.base, input) !== undefined) {
      return { send: 'changes', run: last };
    }
  }
  return planNewRun(input, last);
}

function planNewRun(input: PlanInput, last: LoggedRun | undefined): RunPlan {
  const { runs, records, identityOf, snapshot } = input;
  const ordinal = last === undefined ? 0 : last.ordinal + 1;
  const runOn = (base: Uint8Array): RunName => ({
    identity: identityOf(ordinal, base),
    ordinal,
    base,
  });
  const whole = (reason: FullReason): RunPlan => ({ send: 'whole', run: runOn(noBase), reason });
  const base = newestRun(runs.filter(({ complete }) => complete));
  if (base === undefined) return whole('first');
  if (input.full) return whole('asked');
  if (input.refused(base)) return whole('baseRefused');
  const changes = changesSince(base.identity, input);
  if (changes === undefined) {
    return whole(snapshot === 'damaged' ? 'snapshotDamaged' : 'snapshotMissing');
  }
  const count = total(changes);
  if (count === 0) return { send: 'nothing', run: base };
  if (count >= records) return whole('manyChanges');
  if (count < input.minimumChanges && !input.releaseNow) return { send: 'later' };
  return { send: 'changes', run: runOn(base.identity) };
}

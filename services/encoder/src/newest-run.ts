// SPDX-License-Identifier: EUPL-1.2
/** How the newest run of a register fares at the linkage unit: taken, refused, or not answered yet. */
import type { ErrorCode } from '@koppel/errors';
import type { Answers } from './answers.ts';
import type { LoggedRun } from './run-log.ts';
import { newestRun } from './run-plan.ts';

export interface NewestRun {
  readonly register: string;
  /** Undefined when nothing of this register is on the log. */
  readonly run: LoggedRun | undefined;
  /** Batches of the run that were taken, refused, and not answered yet; and those not on the log. */
  readonly accepted: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly notSent: number;
  /** Why it is of no use: its own refusals, or those of a run that it rests on. Most first. */
  readonly refusals: readonly { readonly code: ErrorCode; readonly batches: number }[];
  readonly verdict: 'none' | 'waiting' | 'accepted' | 'refused';
}

/** @param runs those of the register on the lane of identifiers: payload is not answered */
export function newestRunOf(
  register: string,
  runs: readonly LoggedRun[],
  answers: Answers,
): NewestRun {
  const run = newestRun(runs);
  const none = { accepted: 0, refused: 0, unanswered: 0, notSent: 0, refusals: [] };
  if (run === undefined) return { register, run, ...none, verdict: 'none' };
  const own = answers.of(register, run.identity);
  const there = [...run.sequences.get('identifiers')!];
  const accepted = there.filter((sequence) => own.accepts(sequence)).length;
  const refusedOnes = new Set(own.refusals().map(({ sequence }) => sequence));
  const refused = there.filter((sequence) => refusedOnes.has(sequence)).length;
  const unanswered = there.length - accepted - refused;
  const notSent = run.batches - there.length;
  const byCode = Map.groupBy(answers.refusalsOf(register, run, runs), ({ code }) => code);
  const refusals = [...byCode]
    .map(([code, list]) => ({ code, batches: list.filter((one) => one.sequence !== 'run').length }))
    .sort((one, other) => other.batches - one.batches || (one.code < other.code ? -1 : 1));
  const isDone = unanswered + notSent === 0;
  const verdict = refusals.length > 0 ? 'refused' : isDone ? 'accepted' : 'waiting';
  return { register, run, accepted, refused, unanswered, notSent, refusals, verdict };
}

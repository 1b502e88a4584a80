// SPDX-License-Identifier: EUPL-1.2
/** Runs of a register as a state holds them, of records that a number stands for. For tests only. */
import { rowKinds } from '@koppel/wire';
import type { LinkageState, StoredBatch } from '../state.ts';
import { capacity, filterBytes, runName } from './study.ts';

/** A row: the number of a record, and its value 0–255, or undefined where it is retracted. */
export type HistoryRow = readonly [record: number, value: number | undefined];

export interface HistoryRun {
  readonly owner?: string;
  readonly register?: string;
  /** Its place among the runs, and its name. */
  readonly ordinal: number;
  /** Another name than that of its ordinal. */
  readonly run?: Uint8Array;
  /** The ordinal, or the name, of the run that it changes; left out for a full run. */
  readonly base?: number | Uint8Array;
  readonly rows: readonly HistoryRow[];
}

export function nameOfRun(ordinal: number): Uint8Array {
  return runName(ordinal + 1);
}

export function tokenOf(record: number): Uint8Array {
  return new Uint8Array(16).fill(record + 1);
}

/** All batches of a run, each of `size` rows but the last. */
export function batchesOfRun(
  { rows, ordinal, ...plan }: HistoryRun,
  size = capacity,
): StoredBatch[] {
  const { owner = 'north', register = 'population', run = nameOfRun(ordinal) } = plan;
  const base = typeof plan.base === 'number' ? nameOfRun(plan.base) : plan.base;
  const batches = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: batches }, (_, sequence) => {
    const here = rows.slice(sequence * size, (sequence + 1) * size);
    const tokens = new Uint8Array(here.length * 16);
    const filters = new Uint8Array(here.length * filterBytes);
    here.forEach(([record, value], at) => {
      tokens.set(tokenOf(record), at * 16);
      filters.fill(value ?? 0, at * filterBytes, (at + 1) * filterBytes);
    });
    return {
      owner, register, run, runOrdinal: ordinal, base: base ?? new Uint8Array(16), sequence,
      batches, count: here.length, tokens, filters,
      kinds: Uint8Array.from(here, ([, value]) =>
        value === undefined ? rowKinds.retraction : rowKinds.record),
    }; // prettier-ignore
  });
}

/** Stores batches as one stretch of a topic. */
export function arrive(state: LinkageState, ...accepted: readonly StoredBatch[]): void {
  state.store({ topic: 'any', next: 0, accepted, refused: [] });
}

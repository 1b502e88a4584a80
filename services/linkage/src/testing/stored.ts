// SPDX-License-Identifier: EUPL-1.2
/** Batches read back from a state, with all their content. For tests only. */
import type { BatchEntry, BatchIdentity, LinkageState, RunName, StoredBatch } from '../state.ts';

function withContent(state: LinkageState, entry: BatchEntry): StoredBatch {
  const { owner, register, run, runOrdinal, base, sequence, batches, count } = entry;
  const head = { owner, register, run, runOrdinal, base, sequence, batches, count };
  const rows = state.rowsOf(entry);
  const filters = new Uint8Array(entry.filterBytes);
  state.readFilters(entry, filters);
  return { ...head, ...rows, filters };
}

export function storedBatch(state: LinkageState, batch: BatchIdentity): StoredBatch | undefined {
  const entry = state.find(batch);
  return entry === undefined ? undefined : withContent(state, entry);
}

export function storedBatches(state: LinkageState, run: RunName): StoredBatch[] {
  return state.batchesOf(run).map((entry) => withContent(state, entry));
}

// SPDX-License-Identifier: EUPL-1.2
/** What a search needs of memory, and whether it is there: asked before anything is allocated. */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from './filter-set.ts';

/** Of a thread: the engine, its code, and a counter with the lists or table of a tile. */
const THREAD_BYTES = 48 * 2 ** 20;
/** Per filter of each set: its popcount and row, and its run of candidates. */
const ROW_BYTES = 16;

interface Stored {
  readonly bits: number;
  readonly words: Uint32Array;
}

/** Bytes beside the sets themselves and the pairs that are found. */
export function memoryFor(
  counts: { readonly queries: number; readonly candidates: number },
  { bits, words }: Stored,
  threads: number,
): number {
  const filters = counts.queries + counts.candidates;
  const isShared = words.buffer instanceof SharedArrayBuffer;
  // Threads read a copy that all of them share, unless the sets lie in such memory already.
  const copies = threads > 1 && !isShared ? filters * (bits / 8) : 0;
  return copies + filters * ROW_BYTES + threads * THREAD_BYTES;
}

/**
 * @param available bytes that may be used; by default what the system says is free for this process
 * @throws KERNEL_MEMORY
 */
export function checkMemory(
  queries: FilterSet,
  candidates: FilterSet,
  threads: number,
  available: number = process.availableMemory(),
): void {
  const counts = { queries: queries.count, candidates: candidates.count };
  const words = new Uint32Array(queries.filters.buffer, 0, 0);
  if (memoryFor(counts, { bits: queries.bytes * 8, words }, threads) > available) {
    throw new KoppelError('KERNEL_MEMORY');
  }
}

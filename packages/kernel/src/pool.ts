// SPDX-License-Identifier: EUPL-1.2
/** Runs tiles of a plan: in this thread, or over worker threads that share its memory. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { KoppelError } from '@koppel/errors';
import type { HitColumns } from './hits.ts';
import { ClassSearch } from './mutual/class-search.ts';
import { searcherOf, shareAny, type AnyPlan } from './searcher.ts';

/** Places in the control words that all threads see. */
export const NEXT_TILE = 0;
export const STOP = 1;
/** Lots of hits that were posted and not yet dealt with. */
export const WAITING = 2;

/** In the place of a tile: hits of candidates, which a thread keeps until it has no more tiles. */
export const BACK = 0xffff_ffff;

/** A thread waits rather than have more lots than this wait: memory must not fill up with them. */
export const MOST_WAITING = 64;

export interface ToWorker {
  readonly plan: AnyPlan;
  /** Numbers of the tiles to do, in this order. */
  readonly todo: Uint32Array;
  readonly control: Int32Array;
}

export type FromWorker =
  | { readonly tile: number; readonly hits: HitColumns }
  | { readonly tile: number; readonly work: number }
  | { readonly done: true };

/** What the caller wants to be told, and how it can stop a run. */
export interface Watch {
  readonly onHits: (tile: number, hits: HitColumns) => void;
  /** A tile is done: all of its hits have been told. */
  readonly onTile: (tile: number, lanes: number) => void;
  readonly signal: AbortSignal | undefined;
}

const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/**
 * Runs tiles in this thread, giving way to other work after every one.
 * @throws KERNEL_CANCELLED, or what `watch` throws
 */
export async function runHere(
  plan: AnyPlan,
  todo: Iterable<number>,
  { onHits, onTile, signal }: Watch,
): Promise<void> {
  const search = searcherOf(plan);
  for (const tile of todo) {
    await setImmediate();
    if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
    const drain = (hits: HitColumns): void => {
      onHits(tile, hits);
    };
    onTile(
      tile,
      search.run(plan.tiles[tile]!, drain, () => false),
    );
  }
  if (!(search instanceof ClassSearch)) return;
  const hand = (tile: number) => (hits: HitColumns) => {
    onHits(tile, hits);
  };
  search.finish(hand(0), hand(BACK));
}

/**
 * Runs tiles over threads. When one dies, or `watch` throws, or the signal fires, all are ended.
 * @throws KERNEL_CANCELLED, KERNEL_WORKER_LOST, or what `watch` throws
 */
export async function runThreads(
  plan: AnyPlan,
  todo: Uint32Array,
  threads: number,
  { onHits, onTile, signal }: Watch,
  workerFile: URL = WORKER_FILE,
): Promise<void> {
  if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
  const control = new Int32Array(new SharedArrayBuffer(12));
  const workerData: ToWorker = { plan: shareAny(plan), todo, control };
  const workers = Array.from({ length: threads }, () => new Worker(workerFile, { workerData }));
  const outcome = Promise.withResolvers<undefined>();
  const cancel = (): void => {
    outcome.reject(new KoppelError('KERNEL_CANCELLED'));
  };
  const lost = (): void => {
    outcome.reject(new KoppelError('KERNEL_WORKER_LOST'));
  };
  let [running, ended] = [threads, false];
  const receive = (message: FromWorker): void => {
    if ('hits' in message) {
      onHits(message.tile, message.hits);
      Atomics.sub(control, WAITING, 1);
      Atomics.notify(control, WAITING);
    } else if ('work' in message) onTile(message.tile, message.work);
    else if (--running === 0) outcome.resolve(undefined);
  };
  for (const worker of workers) {
    let finished = false;
    worker.on('message', (message: FromWorker) => {
      finished ||= 'done' in message;
      // What still lies in the queue of a run that has ended is nobody's.
      if (ended) return;
      try {
        receive(message);
      } catch (thrown) {
        ended = true;
        outcome.reject(thrown);
      }
    });
    worker.on('error', lost);
    worker.on('exit', () => {
      if (!finished) lost();
    });
  }
  signal?.addEventListener('abort', cancel);
  try {
    await outcome.promise;
  } finally {
    ended = true;
    signal?.removeEventListener('abort', cancel);
    Atomics.store(control, STOP, 1);
    Atomics.notify(control, WAITING);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

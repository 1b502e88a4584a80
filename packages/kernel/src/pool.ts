// SPDX-License-Identifier: EUPL-1.2
/** Runs a plan: in this thread, or over worker threads that share its memory. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { KoppelError } from '@koppel/errors';
import { sharePlan, type Plan } from './plan.ts';
import type { HitColumns } from './hits.ts';
import { searcherOf } from './searcher.ts';

/** Places in the control words that all threads see. */
export const NEXT_TILE = 0;
export const STOP = 1;

export interface ToWorker {
  readonly plan: Plan;
  readonly control: Int32Array;
}

export type FromWorker =
  { readonly hits: HitColumns } | { readonly work: number } | { readonly done: true };

/** What the caller wants to be told, and how it can stop a run. */
export interface Watch {
  readonly onHits: (hits: HitColumns) => void;
  readonly onWork: (lanes: number) => void;
  readonly signal: AbortSignal | undefined;
}

const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/**
 * Runs a plan in this thread, giving way to other work after every tile.
 * @throws KERNEL_CANCELLED, or what `onHits` throws
 */
export async function runHere(plan: Plan, { onHits, onWork, signal }: Watch): Promise<void> {
  const search = searcherOf(plan);
  for (const tile of plan.tiles) {
    await setImmediate();
    if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
    onWork(search.run(tile, onHits, () => false));
  }
}

/**
 * Runs a plan over threads. When one dies, or `onHits` throws, or the signal fires, all are ended.
 * @throws KERNEL_CANCELLED, KERNEL_WORKER_LOST, or what `onHits` throws
 */
export async function runThreads(
  plan: Plan,
  threads: number,
  { onHits, onWork, signal }: Watch,
  workerFile: URL = WORKER_FILE,
): Promise<void> {
  const control = new Int32Array(new SharedArrayBuffer(8));
  const workerData: ToWorker = { plan: sharePlan(plan), control };
  const workers = Array.from({ length: threads }, () => new Worker(workerFile, { workerData }));
  const outcome = Promise.withResolvers<undefined>();
  const cancel = (): void => {
    outcome.reject(new KoppelError('KERNEL_CANCELLED'));
  };
  const lost = (): void => {
    outcome.reject(new KoppelError('KERNEL_WORKER_LOST'));
  };
  let running = threads;
  const receive = (message: FromWorker): void => {
    if ('hits' in message) onHits(message.hits);
    else if ('work' in message) onWork(message.work);
    else if (--running === 0) outcome.resolve(undefined);
  };
  for (const worker of workers) {
    let finished = false;
    worker.on('message', (message: FromWorker) => {
      finished ||= 'done' in message;
      try {
        receive(message);
      } catch (thrown) {
        outcome.reject(thrown);
      }
    });
    worker.on('error', lost);
    worker.on('exit', () => {
      if (!finished) lost();
    });
  }
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted === true) cancel();
  try {
    await outcome.promise;
  } finally {
    signal?.removeEventListener('abort', cancel);
    Atomics.store(control, STOP, 1);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Joins tables in this thread, or over worker threads that share the filters. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { KoppelError } from '@koppel/errors';
import type { HitColumns } from '../hits.ts';
import type { JoinPlan, Table, TableCost } from './sides.ts';
import { TableJoin } from './table-join.ts';

/** Places in the control words that all threads see. */
export const NEXT_TABLE = 0;
export const STOP = 1;

export interface JoinTask {
  readonly plan: JoinPlan;
  readonly longestKey: number;
  readonly control: Int32Array;
}

export interface ToJoiner {
  readonly tables: readonly Table[];
}

export type FromJoiner =
  { readonly hits: HitColumns } | { readonly cost: TableCost } | { readonly done: true };

export interface Receiver {
  readonly onHits: (hits: HitColumns) => void;
  readonly onTable: (cost: TableCost) => void;
}

/** Something that joins tables, a round at a time. */
export interface Joiner {
  /** @throws KERNEL_CANCELLED, KERNEL_WORKER_LOST, or what the receiver throws */
  readonly join: (tables: readonly Table[], receiver: Receiver) => Promise<void>;
  readonly close: () => Promise<void>;
}

const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/** In this thread, giving way to other work after every table. */
export function joinHere(plan: JoinPlan, longestKey: number, signal?: AbortSignal): Joiner {
  const join = new TableJoin(plan, longestKey);
  return {
    async join(tables, { onHits, onTable }) {
      for (const table of tables) {
        await setImmediate();
        if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
        onTable(join.run(table, onHits, () => false));
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Over threads, which live until `close`. When one dies or the signal fires, a round fails. */
export function joinThreads(
  plan: JoinPlan,
  longestKey: number,
  threads: number,
  signal?: AbortSignal,
  workerFile: URL = WORKER_FILE,
): Joiner {
  const control = new Int32Array(new SharedArrayBuffer(8));
  const workerData: JoinTask = { plan, longestKey, control };
  const workers = Array.from({ length: threads }, () => new Worker(workerFile, { workerData }));
  const failure = Promise.withResolvers<never>();
  // It may fail between rounds, when nobody waits for it.
  failure.promise.catch(() => undefined);
  let receive: (message: FromJoiner) => void = () => undefined;
  const cancel = (): void => {
    failure.reject(new KoppelError('KERNEL_CANCELLED'));
  };
  const lost = (): void => {
    failure.reject(new KoppelError('KERNEL_WORKER_LOST'));
  };
  for (const worker of workers) {
    worker.on('message', (message: FromJoiner) => {
      try {
        receive(message);
      } catch (thrown) {
        failure.reject(thrown);
      }
    });
    worker.on('error', lost);
    worker.on('exit', lost);
  }
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted === true) cancel();
  return {
    async join(tables, { onHits, onTable }) {
      const round = Promise.withResolvers<undefined>();
      let running = threads;
      receive = (message) => {
        if ('hits' in message) onHits(message.hits);
        else if ('cost' in message) onTable(message.cost);
        else if (--running === 0) round.resolve(undefined);
      };
      Atomics.store(control, NEXT_TABLE, 0);
      const order: ToJoiner = { tables };
      for (const worker of workers) worker.postMessage(order);
      await Promise.race([round.promise, failure.promise]);
    },
    async close() {
      signal?.removeEventListener('abort', cancel);
      Atomics.store(control, STOP, 1);
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** One thread of an approximate search: takes tables from the round until none is left. */
import { parentPort, workerData } from 'node:worker_threads';
import { NEXT_TABLE, STOP, type FromJoiner, type JoinTask, type ToJoiner } from './pool.ts';
import { TableJoin } from './table-join.ts';

const { plan, longestKey, control } = workerData as JoinTask;
const post = (message: FromJoiner): void => {
  parentPort?.postMessage(message);
};
const stopped = (): boolean => Atomics.load(control, STOP) !== 0;

const join = new TableJoin(plan, longestKey);
parentPort?.on('message', ({ tables }: ToJoiner) => {
  for (;;) {
    const table = tables[Atomics.add(control, NEXT_TABLE, 1)];
    if (table === undefined || stopped()) break;
    const cost = join.run(
      table,
      (hits) => {
        post({ hits });
      },
      stopped,
    );
    post({ cost });
  }
  post({ done: true });
});

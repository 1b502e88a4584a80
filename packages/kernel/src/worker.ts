// SPDX-License-Identifier: EUPL-1.2
/** One search thread: takes tiles from the common counter until none is left, and posts its hits. */
import { parentPort, workerData } from 'node:worker_threads';
import { NEXT_TILE, STOP, type FromWorker, type ToWorker } from './pool.ts';
import { searcherOf } from './searcher.ts';

const { plan, control } = workerData as ToWorker;
const post = (message: FromWorker): void => {
  parentPort?.postMessage(message);
};
const stopped = (): boolean => Atomics.load(control, STOP) !== 0;

const search = searcherOf(plan);
for (;;) {
  const tile = plan.tiles[Atomics.add(control, NEXT_TILE, 1)];
  if (tile === undefined || stopped()) break;
  const work = search.run(
    tile,
    (hits) => {
      post({ hits });
    },
    stopped,
  );
  post({ work });
}
post({ done: true });

// SPDX-License-Identifier: EUPL-1.2
/** One search thread: takes tiles from the common list until none is left, and posts its hits. */
import { parentPort, workerData } from 'node:worker_threads';
import {
  BACK,
  MOST_WAITING,
  NEXT_TILE,
  STOP,
  WAITING,
  type FromWorker,
  type ToWorker,
} from './pool.ts';
import type { HitColumns } from './hits.ts';
import { ClassSearch } from './mutual/class-search.ts';
import { searcherOf } from './searcher.ts';

const { plan, todo, control } = workerData as ToWorker;
const post = (message: FromWorker): void => {
  parentPort?.postMessage(message);
};
const stopped = (): boolean => Atomics.load(control, STOP) !== 0;

/** Waits until the lots that were posted before have been dealt with, for the most part. */
function awaitTurn(): void {
  for (;;) {
    const waiting = Atomics.load(control, WAITING);
    if (waiting < MOST_WAITING || stopped()) return;
    Atomics.wait(control, WAITING, waiting, 100);
  }
}

/** Hands over hits of a tile. */
const hand =
  (tile: number) =>
  (hits: HitColumns): void => {
    awaitTurn();
    Atomics.add(control, WAITING, 1);
    post({ tile, hits });
  };

const search = searcherOf(plan);
for (;;) {
  const tile = todo[Atomics.add(control, NEXT_TILE, 1)];
  if (tile === undefined || stopped()) break;
  const work = search.run(plan.tiles[tile]!, hand(tile), stopped);
  // A tile that was broken off is not done.
  if (stopped()) break;
  post({ tile, work });
}
if (search instanceof ClassSearch && !stopped()) search.finish(hand(0), hand(BACK));
post({ done: true });

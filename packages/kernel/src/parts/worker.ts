// SPDX-License-Identifier: EUPL-1.2
/** One thread that searches parts of a search as they are asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { TableJoin } from '../approximate/table-join.ts';
import { joinHits, type HitColumns } from '../hits.ts';
import { searcherOf } from '../searcher.ts';
import type { FromPartWorker, PartTask, ToPartWorker } from './pool.ts';

const task = workerData as PartTask;
const never = (): boolean => false;

/** What searches one part and gives what a table cost. */
type SearchPart = (
  place: ToPartWorker['place'],
  drain: (hits: HitColumns) => void,
) => { readonly candidates: number; readonly skipped: number };

function searchOf(): SearchPart {
  if ('join' in task) {
    const join = new TableJoin(task.join, task.longestKey);
    return (place, drain) => {
      // A part gives all of its pairs, whatever this thread did before.
      join.forget();
      return join.run(place as never, drain, never);
    };
  }
  const search = searcherOf(task.plan);
  return (place, drain) => {
    search.run(place as never, drain, never);
    return { candidates: 0, skipped: 0 };
  };
}

const searchPart = searchOf();
parentPort?.on('message', ({ number, place }: ToPartWorker) => {
  const lots: HitColumns[] = [];
  const { candidates: met, skipped } = searchPart(place, (hits) => void lots.push(hits));
  const message: FromPartWorker = { number, found: { hits: joinHits(lots), met, skipped } };
  parentPort?.postMessage(message);
});

// SPDX-License-Identifier: EUPL-1.2
/**
 * The most similar of every code of two sets, both ways from one look at each pair, by Hamming
 * similarity. Exact: what `topMatches` gives from either side.
 */
import { availableParallelism } from 'node:os';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { checkMemory } from '../memory.ts';
import { BACK, type Watch } from '../pool.ts';
import { checkWorkers, runPlan, runTiles, threadsFor, type RunOptions } from '../run.ts';
import { checkTop, joinSorted } from '../search.ts';
import { TopRows } from '../top-rows.ts';
import { planMutual } from './plan.ts';

export interface MutualOptions extends Omit<RunOptions, 'similarity'> {
  /** Similarities below it are not reported; in (0, 1]. */
  readonly floor: number;
  /** Candidates of each code at most, 1–256. */
  readonly top: number;
  /**
   * Bytes that threads may hold of what they found; where they need more, each side is searched by
   * itself. By default half of what the system says is free.
   */
  readonly memory?: number;
}

export interface MutualHits {
  /** Of each code of the first set, sorted by (query, similarity descending, candidate). */
  readonly there: HitColumns;
  /** Of each code of the second set; absent within one. */
  readonly back?: HitColumns;
}

/** What several threads found for each code, joined: the best of all of them. */
class Joined {
  readonly #found: TopRows;
  readonly #count: number;

  constructor(count: number, top: number) {
    this.#found = new TopRows(count, top);
    this.#count = count;
  }

  add({ query, candidate, similarity }: HitColumns): void {
    query.forEach((row, at) => this.#found.offer(row, candidate[at]!, similarity[at]!));
  }

  columns(): HitColumns {
    let most = 0;
    for (let row = 0; row < this.#count; row++) this.#found.forEach(row, () => most++);
    const [query, candidate] = [new Uint32Array(most), new Uint32Array(most)];
    const similarity = new Float64Array(most);
    let at = 0;
    for (let row = 0; row < this.#count; row++) {
      this.#found.forEach(row, (other, alike) => {
        query[at] = row;
        candidate[at] = other;
        similarity[at++] = alike;
      });
    }
    return { query, candidate, similarity };
  }
}

/** Of one candidate its row and similarity, and of each code how many there are. */
const [FOUND_BYTES, COUNT_BYTES] = [12, 4];

/** The most similar of every query, in less memory and twice the time. */
async function oneWay(
  queries: FilterSet,
  candidates: FilterSet,
  { floor: threshold, top, ...options }: MutualOptions,
): Promise<HitColumns> {
  const plan = planMutual(queries, candidates, { kind: 'oneWay', threshold, top });
  const lots: HitColumns[] = [];
  await runPlan(plan, threadsFor(plan, options.workers), options, {
    onHits: (hits) => void lots.push(hits),
    count: () => undefined,
  });
  return joinSorted(lots, plan, true);
}

/** Progress within one of several equal shares. */
function shareOf({ onProgress }: MutualOptions, share: number, of: number) {
  if (onProgress === undefined) return {};
  return {
    onProgress: (done: number): void => {
      onProgress((share + done) / of);
    },
  };
}

/**
 * The `top` most similar of every code on either side, the lower row first among equals. The same set
 * twice is a set with itself: no code is its own candidate, and there is one side.
 * @throws KERNEL_TOP, KERNEL_LENGTH, KERNEL_THRESHOLD, KERNEL_WORKERS for what is asked; KERNEL_MEMORY,
 *   KERNEL_CANCELLED, KERNEL_WORKER_LOST
 */
export async function mutualMatches(
  a: FilterSet,
  b: FilterSet,
  options: MutualOptions,
): Promise<MutualHits> {
  const { floor: threshold, top, workers, onProgress, signal } = options;
  checkSets(a, b);
  checkThreshold(threshold);
  checkWorkers(workers);
  checkTop(top);
  checkMemory(a, b, workers ?? availableParallelism());
  const plan = planMutual(a, b, { kind: 'mutual', threshold, top });
  const threads = threadsFor(plan, workers);
  const codes = plan.within ? a.count : a.count + b.count;
  const bytes = (threads + 1) * codes * (top * FOUND_BYTES + COUNT_BYTES);
  if (bytes > (options.memory ?? process.availableMemory() / 2)) {
    const there = await oneWay(a, b, { ...options, ...shareOf(options, 0, plan.within ? 1 : 2) });
    if (plan.within) return { there };
    return { there, back: await oneWay(b, a, { ...options, ...shareOf(options, 1, 2) }) };
  }
  const there = new Joined(a.count, top);
  const back = plan.within ? undefined : new Joined(b.count, top);
  let work = 0;
  const watch: Watch = {
    onHits(tile, hits) {
      (tile === BACK ? back! : there).add(hits);
    },
    onTile(_, pairs) {
      work += pairs;
      if (work < plan.work) onProgress?.(work / plan.work);
    },
    signal,
  };
  const todo = Uint32Array.from(plan.tiles.keys());
  await runTiles(plan, todo, threads, watch);
  onProgress?.(1);
  return { there: there.columns(), ...(back === undefined ? {} : { back: back.columns() }) };
}

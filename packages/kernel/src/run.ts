// SPDX-License-Identifier: EUPL-1.2
/** Carries a plan out: tiles kept before first, then the others, in this thread or over several. */
import { availableParallelism } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { joinHits, type HitColumns } from './hits.ts';
import { tileWork } from './plan.ts';
import { pairsOfTile } from './mutual/plan.ts';
import { checkFound, type PartsElsewhere, type PartsQuestion } from './parts/question.ts';
import { runHere, runThreads, type Watch } from './pool.ts';
import { identityOf, keptTiles, readTile, type TileStore } from './resume.ts';
import type { AnyPlan } from './searcher.ts';
import { pairsOf } from './sequential/plan.ts';
import type { Similarity } from './similarity.ts';

export interface RunOptions {
  /** Absent is `dice`. */
  readonly similarity?: Similarity;
  /** Threads, 1–256; by default all that the machine offers, or 1 when there is little to do. */
  readonly workers?: number;
  /** Told the fraction of the work that is done, 0–1, ascending; 1 comes last. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the search with KERNEL_CANCELLED. */
  readonly signal?: AbortSignal;
}

const MAX_WORKERS = 256;
/** Below this much work (lanes counted) starting threads costs more than it saves. */
const WORK_FOR_THREADS = 1e9;

/** @throws KERNEL_WORKERS */
export function checkWorkers(workers: number | undefined): void {
  if (workers === undefined) return;
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS) {
    throw new KoppelError('KERNEL_WORKERS');
  }
}

/** The threads that a plan is carried out by. */
export function threadsFor({ work, tiles }: AnyPlan, workers: number | undefined): number {
  const all = work < WORK_FOR_THREADS ? 1 : availableParallelism();
  return Math.max(1, Math.min(workers ?? all, tiles.length));
}

/** The work of a tile, in the plan's own unit. */
function workAt(plan: AnyPlan, tile: number): number {
  if (plan.counter === 'classes') return pairsOfTile(plan, plan.tiles[tile]!);
  return plan.counter === 'votes' ? pairsOf(plan, plan.tiles[tile]!) : tileWork(plan, tile);
}

/** Searches tiles: in this thread where there is little to do, so that its loop never stands still for long. */
export function runTiles(
  plan: AnyPlan,
  todo: Uint32Array,
  threads: number,
  watch: Watch,
): Promise<void> {
  const isHere = todo.length === 0 || (threads === 1 && plan.work < WORK_FOR_THREADS);
  return isHere ? runHere(plan, todo, watch) : runThreads(plan, todo, threads, watch);
}

/** What happens to what a run finds. */
export interface Sink {
  /** Told lots of hits as they come: of all tiles mixed, but without a store none waits for its tile. */
  readonly onHits: (hits: HitColumns) => void;
  /** Called before `onHits` with the number of pairs found so far; throws to end the run. */
  readonly count: (pairs: number) => void;
  readonly resume?: TileStore | undefined;
  /** Others search the tiles; they keep what is done, and nothing is kept or searched here. */
  readonly shared?:
    { readonly elsewhere: PartsElsewhere; readonly question: PartsQuestion } | undefined;
}

/**
 * @param threads as `threadsFor` says
 * @throws KERNEL_CANCELLED, KERNEL_WORKER_LOST, KERNEL_KEPT_TILE, or what the sink or store throws
 */
export async function runPlan(
  plan: AnyPlan,
  threads: number,
  { onProgress, signal }: RunOptions,
  { onHits, count, resume, shared }: Sink,
): Promise<void> {
  let [pairs, work] = [0, 0];
  const found = (hits: HitColumns): void => {
    pairs += hits.query.length;
    count(pairs);
  };
  const done = (lanes: number): void => {
    work += lanes;
    if (work < plan.work) onProgress?.(work / plan.work);
  };
  if (shared !== undefined) {
    const { elsewhere, question } = shared;
    const job = { identity: identityOf(plan), question, from: 0, to: plan.tiles.length };
    const onPart = (tile: number, { hits }: { readonly hits: HitColumns }): void => {
      checkFound(hits, plan.counts);
      found(hits);
      onHits(hits);
      done(workAt(plan, tile));
    };
    await elsewhere.search(job, onPart, signal);
    onProgress?.(1);
    return;
  }
  const kept = resume === undefined ? new Set<number>() : keptTiles(plan, resume);
  if (resume !== undefined) {
    for (const tile of [...kept].sort((a, b) => a - b)) {
      if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
      const hits = readTile(resume, tile, plan.counts);
      found(hits);
      onHits(hits);
      done(workAt(plan, tile));
    }
  }
  const lots = new Map<number, HitColumns[]>();
  const watch: Watch = {
    onHits(tile, hits) {
      found(hits);
      if (resume === undefined) onHits(hits);
      else lots.set(tile, [...(lots.get(tile) ?? []), hits]);
    },
    onTile(tile, lanes) {
      if (resume !== undefined) {
        const hits = joinHits(lots.get(tile) ?? []);
        lots.delete(tile);
        resume.keep(tile, hits);
        onHits(hits);
      }
      done(lanes);
    },
    signal,
  };
  const todo = Uint32Array.from(plan.tiles.keys()).filter((tile) => !kept.has(tile));
  await runTiles(plan, todo, threads, watch);
  onProgress?.(1);
}

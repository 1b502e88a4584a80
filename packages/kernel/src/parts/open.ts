// SPDX-License-Identifier: EUPL-1.2
/**
 * The other side of a search that is done elsewhere: makes the parts of a question from the same two
 * sets, and searches those that are asked for. The filters are personal data and stay here.
 */
import { availableParallelism } from 'node:os';
import { KoppelError } from '@koppel/errors';
import { distinctOf } from '../approximate/distinct.ts';
import type { JoinPlan, Table } from '../approximate/sides.ts';
import { tablesFrom } from '../approximate/tables.ts';
import { checkSets, checkThreshold, type FilterSet } from '../filter-set.ts';
import { checkMemory } from '../memory.ts';
import { planAll, type Tile } from '../plan.ts';
import { identityOf } from '../resume.ts';
import { checkWorkers } from '../run.ts';
import { shareAny, type AnyPlan } from '../searcher.ts';
import { planVotes } from '../sequential/plan.ts';
import { planBestOf } from './best.ts';
import { PartPool, type PartTask } from './pool.ts';
import {
  identityOfTables,
  type FoundPart,
  type PartsQuestion,
  type TablesChoice,
} from './question.ts';

export interface OpenParts {
  /** That of the job, where sets, question and version of this package are the same. */
  readonly identity: string;
  /** @throws KERNEL_KEPT_TILE for a part that there is not; KERNEL_WORKER_LOST, KERNEL_CANCELLED */
  readonly search: (part: number) => Promise<FoundPart>;
  readonly close: () => Promise<void>;
}

/** More tables than any search asks for. */
const MOST_TABLES = 1_000_000;

interface Opened {
  readonly identity: string;
  readonly task: PartTask;
  readonly placeOf: (part: number) => Tile | Table | undefined;
}

function openPlan(plan: AnyPlan): Opened {
  const task = { plan: shareAny(plan) };
  return { identity: identityOf(plan), task, placeOf: (part) => plan.tiles[part] };
}

function openTables(
  queries: FilterSet,
  candidates: FilterSet,
  question: PartsQuestion,
  { seed, pool, keyBits, radius, sketch, sketchMost }: TablesChoice,
): Opened {
  const { similarity, threshold, within } = question;
  const left = distinctOf(queries, seed).side;
  const right = within ? left : distinctOf(candidates, seed).side;
  const join: JoinPlan = { similarity, threshold, within, left, right, radius, sketch, sketchMost };
  const endless = tablesFrom(pool, keyBits, seed);
  const tables: Table[] = [];
  const placeOf = (part: number): Table | undefined => {
    if (part >= MOST_TABLES) return undefined;
    while (tables.length <= part) tables.push(endless.next().value as Table);
    return tables[part];
  };
  const identity = identityOfTables(queries, candidates, question);
  return { identity, task: { join, longestKey: keyBits }, placeOf };
}

/** @throws KERNEL_KEPT_TILE where the question cannot be of these sets */
function opened(queries: FilterSet, candidates: FilterSet, question: PartsQuestion): Opened {
  const { similarity, threshold, within, way } = question;
  if (way.method === 'tables') return openTables(queries, candidates, question, way);
  if (way.method === 'best') {
    const sets = [queries, within ? queries : candidates] as const;
    return openPlan(planBestOf(...sets, { similarity, threshold, top: way.top }));
  }
  if (way.method === 'exact') {
    return openPlan(planAll(queries, candidates, { similarity, threshold }, within));
  }
  const { miss } = way;
  const request = { kind: 'all', threshold, miss, within, top: 0, self: undefined } as const;
  const plan = planVotes(queries, candidates, request);
  if (plan === undefined) throw new KoppelError('KERNEL_KEPT_TILE');
  return openPlan(plan);
}

/**
 * Opens the parts of a search.
 * @param workers threads, 1–256; by default all that the machine offers
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD, KERNEL_WORKERS, KERNEL_MEMORY, KERNEL_KEPT_TILE
 */
export function openParts(
  queries: FilterSet,
  candidates: FilterSet,
  question: PartsQuestion,
  workers?: number,
): OpenParts {
  checkSets(queries, candidates);
  checkThreshold(question.threshold);
  checkWorkers(workers);
  const threads = workers ?? availableParallelism();
  checkMemory(queries, candidates, threads);
  const { identity, task, placeOf } = opened(queries, candidates, question);
  const pool = new PartPool(task, threads);
  return {
    identity,
    async search(part) {
      const place = placeOf(part);
      if (place === undefined) throw new KoppelError('KERNEL_KEPT_TILE');
      return pool.search(part, place);
    },
    close: () => pool.close(),
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The two sets of a search, from a worker's own state: it takes in the batches from the log itself, as
 * the linkage unit's other programs do, and has them once it has come as far as the search asks.
 */
import { KoppelError } from '@koppel/errors';
import { openParts, type FilterSet, type OpenParts } from '@koppel/kernel';
import { orderSources, partOfCodes, type OrderedSource } from '@koppel/linkage';
import type { Study } from '@koppel/study';
import { topics, type WorkJob, type WorkSource } from '@koppel/wire';
import { gatherRun, type GatheredSource } from '../gather.ts';
import { chosenRun } from '../runs.ts';
import type { LinkageState } from '../state.ts';
import { readQuestion } from './question.ts';

export interface OwnSets {
  readonly study: Study;
  readonly state: LinkageState;
  /** Takes in what is on the log now. */
  readonly takeIn: () => Promise<void>;
  /** Threads. */
  readonly workers: number;
}

async function ownRun(
  { study, state, takeIn }: OwnSets,
  { owner, register, run, position }: WorkSource,
): Promise<GatheredSource> {
  const topic = topics(study.id).batches(owner);
  if (state.position(topic) < position) await takeIn();
  if (state.position(topic) < position) {
    throw new KoppelError('WORK_STATE_DIFFERS', { field: owner, rule: 'position' });
  }
  const chosen = chosenRun(study, state, { owner, register, run });
  if (chosen === undefined) {
    throw new KoppelError('WORK_STATE_DIFFERS', { field: `${owner}/${register}`, rule: 'run' });
  }
  return gatherRun(study, state, chosen);
}

/**
 * Opens the parts of a search over one's own sets.
 * @throws WORK_STATE_DIFFERS when the state has come as far and the runs are not there, WORK_OTHER_PLAN
 *   when the parts are not those that the search is about; STATE_*, KERNEL_*
 */
export async function openOwn(own: OwnSets, job: WorkJob): Promise<OpenParts> {
  const first = await ownRun(own, job.left);
  const sources = job.within ? [first] : [first, await ownRun(own, job.right)];
  // The order in which a linkage has them: the first is the one whose records are the queries.
  const ordered = orderSources(sources.map(({ encoded }) => encoded));
  const partOf = ({ set }: OrderedSource): FilterSet => partOfCodes(set, job.code, job.codes);
  const left = partOf(ordered[0]!);
  const right = job.within ? left : partOf(ordered.at(-1)!);
  const [queries, candidates] = job.turned ? [right, left] : [left, right];
  const open = openParts(queries, candidates, readQuestion(job), own.workers);
  if (open.identity === Buffer.from(job.identity).toString('hex')) return open;
  await open.close();
  throw new KoppelError('WORK_OTHER_PLAN');
}

// SPDX-License-Identifier: EUPL-1.2
/** The topics of a study. A name holds no dot, so two studies or owners never share a topic. */
import { KoppelError } from '@koppel/errors';
import { isName } from './names.ts';

export interface StudyTopics {
  /** Identifier batches of one owner, for the linkage unit. */
  readonly batches: (owner: string) => string;
  /** Payload batches of one owner, for the researcher. */
  readonly payload: (owner: string) => string;
  /** Answers to one owner's batches. */
  readonly receipts: (owner: string) => string;
  /** Looks that one owner is asked for, in a second round. */
  readonly lookRequests: (owner: string) => string;
  /** One owner's answers to them, and its refusals. */
  readonly lookAnswers: (owner: string) => string;
  /** Documents and decisions of the study, which every party reads. */
  readonly control: string;
  /** The key ceremony, between owners. */
  readonly ceremony: string;
  /** Batches of links and of events, for the researcher. */
  readonly links: string;
  /** Link results. */
  readonly results: string;
  /**
   * Between the linkage unit and its own workers: searches, their parts (this topic alone has several
   * partitions) and answers; and the consumer group that shares the parts.
   */
  readonly workJobs: string;
  readonly workParts: string;
  readonly workAnswers: string;
  readonly workers: string;
}

/** The topics of `study`, e.g. `koppel.<study>.batches.<owner>`. Throws WIRE_MALFORMED for a bad name. */
export function topics(study: string): StudyTopics {
  const base = `koppel.${checked('study', study)}`;
  const ofOwner = (purpose: string) => (owner: string) =>
    `${base}.${purpose}.${checked('owner', owner)}`;
  return {
    batches: ofOwner('batches'),
    payload: ofOwner('payload'),
    receipts: ofOwner('receipts'),
    lookRequests: ofOwner('look-requests'),
    lookAnswers: ofOwner('look-answers'),
    control: `${base}.control`,
    ceremony: `${base}.ceremony`,
    links: `${base}.links`,
    results: `${base}.results`,
    workJobs: `${base}.work-jobs`,
    workParts: `${base}.work-parts`,
    workAnswers: `${base}.work-answers`,
    workers: `${base}.workers`,
  };
}

function checked(field: string, name: string): string {
  if (!isName(name)) throw new KoppelError('WIRE_MALFORMED', { field, rule: 'range' });
  return name;
}

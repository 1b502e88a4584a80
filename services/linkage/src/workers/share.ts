// SPDX-License-Identifier: EUPL-1.2
/**
 * The side that shares out a search: tells what is to be searched, offers its parts to whoever is in
 * the group of workers, and folds the answers. All that it knows lies in the topics, so one that was
 * killed begins again and finds what is done. It searches nothing itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reporter } from '@koppel/console';
import { isKoppelError, KoppelError, type Language } from '@koppel/errors';
import type { FoundPart, PartsElsewhere, PartsJob } from '@koppel/kernel';
import type { CodeSearch } from '@koppel/linkage';
import { readAll, type LogPort, type WorkPort } from '@koppel/transport';
import {
  decodeWorkAnswer,
  encodeWorkPart,
  topics,
  type StudyTopics,
  type WorkJob,
  type WorkSource,
} from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import type { UnitSecrets } from '../unit-key.ts';
import { AnswerFold } from './answers.ts';
import { JobBoard } from './job-board.ts';
import { WorkPost } from './post.ts';
import { writeQuestion } from './question.ts';

export interface ShareOptions {
  readonly study: string;
  readonly specHash: Uint8Array;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly work: WorkPort;
  readonly reporter: Reporter;
  /** By the name that a linkage gives a source. */
  readonly sources: ReadonlyMap<string, WorkSource>;
}

/** Milliseconds between two looks for answers, and for another run that shares out work. */
const lookMs = 100;
const otherRunMs = 2000;
/** Milliseconds without a sign of any worker after which that is told. */
const silenceMs = 20_000;

const told: Readonly<Record<'alone' | 'workers', Record<Language, (count: number) => string>>> = {
  alone: {
    en: () =>
      'no worker has begun yet; start `koppel-linkage worker`, of this version and with this study',
    nl: () =>
      'nog geen werker is begonnen; start `koppel-linkage worker`, van deze versie en met deze studie',
  },
  workers: {
    en: (count) => `${String(count)} ${count === 1 ? 'worker is' : 'workers are'} at work`,
    nl: (count) => `${String(count)} ${count === 1 ? 'werker is' : 'werkers zijn'} bezig`,
  },
};

type OnPart = (part: number, found: FoundPart) => void;

/** One search that is shared out. */
class SharedSearch {
  readonly #options: ShareOptions;
  readonly #topics: StudyTopics;
  readonly #post: WorkPost;
  readonly #board: JobBoard;
  readonly #identity: Uint8Array;
  readonly #fold = new AnswerFold();
  readonly #job: PartsJob;
  readonly #codes: CodeSearch | undefined;
  readonly #onPart: OnPart;
  #open: number;
  /** Place in the topic of answers. */
  #next = 0;
  #place = -1;
  #lastSign = performance.now();
  #workers = 0;

  constructor(
    options: ShareOptions,
    post: WorkPost,
    board: JobBoard,
    { job, codes }: { readonly job: PartsJob; readonly codes: CodeSearch | undefined },
    onPart: OnPart,
  ) {
    this.#options = options;
    this.#topics = topics(options.study);
    this.#post = post;
    this.#board = board;
    this.#identity = new Uint8Array(Buffer.from(job.identity, 'hex'));
    this.#job = job;
    this.#codes = codes;
    this.#onPart = onPart;
    this.#open = job.to - job.from;
  }

  async run(left: WorkSource, right: WorkSource, signal: AbortSignal | undefined): Promise<void> {
    const { port } = this.#options;
    await this.#board.look();
    const before = this.#board.ofIdentity(this.#identity);
    const end = await port.end(this.#topics.workAnswers);
    const answersFrom = before.reduce((least, { job }) => Math.min(least, job.answersFrom), end);
    this.#next = answersFrom;
    await this.#readAnswers();
    if (this.#open === 0) return;
    const { question, from, to } = this.#job;
    const identity = this.#identity;
    const asked = writeQuestion(question, this.#codes);
    const job = { ...asked, identity, from, to, answersFrom, left, right };
    this.#place = await this.#board.add(job);
    try {
      const parts = Array.from({ length: to - from }, (_, at) => from + at);
      await this.#offer(parts.filter((part) => !this.#fold.isDone(part)));
      await this.#awaitAnswers(signal);
    } finally {
      await this.#end(job);
    }
  }

  async #offer(parts: readonly number[]): Promise<void> {
    const values: Uint8Array[] = [];
    for (const part of parts) {
      const block = encodeWorkPart({ job: this.#place, identity: this.#identity, part });
      values.push(await this.#post.wrap('parts', block));
    }
    await this.#options.work.offer(this.#topics.workParts, values);
  }

  async #awaitAnswers(signal: AbortSignal | undefined): Promise<void> {
    this.#lastSign = performance.now();
    let [silent, looked] = [false, performance.now()];
    for (;;) {
      const again = await this.#readAnswers();
      if (this.#open === 0) return;
      if (signal?.aborted === true) throw new KoppelError('KERNEL_CANCELLED');
      if (again.length > 0) await this.#offer(again);
      const now = performance.now();
      if (now - looked > otherRunMs) {
        looked = now;
        const newest = await this.#board.look();
        if (newest !== undefined && newest.place > this.#place) {
          throw new KoppelError('WORK_SUPERSEDED');
        }
      }
      if (!silent && this.#workers === 0 && now - this.#lastSign > silenceMs) {
        silent = true;
        this.#tell('workersAwaited', 'alone');
      }
      await sleep(lookMs);
    }
  }

  #tell(name: string, what: keyof typeof told): void {
    const { reporter } = this.#options;
    const workers = this.#workers;
    const text = told[what][reporter.language](workers);
    reporter.event(name, { stage: 'link', text }, { workers });
  }

  /** Takes in what was answered since; gives the parts that must be offered again. */
  async #readAnswers(): Promise<number[]> {
    const { port } = this.#options;
    const again: number[] = [];
    for await (const { offset, value } of readAll(port, this.#topics.workAnswers, this.#next)) {
      this.#next = offset + 1;
      const part = await this.#takeAnswer(value);
      if (part !== undefined) again.push(part);
    }
    return again;
  }

  /** Gives the part, if it must be offered again. */
  async #takeAnswer(value: Uint8Array): Promise<number | undefined> {
    const { reporter } = this.#options;
    let answer;
    try {
      answer = decodeWorkAnswer(await this.#post.unwrap('answers', value));
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      // Forged, or of another version: no answer of anybody who takes part.
      reporter.event('answerRefused', { stage: 'link', code: thrown.code });
      return undefined;
    }
    const { part, identity, job } = answer;
    const { from, to } = this.#job;
    if (!sameBytes(identity, this.#identity) || part < from || part >= to) return undefined;
    const folded = this.#fold.take(answer, job === this.#place);
    if (this.#fold.workers > this.#workers) {
      this.#workers = this.#fold.workers;
      this.#tell('workersAtWork', 'workers');
    }
    if (folded === undefined) return undefined;
    if ('refused' in folded) {
      reporter.event('workerRefused', { stage: 'link', code: folded.refused });
      return undefined;
    }
    if ('again' in folded) return part;
    this.#open -= 1;
    this.#onPart(part, folded.found);
    return undefined;
  }

  /** Tells workers that no part of this search is wanted any more. */
  async #end(job: WorkJob): Promise<void> {
    const newest = await this.#board.look();
    if (newest?.place !== this.#place) return;
    await this.#board.add({ ...job, from: 0, to: 0 });
  }
}

/** Who shares out the searches of a linkage, one after the other. */
export class SharedWork {
  readonly #options: ShareOptions;
  readonly #post: WorkPost;
  readonly #board: JobBoard;

  constructor(options: ShareOptions) {
    const { study, specHash, secrets, port } = options;
    this.#options = options;
    this.#post = new WorkPost({ study, specHash }, secrets);
    this.#board = new JobBoard(port, topics(study).workJobs, this.#post);
  }

  /**
   * The search of two sources, by their names; of a part of their codes, in a second round.
   * @throws (by its `search`) WORK_PART_FAILED, WORK_SUPERSEDED, WORK_DISAGREES, KERNEL_CANCELLED, LOG_*
   */
  of([left, right]: readonly [string, string], codes?: CodeSearch): PartsElsewhere {
    const { sources } = this.#options;
    return {
      search: async (job, onPart, signal) => {
        const asked = { job, codes };
        const one = new SharedSearch(this.#options, this.#post, this.#board, asked, onPart);
        await one.run(sources.get(left)!, sources.get(right)!, signal);
      },
    };
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * A worker: takes parts of the newest search from the group, searches them over its own state, answers
 * and only then says that they are done. Killed at any moment, its parts go to others; one that was
 * answered and not yet said to be done is answered twice, which changes nothing.
 */
import { randomBytes } from 'node:crypto';
import type { Reporter } from '@koppel/console';
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import type { FoundPart, OpenParts } from '@koppel/kernel';
import type { LogPort, WorkGroup, WorkItem, WorkPort } from '@koppel/transport';
import {
  decodeWorkPart,
  encodeWorkAnswer,
  maxPiecePairs,
  topics,
  type WorkAnswer,
  type WorkPart,
} from '@koppel/wire';
import type { UnitSecrets } from '../unit-key.ts';
import { JobBoard, type PostedJob } from './job-board.ts';
import { openOwn, type OwnSets } from './own-sets.ts';
import { WorkPost } from './post.ts';

export interface ServeOptions extends OwnSets {
  readonly specHash: Uint8Array;
  readonly secrets: UnitSecrets;
  readonly port: LogPort;
  readonly work: WorkPort;
  readonly reporter: Reporter;
  /** Ends the worker: what it is at goes to others. */
  readonly signal: AbortSignal;
}

/** What a worker did. */
export interface Served {
  readonly parts: number;
  readonly failed: number;
}

const nobody = {
  query: new Uint32Array(0),
  candidate: new Uint32Array(0),
  similarity: new Float64Array(0),
};

/** The search that this worker is at: its parts are opened once, and each is searched once. */
interface Current {
  readonly identity: string;
  readonly place: number;
  readonly open: Promise<OpenParts>;
  readonly parts: Map<number, Promise<void>>;
}

class Worker {
  readonly #options: ServeOptions;
  readonly #post: WorkPost;
  readonly #board: JobBoard;
  readonly #name = new Uint8Array(randomBytes(8));
  readonly #stop = new AbortController();
  #current: Current | undefined;
  #parts = 0;
  #failed = 0;

  constructor(options: ServeOptions) {
    const { study, specHash, secrets, port } = options;
    this.#options = options;
    this.#post = new WorkPost({ study: study.id, specHash }, secrets);
    this.#board = new JobBoard(port, topics(study.id).workJobs, this.#post);
  }

  async serve(): Promise<Served> {
    const { study, work, workers, signal, reporter } = this.#options;
    const names = topics(study.id);
    const group = await work.join(names.workParts, names.workers, (partitions) => {
      reporter.event('workerShare', { stage: 'search' }, { partitions });
    });
    const end = (): void => {
      this.#stop.abort();
      void this.#close();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      await Promise.all(Array.from({ length: workers }, () => this.#takeParts(group)));
    } finally {
      signal.removeEventListener('abort', end);
      await this.#close();
      await group.close();
    }
    return { parts: this.#parts, failed: this.#failed };
  }

  /** Works on one part after the other, until the worker ends; what one of several throws ends all. */
  async #takeParts(group: WorkGroup): Promise<void> {
    try {
      for (;;) {
        const item = await group.take(this.#stop.signal);
        if (item === undefined) return;
        await this.#handle(item);
      }
    } catch (thrown) {
      if (this.#options.signal.aborted) return;
      this.#stop.abort();
      throw thrown;
    }
  }

  async #handle(item: WorkItem): Promise<void> {
    const part = await this.#read(item);
    const newest = part && (await this.#board.look());
    // Nobody's: forged, or of a search that is over or was shared out anew.
    if (part === undefined || newest?.place !== part.job) {
      item.done();
      return;
    }
    const current = await this.#turnTo(newest);
    const running = current.parts.get(part.part) ?? this.#answer(part, current);
    // Dealt to this worker again while it is at it: done when that is.
    current.parts.set(part.part, running);
    await running;
    item.done();
  }

  /** Undefined for what is not from this linkage unit. WIRE_* for another version of this program. */
  async #read({ value }: WorkItem): Promise<WorkPart | undefined> {
    try {
      return decodeWorkPart(await this.#post.unwrap('parts', value));
    } catch (thrown) {
      if (!isKoppelError(thrown, 'WORK_FOREIGN')) throw thrown;
      this.#options.reporter.event('partRefused', { stage: 'search', code: thrown.code });
      return undefined;
    }
  }

  async #turnTo({ job, place }: PostedJob): Promise<Current> {
    const identity = Buffer.from(job.identity).toString('hex');
    const last = this.#current;
    if (last?.identity !== identity) {
      const before = this.#close();
      const open = before.then(() => openOwn(this.#options, job));
      this.#current = { identity, place, open, parts: new Map() };
      // Every part that waits for it hears of a failure.
      open.catch(() => undefined);
    } else if (last.place !== place) {
      // The same search, shared out anew: what is asked for now was not answered for this one.
      this.#current = { ...last, place, parts: new Map() };
    }
    const current = this.#current!;
    try {
      await current.open;
      return current;
    } catch (thrown) {
      const code = codeOf(thrown);
      if (this.#current === current && !this.#stop.signal.aborted) {
        // One of several parts tells; all leave.
        this.#stop.abort();
        await this.#append({ kind: 'refused', job: place, identity: job.identity, part: 0, code });
      }
      throw thrown;
    }
  }

  async #answer({ job, identity, part }: WorkPart, current: Current): Promise<void> {
    const place = { job, identity, part };
    await this.#append({ ...place, kind: 'began', code: '' });
    let found: FoundPart;
    try {
      const open = await current.open;
      found = await open.search(part);
    } catch (thrown) {
      if (this.#stop.signal.aborted) throw thrown;
      // Another search has begun: this part is nobody's.
      if (this.#current?.identity !== current.identity) return;
      const code = codeOf(thrown);
      this.#options.reporter.event('partFailed', { stage: 'search', code }, { part });
      this.#failed += 1;
      // It may be offered again, perhaps to this worker.
      current.parts.delete(part);
      await this.#append({ ...place, kind: 'failed', code });
      return;
    }
    const { hits, met, skipped } = found;
    const pieces = Math.max(1, Math.ceil(hits.query.length / maxPiecePairs));
    const answers = Array.from({ length: pieces }, (_, piece): Partly => {
      const [from, to] = [piece * maxPiecePairs, (piece + 1) * maxPiecePairs];
      const pairs = {
        query: hits.query.subarray(from, to),
        candidate: hits.candidate.subarray(from, to),
        similarity: hits.similarity.subarray(from, to),
      };
      return { ...place, kind: 'found', code: '', met, skipped, pairs, piece, pieces };
    });
    await this.#append(...answers);
    this.#parts += 1;
    this.#options.reporter.event('partDone', { stage: 'search' }, { part });
  }

  async #append(...answers: readonly Partly[]): Promise<void> {
    const { port, study } = this.#options;
    const values: Uint8Array[] = [];
    for (const answer of answers) {
      const plain = { piece: 0, pieces: 1, met: 0, skipped: 0, pairs: nobody };
      const whole = { ...plain, ...answer, worker: this.#name };
      values.push(await this.#post.wrap('answers', encodeWorkAnswer(whole)));
    }
    await port.append(topics(study.id).workAnswers, values);
  }

  async #close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    const open = await current?.open.catch(() => undefined);
    await open?.close();
  }
}

type Partly = Pick<WorkAnswer, 'kind' | 'job' | 'identity' | 'part' | 'code'> & Partial<WorkAnswer>;

function codeOf(thrown: unknown): ErrorCode {
  return thrown instanceof KoppelError ? thrown.code : 'INTERNAL';
}

/**
 * Takes part until the signal fires.
 * @throws WORK_STATE_DIFFERS, WORK_OTHER_PLAN, WIRE_VERSION when it cannot take part; STATE_*, LOG_*
 */
export function serve(options: ServeOptions): Promise<Served> {
  return new Worker(options).serve();
}

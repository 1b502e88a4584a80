// SPDX-License-Identifier: EUPL-1.2
/**
 * The searches that were shared out, in their order. The newest one is the one that is worked on; a
 * newer one, or its end, makes every part of it that is still on its way nobody's.
 */
import { isKoppelError } from '@koppel/errors';
import { readAll, type LogPort } from '@koppel/transport';
import { decodeWorkJob, encodeWorkJob, type WorkJob } from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import type { WorkPost } from './post.ts';

export interface PostedJob {
  /** Its place in the topic: what parts and answers call it by. */
  readonly place: number;
  readonly job: WorkJob;
}

export class JobBoard {
  readonly #port: LogPort;
  readonly #topic: string;
  readonly #post: WorkPost;
  readonly #jobs: PostedJob[] = [];
  #next = 0;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(port: LogPort, topic: string, post: WorkPost) {
    this.#port = port;
    this.#topic = topic;
    this.#post = post;
  }

  /** The newest search, if there is any. WIRE_* for one of another version of this program. */
  async look(): Promise<PostedJob | undefined> {
    const look = this.#looking.then(() => this.#read());
    this.#looking = look.catch(() => undefined);
    await look;
    return this.#jobs.at(-1);
  }

  async #read(): Promise<void> {
    for await (const { offset, value } of readAll(this.#port, this.#topic, this.#next)) {
      try {
        const job = decodeWorkJob(await this.#post.unwrap('jobs', value));
        this.#jobs.push({ place: offset, job });
      } catch (thrown) {
        // Somebody else's: nothing is done for it.
        if (!isKoppelError(thrown, 'WORK_FOREIGN')) throw thrown;
      }
      this.#next = offset + 1;
    }
  }

  /** The searches that have this identity, in their order, of those that a look has seen. */
  ofIdentity(identity: Uint8Array): PostedJob[] {
    return this.#jobs.filter(({ job }) => sameBytes(job.identity, identity));
  }

  /** Adds a search and gives its place. */
  async add(job: WorkJob): Promise<number> {
    return this.#port.append(this.#topic, [await this.#post.wrap('jobs', encodeWorkJob(job))]);
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * One connection of the library: connecting, and what the broker says while nobody asks. The reason
 * why a connection fails comes only as an event, so events are heard while a call waits.
 */
import type { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { KoppelError } from '@koppel/errors';
import type { LibrdKafkaError, WatermarkOffsets } from 'node-rdkafka';
import { readSecret, type KafkaConfig } from './config.ts';
import { diagnosed, reported } from './fault.ts';
import type { KafkaClient } from './library.ts';

/** Milliseconds: one try to connect or to ask, one look at events, and between two looks at a token. */
const tryMs = 5000;
const lookMs = 20;
const tokenMs = 60_000;

type Done<T> = (error: LibrdKafkaError | null | undefined, result: T) => void;

/** A call of the library as a promise that throws what the library reports. */
export function called<T>(call: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => {
      if (error === null || error === undefined) resolve(result);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- becomes a code
      else reject(error);
    });
  });
}

export class Connection<Client extends KafkaClient> {
  readonly client: Client;
  readonly #hear: (client: Client) => Promise<void>;
  readonly #onLost: () => void;
  #fault: KoppelError | undefined;
  #tokenTimer: NodeJS.Timeout | undefined;

  /**
   * @param hear lets the library hand over its events
   * @param onLost hears that no broker answers
   */
  constructor(client: Client, hear: (client: Client) => Promise<void>, onLost: () => void) {
    this.client = client;
    this.#hear = hear;
    this.#onLost = onLost;
    const events: EventEmitter = client;
    events.on('event.error', ({ message }: LibrdKafkaError) => {
      const report = reported(message);
      if (report === 'lost') this.#onLost();
      else this.#fault ??= report;
    });
    events.on('event.log', ({ message }: { readonly message: string }) => {
      this.#fault ??= diagnosed(message);
    });
  }

  /** Throws what the broker refused, if it did. */
  check(): void {
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Waits for a call and meanwhile for events; a refusal in one ends the wait. */
  async whileHearing<T>(call: Promise<T>): Promise<T> {
    const settled = call.then(
      () => true,
      () => true,
    );
    do {
      await this.#hear(this.client);
      this.check();
    } while (!(await Promise.race([settled, setTimeout(lookMs, false)])));
    await this.#hear(this.client);
    this.check();
    return call;
  }

  /** Connects; what it throws is for `kafkaFault`. */
  async open({ sasl }: KafkaConfig, leftMs: number): Promise<void> {
    if (sasl?.mechanism === 'OAUTHBEARER') this.#keepToken(sasl.tokenFile);
    const options = { allTopics: false, timeout: Math.ceil(Math.min(tryMs, leftMs)) };
    await this.whileHearing(called((done) => this.client.connect(options, done)));
  }

  /** Hands over the token of the file, now and when it has changed. */
  #keepToken(file: string): void {
    let last = readSecret(file);
    this.client.setOauthBearerToken(last);
    const look = (): void => {
      try {
        const token = readSecret(file);
        if (token !== last) this.client.setOauthBearerToken(token);
        last = token;
      } catch {
        // The file is being replaced, or the connection is closing: the next look will tell.
      }
    };
    this.#tokenTimer = setInterval(look, tokenMs).unref();
  }

  /** Where the only partition of a topic begins and ends. */
  async range(topic: string, leftMs: number): Promise<WatermarkOffsets> {
    const timeout = Math.ceil(Math.min(tryMs, leftMs));
    return this.whileHearing(
      called<WatermarkOffsets>((done) => {
        this.client.queryWatermarkOffsets(topic, 0, timeout, done);
      }),
    );
  }

  /** The number of partitions; 0 when there is no such topic, or it may not be seen. */
  async partitions(topic: string, leftMs: number): Promise<number> {
    const options = { topic, timeout: Math.ceil(Math.min(tryMs, leftMs)) };
    const metadata = await this.whileHearing(
      called<{ topics: { name: string; partitions: unknown[] }[] }>((done) => {
        this.client.getMetadata(options, done as Done<unknown>);
      }),
    );
    return metadata.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  }

  /** Lets go; a failure to do so is no failure of what was done before. */
  async close(): Promise<void> {
    clearInterval(this.#tokenTimer);
    const { client } = this;
    if (!client.isConnected()) return;
    await called((done) => client.disconnect(done)).catch(() => undefined);
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Reading topics of a broker from any place. Reading on from where the last page ended is fast: what
 * follows has been fetched meanwhile, within fixed bounds. Trusts the broker for order and presence.
 */
import { KoppelError } from '@koppel/errors';
import type { KafkaConsumer, Message } from 'node-rdkafka';
import { maxReadBytes, type LogEntry } from '../log-port.ts';
import { called, Connection } from './client.ts';
import type { KafkaConfig } from './config.ts';
import { isMeaningless, kafkaFault } from './fault.ts';
import type { KafkaLibrary } from './library.ts';
import type { Patience } from './patience.ts';
import { consumerSettings } from './settings.ts';

/**
 * Milliseconds that one call waits for messages, on the connection that fetches and on the one that only
 * asks; and without any until the topic is looked at anew.
 */
const consumeMs = 200;
const askMs = 1;
const silentMs = 10_000;

/** Messages asked for in one call: it bounds what a hostile writer can make a reader hold. */
const messagesPerCall = 16;

/** The first entry that exists, and the one after the last. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Connects; tries until the patience ends. LOG_KAFKA_*. */
async function connect(
  { library, config, patience }: Surroundings,
  waitMs: number,
): Promise<Connection<KafkaConsumer>> {
  return patience.until(async (leftMs) => {
    const settings = consumerSettings(config);
    const consumer = new library.KafkaConsumer(settings, { 'auto.offset.reset': 'error' });
    consumer.setDefaultConsumeTimeout(1);
    const connection = new Connection(consumer, hear, () => {
      patience.lost();
    });
    try {
      await connection.open(config, leftMs);
      consumer.setDefaultConsumeTimeout(waitMs);
      return connection;
    } catch (thrown) {
      await connection.close();
      throw thrown;
    }
  });
}

interface Surroundings {
  readonly library: KafkaLibrary;
  readonly config: KafkaConfig;
  readonly patience: Patience;
}

/**
 * Two connections: at the end of a topic the broker holds a request for more, and with it whatever else
 * is asked over the same connection.
 */
export class TopicReader {
  readonly #surroundings: Surroundings;
  readonly #patience: Patience;
  readonly #asking: Connection<KafkaConsumer>;
  #fetching: Connection<KafkaConsumer> | undefined;
  #topic = '';
  #next = 0;
  /** Fetched, not asked for yet: the first has offset `#next`. */
  #ahead: LogEntry[] = [];
  /** Bytes of the largest entry of this topic so far. */
  #largest = 1;

  private constructor(surroundings: Surroundings, asking: Connection<KafkaConsumer>) {
    this.#surroundings = surroundings;
    this.#patience = surroundings.patience;
    this.#asking = asking;
  }

  /** Connects; tries until the patience ends. LOG_KAFKA_*. */
  static async open(
    library: KafkaLibrary,
    config: KafkaConfig,
    patience: Patience,
  ): Promise<TopicReader> {
    const surroundings = { library, config, patience };
    return new TopicReader(surroundings, await connect(surroundings, askMs));
  }

  /** Where a topic begins and ends. LOG_KAFKA_*. */
  range(topic: string): Promise<Range> {
    return this.#patience.until(async (leftMs) => {
      const { lowOffset, highOffset } = await this.#asking.range(topic, leftMs);
      return { low: lowOffset, high: highOffset };
    });
  }

  /** The number of partitions; 0 when there is no such topic, or it may not be seen. */
  partitions(topic: string): Promise<number> {
    return this.#patience.until((leftMs) => this.#asking.partitions(topic, leftMs));
  }

  /**
   * `limit` entries from `from`, or fewer when they exceed the bytes of one read or `high`, which is
   * beyond `from` and up to which entries are there. LOG_TRUNCATED when one is not after all.
   */
  async page(topic: string, from: number, limit: number, high: number): Promise<LogEntry[]> {
    const count = Math.min(limit, high - from);
    this.#fetching ??= await connect(this.#surroundings, consumeMs);
    const fetching = this.#fetching;
    if (topic !== this.#topic || from !== this.#next) this.#turnTo(fetching, topic, from);
    const entries: LogEntry[] = [];
    let bytes = 0;
    while (entries.length < count) {
      if (this.#ahead.length === 0) {
        const room = Math.floor((maxReadBytes - bytes) / this.#largest);
        const wanted = Math.min(count - entries.length, Math.max(1, room), messagesPerCall);
        await this.#fetch(fetching, wanted);
      }
      const [entry] = this.#ahead;
      if (entry === undefined) continue;
      bytes += entry.value.length;
      if (bytes > maxReadBytes && entries.length > 0) break;
      this.#ahead.shift();
      this.#next += 1;
      entries.push(entry);
    }
    return entries;
  }

  async close(): Promise<void> {
    const client = this.#fetching?.client;
    if (client?.isConnected() === true) client.unassign();
    await Promise.all([this.#asking.close(), this.#fetching?.close()]);
  }

  #turnTo({ client }: Connection<KafkaConsumer>, topic: string, from: number): void {
    client.assign([{ topic, partition: 0, offset: from }]);
    if (topic !== this.#topic) this.#largest = 1;
    this.#topic = topic;
    this.#next = from;
    this.#ahead = [];
  }

  /** At least one more entry ahead; waits as long as the broker is away. */
  async #fetch(fetching: Connection<KafkaConsumer>, wanted: number): Promise<void> {
    const { client } = fetching;
    let silentSince = performance.now();
    for (;;) {
      if (this.#patience.ended) throw new KoppelError('LOG_REQUEST', { rule: 'closed' });
      const messages = await called<Message[]>((done) => {
        client.consume(wanted, done);
      }).catch(passedOver);
      fetching.check();
      if (messages.length > 0) {
        this.#patience.found();
        this.#keep(messages);
        return;
      }
      if (performance.now() - silentSince < silentMs) continue;
      // An entry that was there is gone, or the broker is.
      const { low, high } = await this.range(this.#topic);
      if (this.#next < low) throw new KoppelError('LOG_TRUNCATED', { rule: 'gap' });
      if (this.#next >= high) throw new KoppelError('LOG_TRUNCATED', { rule: 'end' });
      silentSince = performance.now();
    }
  }

  #keep(messages: readonly Message[]): void {
    for (const { topic, offset, value } of messages) {
      // Fetched before the reader turned elsewhere.
      if (topic !== this.#topic || offset < this.#next + this.#ahead.length) continue;
      if (offset > this.#next + this.#ahead.length) {
        throw new KoppelError('LOG_TRUNCATED', { rule: 'gap' });
      }
      const bytes = new Uint8Array(value ?? Buffer.alloc(0));
      this.#largest = Math.max(this.#largest, bytes.length);
      this.#ahead.push({ offset, value: bytes });
    }
  }
}

/** Events are handed over by a call for messages; before anything is assigned there are none. */
async function hear(consumer: KafkaConsumer): Promise<void> {
  if (!consumer.isConnected() || consumer.assignments().length > 0) return;
  await called<Message[]>((done) => {
    consumer.consume(1, done);
  }).catch(passedOver);
}

/** A report that says nothing about the log stands for "no messages". */
function passedOver(thrown: unknown): Message[] {
  if (isMeaningless(thrown)) return [];
  throw kafkaFault(thrown);
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * A member of a consumer group. The library is asked for messages all the time, also while items are
 * being worked on, as it says in those calls that this member lives and which partitions it has.
 * What is committed of a partition is the place before which everything is done.
 */
import type { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import type { Assignment, KafkaConsumer, LibrdKafkaError, Message } from 'node-rdkafka';
import type { WorkGroup, WorkItem } from '../work-port.ts';
import { called, Connection } from './client.ts';
import type { KafkaConfig } from './config.ts';
import { isPassing, kafkaFault } from './fault.ts';
import type { KafkaLibrary } from './library.ts';
import type { Patience } from './patience.ts';
import { groupSettings } from './settings.ts';

/** librdkafka's code for partitions that are taken away. */
const revoked = -174;
/** The protocol's GROUP_AUTHORIZATION_FAILED. */
const groupRefused = 30;
/**
 * Milliseconds that one call waits for messages, which holds up a thread of the few that all calls
 * share; between two calls when there are none; and between two looks of one who waits here.
 */
const consumeMs = 1;
const pauseMs = 20;
const lookMs = 10;
const messagesPerCall = 16;
const mostReady = 1000;

/** What of a partition was taken and is not done, and the place after what was taken. */
interface Share {
  readonly open: Set<number>;
  next: number;
}

interface Taken extends WorkItem {
  readonly partition: number;
}

class GroupMember implements WorkGroup {
  readonly #connection: Connection<KafkaConsumer>;
  readonly #topic: string;
  readonly #patience: Patience;
  readonly #shares = new Map<number, Share>();
  /** Taken from the broker and by nobody here: all that lies in this member's partitions, up to a bound. */
  #ready: Taken[] = [];
  #paused = false;
  #fault: KoppelError | undefined;
  #closing = false;
  readonly #pumping: Promise<void>;

  constructor(
    connection: Connection<KafkaConsumer>,
    topic: string,
    patience: Patience,
    onShare: (partitions: number) => void,
  ) {
    this.#connection = connection;
    this.#topic = topic;
    this.#patience = patience;
    const events: EventEmitter = connection.client;
    events.on('rebalance', ({ code }: LibrdKafkaError, partitions: readonly Assignment[]) => {
      if (code === revoked) for (const { partition } of partitions) this.#lose(partition);
      // New partitions are not paused.
      this.#paused = false;
      // Dealt right after this event.
      setImmediate(() => {
        if (!this.#closing) onShare(connection.client.assignments().length);
      });
    });
    events.on('rebalance.error', () => undefined);
    connection.client.subscribe([topic]);
    this.#pumping = this.#pump();
  }

  async take(signal: AbortSignal): Promise<WorkItem | undefined> {
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      if (signal.aborted || this.#closing) return undefined;
      const item = this.#ready.shift();
      if (item !== undefined) return item;
      await setTimeout(lookMs);
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#pumping;
    await this.#connection.close();
  }

  #lose(partition: number): void {
    this.#shares.delete(partition);
    this.#ready = this.#ready.filter((item) => item.partition !== partition);
  }

  async #pump(): Promise<void> {
    const { client } = this.#connection;
    while (!this.#closing && this.#fault === undefined) {
      try {
        this.#hold(this.#ready.length >= mostReady);
        const messages = await called<Message[]>((done) => {
          client.consume(messagesPerCall, done);
        });
        this.#connection.check();
        if (messages.length > 0) this.#patience.found();
        for (const message of messages) this.#keep(message);
        if (messages.length === 0) await setTimeout(pauseMs);
      } catch (thrown) {
        const fault = faultOf(thrown);
        // A broker that is away is waited for, by the library itself.
        if (fault !== undefined) this.#fault = fault;
        else await setTimeout(pauseMs);
      }
    }
  }

  /** Stops fetching while there is enough: what lies ready takes memory. */
  #hold(enough: boolean): void {
    if (enough === this.#paused) return;
    const { client } = this.#connection;
    const partitions = client.assignments();
    if (partitions.length === 0) return;
    if (enough) client.pause(partitions);
    else client.resume(partitions);
    this.#paused = enough;
  }

  #keep({ partition, offset, value }: Message): void {
    const share = this.#shares.get(partition) ?? { open: new Set<number>(), next: offset };
    this.#shares.set(partition, share);
    share.open.add(offset);
    share.next = Math.max(share.next, offset + 1);
    const bytes = new Uint8Array(value ?? Buffer.alloc(0));
    const done = (): void => {
      // One that has gone elsewhere is the other member's to tell.
      if (this.#shares.get(partition) !== share || !share.open.delete(offset)) return;
      const place = share.open.size === 0 ? share.next : Math.min(...share.open);
      this.#connection.client.commit({ topic: this.#topic, partition, offset: place });
    };
    this.#ready.push({ value: bytes, done, partition });
  }
}

/** Undefined for what passes by itself. */
function faultOf(thrown: unknown): KoppelError | undefined {
  if (thrown instanceof KoppelError) return thrown;
  const { code } = thrown as { readonly code?: unknown };
  if (code === groupRefused) {
    return new KoppelError('LOG_KAFKA_AUTHORIZATION', { rule: 'group' });
  }
  const fault = kafkaFault(thrown);
  return isPassing(fault) || fault.code === 'LOG_FAILED' ? undefined : fault;
}

interface GroupPlace {
  readonly topic: string;
  readonly group: string;
  readonly onShare: (partitions: number) => void;
}

/** Joins; the share of work comes when the broker has dealt it. LOG_KAFKA_*. */
export async function joinGroup(
  library: KafkaLibrary,
  config: KafkaConfig,
  patience: Patience,
  { topic, group, onShare }: GroupPlace,
): Promise<WorkGroup> {
  return patience.until(async (leftMs) => {
    const settings = groupSettings(config, group);
    const consumer = new library.KafkaConsumer(settings, { 'auto.offset.reset': 'earliest' });
    consumer.setDefaultConsumeTimeout(consumeMs);
    const connection = new Connection(
      consumer,
      () => Promise.resolve(),
      () => {
        patience.lost();
      },
    );
    try {
      await connection.open(config, leftMs);
      return new GroupMember(connection, topic, patience, onShare);
    } catch (thrown) {
      await connection.close();
      throw thrown;
    }
  });
}

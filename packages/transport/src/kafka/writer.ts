// SPDX-License-Identifier: EUPL-1.2
/**
 * Appending to topics of a broker. What a value brings along is alike for all: no message key, no
 * headers, and the day as its time. When a value came is for the broker alone to see.
 */
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import type { DeliveryReport, LibrdKafkaError, Producer } from 'node-rdkafka';
import { Connection } from './client.ts';
import type { KafkaConfig } from './config.ts';
import { kafkaFault } from './fault.ts';
import type { KafkaLibrary } from './library.ts';
import type { Patience } from './patience.ts';
import { producerSettings, producerTopicSettings } from './settings.ts';

/**
 * Milliseconds between two looks at what the broker has acknowledged: at first, and at most. A busy
 * broker takes long, and looking often would only take more of the machine that both may be on.
 */
const lookMs = 2;
const longestLookMs = 20;

/** How often to look for the reason of a failure that has none. */
const reasonLooks = 2500;

/** librdkafka's _QUEUE_FULL: as much is on its way as memory is set apart for. */
const queueFull = -184;

/** Milliseconds of a day. */
const dayMs = 86_400_000;

/** What `produce` hands back with the report. */
interface Pending {
  offset: number | undefined;
  fault: KoppelError | undefined;
}

export class TopicWriter {
  readonly #connection: Connection<Producer>;
  readonly #patience: Patience;

  private constructor(connection: Connection<Producer>, patience: Patience) {
    this.#connection = connection;
    this.#patience = patience;
    connection.client.on('delivery-report', (error: LibrdKafkaError, report: DeliveryReport) => {
      const pending = report.opaque as Pending;
      // Null where the types say otherwise.
      const failed = error as LibrdKafkaError | null | undefined;
      if (failed === null || failed === undefined) pending.offset = report.offset;
      else pending.fault = kafkaFault(failed);
    });
  }

  /** Connects; tries until the patience ends. LOG_KAFKA_*. */
  static async open(
    library: KafkaLibrary,
    config: KafkaConfig,
    patience: Patience,
  ): Promise<TopicWriter> {
    return patience.until(async (leftMs) => {
      const producer = new library.Producer(
        producerSettings(config),
        producerTopicSettings(config),
      );
      const connection = new Connection(producer, hear, () => {
        patience.lost();
      });
      try {
        await connection.open(config, leftMs);
        return new TopicWriter(connection, patience);
      } catch (thrown) {
        await connection.close();
        throw thrown;
      }
    });
  }

  /**
   * Appends in this order; resolves to the offset of the first when all are on every replica. The
   * library sends again what was not acknowledged, and the broker keeps it once.
   * @param partitionOf of the value at a place in `values`; by default the only one
   * @throws KoppelError LOG_KAFKA_*, LOG_FULL; values before the one that failed are there
   */
  async append(
    topic: string,
    values: readonly Uint8Array[],
    partitionOf: (at: number) => number = () => 0,
  ): Promise<number> {
    const pending: Pending[] = [];
    for (const [at, value] of values.entries()) {
      const one: Pending = { offset: undefined, fault: undefined };
      await this.#send(topic, partitionOf(at), value, one);
      pending.push(one);
    }
    await this.#settled(() => pending.every(isSettled));
    const failed = pending.find(({ fault }) => fault !== undefined)?.fault;
    if (failed !== undefined) throw await this.#reasonFor(failed);
    this.#patience.found();
    return pending[0]!.offset!;
  }

  /**
   * Who may write nowhere at all has its values refused, or thrown away, without a word; why comes as an
   * event, which may be later. Throws that, or gives the failure as it is.
   */
  async #reasonFor(failed: KoppelError): Promise<KoppelError> {
    for (let looks = 0; failed.code === 'LOG_FAILED' && looks < reasonLooks; looks += 1) {
      await this.#look();
    }
    return failed;
  }

  async #send(
    topic: string,
    partition: number,
    value: Uint8Array,
    pending: Pending,
  ): Promise<void> {
    const { client } = this.#connection;
    const day = Math.floor(Date.now() / dayMs) * dayMs;
    // The library copies the bytes; this is only another view of them.
    const message = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    for (;;) {
      try {
        client.produce(topic, partition, message, null, day, pending);
        return;
      } catch (thrown) {
        if ((thrown as { code?: unknown }).code !== queueFull) {
          throw await this.#reasonFor(kafkaFault(thrown));
        }
      }
      await this.#look();
    }
  }

  async #settled(isDone: () => boolean): Promise<void> {
    for (let ms = lookMs; !isDone(); ms = Math.min(1.25 * ms, longestLookMs)) {
      await this.#look(ms);
    }
  }

  async #look(ms = lookMs): Promise<void> {
    if (this.#patience.ended) throw new KoppelError('LOG_REQUEST', { rule: 'closed' });
    this.#connection.client.poll();
    this.#connection.check();
    await setTimeout(ms);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

function isSettled({ offset, fault }: Pending): boolean {
  return offset !== undefined || fault !== undefined;
}

function hear(producer: Producer): Promise<void> {
  if (producer.isConnected()) producer.poll();
  return Promise.resolve();
}

// SPDX-License-Identifier: EUPL-1.2
/** Shared work at a broker: a topic with several partitions, and a consumer group that shares it. */
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import type { WorkGroup, WorkPort } from '../work-port.ts';
import { readKafkaConfig, type KafkaConfig } from './config.ts';
import { createTopic } from './create-topic.ts';
import { kafkaFault } from './fault.ts';
import type { KafkaLogOptions } from './kafka-log.ts';
import { kafkaLibrary, type KafkaLibrary } from './library.ts';
import { Patience } from './patience.ts';
import { TopicReader } from './reader.ts';
import { commonSettings } from './settings.ts';
import { joinGroup } from './work-group.ts';
import { TopicWriter } from './writer.ts';

export type { KafkaLogOptions } from './kafka-log.ts';

/** Of a topic that is made here: so many workers can take part. */
const workPartitions = 32;
/** Milliseconds between two looks whether a topic that was made is there. */
const createdMs = 50;

/**
 * The partition of a value by its number: neighbours lie far apart, so that a few values are spread
 * over members that have neighbouring partitions.
 */
function partitionAt(number: number, partitions: number): number {
  // An odd step visits all partitions where their number is a power of two; elsewhere one does.
  const step = (partitions & (partitions - 1)) === 0 ? Math.floor(partitions * 0.3) * 2 + 1 : 1;
  return (number * step) % partitions;
}

class KafkaWork implements WorkPort {
  readonly #library: KafkaLibrary;
  readonly #config: KafkaConfig;
  readonly #patience: Patience;
  readonly #partitions = new Map<string, number>();
  #writer: TopicWriter | undefined;
  /** Values offered: those of the next call go on where the last one stopped. */
  #offered = 0;

  constructor(library: KafkaLibrary, config: KafkaConfig, patience: Patience) {
    this.#library = library;
    this.#config = config;
    this.#patience = patience;
  }

  async offer(topic: string, values: readonly Uint8Array[]): Promise<void> {
    await faultsOf(async () => {
      const partitions = await this.#partitionsOf(topic);
      this.#writer ??= await TopicWriter.open(this.#library, this.#config, this.#patience);
      const first = this.#offered;
      this.#offered += values.length;
      await this.#writer.append(topic, values, (at) => partitionAt(first + at, partitions));
    });
  }

  join(
    topic: string,
    group: string,
    onShare: (partitions: number) => void = () => undefined,
  ): Promise<WorkGroup> {
    return faultsOf(async () => {
      await this.#partitionsOf(topic);
      return joinGroup(this.#library, this.#config, this.#patience, {
        topic,
        group,
        onShare,
      });
    });
  }

  async close(): Promise<void> {
    this.#patience.end();
    await this.#writer?.close();
  }

  /** Partitions of a topic, which is made where it is missing and may be made. */
  async #partitionsOf(topic: string): Promise<number> {
    const known = this.#partitions.get(topic);
    if (known !== undefined) return known;
    const { createTopics } = this.#config;
    const reader = await TopicReader.open(this.#library, this.#config, this.#patience);
    try {
      let partitions = await reader.partitions(topic);
      if (partitions === 0 && !createTopics) throw new KoppelError('LOG_KAFKA_TOPIC');
      if (partitions === 0) {
        await createTopic(this.#library, this.#config, this.#patience, topic, workPartitions);
      }
      while (partitions === 0) {
        await setTimeout(createdMs);
        partitions = await reader.partitions(topic);
      }
      this.#partitions.set(topic, partitions);
      return partitions;
    } finally {
      await reader.close();
    }
  }
}

async function faultsOf<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (thrown) {
    throw kafkaFault(thrown);
  }
}

/** @throws KoppelError as `openKafkaLog` */
export async function openKafkaWork(
  file: string | undefined,
  { environment, waitMs, onBroker }: KafkaLogOptions,
): Promise<WorkPort> {
  const read = readKafkaConfig(file, environment);
  const waitSeconds =
    waitMs === undefined ? read.waitSeconds : Math.max(1, Math.ceil(waitMs / 1000));
  const config = { ...read, waitSeconds };
  commonSettings(config); // reads the files that are named, so that a wrong one is told at once
  const library = await kafkaLibrary();
  return new KafkaWork(library, config, new Patience(waitSeconds * 1000, onBroker));
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The log port over Apache Kafka: a topic with one partition is an ordered log, and its offsets are
 * the port's. The broker sees sealed and signed messages, their sizes and when they come.
 */
import { setTimeout } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';
import { checkEntries, checkRange, checkTopic, type LogEntry, type LogPort } from '../log-port.ts';
import { eraseRecords } from './admin/erase.ts';
import { readKafkaConfig, type Environment, type KafkaConfig } from './config.ts';
import { createTopic } from './create-topic.ts';
import { kafkaFault } from './fault.ts';
import { kafkaLibrary, type KafkaLibrary } from './library.ts';
import { Patience, type OnBroker } from './patience.ts';
import { TopicReader, type Range } from './reader.ts';
import { commonSettings } from './settings.ts';
import { TopicWriter } from './writer.ts';

export interface KafkaLogOptions {
  readonly environment: Environment;
  /** Milliseconds to wait for a broker that is away; default: what the configuration says. */
  readonly waitMs?: number | undefined;
  readonly onBroker?: OnBroker | undefined;
}

/**
 * Opens the log at the broker that `file` and environment name; without a file the environment alone.
 * Nothing is connected before the first use.
 * @throws KoppelError LOG_KAFKA_FILE, LOG_KAFKA_CONFIG, LOG_KAFKA_TLS_OFF, LOG_KAFKA_LIBRARY,
 *   LOG_KAFKA_CERTIFICATE (of a file); the port's methods also throw the other LOG_KAFKA_* codes
 */
export async function openKafkaLog(
  file: string | undefined,
  options: KafkaLogOptions,
): Promise<LogPort> {
  const read = readKafkaConfig(file, options.environment);
  const waitSeconds =
    options.waitMs === undefined ? read.waitSeconds : Math.max(1, Math.ceil(options.waitMs / 1000));
  const config = { ...read, waitSeconds };
  commonSettings(config); // reads the files that are named, so that a wrong one is told at once
  const library = await kafkaLibrary();
  return new KafkaLog(library, config, new Patience(waitSeconds * 1000, options.onBroker));
}

class KafkaLog implements LogPort {
  readonly #library: KafkaLibrary;
  readonly #config: KafkaConfig;
  readonly #patience: Patience;
  /** Topics that are known to be as they must be. */
  readonly #sound = new Set<string>();
  #reader: Promise<TopicReader> | undefined;
  #writer: Promise<TopicWriter> | undefined;
  /** One page after the other: they share the place where the reader is. */
  #lastPage: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(library: KafkaLibrary, config: KafkaConfig, patience: Patience) {
    this.#library = library;
    this.#config = config;
    this.#patience = patience;
  }

  async append(topic: string, values: readonly Uint8Array[]): Promise<number> {
    checkTopic(topic);
    checkEntries(values);
    if (values.length === 0) return this.end(topic);
    return this.#using(async () => {
      if (!(await this.#isThere(topic))) await this.#create(topic);
      return (await this.#connectedWriter()).append(topic, values);
    });
  }

  async read(topic: string, from: number, limit: number): Promise<readonly LogEntry[]> {
    checkTopic(topic);
    checkRange(from, limit);
    const page = this.#lastPage.then(() => this.#using(() => this.#page(topic, from, limit)));
    this.#lastPage = page.catch(() => undefined);
    return page;
  }

  async end(topic: string): Promise<number> {
    checkTopic(topic);
    return this.#using(async () => (await this.#range(topic)).high);
  }

  async erase(topic: string): Promise<boolean> {
    checkTopic(topic);
    return this.#using(() => eraseRecords(this.#config, topic));
  }

  async close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #page(topic: string, from: number, limit: number): Promise<LogEntry[]> {
    const { low, high } = await this.#range(topic);
    if (from > high) throw new KoppelError('LOG_TRUNCATED', { rule: 'end' });
    if (from < low) throw new KoppelError('LOG_TRUNCATED', { rule: 'gap' });
    if (from === high) return [];
    return (await this.#connected()).page(topic, from, limit, high);
  }

  async #range(topic: string): Promise<Range> {
    if (!(await this.#isThere(topic))) return { low: 0, high: 0 };
    return (await this.#connected()).range(topic);
  }

  /** The reader, connected once; after a failure the next call tries again. */
  #connected(): Promise<TopicReader> {
    this.#reader ??= TopicReader.open(this.#library, this.#config, this.#patience).catch(
      (thrown: unknown) => {
        this.#reader = undefined;
        throw thrown;
      },
    );
    return this.#reader;
  }

  #connectedWriter(): Promise<TopicWriter> {
    this.#writer ??= TopicWriter.open(this.#library, this.#config, this.#patience).catch(
      (thrown: unknown) => {
        this.#writer = undefined;
        throw thrown;
      },
    );
    return this.#writer;
  }

  /** False for a topic that is missing and may be made; LOG_KAFKA_TOPIC when it may not. */
  async #isThere(topic: string): Promise<boolean> {
    if (this.#sound.has(topic)) return true;
    const reader = await this.#connected();
    const partitions = await reader.partitions(topic);
    if (partitions > 1) throw new KoppelError('LOG_KAFKA_PARTITIONS');
    if (partitions === 1) this.#sound.add(topic);
    else if (!this.#config.createTopics) throw new KoppelError('LOG_KAFKA_TOPIC');
    return partitions === 1;
  }

  /** Makes a topic that keeps all that it gets, in order, up to the port's largest entry. */
  async #create(topic: string): Promise<void> {
    await createTopic(this.#library, this.#config, this.#patience, topic, 1);
    // It takes a moment before every broker knows it.
    while (!(await this.#isThere(topic))) await setTimeout(createdMs);
  }

  async #using<T>(action: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw new KoppelError('LOG_REQUEST', { rule: 'closed' });
    try {
      return await action();
    } catch (thrown) {
      throw kafkaFault(thrown);
    }
  }

  async #close(): Promise<void> {
    this.#patience.end();
    await this.#lastPage;
    const opened = await Promise.allSettled([this.#writer, this.#reader]);
    for (const one of opened) if (one.status === 'fulfilled') await one.value?.close();
  }
}

/** Milliseconds between two looks whether a topic that was made is there. */
const createdMs = 20;

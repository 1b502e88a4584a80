// SPDX-License-Identifier: EUPL-1.2
/**
 * The client library, node-rdkafka around librdkafka. It is compiled code that a machine without a
 * broker does not need, so it is loaded when a broker is asked for, and only then.
 */
import { KoppelError } from '@koppel/errors';
import type * as Rdkafka from 'node-rdkafka';

export type KafkaLibrary = typeof Rdkafka;
export type KafkaClient = Rdkafka.KafkaConsumer | Rdkafka.Producer;

/** Throws LOG_KAFKA_LIBRARY where it is not installed or not compiled for this machine. */
export async function kafkaLibrary(
  load: () => Promise<unknown> = () => import('node-rdkafka'),
): Promise<KafkaLibrary> {
  try {
    const loaded = (await load()) as { readonly default: KafkaLibrary };
    return loaded.default;
  } catch {
    throw new KoppelError('LOG_KAFKA_LIBRARY');
  }
}

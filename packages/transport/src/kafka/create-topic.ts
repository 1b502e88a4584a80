// SPDX-License-Identifier: EUPL-1.2
/** Making a topic that is missing, for a rehearsal. */
import { commonSettings, maxKafkaMessageBytes } from './settings.ts';
import type { KafkaConfig } from './config.ts';
import { kafkaFault } from './fault.ts';
import type { KafkaLibrary } from './library.ts';
import type { Patience } from './patience.ts';

/** The protocol's TOPIC_ALREADY_EXISTS: another party made it in the meantime. */
const topicExists = 36;

/**
 * Makes a topic that keeps all that it gets, in order within a partition, up to the port's largest
 * entry. It takes a moment after that before every broker knows it.
 * @throws KoppelError LOG_KAFKA_*
 */
export async function createTopic(
  library: KafkaLibrary,
  config: KafkaConfig,
  patience: Patience,
  topic: string,
  partitions: number,
): Promise<void> {
  await patience.until(async () => {
    const admin = library.AdminClient.create({
      ...commonSettings(config),
      log_level: 0, // this one has no events: it would write to the terminal
    });
    try {
      await new Promise<void>((resolve, reject) => {
        const settings = {
          topic,
          num_partitions: partitions,
          replication_factor: -1,
          config: {
            'cleanup.policy': 'delete',
            'retention.ms': '-1',
            'max.message.bytes': String(maxKafkaMessageBytes),
            'message.timestamp.type': 'CreateTime',
          },
        };
        admin.createTopic(settings, 10_000, (error) => {
          const failed = error as typeof error | undefined;
          if (failed === undefined || failed.code === topicExists) resolve();
          else reject(kafkaFault(failed));
        });
      });
    } finally {
      admin.disconnect();
    }
  });
}

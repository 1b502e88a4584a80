// SPDX-License-Identifier: EUPL-1.2
/** Which broker leads a topic, to kill that one. For tests only. */
import { AdminConnection } from '../kafka/admin/connection.ts';
import { readKafkaConfig } from '../kafka/config.ts';

export interface Leader {
  /** Number of the broker; -1 when none leads. */
  readonly broker: number;
  /** Numbers of the brokers that have a copy, and of those whose copy is not behind. */
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

/** Of the only partition of a topic, as the broker at that address knows it. LOG_KAFKA_*. */
export async function leaderOf(file: string, address: string, topic: string): Promise<Leader> {
  const admin = await AdminConnection.open(readKafkaConfig(file, {}), address);
  try {
    const { topics } = await admin.ask(admin.library.metadataV12.api, [topic], false, false);
    const [partition] = topics[0]!.partitions;
    const { leaderId, replicaNodes, isrNodes } = partition!;
    return { broker: leaderId, replicas: replicaNodes, inSync: isrNodes };
  } finally {
    await admin.close();
  }
}

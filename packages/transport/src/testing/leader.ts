// SPDX-License-Identifier: EUPL-1.2
/** Which broker leads a topic, to kill that one, and how much a topic holds. For tests only. */
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

/** Entries in all partitions of a topic that this broker leads. LOG_KAFKA_*. */
export async function heldOn(
  admin: AdminConnection,
  topic: string,
  partitions: number,
): Promise<number> {
  const sumAt = async (timestamp: bigint): Promise<number> => {
    const asked = Array.from({ length: partitions }, (_, partitionIndex) => ({
      partitionIndex,
      currentLeaderEpoch: -1,
      timestamp,
    }));
    const { topics } = await admin.ask(admin.library.listOffsetsV8.api, -1, 0, [
      { name: topic, partitions: asked },
    ]);
    return topics[0]!.partitions.reduce((sum, { offset }) => sum + Number(offset), 0);
  };
  return (await sumAt(-1n)) - (await sumAt(-2n));
}

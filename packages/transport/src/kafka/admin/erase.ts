// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes away what a topic holds at a broker (DeleteRecords). The rights of a study give no party that
 * (docs/adr/0052), so the usual answer is no, and the operator of the broker does it.
 */
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { KafkaConfig } from '../config.ts';
import { faultOfNumber } from '../fault.ts';
import { AdminConnection } from './connection.ts';

/** Numbers of the protocol. */
const topicUnknown = 3;
const notLeader = 6;
const notAllowed = new Set([29, 31, 44]); // topic, cluster, and policy of the broker

/** Up to where there is something. */
const toTheEnd = -1n;
const timeoutMs = 30_000;

/** The broker's number for what became of it; 0 when it is done. Adds the brokers that it names to `known`. */
async function eraseAt(
  config: KafkaConfig,
  broker: string,
  topic: string,
  known: Set<string>,
): Promise<number> {
  const admin = await AdminConnection.open(config, broker);
  try {
    const { brokers } = await admin.ask(admin.library.metadataV12.api, [], false, false);
    for (const { host, port } of brokers)
      known.add(`${host.includes(':') ? `[${host}]` : host}:${String(port)}`);
    const wanted = [{ name: topic, partitions: [{ partitionIndex: 0, offset: toTheEnd }] }];
    const { topics } = await admin.ask(admin.library.deleteRecordsV2.api, wanted, timeoutMs);
    return topics[0]?.partitions[0]?.errorCode ?? topicUnknown;
  } finally {
    await admin.close();
  }
}

/**
 * Erases the only partition of a topic, at whichever of the brokers leads it.
 * @returns whether it is empty now; false when this party may not
 * @throws KoppelError LOG_KAFKA_*
 */
export async function eraseRecords(config: KafkaConfig, topic: string): Promise<boolean> {
  const brokers = new Set(config.brokers);
  // A set goes on over what is added to it: the leader may be one that the configuration does not name.
  for (const broker of brokers) {
    let answer: number;
    try {
      answer = await eraseAt(config, broker, topic, brokers);
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LOG_KAFKA_UNREACHABLE')) throw thrown;
      continue;
    }
    if (answer === 0 || answer === topicUnknown) return true;
    if (notAllowed.has(answer)) return false;
    if (answer !== notLeader) throw faultOfNumber(answer);
  }
  throw new KoppelError('LOG_KAFKA_UNREACHABLE');
}

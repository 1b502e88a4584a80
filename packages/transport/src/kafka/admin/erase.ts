// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes away what a topic holds at a broker (DeleteRecords). The rights of a study give no party that
 * (docs/adr/0052), so the usual answer is no, and the operator of the broker does it.
 */
import { setTimeout } from 'node:timers/promises';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { KafkaConfig } from '../config.ts';
import { faultOfNumber } from '../fault.ts';
import { AdminConnection, openAdmin } from './connection.ts';

/** Numbers of the protocol. */
const topicUnknown = 3;
const leaderAway = 5;
const notLeader = 6;
/** These pass: somebody else leads, or will. */
const passing = new Set([leaderAway, notLeader]);
const notAllowed = new Set([29, 31, 44]); // topic, cluster, and policy of the broker

/** Up to where there is something. */
const toTheEnd = -1n;
const timeoutMs = 30_000;
/** A broker that was leading may not be when it is asked: then all is looked at anew. */
const attempts = 20;
const againMs = 250;

/** The partitions of a topic by the address of the broker that leads them; or a number of the protocol. */
async function leadersOf(
  config: KafkaConfig,
  topic: string,
): Promise<ReadonlyMap<string, readonly number[]> | number> {
  const admin = await openAdmin(config);
  try {
    const { metadataV12 } = admin.library;
    const { brokers, topics } = await admin.ask(metadataV12.api, [topic], false, false);
    const [found] = topics;
    if (found === undefined) return topicUnknown;
    if (found.errorCode !== 0) return found.errorCode;
    const addresses = new Map(
      brokers.map(({ nodeId, host, port }) => {
        return [nodeId, `${host.includes(':') ? `[${host}]` : host}:${String(port)}`];
      }),
    );
    const leaders = new Map<string, number[]>();
    for (const { leaderId, partitionIndex } of found.partitions) {
      const address = addresses.get(leaderId);
      if (address === undefined) return notLeader;
      leaders.set(address, [...(leaders.get(address) ?? []), partitionIndex]);
    }
    return leaders;
  } finally {
    await admin.close();
  }
}

/** What became of each partition, as numbers of the protocol; 0 where it is done. */
async function eraseAt(
  config: KafkaConfig,
  broker: string,
  topic: string,
  indexes: readonly number[],
): Promise<number[]> {
  const admin = await AdminConnection.open(config, broker);
  try {
    const partitions = indexes.map((partitionIndex) => ({ partitionIndex, offset: toTheEnd }));
    const wanted = [{ name: topic, partitions }];
    const { topics } = await admin.ask(admin.library.deleteRecordsV2.api, wanted, timeoutMs);
    const answers = topics[0]?.partitions ?? [];
    return answers.length === 0 ? [topicUnknown] : answers.map(({ errorCode }) => errorCode);
  } finally {
    await admin.close();
  }
}

/** Every answer of one try. */
async function tryAll(config: KafkaConfig, topic: string): Promise<number[]> {
  const leaders = await leadersOf(config, topic);
  if (typeof leaders === 'number') return [leaders];
  const answers: number[] = [];
  for (const [broker, indexes] of leaders) {
    try {
      answers.push(...(await eraseAt(config, broker, topic, indexes)));
    } catch (thrown) {
      if (!isKoppelError(thrown, 'LOG_KAFKA_UNREACHABLE')) throw thrown;
      // Where a leader died another one is chosen.
      answers.push(leaderAway);
    }
  }
  return answers;
}

/**
 * Erases every partition of a topic, each at the broker that leads it.
 * @returns whether it is empty now; false when this party may not
 * @throws KoppelError LOG_KAFKA_*
 */
export async function eraseRecords(config: KafkaConfig, topic: string): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const left = (await tryAll(config, topic)).filter((one) => one !== 0 && one !== topicUnknown);
    if (left.length === 0) return true;
    if (left.some((one) => notAllowed.has(one))) return false;
    const other = left.find((one) => !passing.has(one));
    if (other !== undefined) throw faultOfNumber(other);
    await setTimeout(againMs);
  }
  throw new KoppelError('LOG_KAFKA_UNREACHABLE');
}

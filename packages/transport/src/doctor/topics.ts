// SPDX-License-Identifier: EUPL-1.2
/**
 * What a party may do with each topic of its study, by the broker's own word: in an answer about topics
 * it says what it would allow whoever asks. So nothing is written, and nothing read, to find out.
 */
import { KoppelError } from '@koppel/errors';
import type { AdminConnection } from '../kafka/admin/connection.ts';
import { roleName, type Access, type LineTopic, type Role } from '../kafka/admin/rights.ts';
import { operationsIn, ownOperations, topicLimits, type Operation } from '../kafka/admin/state.ts';
import { failed, untold, type Finding } from './finding.ts';

/** Rights that no party of a study needs on any topic. */
const managing: readonly Operation[] = ['Create', 'Delete', 'Alter', 'AlterConfigs'];

const operationOf: Readonly<Record<Access, Operation>> = { read: 'Read', write: 'Write' };
const accesses: readonly Access[] = ['read', 'write'];

interface Seen {
  readonly partitions: number;
  readonly allowed: ReadonlySet<Operation>;
  readonly isThere: boolean;
}

function topicFindings(
  topic: string,
  expected: readonly Access[],
  { partitions, allowed, isThere }: Seen,
  wantedPartitions: number,
): Finding[] {
  const problem = (code: KoppelError['code'], rule?: string): Finding =>
    failed('topic', topic, new KoppelError(code, rule === undefined ? { field: topic } : { field: topic, rule }));
  const excess = [
    ...accesses.filter((one) => !expected.includes(one) && allowed.has(operationOf[one])),
    ...(expected.length === 0 && allowed.has('Describe') ? ['see'] : []),
    ...(managing.some((one) => allowed.has(one)) ? ['manage'] : []),
  ];
  const tooMuch = excess.slice(0, 1).map((rule) => problem('LINE_TOO_MUCH', rule));
  if (expected.length > 0 && !isThere) return [problem('LOG_KAFKA_TOPIC'), ...tooMuch];
  const lacking = expected.filter((one) => !allowed.has(operationOf[one]));
  const findings = [
    ...lacking.map((rule) => problem('LOG_KAFKA_AUTHORIZATION', rule)),
    ...(partitions > 1 && wantedPartitions === 1 ? [problem('LOG_KAFKA_PARTITIONS')] : []),
    ...tooMuch,
  ];
  return findings.length > 0
    ? findings
    : [{ check: 'topic', subject: topic, outcome: 'ok', access: expected }];
} // prettier-ignore

/** Every topic of the study, and the broker as a whole. */
export async function topicRights(
  admin: AdminConnection,
  topics: readonly LineTopic[],
  role: Role,
): Promise<Finding[]> {
  const names = topics.map(({ topic }) => topic);
  const seen = await ownOperations(admin, names);
  const none: Seen = { partitions: 0, allowed: new Set(), isThere: false };
  const findings = topics.flatMap(({ topic, rights, partitions }) =>
    topicFindings(topic, rights.get(roleName(role)) ?? [], seen.get(topic) ?? none, partitions),
  );
  const { describeClusterV0 } = admin.library;
  const cluster = await admin.ask(describeClusterV0.api, true, 1);
  const held = operationsIn(cluster.clusterAuthorizedOperations);
  held.delete('IdempotentWrite');
  const management: Finding =
    held.size === 0
      ? { check: 'management', subject: '', outcome: 'ok' }
      : failed('management', '', new KoppelError('LINE_TOO_MUCH', { rule: 'manage' }));
  return [...findings, management];
}

/** Whether the topics that a party writes take the largest message that the study makes. */
export async function topicSizes(
  admin: AdminConnection,
  topics: readonly LineTopic[],
  role: Role,
): Promise<Finding[]> {
  const written = topics.filter(
    ({ rights, messageBytes }) =>
      messageBytes > 0 && rights.get(roleName(role))?.includes('write') === true,
  );
  const limits = await topicLimits(
    admin,
    written.map(({ topic }) => topic),
  );
  return written.map(({ topic, messageBytes }) => {
    const bytes = limits.get(topic);
    if (bytes === undefined) return untold('limit', topic);
    return bytes >= messageBytes
      ? { check: 'limit', subject: topic, outcome: 'ok', bytes }
      : failed('limit', topic, new KoppelError('LOG_KAFKA_TOO_LARGE', { field: topic }));
  });
}

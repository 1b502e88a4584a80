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

/** Of a topic that the broker does not tell of. */
const nothing: Seen = { partitions: 0, allowed: new Set(), isThere: false };

/** The protocol's GROUP_AUTHORIZATION_FAILED: it comes before the question who coordinates the group. */
const groupRefused = 30;

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
  const findings = topics.flatMap(({ topic, rights, partitions }) =>
    topicFindings(topic, rights.get(roleName(role)) ?? [], seen.get(topic) ?? nothing, partitions),
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

/**
 * The topics over which workers share a search. They are there only where it is shared, so the linkage
 * unit hears of them when they are; every other party only when it could do something there.
 */
export async function workRights(
  admin: AdminConnection,
  topics: readonly LineTopic[],
  role: Role,
  group: string,
): Promise<Finding[]> {
  const seen = await ownOperations(
    admin,
    topics.map(({ topic }) => topic),
  );
  const isUnit = role.kind === 'linkageUnit';
  const isShared = topics.some(({ topic }) => seen.get(topic)?.isThere === true);
  if (isUnit && !isShared) return [];
  const findings = topics.flatMap(({ topic, rights, partitions }) =>
    topicFindings(topic, rights.get(roleName(role)) ?? [], seen.get(topic) ?? nothing, partitions),
  );
  if (!isUnit) return findings.filter(({ outcome }) => outcome === 'failed');
  const asked = await admin.ask(admin.library.describeGroupsV5.api, [group], false);
  const [found] = asked.groups;
  if (found?.errorCode !== groupRefused) return findings;
  const refused = new KoppelError('LOG_KAFKA_AUTHORIZATION', { field: group, rule: 'group' });
  return [...findings, failed('topic', group, refused)];
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

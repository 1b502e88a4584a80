// SPDX-License-Identifier: EUPL-1.2
/** What stands at a broker: topics, their settings, and rights, in the words of the plan. */
import { KoppelError } from '@koppel/errors';
import type { AdminConnection } from './connection.ts';
import { faultOfNumber } from '../fault.ts';

/** One rule of the broker. Names as Kafka's own tools print them. */
export interface Rule {
  readonly resource: 'topic' | 'group' | 'cluster';
  /** A topic or group, what its name begins with, or `*` for every one. */
  readonly name: string;
  readonly pattern: 'literal' | 'prefixed';
  readonly principal: string;
  readonly host: string;
  readonly operation: Operation;
  readonly permission: 'allow' | 'deny';
}

export type Operation = (typeof operations)[number];

/** By their number in the protocol; https://kafka.apache.org/protocol, ACL operations. */
const operations = [
  'Unknown',
  'Any',
  'All',
  'Read',
  'Write',
  'Create',
  'Delete',
  'Alter',
  'Describe',
  'ClusterAction',
  'DescribeConfigs',
  'AlterConfigs',
  'IdempotentWrite',
  'CreateTokens',
  'DescribeTokens',
  'TwoPhaseCommit',
] as const;

/** Numbers of the protocol. */
const resourceTypes = { any: 1, topic: 2, group: 3, cluster: 4 } as const;

type Resource = Rule['resource'];
const patterns = { any: 1, literal: 3, prefixed: 4 } as const;
const permissions = { any: 1, deny: 2, allow: 3 } as const;
const topicConfig = 2 as const; // keeps its type in what is asked
const setOperation = 0;
const topicUnknown = 3;

export interface TopicState {
  readonly partitions: number;
  readonly replicas: number;
  readonly settings: ReadonlyMap<string, string>;
}

export interface BrokerState {
  /** How many brokers there are. */
  readonly brokers: number;
  /** Topics whose name begins as those of the study. */
  readonly topics: ReadonlyMap<string, TopicState>;
  /** Of topics, of groups and of the cluster. */
  readonly rules: readonly Rule[];
}

/** The operations in a number that has a bit for each; none when the broker does not say. */
export function operationsIn(bits: number): Set<Operation> {
  if (bits === -(2 ** 31)) return new Set();
  return new Set(operations.filter((_, bit) => (bits & (1 << bit)) !== 0));
}

function refuse(errorCode: number): void {
  if (errorCode !== 0) throw faultOfNumber(errorCode);
}

async function settingsOf(
  admin: AdminConnection,
  names: readonly string[],
): Promise<Map<string, ReadonlyMap<string, string>>> {
  if (names.length === 0) return new Map();
  const resources = names.map((resourceName) => ({ resourceType: topicConfig, resourceName }));
  const { results } = await admin.ask(admin.library.describeConfigsV4.api, resources);
  return new Map(
    results.map(({ errorCode, resourceName, configs }) => {
      refuse(errorCode);
      return [resourceName, new Map(configs.map(({ name, value }) => [name, value ?? '']))];
    }),
  );
}

async function rulesOf(admin: AdminConnection, resource: Resource): Promise<Rule[]> {
  const { errorCode, resources } = await admin.ask(admin.library.describeAclsV3.api, {
    resourceType: resourceTypes[resource],
    resourceName: null,
    resourcePatternType: patterns.any,
    principal: null,
    host: null,
    operation: 1,
    permissionType: permissions.any,
  });
  if (errorCode === securityDisabled) throw new KoppelError('LINE_WITHOUT_RIGHTS');
  refuse(errorCode);
  return resources.flatMap(({ resourceName, resourcePatternType, acls }) =>
    acls.map(({ principal, host, operation, permissionType }) => ({
      resource,
      name: resourceName,
      pattern: resourcePatternType === patterns.prefixed ? ('prefixed' as const) : ('literal' as const),
      principal,
      host,
      operation: operations[operation],
      permission: permissionType === permissions.deny ? ('deny' as const) : ('allow' as const),
    })),
  );
} // prettier-ignore

/** The protocol's SECURITY_DISABLED: the broker has no authorizer, so whoever comes in may do all. */
const securityDisabled = 54;

/**
 * Everything at the broker that concerns topics beginning with `prefix`. Asks for the rights of an
 * administrator: Describe and DescribeConfigs on the topics, Describe on the cluster.
 * @throws KoppelError LOG_KAFKA_*; LINE_WITHOUT_RIGHTS when the broker keeps no rights
 */
export async function brokerState(admin: AdminConnection, prefix: string): Promise<BrokerState> {
  const { metadataV12 } = admin.library;
  const { brokers, topics } = await admin.ask(metadataV12.api, null, false, false);
  const own = topics.filter(({ name }) => name?.startsWith(prefix) === true);
  const settings = await settingsOf(
    admin,
    own.map(({ name }) => name!),
  );
  const states = own.map(({ name, partitions }) => {
    const replicas = Math.min(...partitions.map(({ replicaNodes }) => replicaNodes.length));
    return [name!, { partitions: partitions.length, replicas, settings: settings.get(name!)! }] as const;
  });
  const rules = [];
  for (const resource of ['topic', 'group', 'cluster'] as const) rules.push(...(await rulesOf(admin, resource)));
  return { brokers: brokers.length, topics: new Map(states), rules };
} // prettier-ignore

function aclOf({ resource, name, pattern, principal, host, operation, permission }: Rule) {
  return {
    resourceType: resourceTypes[resource],
    resourceName: name,
    resourcePatternType: patterns[pattern],
    principal,
    host,
    operation: operations.indexOf(operation) as 2,
    permissionType: permissions[permission],
  };
}

/** Makes a topic; one that is there already is left. LOG_KAFKA_*, LINE_REPLICAS. */
export async function createTopic(
  admin: AdminConnection,
  topic: string,
  { partitions, replicas }: { readonly partitions: number; readonly replicas: number },
  settings: ReadonlyMap<string, string>,
): Promise<void> {
  const wanted = {
    name: topic,
    numPartitions: partitions,
    replicationFactor: replicas,
    assignments: [],
    configs: [...settings].map(([name, value]) => ({ name, value })),
  };
  const { topics } = await admin.ask(admin.library.createTopicsV7.api, [wanted], 10_000, false);
  for (const { errorCode } of topics) if (errorCode !== topicExists) refuse(errorCode);
}

/** The protocol's TOPIC_ALREADY_EXISTS. */
const topicExists = 36;

export async function setSetting(
  admin: AdminConnection,
  topic: string,
  name: string,
  value: string,
): Promise<void> {
  const { responses } = await admin.ask(
    admin.library.incrementalAlterConfigsV1.api,
    [
      {
        resourceType: topicConfig,
        resourceName: topic,
        configs: [{ name, configOperation: setOperation, value }],
      },
    ],
    false,
  );
  for (const { errorCode } of responses) refuse(errorCode);
}

export async function giveRule(admin: AdminConnection, rule: Rule): Promise<void> {
  const { results } = await admin.ask(admin.library.createAclsV3.api, [aclOf(rule)]);
  for (const { errorCode } of results) refuse(errorCode);
}

/** Takes this one rule away, and no other. */
export async function takeRule(admin: AdminConnection, rule: Rule): Promise<void> {
  const { filterResults } = await admin.ask(admin.library.deleteAclsV3.api, [aclOf(rule)]);
  for (const { errorCode } of filterResults) refuse(errorCode);
}

/**
 * For each topic what whoever asks may do there, and how many partitions it has: 0 when there is none,
 * or it may not be seen. Nothing is left behind: the broker only says what it would allow.
 */
export async function ownOperations(
  admin: AdminConnection,
  names: readonly string[],
): Promise<
  Map<string, { readonly partitions: number; readonly allowed: ReadonlySet<Operation>; readonly isThere: boolean }>
> {
  const { topics } = await admin.ask(admin.library.metadataV12.api, [...names], false, true);
  return new Map(
    topics.map(({ name, partitions, errorCode, topicAuthorizedOperations }) => [
      name!,
      {
        partitions: partitions.length,
        allowed: operationsIn(topicAuthorizedOperations),
        isThere: errorCode !== topicUnknown && partitions.length > 0,
      },
    ]),
  );
} // prettier-ignore

/** The setting `max.message.bytes` of each topic whose settings may be seen. */
export async function topicLimits(
  admin: AdminConnection,
  names: readonly string[],
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const resources = names.map((resourceName) => ({
    resourceType: topicConfig,
    resourceName,
    configurationKeys: ['max.message.bytes'],
  }));
  const { results } = await admin.ask(admin.library.describeConfigsV4.api, resources);
  return new Map(
    results.flatMap(({ errorCode, resourceName, configs }) =>
      errorCode === 0 && configs[0]?.value !== undefined && configs[0].value !== null
        ? [[resourceName, Number(configs[0].value)] as const]
        : [],
    ),
  );
}

/**
 * The clock of the broker that leads the others, in milliseconds; undefined when whoever asks may not
 * see the cluster. The leader gives its own time as the moment at which it heard from itself.
 */
export async function brokerClock(admin: AdminConnection): Promise<number | undefined> {
  const asked = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
  const { errorCode, topics } = await admin.ask(admin.library.describeQuorumV1.api, asked);
  const partition = errorCode === 0 ? topics[0]?.partitions[0] : undefined;
  const leader = partition?.currentVoters.find(({ replicaId }) => replicaId === partition.leaderId);
  const time = Number(leader?.lastCaughtUpTimestamp ?? -1);
  return time > 0 ? time : undefined;
}

/** The time of the newest message in any of these topics; undefined when there is none. */
export async function newestMessage(
  admin: AdminConnection,
  names: readonly string[],
): Promise<number | undefined> {
  const newest = -3n; // the protocol's MAX_TIMESTAMP
  const asked = names.map((name) => ({
    name,
    partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: newest }],
  }));
  const { topics } = await admin.ask(admin.library.listOffsetsV8.api, -1, 0, asked);
  const times = topics.flatMap(({ partitions }) =>
    partitions.flatMap(({ errorCode, timestamp }) => (errorCode === 0 ? [Number(timestamp)] : [])),
  );
  const last = Math.max(...times);
  return last > 0 ? last : undefined;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What must change at a broker so that a study's topics and rights are as they must be. Pure: a plan is
 * a function of what there is and what is asked for, and of what it would make there follows no plan.
 */
import { KoppelError } from '@koppel/errors';
import type { LineParties } from './parties.ts';
import type { Access, LineTopic } from './rights.ts';
import type { BrokerState, Operation, Rule, TopicState } from './state.ts';

export type Change =
  | { readonly kind: 'topic'; readonly topic: string; readonly partitions: number; readonly settings: ReadonlyMap<string, string> }
  | { readonly kind: 'setting'; readonly topic: string; readonly name: string; readonly value: string }
  | { readonly kind: 'give' | 'take'; readonly rule: Rule }; // prettier-ignore

export interface Plan {
  readonly changes: readonly Change[];
  /** Rights that should not be there, and that this plan leaves. */
  readonly strays: readonly Rule[];
  /** What no plan can put right. */
  readonly problems: readonly KoppelError[];
}

export interface Wanted {
  readonly prefix: string;
  readonly topics: readonly LineTopic[];
  /** In which workers of the linkage unit share a search. */
  readonly group: string;
  readonly parties: LineParties;
  /** Take away rights that should not be there. */
  readonly remove: boolean;
}

/** Sealed bytes are kept as they are: no compression, nothing older removed, no copy that lags. */
export function topicSettings(
  { maxBytes }: LineTopic,
  { minInSync }: LineParties,
): ReadonlyMap<string, string> {
  return new Map([
    ['cleanup.policy', 'delete'],
    ['compression.type', 'uncompressed'],
    ['max.message.bytes', String(maxBytes)],
    ['message.timestamp.type', 'CreateTime'],
    ['min.insync.replicas', String(minInSync)],
    ['retention.bytes', '-1'],
    ['retention.ms', '-1'],
    ['unclean.leader.election.enable', 'false'],
  ]);
}

/** The operations that stand for reading and writing. To see its limit is part of both. */
const operationsFor: Readonly<Record<Access, Operation>> = { read: 'Read', write: 'Write' };

/** Rights that come with Read and Write, or are harmless beside them. */
const beside: ReadonlySet<Operation> = new Set(['Describe', 'DescribeConfigs']);

function wantedRules({ topic, rights }: LineTopic, { principals }: LineParties): Rule[] {
  return [...rights].flatMap(([role, accesses]) => {
    const principal = principals.get(role);
    if (principal === undefined) return [];
    const operations = [...accesses.map((one) => operationsFor[one]), 'DescribeConfigs' as const];
    return operations.map((operation) => ({
      resource: 'topic' as const,
      name: topic,
      pattern: 'literal' as const,
      principal,
      host: '*',
      operation,
      permission: 'allow' as const,
    }));
  });
}

/** A worker takes its share as a member of the group. */
function groupRules({ group, parties }: Wanted): Rule[] {
  const principal = parties.principals.get('linkageUnit');
  if (parties.workers === 0 || principal === undefined) return [];
  return [
    {
      resource: 'group',
      name: group,
      pattern: 'literal',
      principal,
      host: '*',
      operation: 'Read',
      permission: 'allow',
    },
  ];
}

const nameOf = (rule: Rule): string => JSON.stringify(Object.entries(rule).sort());

/** Whether a rule is about a topic or group of the study, also where it is about others too. */
function touches({ resource, name, pattern }: Rule, prefix: string): boolean {
  if (resource === 'cluster') return false;
  if (name.startsWith(prefix)) return true;
  return pattern === 'prefixed' ? prefix.startsWith(name) : name === '*';
}

/** Whether a rule is about topics or groups of this study alone, so that it can be taken away for it. */
export const isOwn = ({ resource, name }: Rule, prefix: string): boolean =>
  resource !== 'cluster' && name.startsWith(prefix);

function isStray(rule: Rule, wanted: readonly Rule[], { prefix, parties }: Wanted): boolean {
  if (rule.permission === 'deny') return false;
  if (rule.resource === 'cluster') {
    const isParty = [...parties.principals.values()].includes(rule.principal);
    // Every party may say that it writes each value once: that gives it nothing.
    return isParty && rule.operation !== 'IdempotentWrite';
  }
  // Groups of other programs may have any name: only a rule about ours by name is looked at.
  if (!touches(rule, prefix) || (rule.resource === 'group' && !isOwn(rule, prefix))) return false;
  const near = wanted.filter(
    ({ resource, name, principal }) =>
      resource === rule.resource && name === rule.name && principal === rule.principal,
  );
  if (rule.pattern !== 'literal' || near.length === 0) return true;
  return !beside.has(rule.operation) && !near.some(({ operation }) => operation === rule.operation);
}

/** Rules that forbid what a party must be able to do: they go before every right. */
function denials(state: BrokerState, wanted: readonly Rule[], prefix: string): KoppelError[] {
  const hinders = (deny: Rule): boolean =>
    deny.permission === 'deny' &&
    touches(deny, prefix) &&
    wanted.some(
      ({ resource, name, principal, operation }) =>
        deny.resource === resource &&
        (deny.principal === principal || deny.principal === 'User:*') &&
        (deny.operation === 'All' || deny.operation === operation || deny.operation === 'Describe') &&
        (deny.name === '*' || deny.name === name || (deny.pattern === 'prefixed' && name.startsWith(deny.name))),
    );
  return state.rules.filter(hinders).map(({ name }) => new KoppelError('LINE_DENIED', { field: name }));
} // prettier-ignore

function topicChanges(wanted: LineTopic, state: TopicState | undefined, parties: LineParties): Change[] {
  const settings = topicSettings(wanted, parties);
  const { topic } = wanted;
  if (state === undefined) return [{ kind: 'topic', topic, partitions: wanted.partitions, settings }];
  return [...settings]
    .filter(([name, value]) => state.settings.get(name) !== value)
    .map(([name, value]) => ({ kind: 'setting', topic, name, value }));
} // prettier-ignore

function topicProblems({ topics, parties }: Wanted, state: BrokerState): KoppelError[] {
  const problem = (field: string, rule: string): KoppelError =>
    new KoppelError('LINE_TOPIC', { field, rule });
  const own = topics.flatMap(({ topic, partitions }) => {
    const there = state.topics.get(topic);
    if (there === undefined) return [];
    if (there.partitions > 1 && partitions === 1) return [problem(topic, 'partitions')];
    return there.replicas < parties.replicas ? [problem(topic, 'replicas')] : [];
  });
  const known = new Set(topics.map(({ topic }) => topic));
  const others = [...state.topics.keys()].filter((topic) => !known.has(topic));
  const few = state.brokers < parties.replicas ? [new KoppelError('LINE_REPLICAS')] : [];
  return [...few, ...own, ...others.map((topic) => problem(topic, 'unknown'))];
}

/** From what there is to what must be. Order: topics, settings, rights given, rights taken. */
export function planLine(wanted: Wanted, state: BrokerState): Plan {
  const { topics, parties, prefix, remove } = wanted;
  const rules = [...topics.flatMap((one) => wantedRules(one, parties)), ...groupRules(wanted)];
  const there = new Set(state.rules.map(nameOf));
  const give = rules.filter((rule) => !there.has(nameOf(rule)));
  const strays = state.rules.filter((rule) => isStray(rule, rules, wanted));
  const take = remove ? strays.filter((rule) => isOwn(rule, prefix)) : [];
  return {
    changes: [
      ...topics.flatMap((one) => topicChanges(one, state.topics.get(one.topic), parties)),
      ...give.map((rule) => ({ kind: 'give' as const, rule })),
      ...take.map((rule) => ({ kind: 'take' as const, rule })),
    ],
    strays: strays.filter((rule) => !take.includes(rule)),
    problems: [...topicProblems(wanted, state), ...denials(state, rules, prefix)],
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** Plans and parties without a broker: what follows from what stands there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KoppelError } from '@koppel/errors';
import { readParties, type LineParties } from './parties.ts';
import { isOwn, planLine, topicSettings, type Change, type Plan } from './plan.ts';
import {
  lineTopics,
  rolesOf,
  roleName,
  topicPrefix,
  workerGroup,
  type LineStudy,
} from './rights.ts';
import { operationsIn, type BrokerState, type Rule } from './state.ts';
import { lineStudy } from '../../testing/line-study.ts';

const folder = mkdtempSync(join(tmpdir(), 'koppel-parties-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const parties: LineParties = {
  replicas: 3,
  minInSync: 2,
  workers: 0,
  principals: new Map(rolesOf(lineStudy).map((role) => [roleName(role), `User:${roleName(role)}`])),
};
const topics = lineTopics(lineStudy);
const prefix = topicPrefix(lineStudy);
const group = workerGroup(lineStudy);
const wanted = { prefix, topics, group, parties, remove: false };
const nothing: BrokerState = { brokers: 3, topics: new Map(), rules: [] };

/** What stands at the broker once all of a plan has been done. */
function after({ changes }: Plan, state: BrokerState): BrokerState {
  const made = new Map(state.topics);
  let rules = [...state.rules];
  for (const change of changes) {
    if (change.kind === 'topic') {
      made.set(change.topic, {
        partitions: change.partitions,
        replicas: 3,
        settings: change.settings,
      });
    } else if (change.kind === 'setting') {
      const before = made.get(change.topic)!;
      const settings = new Map(before.settings).set(change.name, change.value);
      made.set(change.topic, { ...before, settings });
    } else if (change.kind === 'give') rules.push(change.rule);
    else rules = rules.filter((rule) => rule !== change.rule);
  }
  return { ...state, topics: made, rules };
}

const sound = after(planLine(wanted, nothing), nothing);

const rule = (changed: Partial<Rule>): Rule => ({
  resource: 'topic',
  name: `${prefix}batches.north`,
  pattern: 'literal',
  principal: 'User:stranger',
  host: '*',
  operation: 'Read',
  permission: 'allow',
  ...changed,
});

/** The problem of a plan with something else at the broker. */
const problems = (state: Partial<BrokerState>): string[] =>
  planLine(wanted, { ...sound, ...state }).problems.map(({ code, place }) =>
    [code, place.field, place.rule].filter((one) => one !== undefined).join(' '),
  );

test('from nothing, everything; and then nothing, in whatever order it stands', () => {
  const all = planLine(wanted, nothing);
  expect(all.problems).toEqual([]);
  expect(all.changes.filter(({ kind }) => kind === 'topic')).toHaveLength(topics.length);
  fc.assert(
    fc.property(fc.subarray([...all.changes]), fc.boolean(), (done: Change[], remove) => {
      const half = after({ ...all, changes: done }, nothing);
      const rest = planLine({ ...wanted, remove }, half);
      const whole = after(rest, { ...half, rules: half.rules.toReversed() });
      expect(planLine({ ...wanted, remove }, whole)).toEqual({ changes: [], strays: [], problems: [] });
    }),
    { numRuns: 30 },
  );
}); // prettier-ignore

test('who may do what, word for word', () => {
  const table = topics.map(({ topic, rights }) => {
    const may = (access: 'read' | 'write'): string[] =>
      [...rights].flatMap(([name, given]) => (given.includes(access) ? [name] : []));
    return [topic.slice(prefix.length), may('write'), may('read')];
  });
  const everyone = ['coordinator', 'mandate board', 'owner north', 'owner south', 'linkageUnit', 'researcher'];
  expect(table).toEqual([
    ['control', ['coordinator', 'mandate board'], everyone],
    ['ceremony', ['owner north', 'owner south'], ['owner north', 'owner south', 'linkageUnit', 'researcher']],
    ['batches.north', ['owner north'], ['owner north', 'linkageUnit']],
    ['payload.north', ['owner north'], ['owner north', 'researcher']],
    ['receipts.north', ['linkageUnit'], ['linkageUnit', 'owner north', 'coordinator']],
    ['batches.south', ['owner south'], ['owner south', 'linkageUnit']],
    ['payload.south', ['owner south'], ['owner south', 'researcher']],
    ['receipts.south', ['linkageUnit'], ['linkageUnit', 'owner south', 'coordinator']],
    ['links', ['linkageUnit'], ['linkageUnit', 'researcher']],
    ['results', ['linkageUnit'], ['linkageUnit', 'researcher', 'coordinator']],
  ]);
}); // prettier-ignore

test('a co-researcher reads what the researcher reads, as a user of its own', () => {
  const shared = { ...lineStudy, coResearchers: [{ id: 'second' }] };
  for (const { topic, rights } of lineTopics(shared)) {
    expect([topic, rights.get('coResearcher second')]).toEqual([topic, rights.get('researcher')]);
  }
  const users = { coordinator: 'User:c', owners: { north: 'User:n', south: 'User:s' }, linkageUnit: 'User:l', researcher: 'User:r' };
  const read = (more: object, study: LineStudy = shared) => {
    const file = join(folder, 'co.yaml');
    writeFileSync(file, JSON.stringify({ koppelParties: 1, ...users, ...more }));
    try {
      return readParties(file, study).principals.get('coResearcher second');
    } catch (thrown) {
      const { code, place } = thrown as KoppelError;
      return [code, place.field ?? place.path, place.rule].join(' ');
    }
  };
  expect(read({ coResearchers: { second: 'User:2' } })).toBe('User:2');
  expect(read({})).toBe('LINE_PARTIES coResearcher second missing');
  expect(read({ coResearchers: { second: 'User:r' } })).toBe('LINE_PARTIES coResearcher second shared');
  expect(read({ coResearchers: { third: 'User:2' } })).toBe('LINE_PARTIES coResearchers unknown');
  expect(read({ coResearchers: { second: 'User:2' } }, lineStudy)).toBe('LINE_PARTIES coResearchers unknown');
}); // prettier-ignore

test('workers of the linkage unit get topics and a group that are its own', () => {
  const sharing = { ...wanted, topics: lineTopics(lineStudy, 8), parties: { ...parties, workers: 8 } };
  const { changes } = planLine(sharing, sound);
  expect(
    changes.flatMap((one) => (one.kind === 'topic' ? [[one.topic.slice(prefix.length), one.partitions]] : [])),
  ).toEqual([['work-jobs', 1], ['work-parts', 8], ['work-answers', 1]]);
  const given = changes.flatMap((one) => (one.kind === 'give' ? [one.rule] : []));
  expect(new Set(given.map(({ principal }) => principal))).toEqual(new Set(['User:linkageUnit']));
  expect(given.filter(({ resource }) => resource === 'group')).toMatchObject([{ name: group, operation: 'Read' }]);
  const whole = after(planLine(sharing, sound), sound);
  expect(planLine(sharing, whole)).toEqual({ changes: [], strays: [], problems: [] });
  // As many partitions as somebody gave `work-parts` are as good.
  const more = new Map(whole.topics);
  more.set(`${prefix}work-parts`, { ...more.get(`${prefix}work-parts`)!, partitions: 40 });
  expect(planLine(sharing, { ...whole, topics: more }).problems).toEqual([]);
  // A stranger in the group would be handed parts of a search.
  const stranger = rule({ resource: 'group', name: group });
  expect(planLine(sharing, { ...whole, rules: [...whole.rules, stranger] }).strays).toEqual([stranger]);
  // Where no work is shared, what is there for it is too much.
  const without = planLine({ ...wanted, remove: true }, whole);
  expect(without.changes.every(({ kind }) => kind === 'take')).toBe(true);
  expect(without.problems.map(({ code, place }) => [code, place.rule])).toEqual([1, 2, 3].map(() => ['LINE_TOPIC', 'unknown']));
}); // prettier-ignore

test.each<[string, Partial<Rule>, 'own' | 'wide']>([
  ['a stranger', {}, 'own'],
  ['everybody', { principal: 'User:*' }, 'own'],
  ['a party that reads what it only writes elsewhere', { principal: 'User:owner south' }, 'own'],
  ['a party that may do all with its own topic', { principal: 'User:owner north', operation: 'All' }, 'own'],
  ['a party that may delete', { principal: 'User:owner north', operation: 'Delete' }, 'own'],
  ['who may see only', { operation: 'Describe' }, 'own'],
  ['a prefix within the study', { name: `${prefix}batches.`, pattern: 'prefixed' }, 'own'],
  ['a party by a prefix that is its topic', { principal: 'User:owner north', pattern: 'prefixed' }, 'own'],
  ['a prefix beyond the study', { name: 'koppel.', pattern: 'prefixed' }, 'wide'],
  ['every topic', { name: '*' }, 'wide'],
  ['a party that may make topics', { resource: 'cluster', name: 'kafka-cluster', principal: 'User:linkageUnit', operation: 'Create' }, 'wide'],
])('a right that nobody should have is told, and taken when asked: %s', (_title, changed, kind) => {
  const stray = rule(changed);
  const state = { ...sound, rules: [...sound.rules, stray] };
  expect(planLine(wanted, state)).toEqual({ changes: [], strays: [stray], problems: [] });
  const removing = planLine({ ...wanted, remove: true }, state);
  const taken = kind === 'own' ? [{ kind: 'take', rule: stray }] : [];
  expect(removing).toEqual({ changes: taken, strays: kind === 'own' ? [] : [stray], problems: [] });
  expect(isOwn(stray, prefix)).toBe(kind === 'own');
}); // prettier-ignore

test.each<[string, Partial<Rule>]>([
  ['of another study', { name: 'koppel.another.batches.north' }],
  ['a prefix of another study', { name: 'koppel.another.', pattern: 'prefixed' }],
  ['what comes with reading and writing', { principal: 'User:owner north', operation: 'Describe' }],
  ['to write each value once', { resource: 'cluster', principal: 'User:owner north', operation: 'IdempotentWrite' }],
  ['on the broker, of who is no party', { resource: 'cluster', principal: 'User:administrator', operation: 'All' }],
  ['forbidden to a stranger', { permission: 'deny' }],
])('leaves alone a right %s', (_title, changed) => {
  const state = { ...sound, rules: [...sound.rules, rule(changed)] };
  const plan = planLine({ ...wanted, remove: true }, state);
  expect(plan).toEqual({ changes: [], strays: [], problems: [] });
}); // prettier-ignore

test('what cannot be put right here is told', () => {
  const topic = `${prefix}control`;
  const as = (changed: object) => ({
    topics: new Map(sound.topics).set(topic, { ...sound.topics.get(topic)!, ...changed }),
  });
  expect(problems(as({ partitions: 2 }))).toEqual([`LINE_TOPIC ${topic} partitions`]);
  expect(problems(as({ replicas: 1 }))).toEqual([`LINE_TOPIC ${topic} replicas`]);
  expect(problems({ brokers: 2 })).toEqual(['LINE_REPLICAS']);
  const other = new Map(sound.topics).set(`${prefix}other`, sound.topics.get(topic)!);
  expect(problems({ topics: other })).toEqual([`LINE_TOPIC ${prefix}other unknown`]);
  const owner = 'User:owner north';
  for (const [changed, field] of [
    [{ principal: owner }, `${prefix}batches.north`],
    [{ principal: 'User:*', name: '*', operation: 'All' }, '*'],
    [{ principal: owner, name: prefix, pattern: 'prefixed', operation: 'Describe' }, prefix],
  ] as const) {
    const deny = rule({ permission: 'deny', ...changed });
    expect(problems({ rules: [...sound.rules, deny] })).toEqual([`LINE_DENIED ${field}`]);
  }
});

test('a setting that is not as it must be is set', () => {
  const topic = `${prefix}links`;
  const before = sound.topics.get(topic)!;
  const settings = new Map(before.settings).set('retention.ms', '604800000');
  const state = { ...sound, topics: new Map(sound.topics).set(topic, { ...before, settings }) };
  expect(planLine(wanted, state).changes).toEqual([
    { kind: 'setting', topic, name: 'retention.ms', value: '-1' },
  ]);
  expect(topicSettings(topics[0]!, parties).get('min.insync.replicas')).toBe('2');
});

test('operations are bits', () => {
  expect([...operationsIn(2 ** 3 + 2 ** 8)]).toEqual(['Read', 'Describe']);
  expect([...operationsIn(-(2 ** 31))]).toEqual([]);
});

const sane = {
  koppelParties: 1,
  coordinator: 'User:c',
  owners: { north: 'User:n', south: 'User:s' },
  linkageUnit: 'User:u',
  researcher: 'User:CN=researcher,O=University',
};

function read(value: unknown, study: LineStudy = lineStudy): LineParties | string {
  const file = join(folder, 'parties.yaml');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  try {
    return readParties(file, study);
  } catch (thrown) {
    const { code, place } = thrown as KoppelError;
    expect(JSON.stringify(place)).not.toContain('hunter2');
    return [code, place.rule, place.field ?? place.path].filter((one) => one !== undefined).join(' ');
  }
} // prettier-ignore

test('every party has a user of its own', () => {
  const found = read(sane) as LineParties;
  expect([found.replicas, found.minInSync, found.principals.get('owner south')]).toEqual([3, 2, 'User:s']);
  expect(found.principals.has('mandate board')).toBe(false); // decides with the coordinator's
  const board = read({ ...sane, mandates: { board: 'User:b' } }) as LineParties;
  expect(board.principals.get('mandate board')).toBe('User:b');
}); // prettier-ignore

test.each<[string, unknown, string]>([
  ['no YAML', 'hunter2: [', 'LINE_PARTIES form'],
  ['something else', { hunter2: 1 }, 'LINE_PARTIES form koppelParties'],
  ['everybody', { ...sane, researcher: 'User:*' }, 'LINE_PARTIES form researcher'],
  ['an owner without user', { ...sane, owners: { north: 'User:n' } }, 'LINE_PARTIES missing owner south'],
  ['no coordinator', { ...sane, coordinator: undefined }, 'LINE_PARTIES missing coordinator'],
  ['an owner that is none', { ...sane, owners: { ...sane.owners, hunter2: 'User:x' } }, 'LINE_PARTIES unknown owners'],
  ['a mandate that is none', { ...sane, mandates: { other: 'User:x' } }, 'LINE_PARTIES unknown mandates'],
  ['one user for two', { ...sane, linkageUnit: 'User:n' }, 'LINE_PARTIES shared linkageUnit'],
  ['more in sync than there are', { ...sane, minInSync: 4 }, 'LINE_PARTIES form minInSync'],
])('refuses %s', (_title, value, expected) => {
  expect(read(value)).toBe(expected);
}); // prettier-ignore

test('a rehearsal needs no coordinator, and a file must be there', () => {
  const rehearsal: LineStudy = { ...lineStudy };
  Reflect.deleteProperty(rehearsal, 'mandates');
  const found = read({ ...sane, coordinator: undefined }, rehearsal);
  expect((found as LineParties).principals.size).toBe(4);
  expect(() => readParties(join(folder, 'none.yaml'), lineStudy)).toThrow('FILE_MISSING');
});

test('a second round has topics of its own: the linkage unit asks, and each owner answers for itself', () => {
  const look = { looks: 10, rarityClasses: true };
  const rounds = lineTopics({
    ...lineStudy,
    encoding: { parameters: { bits: 1024 }, fields: [1, 2, 3] },
    secondRound: look,
  });
  const added = rounds.filter(({ topic }) => topic.includes('.look-'));
  expect(rounds.filter((one) => !added.includes(one))).toEqual(topics);
  expect(added.map(({ topic, rights }) => [topic, [...rights].sort()])).toEqual([
    ['koppel.sample.look-requests.north', [['linkageUnit', ['read', 'write']], ['owner north', ['read']]]],
    ['koppel.sample.look-answers.north', [['linkageUnit', ['read']], ['owner north', ['read', 'write']]]],
    ['koppel.sample.look-requests.south', [['linkageUnit', ['read', 'write']], ['owner south', ['read']]]],
    ['koppel.sample.look-answers.south', [['linkageUnit', ['read']], ['owner south', ['read', 'write']]]],
  ]);
  // Three filters of 512 bits, a number and a byte of classes, for ten rows.
  expect(added[1]!.messageBytes).toBeGreaterThan(10 * (3 * 64 + 4 + 1));
  const more = lineTopics({ ...lineStudy, secondRound: { ...look, fieldBits: 1024, fields: [1, 2] } });
  const answers = more.find(({ topic }) => topic === 'koppel.sample.look-answers.north')!;
  expect(answers.messageBytes - added[1]!.messageBytes).toBeGreaterThan(10 * 60);
}); // prettier-ignore

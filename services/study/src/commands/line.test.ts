// SPDX-License-Identifier: EUPL-1.2
/** What setup and doctor refuse before any broker is asked; at a broker: tests/e2e/kafka. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planData, planText } from '../line/plan-text.ts';
import { makeWorld, type World } from '../testing/world.ts';

let world: World;
let given: string[];

beforeAll(async () => {
  world = await makeWorld();
  const cities = ['rotterdam', 'denhaag', 'utrecht', 'amsterdam'];
  const parties = {
    koppelParties: 1,
    coordinator: 'User:coordinator',
    owners: Object.fromEntries(cities.map((city) => [city, `User:${city}`])),
    linkageUnit: 'User:unit',
    researcher: 'User:researcher',
  };
  writeFileSync(join(world.folder, 'parties.yaml'), JSON.stringify(parties));
  const at = (name: string): string => join(world.folder, name);
  given = ['line', 'setup', '--study', at('study.yaml'), '--parties', at('parties.yaml')];
});
afterAll(() => {
  world.remove();
});

test('the setup asks for a study, for parties that fit it, and for a broker', async () => {
  expect((await world.call('line')).problems).toEqual(['USAGE line setup']);
  expect((await world.call('line', 'break')).problems).toEqual(['USAGE line setup']);
  expect((await world.call(...given, '--log', world.log)).problems).toEqual(['LINE_NO_BROKER --log']);
  const none = join(world.folder, 'none.yaml');
  expect((await world.call(...given, '--log', none)).problems).toEqual(['LOG_KAFKA_FILE']);
  const wrong = given.with(3, join(world.folder, 'parties.yaml'));
  expect((await world.call(...wrong, '--log', none)).code).toBe(3);
}); // prettier-ignore

test('a plan in words names what it is about, one line for a user and a topic', () => {
  const common = { principal: 'User:a', host: '*', permission: 'allow' } as const;
  const rule = {
    ...common,
    resource: 'topic',
    name: 'koppel.s.links',
    pattern: 'literal',
  } as const;
  const settings = new Map([['retention.ms', '-1']]);
  const plan = {
    changes: [
      { kind: 'topic', topic: 'koppel.s.links', partitions: 1, settings },
      { kind: 'setting', topic: 'koppel.s.control', name: 'retention.ms', value: '-1' },
      { kind: 'give', rule: { ...rule, operation: 'Read' } },
      { kind: 'give', rule: { ...rule, operation: 'DescribeConfigs' } },
      { kind: 'take', rule: { ...rule, operation: 'Write', host: '192.0.2.1' } },
    ],
    strays: [
      { ...rule, operation: 'All', name: '*' },
      { ...rule, operation: 'All', name: 'koppel.', pattern: 'prefixed' },
      { ...rule, operation: 'Alter', resource: 'cluster', permission: 'deny' },
    ],
    problems: [],
  } as const;
  expect(planText(plan, 'en').split('\n')).toEqual([
    'make topic  koppel.s.links',
    'set  koppel.s.control  retention.ms=-1',
    'give  User:a  Read, DescribeConfigs  koppel.s.links',
    'take away  User:a (192.0.2.1)  Write  koppel.s.links',
    '',
    'Rights that should not be there:',
    '  User:a  All  every topic',
    '  User:a  All  every topic that begins with koppel.',
    '  User:a  not Alter  the broker as a whole',
  ]);
  expect(JSON.stringify(planData(plan))).toContain('"settings":{"retention.ms":"-1"}');
});

test('the doctor looks as the coordinator, or as a mandate', async () => {
  await world.sign('coordinator', 'end', '--reason', 'Klaar');
  chmodSync(world.log, 0o750);
  const seen = await world.call('doctor', '--log', world.log, '--folder', world.folder, '--json');
  expect([seen.code, JSON.parse(seen.printed)]).toMatchObject([0, { as: 'coordinator' }]);
  const mandate = ['--as', 'college-rotterdam', '--lang', 'nl'];
  const told = await world.call('doctor', '--log', world.log, '--folder', world.folder, ...mandate);
  expect(told.printed).toMatch(/^goed +rechten +koppel\.re-integratie\.control +lezen en schrijven$/m);
  expect((await world.call('doctor', '--log', world.log, '--as', 'nobody')).problems).toEqual(['USAGE --as']);
}); // prettier-ignore

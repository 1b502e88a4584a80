// SPDX-License-Identifier: EUPL-1.2
/**
 * Setup and doctor at a real broker with TLS, passwords and rights: what was set up is there, what was
 * changed behind its back is found, and each seat sees what is wrong with it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isKoppelError, type KoppelError } from '@koppel/errors';
import { doctor } from '../../doctor/doctor.ts';
import type { Finding } from '../../doctor/finding.ts';
import { doctorData, doctorExitCode, doctorText, isHealthy } from '../../doctor/text.ts';
import { configFile, testBroker, type TestBroker } from '../../testing/kafka-place.ts';
import { lineStudy } from '../../testing/line-study.ts';
import { readKafkaConfig } from '../config.ts';
import { openKafkaLog } from '../kafka-log.ts';
import { openKafkaWork } from '../work.ts';
import { heldOn } from '../../testing/leader.ts';
import { openAdmin, type AdminConnection } from './connection.ts';
import { eraseRecords } from './erase.ts';
import { openLineSetup, type LineSetup } from './setup.ts';
import { createTopic, giveRule, setSetting, takeRule, type Rule } from './state.ts';
import type { LineParties } from './parties.ts';
import type { Role } from './rights.ts';

const found = testBroker(true);
const folder = mkdtempSync(join(tmpdir(), 'koppel-setup-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const study = { ...lineStudy, id: `s${randomUUID().slice(0, 8)}`, owners: [{ id: 'north' }] };
const at = (purpose: string): string => `koppel.${study.id}.${purpose}`;
const parties: LineParties = {
  replicas: 1,
  minInSync: 1,
  workers: 4,
  principals: new Map([
    ['coordinator', 'User:coordinator'],
    ['owner north', 'User:rotterdam'],
    ['linkageUnit', 'User:unit'],
    ['researcher', 'User:researcher'],
  ]),
};

function testSetup(broker: TestBroker): void {
  const file = (name: string): string => join(broker.folder, name);
  const to = (listener: string, more: object, ca = 'ca.crt') =>
    configFile(folder, {
      brokers: [`localhost:${broker.ports[listener]!}`],
      tls: { ca: file(ca), ...more },
      waitSeconds: 20,
    });
  const certificate = { certificate: file('client.crt'), key: file('client.key') };
  const admin = to('mutual', certificate);
  const login = (user: string, passwordFile = file(`passwords/${user}`), listener = 'scram') =>
    configFile(folder, {
      brokers: [`localhost:${broker.ports[listener]!}`],
      tls: { ca: file('ca.crt') },
      sasl: { mechanism: 'SCRAM-SHA-512', user, passwordFile },
      waitSeconds: 20,
    });
  /** An unsigned token, as only a broker of tests takes it. */
  const token = (name: string, validFrom: number) => {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'researcher', iat: validFrom, exp: validFrom + 3600 };
    const tokenFile = join(folder, name);
    writeFileSync(tokenFile, `${part({ alg: 'none' })}.${part(claims)}.\n`);
    return configFile(folder, {
      brokers: [`localhost:${broker.ports['token']!}`],
      tls: { ca: file('ca.crt') },
      sasl: { mechanism: 'OAUTHBEARER', tokenFile },
      waitSeconds: 20,
    });
  };
  let connection: AdminConnection;

  const look = (log: string, role: Role, clock = () => Date.now()) =>
    doctor(log, study, role, { environment: {}, clock });
  /** What is not as it must be. Certificates of the tests' broker are short. */
  const wrong = (findings: readonly Finding[]): string[] =>
    findings
      .filter(({ outcome, check }) => outcome !== 'ok' && !/ertificate/.test(check))
      .map(({ check, outcome, problem }) =>
        [check, problem?.code ?? outcome, problem?.place.rule].join(' ').trim(),
      );
  const all = (findings: readonly Finding[], check: Finding['check']): string[] =>
    findings.flatMap((one) =>
      one.check === check ? [`${one.outcome} ${one.problem?.code ?? ''}`.trim()] : [],
    );

  async function setUp<T>(remove: boolean, use: (setup: LineSetup) => Promise<T> | T): Promise<T> {
    const setup = await openLineSetup(admin, study, parties, { environment: {}, remove });
    try {
      return await use(setup);
    } finally {
      await setup.close();
    }
  }

  beforeAll(async () => {
    connection = await openAdmin(readKafkaConfig(admin, {}));
    await setUp(false, (setup) => setup.apply(() => undefined));
  });
  afterAll(() => connection.close());

  const stray = (changed: Partial<Rule> = {}): Rule => ({
    resource: 'topic', name: at('payload.north'), pattern: 'literal', principal: 'User:unit',
    host: '*', operation: 'Read', permission: 'allow', ...changed,
  }); // prettier-ignore

  test('each seat finds that it may do what it must, and nothing else', async () => {
    const owner = await look(login('rotterdam'), { kind: 'owner', name: 'north' });
    // Nothing was ever sent, so nothing tells of the time.
    expect(wrong(owner)).toEqual(['clock untried']);
    expect([isHealthy(owner), doctorExitCode(owner)]).toEqual([true, undefined]);
    const unit = await look(login('unit'), { kind: 'linkageUnit' });
    expect(wrong(unit)).toEqual(['clock untried']);
    const now = Math.floor(Date.now() / 1000);
    expect(wrong(await look(token('now', now), { kind: 'researcher' }))).toEqual(['clock untried']);
    const text = doctorText(unit, 'en');
    expect(text).toMatch(new RegExp(`ok +rights +${at('payload.north')} +closed, as it must be\n`));
    expect(text).toMatch(/\nEverything is as it must be\.$/);
    expect(doctorText(unit, 'nl')).toMatch(/\nAlles is zoals het moet zijn\.$/);
  });

  test('what was changed behind its back is found, and put right', async () => {
    await giveRule(connection, stray());
    await setSetting(connection, at('batches.north'), 'max.message.bytes', '1000');
    const plan = await setUp(false, async (setup) => {
      // A broker takes a moment to know what it was told.
      for (let one = setup.plan; ; ) {
        if (one.strays.length > 0 && one.changes.length > 0) return one;
        one = await setUp(false, (again) => again.plan);
      }
    });
    expect(plan.strays).toEqual([stray()]);
    expect(plan.changes).toMatchObject([{ kind: 'setting', name: 'max.message.bytes' }]);
    expect(wrong(await look(login('unit'), { kind: 'linkageUnit' }))).toContain('topic LINE_TOO_MUCH read');
    const owner = await look(login('rotterdam'), { kind: 'owner', name: 'north' });
    expect(wrong(owner)).toContain('limit LOG_KAFKA_TOO_LARGE');
    await setUp(true, (setup) => setup.apply(() => undefined));
    expect(await setUp(false, ({ plan: after }) => after)).toEqual({ changes: [], strays: [], problems: [] });
    expect(wrong(await look(login('unit'), { kind: 'linkageUnit' }))).toEqual(['clock untried']);
  }); // prettier-ignore

  test('a topic of no study is told of, and one of the study that is there is left', async () => {
    await createTopic(connection, at('control'), { partitions: 1, replicas: 1 }, new Map());
    await createTopic(connection, at('other'), { partitions: 1, replicas: 1 }, new Map());
    let problems: readonly unknown[] = [];
    while (problems.length === 0) problems = await setUp(false, ({ plan }) => plan.problems);
    expect(problems).toMatchObject([{ code: 'LINE_TOPIC', place: { rule: 'unknown' } }]);
  });

  test('who has no part in the study is told so, as is who may do too much', async () => {
    const nobody = await look(login('stranger'), { kind: 'researcher' });
    expect(new Set(wrong(nobody))).toEqual(
      new Set(['topic LOG_KAFKA_TOPIC', 'clock untried', 'library LOG_KAFKA_TOPIC']),
    );
    const administrator = await look(admin, { kind: 'researcher' });
    expect(new Set(wrong(administrator))).toEqual(
      new Set(['topic LINE_TOO_MUCH read', 'topic LINE_TOO_MUCH write',  'management LINE_TOO_MUCH manage']),
    );
    // Only here the broker tells its clock.
    expect(administrator.find(({ check }) => check === 'clock')).toMatchObject({ outcome: 'ok' });
    const ahead = await look(admin, { kind: 'researcher' }, () => Date.now() + 7_200_000);
    expect(wrong(ahead)).toContain('clock LINE_CLOCK');
  }); // prettier-ignore

  test('what keeps a party outside is told at its step, and the rest is not tried', async () => {
    writeFileSync(join(folder, 'wrong'), 'a wrong password\n');
    const role = { kind: 'researcher' } as const;
    const seen = await Promise.all([
      look(login('researcher', join(folder, 'wrong')), role),
      look(token('old', Math.floor(Date.now() / 1000) - 7200), role),
      look(to('mutual', {}), role),
      look(to('expired', {}), role),
      look(to('elsewhere', {}), role),
      look(to('scram', {}, 'other.crt'), role),
      look(login('researcher', undefined, 'plain'), role),
      look(to('mutual', { certificate: file('expired.crt'), key: file('expired.key') }), role),
      look(configFile(folder, { brokers: ['localhost:19'], tls: 'off' }), role),
      look(configFile(folder, { brokers: [] }), role),
    ]);
    const first = (findings: readonly Finding[]): object =>
      doctorData(findings.filter(({ outcome }) => outcome === 'failed'))[0]!;
    expect(seen.map(first)).toMatchObject([
        { check: 'login', code: 'LOG_KAFKA_AUTHENTICATION' },
      { check: 'login', code: 'LOG_KAFKA_AUTHENTICATION' },
        { check: 'certificate', code: 'LOG_KAFKA_CERTIFICATE', rule: 'own' },
        { check: 'certificate', code: 'LOG_KAFKA_CERTIFICATE', rule: 'broker' },
        { check: 'certificate', code: 'LOG_KAFKA_CERTIFICATE', rule: 'broker' },
        { check: 'certificate', code: 'LOG_KAFKA_CERTIFICATE', rule: 'broker' },
        { check: 'broker', code: 'LOG_KAFKA_UNREACHABLE' },
        { check: 'ownCertificate', code: 'LOG_KAFKA_CERTIFICATE', rule: 'expired' },
        { check: 'broker', code: 'LOG_KAFKA_UNREACHABLE' },
        { check: 'configuration', code: 'LOG_KAFKA_CONFIG' },
      ]);
    expect(all(seen[0], 'topic')).toEqual(['untried']);
    const told = seen.map((one) => doctorText(one, 'nl') + doctorText(one, 'en')).join('\n');
    expect(told).not.toContain('a wrong password');
    expect(seen.map(doctorExitCode)).toEqual([4, 4, 4, 4, 4, 4, 5, 4, 5, 3]);
  }); // prettier-ignore

  test('who may write nowhere at all is told that it may not', async () => {
    const port = await openKafkaLog(login('researcher'), { environment: {} });
    // Whether the broker says so before, while or after a value is given to the library is chance.
    const code = await port.append(at('control'), [Uint8Array.of(1)]).then(
      () => 'let in',
      (thrown: unknown) => (thrown as KoppelError).code,
    );
    expect(code).toBe('LOG_KAFKA_AUTHORIZATION');
    await port.close();
  });

  test('a setup without the right to it is refused', async () => {
    const options = { environment: {}, remove: false };
    const refused = await openLineSetup(login('rotterdam'), study, parties, options).catch(
      (thrown: unknown) => thrown,
    );
    expect(isKoppelError(refused, 'LOG_KAFKA_AUTHORIZATION')).toBe(true);
  });

  test('where workers share a search, its topics and their group are looked at too', async () => {
    const unit = () => look(login('unit'), { kind: 'linkageUnit' });
    const seen = await unit();
    const names = ['work-jobs', 'work-parts', 'work-answers'].map(at);
    expect(seen.filter(({ subject }) => names.includes(subject))).toMatchObject(
      names.map((subject) => ({ subject, outcome: 'ok', access: ['read', 'write'] })),
    );
    expect(wrong(seen)).toEqual(['clock untried']);
    const group: Rule = {
      resource: 'group', name: at('workers'), pattern: 'literal', principal: 'User:unit', host: '*',
      operation: 'Read', permission: 'allow',
    }; // prettier-ignore
    await takeRule(connection, group);
    const reading = stray({ name: at('work-answers'), principal: 'User:researcher' });
    await giveRule(connection, reading);
    const now = Math.floor(Date.now() / 1000);
    const others = () => look(token('work', now), { kind: 'researcher' });
    // A broker takes a moment to know what it was told.
    while (wrong(await unit()).length < 2 || wrong(await others()).length < 2);
    expect(wrong(await unit())).toEqual(['topic LOG_KAFKA_AUTHORIZATION group', 'clock untried']);
    expect(wrong(await others())).toEqual(['topic LINE_TOO_MUCH read', 'clock untried']);
    await takeRule(connection, reading);
    await giveRule(connection, group);
    while (wrong(await unit()).length > 1 || wrong(await others()).length > 1);
  });

  test('every part of a topic is erased, at whichever broker leads it', async () => {
    const topic = at('work-parts');
    const config = readKafkaConfig(admin, {});
    const work = await openKafkaWork(admin, { environment: {} });
    await work.offer(
      topic,
      Array.from({ length: 9 }, (_, n) => Uint8Array.of(n)),
    );
    await work.close();
    expect(await heldOn(connection, topic, 4)).toBe(9);
    expect(await eraseRecords(readKafkaConfig(login('unit'), {}), topic)).toBe(false);
    expect(await eraseRecords(config, topic)).toBe(true);
    expect(await heldOn(connection, topic, 4)).toBe(0);
    expect(await eraseRecords(config, at('never-made'))).toBe(true);
  });
}

describe('setting up a line at a broker', () => {
  if ('missing' in found) {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  } else testSetup(found);
});

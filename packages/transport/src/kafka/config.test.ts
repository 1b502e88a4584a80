// SPDX-License-Identifier: EUPL-1.2
/** Configuration by file and environment, what a broker's errors become, and the choice of a log. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import { isBroker, openLog } from '../open-log.ts';
import { refusalOf } from '../testing/log-port-suite.ts';
import { readKafkaConfig, readSecret } from './config.ts';
import { diagnosed, kafkaFault, reported } from './fault.ts';
import { kafkaLibrary } from './library.ts';
import { Patience } from './patience.ts';

const folder = mkdtempSync(join(tmpdir(), 'koppel-config-'));
const file = join(folder, 'log.yaml');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const sound = {
  koppelKafka: 1,
  brokers: ['broker.example:9093'],
  tls: { ca: 'ca.pem' },
  sasl: { mechanism: 'SCRAM-SHA-512', user: 'rotterdam', passwordFile: 'secret/password' },
};

function read(config: unknown, environment: Record<string, string> = {}) {
  writeFileSync(file, JSON.stringify(config));
  return readKafkaConfig(file, environment);
}

/** Code and path of the refusal. */
function problem(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    const { code, place } = thrown as KoppelError;
    expect(JSON.stringify(place)).not.toContain('hunter2');
    return [code, place.path].filter((one) => one !== undefined).join(' ');
  }
  return 'accepted';
}

test('paths are taken from the folder of the file, and what is not said has a default', () => {
  expect(read(sound)).toEqual({
    ...sound,
    tls: { ca: join(folder, 'ca.pem') },
    sasl: { ...sound.sasl, passwordFile: join(folder, 'secret/password') },
    createTopics: false,
    waitSeconds: 21_600,
  });
});

test('the environment goes before the file, and does without', () => {
  const environment = {
    KOPPEL_KAFKA_BROKERS: 'one:1, two:2',
    KOPPEL_KAFKA_USER: 'denhaag',
    KOPPEL_KAFKA_WAIT_SECONDS: '30',
    KOPPEL_KAFKA_KEY_FILE: '',
  };
  const config = read(sound, environment);
  expect(config.brokers).toEqual(['one:1', 'two:2']);
  expect(config.sasl).toMatchObject({ user: 'denhaag' });
  expect(config.waitSeconds).toBe(30);
  const alone = { KOPPEL_KAFKA_BROKERS: 'localhost:9', KOPPEL_KAFKA_TLS: 'off' };
  expect(readKafkaConfig(undefined, alone)).toMatchObject({ brokers: ['localhost:9'], tls: 'off' });
});

test.each<[string, object, string]>([
  ['no broker', { ...sound, brokers: [] }, 'LOG_KAFKA_CONFIG brokers'],
  ['a broker without a port', { ...sound, brokers: ['broker'] }, 'LOG_KAFKA_CONFIG brokers.0'],
  ['no word about TLS', { ...sound, tls: undefined }, 'LOG_KAFKA_CONFIG tls'],
  ['another mechanism', { ...sound, sasl: { mechanism: 'PLAIN' } }, 'LOG_KAFKA_CONFIG sasl.mechanism'],
  ['a password', { ...sound, sasl: { ...sound.sasl, password: 'hunter2' } }, 'LOG_KAFKA_CONFIG sasl.password'],
  ['a secret as a name', { ...sound, 'hunter2!': 1 }, 'LOG_KAFKA_CONFIG'],
  ['TLS off over the network', { ...sound, tls: 'off' }, 'LOG_KAFKA_TLS_OFF'],
  ['a certificate without its key', { ...sound, tls: { ca: 'a', certificate: 'b' } }, 'LOG_KAFKA_CONFIG tls.key'],
])('refuses %s', (_title, config, expected) => {
  expect(problem(() => read(config))).toBe(expected);
}); // prettier-ignore

test.each(['localhost:1', '127.0.0.1:1', '[::1]:1'])('TLS may be off at %s', (broker) => {
  expect(read({ ...sound, brokers: [broker], tls: 'off' }).tls).toBe('off');
});

test('a file that is missing, or no YAML, is told without its content', () => {
  expect(problem(() => readKafkaConfig(join(folder, 'none.yaml'), {}))).toBe('LOG_KAFKA_FILE');
  writeFileSync(file, 'hunter2: [');
  expect(problem(() => readKafkaConfig(file, {}))).toBe('LOG_KAFKA_CONFIG');
});

test('a secret is one line of a file', () => {
  const secret = join(folder, 'secret');
  for (const text of ['', '\n', 'hunter2\nhunter2', 'hunter2\0']) {
    writeFileSync(secret, text);
    expect(problem(() => readSecret(secret))).toBe('LOG_KAFKA_FILE');
  }
  writeFileSync(secret, 'hunter2\r\n');
  expect(readSecret(secret)).toBe('hunter2');
});

test('what the library reports becomes a code, by number or by name', () => {
  const code = (report: object): string => kafkaFault(report).code;
  expect(code({ code: -195, message: 'x' })).toBe('LOG_KAFKA_UNREACHABLE');
  expect(code({ code: -1, message: 'message size too large' })).toBe('LOG_KAFKA_TOO_LARGE');
  expect(kafkaFault({ code: 1 }).place).toEqual({ rule: 'gap' });
  expect(code(new Error('rotterdam'))).toBe('LOG_FAILED');
  expect(reported('all broker connections are down')).toBe('lost');
  expect(reported('authentication failure')).toMatchObject({ code: 'LOG_KAFKA_AUTHENTICATION' });
  expect(reported('message size too large')).toBeUndefined();
  expect(reported('anything else')).toBeUndefined();
  expect(diagnosed('SSL alert number 42 (after 0ms)')?.place).toEqual({ rule: 'own' });
  expect(diagnosed('Connection refused')).toBeUndefined();
});

test('without the compiled library a broker cannot be named', async () => {
  const load = (): Promise<unknown> => Promise.reject(new Error('no such module'));
  expect(await refusalOf(() => kafkaLibrary(load))).toBe('LOG_KAFKA_LIBRARY');
});

test('waiting goes on while it can help, is told once, and ends', async () => {
  const states: string[] = [];
  const patience = new Patience(60_000, (state) => states.push(state));
  let tries = 0;
  const answer = await patience.until(() => {
    tries += 1;
    return tries < 3
      ? Promise.reject(new KoppelError('LOG_KAFKA_UNREACHABLE'))
      : Promise.resolve(7);
  });
  expect([answer, tries, ...states]).toEqual([7, 3, 'waiting', 'connected']);
  const refused = (): Promise<never> => Promise.reject(new KoppelError('LOG_KAFKA_TOPIC'));
  expect(await refusalOf(() => patience.until(refused))).toBe('LOG_KAFKA_TOPIC');
  const away = (): Promise<never> => Promise.reject(new KoppelError('LOG_KAFKA_UNREACHABLE'));
  const waiting = refusalOf(() => patience.until(away));
  patience.end();
  expect(await waiting).toBe('LOG_REQUEST closed');
});

test('a name ends in .yaml for a broker, and is a folder otherwise', async () => {
  expect(['log', 'kafka', 'a.yaml/log', 'log.yaml', 'log.yml', 'kafka:'].map(isBroker)).toEqual([
    false, false, false, true, true, true,
  ]); // prettier-ignore
  const place = join(folder, 'log');
  await (await openLog(place, { environment: {}, create: true })).close();
  expect(await refusalOf(() => openLog(join(folder, 'no.yaml'), { environment: {} }))).toBe('LOG_KAFKA_FILE');
  expect(await refusalOf(() => openLog('kafka:', { environment: {} }))).toBe('LOG_KAFKA_CONFIG');
}); // prettier-ignore

// SPDX-License-Identifier: EUPL-1.2
/**
 * The log at a broker with TLS, logins and rights: who belongs gets in, and everybody else gets a closed
 * code that holds nothing of the connection. What the broker is given is looked at beside it.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeError, type KoppelError, type Language } from '@koppel/errors';
import type { Message } from 'node-rdkafka';
import { openKafkaLog, readAll, type LogPort } from '../index.ts';
import { configFile, testBroker, type TestBroker } from '../testing/kafka-place.ts';
import { collect, text } from '../testing/log-port-suite.ts';
import { kafkaLibrary } from './library.ts';

const found = testBroker(true);
const folder = mkdtempSync(join(tmpdir(), 'koppel-kafka-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A name of this run alone: the broker is shared with other test files. */
const study = `koppel.${randomUUID().slice(0, 8)}`;
const own = `${study}.batches.rotterdam`;
const other = `${study}.batches.denhaag`;
const small = `${study}.small`;
const wide = `${study}.wide`;

/** Runs one of Kafka's own tools as who may do all. */
function tool({ jars, ports }: TestBroker, name: string, args: string): void {
  const server = ['--bootstrap-server', `localhost:${ports['plain']!}`];
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${jars}/*`];
  const words = [...options, `org.apache.kafka.tools.${name}`, ...server, ...args.split(' ')];
  expect(spawnSync('java', words, { stdio: 'ignore' }).status).toBe(0);
}

/** The configuration of a party, by how it comes in. */
function configsOf(broker: TestBroker) {
  const at = (name: string): string => join(broker.folder, name);
  const to = (listener: string, more: object = {}, ca = 'ca.crt') => ({
    brokers: [`localhost:${broker.ports[listener]!}`],
    tls: { ca: at(ca), ...more },
    waitSeconds: 20,
  });
  const login = (user: string, passwordFile = at(`passwords/${user}`)) => ({
    sasl: { mechanism: 'SCRAM-SHA-512', user, passwordFile },
  });
  const token = (tokenFile: string) => ({ sasl: { mechanism: 'OAUTHBEARER', tokenFile } });
  const certificate = (name: string) => ({
    certificate: at(`${name}.crt`),
    key: at(`${name}.key`),
  });
  return { at, to, login, token, certificate };
}

/** An unsigned token, as only a broker of tests takes it. */
function tokenFile(name: string, user: string, validFrom: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: user, iat: validFrom, exp: validFrom + 3600 };
  const file = join(folder, name);
  writeFileSync(file, `${part({ alg: 'none' })}.${part(claims)}.\n`);
  return file;
}

async function using<T>(config: object, use: (port: LogPort) => Promise<T>): Promise<T> {
  const port = await openKafkaLog(configFile(folder, config), { environment: {} });
  try {
    return await use(port);
  } finally {
    await port.close();
  }
}

/** The refusal, after a look that it tells nothing of the connection. */
async function refused(config: object, use: (port: LogPort) => Promise<unknown>): Promise<string> {
  try {
    await using(config, use);
  } catch (thrown) {
    const { code, place, cause } = thrown as KoppelError;
    const told = ['en', 'nl'].map((one) => describeError(thrown as KoppelError, one as Language));
    const all = JSON.stringify([told, String(thrown), (thrown as Error).stack, place, cause ?? 0]);
    expect(all).not.toMatch(/rotterdam|localhost|127\.0\.0\.1|[0-9a-f]{36}|a wrong password/);
    return place.rule === undefined ? code : `${code} ${place.rule}`;
  }
  return 'let in';
}

const look = (topic: string) => (port: LogPort) => port.end(topic);
const write =
  (topic: string, value = text('x')) =>
  (port: LogPort) =>
    port.append(topic, [value]);

/** Everything that one broker has for all tests of this file. */
async function prepare(broker: TestBroker): Promise<void> {
  const { to, certificate } = configsOf(broker);
  await using({ ...to('mutual', certificate('client')), createTopics: true }, async (port) => {
    for (const topic of [own, other]) await port.append(topic, [text('first')]);
  });
  const made = '--replication-factor 1 --partitions';
  tool(broker, 'TopicCommand', `--create --topic ${wide} ${made} 2`);
  tool(
    broker,
    'TopicCommand',
    `--create --topic ${small} ${made} 1 --config max.message.bytes=2000`,
  );
  tool(
    broker,
    'AclCommand',
    `--add --force --topic ${own} --topic ${small} --allow-principal User:rotterdam` +
      ' --operation Write --operation Read --operation Describe',
  );
  const sees = '--allow-principal User:rotterdam --operation Describe';
  tool(broker, 'AclCommand', `--add --force --topic ${other} ${sees}`);
}

function testSecure(broker: TestBroker): void {
  const { at, to, login, token, certificate } = configsOf(broker);
  const rotterdam = { ...to('scram'), ...login('rotterdam') };
  const admin = to('mutual', certificate('client'));

  beforeAll(() => prepare(broker));

  test('an owner writes and reads where it may, over TLS and with a password', async () => {
    await using(rotterdam, async (port) => {
      const offset = await port.append(own, [text('second')]);
      expect(await collect(readAll(port, own, offset))).toEqual(['second']);
    });
  });

  test('an owner may not erase what it wrote; who runs the broker may', async () => {
    const last = `${study}.erasing`;
    await using({ ...admin, createTopics: true }, (port) => port.append(last, [text('sealed')]));
    tool(
      broker,
      'AclCommand',
      `--add --force --topic ${last} --allow-principal User:rotterdam` +
        ' --operation Write --operation Read --operation Describe',
    );
    await using(rotterdam, async (port) => {
      expect(await port.erase!(last)).toBe(false);
      expect(await collect(readAll(port, last, 0))).toEqual(['sealed']);
    });
    await using(admin, async (port) => {
      expect(await port.erase!(last)).toBe(true);
    });
  });

  test('nobody gets where it does not belong', async () => {
    const denhaag = { ...to('scram'), ...login('denhaag') };
    const now = Math.floor(Date.now() / 1000);
    const holder = { ...to('token'), ...token(tokenFile('token', 'denhaag', now)) };
    const outcomes = await Promise.all([
      refused(rotterdam, write(other)),
      refused(rotterdam, (port) => collect(readAll(port, other, 0))),
      refused({ ...rotterdam, createTopics: true }, write(`${study}.new`)),
      refused(denhaag, write(own)),
      refused(denhaag, look(own)),
      refused(denhaag, (port) => collect(readAll(port, own, 0))),
      refused(holder, write(own)),
    ]);
    // Rotterdam may see the other topic, and do nothing with it. The others see nothing.
    expect(outcomes.slice(0, 3)).toEqual(Array(3).fill('LOG_KAFKA_AUTHORIZATION'));
    expect(outcomes.slice(3)).toEqual(Array(4).fill('LOG_KAFKA_TOPIC'));
  });

  test('who cannot show who it is does not get in, nor does a broker that cannot', async () => {
    writeFileSync(join(folder, 'wrong'), 'a wrong password\n');
    const old = tokenFile('old', 'rotterdam', Math.floor(Date.now() / 1000) - 7200);
    const outcomes = await Promise.all([
      refused({ ...to('scram'), ...login('rotterdam', join(folder, 'wrong')) }, look(own)),
      refused({ ...to('scram'), ...login('nobody', join(folder, 'wrong')) }, write(own)),
      refused({ ...to('token'), ...token(old) }, look(own)),
      refused(to('mutual'), look(own)),
      refused(to('mutual', certificate('stranger')), write(own)),
      refused({ ...to('scram', {}, 'other.crt'), ...login('rotterdam') }, look(own)),
      refused(to('expired'), look(own)),
      refused(to('elsewhere'), write(own)),
      refused(to('mutual', certificate('expired')), look(own)),
    ]);
    expect(outcomes).toEqual([
      'LOG_KAFKA_AUTHENTICATION',
      'LOG_KAFKA_AUTHENTICATION',
      'LOG_KAFKA_AUTHENTICATION',
      'LOG_KAFKA_CERTIFICATE own',
      'LOG_KAFKA_CERTIFICATE own',
      'LOG_KAFKA_CERTIFICATE broker',
      'LOG_KAFKA_CERTIFICATE broker',
      'LOG_KAFKA_CERTIFICATE broker',
      'LOG_KAFKA_CERTIFICATE expired',
    ]);
    expect(at('ca.crt')).not.toBe(at('other.crt'));
  });

  test('topics that are missing, too wide or too small are told apart', async () => {
    const random = new Uint8Array(randomBytes(3000));
    expect(await refused(admin, look(`${study}.none`))).toBe('LOG_KAFKA_TOPIC');
    expect(await refused(admin, write(`${study}.none`))).toBe('LOG_KAFKA_TOPIC');
    expect(await refused(admin, write(wide))).toBe('LOG_KAFKA_PARTITIONS');
    expect(await refused(rotterdam, write(small, random))).toBe('LOG_KAFKA_TOO_LARGE');
    // What is small enough still gets in afterwards, also many at once.
    await using(rotterdam, async (port) => {
      await port.append(
        small,
        Array.from({ length: 100 }, () => random.subarray(0, 500)),
      );
      expect(await port.end(small)).toBe(100);
    });
  });

  test('a broker that is not there is told of, and given up when the time is over', async () => {
    const states: string[] = [];
    const config = { ...rotterdam, brokers: ['localhost:19'], waitSeconds: 1 };
    const port = await openKafkaLog(configFile(folder, config), {
      environment: {},
      onBroker: (state) => states.push(state),
    });
    const failure = await port.end(own).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'LOG_KAFKA_UNREACHABLE' });
    expect(states).toEqual(['waiting']);
    await port.close();
  });

  test('a message brings nothing along: no key, no headers, the day as its time', async () => {
    await using(rotterdam, write(own, text('on the wire')));
    const [message] = await lastMessages(broker, own);
    expect(message!.value?.toString()).toBe('on the wire');
    expect(message!.key).toBeNull();
    expect(message!.headers).toBeUndefined();
    expect(message!.timestamp! % 86_400_000).toBe(0);
    expect(Math.abs(Date.now() - message!.timestamp!)).toBeLessThan(2 * 86_400_000);
  });
}

/** The last message of a topic as the library gives it, with all that the port leaves out. */
async function lastMessages({ ports }: TestBroker, topic: string): Promise<Message[]> {
  const { KafkaConsumer } = await kafkaLibrary();
  const brokers = `localhost:${ports['plain']!}`;
  const consumer = new KafkaConsumer({ 'metadata.broker.list': brokers, 'group.id': 'look' }, {});
  await new Promise<void>((done, failed) => {
    consumer.connect({}, (error) => {
      if ((error as unknown) === null) done();
      else failed(new Error('no broker'));
    });
  });
  try {
    consumer.assign([{ topic, partition: 0, offset: -2 }]);
    for (let messages: Message[] = []; ;) {
      const more = await new Promise<Message[]>((done) => {
        consumer.consume(10, (_error, found) => {
          done(found);
        });
      });
      if (more.length === 0 && messages.length > 0) return messages.slice(-1);
      messages = [...messages, ...more];
    }
  } finally {
    await new Promise((done) => consumer.disconnect(done));
  }
}

if ('missing' in found) {
  describe('Kafka with TLS, logins and rights', () => {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  });
} else {
  describe('Kafka with TLS, logins and rights', () => {
    testSecure(found);
  });
}

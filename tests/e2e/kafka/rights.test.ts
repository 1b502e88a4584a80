// SPDX-License-Identifier: EUPL-1.2
/**
 * A line at a broker with TLS, passwords and rights, all made by the setup from the study: the programs
 * work on these rights, and whoever tries more, with a right login and programs of their own, gets a
 * closed code.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isKoppelError } from '@koppel/errors';
import { openLog, readAll, type LogPort } from '@koppel/transport';
import { decodeBatch, decodeReceipt, topics, type BatchEnvelope } from '@koppel/wire';
import {
  agree,
  assemble,
  attempt,
  encode,
  link,
  makeParties,
  type Line,
} from '../../support/line.ts';
import { problemsOf, run, type Finished, type Party } from '../../support/program.ts';
import { seeded } from '../../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../../support/registers.ts';
import { inventBatch, secretsOf, signBatch } from '../../support/sealed.ts';
import {
  adminFile,
  findSecured,
  partiesFile,
  securedLog,
  userFile,
  userOf,
  type SecuredBroker,
} from '../../support/secured.ts';
import { makeWorkspace } from '../../support/workspace.ts';

const workspace = makeWorkspace();
const id = `r${randomBytes(5).toString('hex')}`;
const names = topics(id);
let line: Line;
let administrator: Party;
let stranger: Party;
let setupArgs: string[];

afterAll(() => {
  workspace.remove();
});

async function prepare(broker: SecuredBroker): Promise<void> {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const made = await makeParties(workspace.folder, { id, owners, capacity: 10 });
  line = { ...made, log: securedLog };
  for (const party of [...line.owners, line.linkageUnit, line.researcher]) {
    userFile(broker, party.folder, userOf(party));
  }
  const random = seeded(52);
  const persons = inventPersons(12, random);
  const ids = persons.map((_, at) => `R${String(at)}`);
  for (const owner of line.owners) {
    const own = persons.map((person) => misspell(person, random));
    deliver(owner, 'benefits', tableOf('benefits', own, ids, random));
  }
  administrator = { role: 'study', name: 'administrator', folder: workspace.folder };
  stranger = { ...line.owners[0]!, folder: join(workspace.folder, 'stranger') };
  setupArgs = [
    'line', 'setup', '--study', line.studyFile, '--parties', partiesFile(line),
    '--log', adminFile(broker, workspace.folder),
  ]; // prettier-ignore
}

async function as<T>(party: Party, use: (port: LogPort) => Promise<T>): Promise<T> {
  const port = await openLog(join(party.folder, securedLog), { environment: {}, waitMs: 60_000 });
  try {
    return await use(port);
  } finally {
    await port.close();
  }
}

/** The code of the refusal; `let in` when there is none. */
async function refusalOf(party: Party, use: (port: LogPort) => Promise<unknown>): Promise<string> {
  try {
    await as(party, use);
    return 'let in';
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    return thrown.code;
  }
}

async function messages(party: Party, topic: string): Promise<Uint8Array[]> {
  return as(party, async (port) => {
    const values: Uint8Array[] = [];
    for await (const { value } of readAll(port, topic, 0)) values.push(value);
    return values;
  });
}

const reads = (topic: string) => (port: LogPort) => port.end(topic);
const writes = (topic: string) => (port: LogPort) => port.append(topic, [new Uint8Array(8)]);

function testSecured(broker: SecuredBroker): void {
  beforeAll(() => prepare(broker), 240_000);

  test('the plan is shown, done, and then there is nothing to do', async () => {
    const setup = (...more: string[]) => run(administrator, { args: [...setupArgs, ...more] });
    const text = ({ stdout }: Finished): string => stdout.toString();
    const plan = await setup('--plan');
    expect(text(plan)).toContain(`make topic  ${names.control}\n`);
    expect(text(plan)).toContain(`give  User:rotterdam  Read, Write, DescribeConfigs  ${names.batches('rotterdam')}\n`);
    const done = await setup('--yes');
    expect([done.code, text(done).startsWith(text(plan))]).toEqual([0, true]);
    const again = await setup('--yes');
    expect([again.code, text(again)]).toEqual([0, 'Nothing to do: topics and rights are as the study says.\n']);
  }, 120_000); // prettier-ignore

  test('every party does its whole work with its own login', async () => {
    await agree(line);
    for (const owner of line.owners) await encode(line, owner, 'benefits');
    const { sources } = await link(line);
    expect(sources.map(({ records }) => records)).toEqual([12, 12]);
    await assemble(line);
  }, 240_000);

  test('from its seat a party sees that all is well, and a wrong login does not', async () => {
    const examine = async (party: Party, ...more: string[]) => {
      const args = ['doctor', '--study', line.studyFile, '--log', securedLog, '--json', ...more];
      const { code, stdout } = await attempt(party, args);
      const { findings } = JSON.parse(stdout.toString()) as {
        findings: { check: string; subject: string; outcome: string; code?: string; rule?: string }[];
      };
      const wrong = findings.filter(({ outcome }) => outcome === 'failed');
      return [code, ...wrong.map((one) => [one.check, one.subject, one.code, one.rule].join(' ').trim())];
    };
    const [rotterdam] = line.owners;
    expect(await examine(rotterdam!, '--owner', 'rotterdam')).toEqual([0]);
    // Rotterdam's login, asked as if it were that of The Hague.
    expect(await examine(rotterdam!, '--owner', 'denhaag')).toEqual([
      4,
      `topic ${names.batches('rotterdam')} LINE_TOO_MUCH read`,
      `topic ${names.payload('rotterdam')} LINE_TOO_MUCH read`,
      `topic ${names.receipts('rotterdam')} LINE_TOO_MUCH read`,
      `topic ${names.batches('denhaag')} LOG_KAFKA_TOPIC`,
      `topic ${names.payload('denhaag')} LOG_KAFKA_TOPIC`,
      `topic ${names.receipts('denhaag')} LOG_KAFKA_TOPIC`,
    ]);
  }, 120_000); // prettier-ignore

  test('nobody gets where it does not belong, whatever program it uses', async () => {
    const [rotterdam] = line.owners as [Party];
    const { linkageUnit, researcher } = line;
    mkdirSync(stranger.folder);
    userFile(broker, stranger.folder, 'stranger');
    const [foreign, own] = [names.batches('denhaag'), names.receipts('rotterdam')];
    const tries: [Party, (port: LogPort) => Promise<unknown>, string][] = [
      // An owner: topics of another, answers of its own, links, decisions.
      [rotterdam, reads(foreign), 'LOG_KAFKA_TOPIC'],
      [rotterdam, writes(foreign), 'LOG_KAFKA_TOPIC'],
      [rotterdam, reads(names.payload('denhaag')), 'LOG_KAFKA_TOPIC'],
      [rotterdam, reads(names.receipts('denhaag')), 'LOG_KAFKA_TOPIC'],
      [rotterdam, writes(own), 'LOG_KAFKA_AUTHORIZATION'],
      [rotterdam, writes(names.control), 'LOG_KAFKA_AUTHORIZATION'],
      [rotterdam, reads(names.links), 'LOG_KAFKA_TOPIC'],
      [rotterdam, writes(names.results), 'LOG_KAFKA_TOPIC'],
      // The linkage unit: payload, and batches of its own making.
      [linkageUnit, reads(names.payload('rotterdam')), 'LOG_KAFKA_TOPIC'],
      [linkageUnit, writes(foreign), 'LOG_KAFKA_AUTHORIZATION'],
      [linkageUnit, writes(names.ceremony), 'LOG_KAFKA_AUTHORIZATION'],
      // The researcher: encodings, receipts, links of its own making.
      [researcher, reads(foreign), 'LOG_KAFKA_TOPIC'],
      [researcher, reads(own), 'LOG_KAFKA_TOPIC'],
      [researcher, writes(names.links), 'LOG_KAFKA_AUTHORIZATION'],
      [researcher, writes(names.payload('rotterdam')), 'LOG_KAFKA_AUTHORIZATION'],
      // Somebody with a login and no part in the study.
      [stranger, reads(names.control), 'LOG_KAFKA_TOPIC'],
      [stranger, writes(names.ceremony), 'LOG_KAFKA_TOPIC'],
    ];
    const outcomes = await Promise.all(tries.map(([party, use]) => refusalOf(party, use)));
    expect(outcomes).toEqual(tries.map(([, , code]) => code));
  }, 120_000);

  test('a message that is too large for its topic stays outside', async () => {
    const [rotterdam] = line.owners as [Party];
    const large = new Uint8Array(randomBytes(20_000));
    const send = (port: LogPort): Promise<number> => port.append(names.ceremony, [large]);
    expect(await refusalOf(rotterdam, send)).toBe('LOG_KAFKA_TOO_LARGE');
  }, 120_000);

  test('what an owner forges on its own topic is refused, each with a receipt', async () => {
    const [rotterdam, denhaag] = line.owners as [Party, Party];
    const secrets = await secretsOf(rotterdam);
    const topic = names.batches('rotterdam');
    const [genuine] = (await messages(rotterdam, topic)).map((value) => decodeBatch(value));
    const [foreign] = await messages(denhaag, names.batches('denhaag'));
    const again = (changed: Partial<BatchEnvelope>) =>
      inventBatch(line, { ...genuine!, run: new Uint8Array(randomBytes(16)), ...changed }, secrets['sign']!);
    const forged = await again({});
    const bomb = (tail: readonly number[]): Uint8Array => Uint8Array.of(1, 2, 0, ...tail);
    const attacks: [Uint8Array, string][] = [
      [await inventBatch(line, genuine!, secrets['sign']!), 'CONTRACT_REPLAY'], // same identity, other rows
      [forged.with(forged.length - 1, forged.at(-1)! ^ 1), 'CONTRACT_SIGNATURE'],
      [signBatch(genuine!, (await secretsOf(denhaag))['sign']!), 'CONTRACT_SIGNATURE'],
      [foreign!, 'CONTRACT_OWNER'], // what another owner signed, on this topic
      [await again({ owner: 'denhaag' }), 'CONTRACT_OWNER'],
      [await again({ profileHash: new Uint8Array(32) }), 'CONTRACT_PROFILE_HASH'],
      [await again({ keyCheck: new Uint8Array(16) }), 'CONTRACT_KEY_CHECK'],
      [await again({ batches: 100_000 }), 'CONTRACT_QUOTA'],
      // Avro that claims 2^62 bytes, less than none, a number without end, a union of nothing.
      [bomb([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), 'WIRE_MALFORMED'],
      [bomb([0x01]), 'WIRE_MALFORMED'],
      [bomb(Array.from({ length: 100_000 }, () => 0x80)), 'WIRE_MALFORMED'],
      [bomb(Array.from({ length: 100_000 }, () => 0x02)), 'WIRE_MALFORMED'],
      [Uint8Array.of(1, 1, 0), 'WIRE_VERSION'], // an older form
      [Uint8Array.of(2, 2, 0), 'WIRE_VERSION'], // another kind
    ];
    // The same again brings nothing, and is no reason for a second receipt.
    await as(rotterdam, (port) => port.append(topic, attacks.map(([bytes]) => bytes)));
    const before = (await messages(rotterdam, names.receipts('rotterdam'))).length;
    const linked = await attempt(line.linkageUnit, ['run', '--study', line.studyFile, '--keys', 'party.key', '--log', securedLog, '--state', 'state', '--json']);
    expect([linked.code, problemsOf(linked)]).toEqual([0, []]);
    expect(JSON.parse(linked.stdout.toString())).toMatchObject({ refusedBatches: attacks.length });
    const receipts = (await messages(rotterdam, names.receipts('rotterdam'))).slice(before);
    const codes = receipts.map((value) => decodeReceipt(value)).map(({ accepted, code }) => `${String(accepted)} ${code}`);
    const expected = new Set(attacks.map(([, code]) => `false ${code}`));
    expect(new Set(codes)).toEqual(expected);
  }, 240_000); // prettier-ignore
}

const found = findSecured();
describe('a line on the rights of its study', () => {
  if ('missing' in found) {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  } else testSecured(found);
});

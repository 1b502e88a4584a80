// SPDX-License-Identifier: EUPL-1.2
/**
 * The same persons through every kind of source: what leaves is the same byte for byte, whichever
 * kind it was, and every command that reads a register reads it. As processes, to the end.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@koppel/wire';
import {
  brpMapping,
  brpOf,
  dutchEncoding,
  dutchMapping,
  dutchRegister,
  writeAsParquet,
  writeAsTable,
} from '../support/inputs.ts';
import {
  agree,
  attempt,
  copyLine,
  encode,
  makeParties,
  writeStudy,
  type Line,
} from '../support/line.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { problemsOf, start, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { csvOf, type Table } from '../support/registers.ts';
import { batchesOf, deliveredRecords, messagesOn } from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';

const server: Postgres | undefined = await startPostgres();
/** Skipped, and shown as such, where the machine has no PostgreSQL. */
const withServer = server === undefined ? describe.skip : describe;
const workspace = makeWorkspace();
const register: Table = dutchRegister(60, seeded(77));
const shape = {
  id: 'inputs',
  owners: { rotterdam: ['population', 'benefits'] as const },
  capacity: 25,
};
let ready: Line;
let expected: Readonly<Record<'population' | 'benefits', Delivered>>;

interface Delivered {
  readonly records: ReadonlyMap<string, string> | undefined;
  /** Follows from filters, presence and research variables of the whole register. */
  readonly run: string;
}

const ownerIn = (line: Line): Party => line.owners[0]!;

async function delivered(line: Line, name: 'population' | 'benefits'): Promise<Delivered> {
  const batches = (await batchesOf(line, ownerIn(line))).filter((one) => one.register === name);
  return {
    records: await deliveredRecords(line, ownerIn(line), name),
    run: Buffer.from(batches[0]!.run).toString('hex'),
  };
}

/** The owner with nothing sent yet, and a mapping for this source. */
function fresh(name: string, mapping: object): Line {
  const line = copyLine(ready, join(workspace.folder, name));
  writeFileSync(join(ownerIn(line).folder, 'mapping.yaml'), JSON.stringify(mapping));
  return line;
}

const mapping = { mapping: 'mapping.yaml' };

beforeAll(async () => {
  const made = await makeParties(join(workspace.folder, 'ready'), shape);
  writeStudy(made, { ...made.study, encoding: dutchEncoding() });
  await agree(made);
  ready = made;
  const line = fresh('csv', dutchMapping('benefits'));
  writeFileSync(join(ownerIn(line).folder, 'register.csv'), csvOf(register));
  const input = 'register.csv';
  await encode(line, ownerIn(line), 'benefits', { ...mapping, input });
  const population = JSON.stringify(dutchMapping('population'));
  writeFileSync(join(ownerIn(line).folder, 'mapping.yaml'), population);
  await encode(line, ownerIn(line), 'population', { ...mapping, input });
  expected = {
    benefits: await delivered(line, 'benefits'),
    population: await delivered(line, 'population'),
  };
  if (server !== undefined) await writeAsTable(register, server);
}, 240_000);

afterAll(async () => {
  await server?.stop();
  workspace.remove();
});

test('the yardstick is not empty', () => {
  for (const { records } of Object.values(expected)) expect(records?.size).toBe(60);
  expect(expected.population.records).not.toEqual(expected.benefits.records);
});

test('a Parquet file that DuckDB wrote sends the same', async () => {
  const line = fresh('parquet', dutchMapping('benefits', { kind: 'parquet' }));
  await writeAsParquet(register, ownerIn(line).folder, 'register.parquet');
  const options = { ...mapping, input: 'register.parquet' };
  expect(await encode(line, ownerIn(line), 'benefits', options)).toMatchObject({
    rows: 60, encoded: 60, rejected: 0, batchesSent: 6,
  }); // prettier-ignore
  expect(await delivered(line, 'benefits')).toEqual(expected.benefits);
}, 60_000);

test('BRP person lists with history, children and former partners send the same', async () => {
  const line = fresh('brp', brpMapping());
  writeFileSync(join(ownerIn(line).folder, 'lists.csv'), brpOf(register));
  expect(
    await encode(line, ownerIn(line), 'population', { ...mapping, input: 'lists.csv' }),
  ).toMatchObject({ rows: 60, encoded: 60, batchesSent: 3 });
  expect(await delivered(line, 'population')).toEqual(expected.population);
}, 60_000);

withServer('PostgreSQL over TLS, with a password by SCRAM', () => {
  const source = (changed: object = {}): object => ({
    kind: 'postgres', host: 'localhost', port: server?.port, database: 'register', user: 'reader',
    passwordFile: server?.passwordFile, tls: { ca: server?.ca }, table: 'clients', fetchRows: 10,
    ...changed,
  }); // prettier-ignore
  const none = { ...mapping, input: undefined };

  test('a typed table sends the same, and again nothing', async () => {
    const line = fresh('postgres', dutchMapping('benefits', source()));
    const owner = ownerIn(line);
    expect(await encode(line, owner, 'benefits', none)).toMatchObject({ encoded: 60 });
    expect(await delivered(line, 'benefits')).toEqual(expected.benefits);
    expect(await encode(line, owner, 'benefits', none)).toMatchObject({ batchesSent: 0 });

    // A proof and a profile read the database as the run did.
    const since = ['--since', new Date(0).toISOString().slice(0, 10)];
    writeFileSync(join(owner.folder, 'person'), `${register.rows[7]![1]!}\n`);
    const args = [
      'prove',
      '--bsn-file',
      'person',
      ...since,
      '--mapping',
      'mapping.yaml',
      '--keys',
      'party.key',
      '--json',
    ];
    const proved = await attempt(owner, args);
    expect([proved.code, problemsOf(proved).map(({ code }) => code)]).toEqual([
      4,
      ['PROOF_CONTAINS'],
    ]);
    const about = [
      '--study',
      line.studyFile,
      '--register',
      'benefits',
      '--mapping',
      'mapping.yaml',
    ];
    await succeed(owner, { args: ['profile', ...about, '--data', 'profile.json'] });
    expect(JSON.parse(readFileSync(join(owner.folder, 'profile.json'), 'utf8'))).toMatchObject({
      rows: 60,
    });
  }, 120_000);

  test('the service runs it, without a file', async () => {
    const line = fresh('serve', dutchMapping('benefits', source()));
    const owner = ownerIn(line);
    const config = {
      koppelServe: 1, study: '../study.yaml', owner: owner.name, keys: 'party.key', log: '../log',
      exclusions: 'none', http: { port: 0 },
      registers: [
        { register: 'benefits', mapping: 'mapping.yaml', schedule: 'daily 03:00', atStart: true },
      ],
    }; // prettier-ignore
    writeFileSync(join(owner.folder, 'serve.yaml'), JSON.stringify(config));
    const service = start(owner, { args: ['serve', '--config', 'serve.yaml'] });
    const ended = new Promise<void>((resolve) => {
      service.child.stderr!.on('data', (chunk: Buffer) => {
        if (/"event":"run(?:Ends|Failed)"/.test(chunk.toString())) resolve();
      });
    });
    await Promise.race([ended, service.finished]);
    service.child.kill('SIGTERM');
    expect((await service.finished).code).toBe(0);
    expect(await delivered(line, 'benefits')).toEqual(expected.benefits);
  }, 60_000);

  /** Until the run has got rows and asks for more. */
  async function whenReading(): Promise<void> {
    const query =
      "SELECT 1 / count(*) FROM pg_stat_activity WHERE usename = 'reader' AND query LIKE 'FETCH%'";
    // A division by zero while nobody reads.
    while (!(await server!.run(query))) await sleep(20);
  }

  test('cut midway nothing is sent, and the next run completes', async () => {
    const line = fresh('cut', dutchMapping('benefits', source({ table: 'slow' })));
    const owner = ownerIn(line);
    const running = attempt(owner, [
      'run', '--study', line.studyFile, '--owner', owner.name, '--register', 'benefits',
      '--mapping', 'mapping.yaml', '--keys', 'party.key', '--log', line.log,
    ]); // prettier-ignore
    await whenReading();
    await sleep(400);
    await server!.disconnectAll();
    const finished = await running;
    expect([finished.code, problemsOf(finished).map(({ code }) => code)]).toEqual([
      5,
      ['POSTGRES_LOST'],
    ]);
    for (const topic of [
      topics('inputs').batches('rotterdam'),
      topics('inputs').payload('rotterdam'),
    ]) {
      expect(await messagesOn(line, topic)).toEqual([]);
    }
    expect(await encode(line, owner, 'benefits', none)).toMatchObject({ batchesSent: 6 });
    expect(await delivered(line, 'benefits')).toEqual(expected.benefits);
  }, 120_000);
});

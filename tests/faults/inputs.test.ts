// SPDX-License-Identifier: EUPL-1.2
/** A database, a Parquet file or person lists that are not what the mapping says: nothing leaves. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  brpMapping,
  dutchEncoding,
  dutchMapping,
  dutchRegister,
  writeAsTable,
} from '../support/inputs.ts';
import {
  agree,
  encodeArgs,
  makeParties,
  writeStudy,
  type Line,
  type Options,
} from '../support/line.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import type { Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault, type Fault } from './expect-fault.ts';

const server: Postgres | undefined = await startPostgres();
const withServer = server === undefined ? describe.skip : describe;
const workspace = makeWorkspace();
let line: Line;
let owner: Party;

beforeAll(async () => {
  const shape = { id: 'inputs', owners: { rotterdam: ['population'] as const }, capacity: 25 };
  line = await makeParties(workspace.folder, shape);
  writeStudy(line, { ...line.study, encoding: dutchEncoding() });
  await agree(line);
  owner = line.owners[0]!;
  if (server === undefined) return;
  await writeAsTable(dutchRegister(5, seeded(3)), server);
  writeFileSync(join(owner.folder, 'wrong'), 'another password\n');
}, 120_000);

afterAll(async () => {
  await server?.stop();
  workspace.remove();
});

function args(mapping: object, options: Options): string[] {
  writeFileSync(join(owner.folder, 'mapping.yaml'), JSON.stringify(mapping));
  return encodeArgs(line, owner, 'population', { mapping: 'mapping.yaml', ...options });
}

withServer('a database', () => {
  const faults: readonly (readonly [string, () => object, Fault])[] = [
    [
      'that refuses the password',
      () => ({ passwordFile: join(owner.folder, 'wrong') }),
      { code: 'POSTGRES_AUTHENTICATION', exit: 4, place: { file: 'mapping.yaml' } },
    ],
    [
      'whose certificate another authority signed',
      () => ({ tls: { ca: server!.otherCa } }),
      { code: 'POSTGRES_TLS', exit: 4, place: { file: 'mapping.yaml' } },
    ],
    [
      'without the table',
      () => ({ table: 'clients_jansen' }),
      { code: 'POSTGRES_RELATION', exit: 3, place: { file: 'mapping.yaml' } },
    ],
  ];

  test.each(faults)('%s: nothing leaves', async (_, changed, fault) => {
    const source = {
      kind: 'postgres', host: 'localhost', port: server!.port, database: 'register', user: 'reader',
      passwordFile: server!.passwordFile, tls: { ca: server!.ca }, table: 'clients', ...changed(),
    }; // prettier-ignore
    const command = args(dutchMapping('population', source), { input: undefined });
    const { stderr } = await expectFault(line, { party: owner, args: command }, fault);
    const secrets = [
      readFileSync(server!.passwordFile, 'utf8').trim(),
      'another',
      'clients_jansen',
    ];
    for (const secret of secrets) expect(stderr.toString()).not.toContain(secret);
  });
});

test('no Parquet file, or a damaged one', async () => {
  writeFileSync(join(owner.folder, 'register.parquet'), 'PAR1 this is no such file PAR1');
  const command = args(dutchMapping('population', { kind: 'parquet' }), {
    input: 'register.parquet',
  });
  const fault: Fault = { code: 'INPUT_PARQUET', exit: 3, place: { file: 'register.parquet' } };
  await expectFault(line, { party: owner, args: command }, fault);
});

test('person lists without a column that says whose row it is', async () => {
  writeFileSync(join(owner.folder, 'lists.csv'), '\uFEFF01.02.10;01.02.40\r\nAnna;Jansen\r\n');
  const command = args(brpMapping(), { input: 'lists.csv' });
  const fault: Fault = { code: 'INPUT_BRP_HEADER', exit: 3, place: { file: 'lists.csv' } };
  await expectFault(line, { party: owner, args: command }, fault);
});

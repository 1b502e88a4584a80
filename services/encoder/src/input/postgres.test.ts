// SPDX-License-Identifier: EUPL-1.2
/** Against a real server, where the machine has one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { password, startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { openPostgres } from './postgres.ts';
import type { Environment, RowSource } from './row-source.ts';
import { sourceSchema, type PostgresSpec } from './source-spec.ts';

const server: TestPostgres | undefined = await startPostgres();
const withServer = server === undefined ? describe.skip : describe;
let place: Place;

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
  await server?.stop();
});

const spec = (settings: object): PostgresSpec =>
  sourceSchema.parse({ kind: 'postgres', ...settings }) as PostgresSpec;

function open(settings: object, environment: Environment = {}): Promise<RowSource> {
  return openPostgres('mapping.yaml', spec(settings), { environment });
}

async function read(source: RowSource): Promise<string[][]> {
  try {
    const rows: string[][] = [];
    for await (const batch of source.batches()) rows.push(...batch.rows.map((row) => [...row]));
    return rows;
  } finally {
    await source.close();
  }
}

const refused = (settings: object, environment: Environment = {}): Promise<string[]> =>
  refusal(place, async () => read(await open(settings, environment)));

const only = (code: string): string[] => [`${code} {"file":"mapping.yaml"}`];

describe('without a server', () => {
  const local = { host: 'localhost', database: 'd', user: 'u', table: 't', tls: 'off' };

  test.each(['host', 'database', 'user'])('%s must come from somewhere', async (name) => {
    expect(await refused({ ...local, [name]: undefined }, { PGHOST: '' })).toEqual([
      `POSTGRES_SETTINGS {"file":"mapping.yaml","path":"PG${name.toUpperCase()}"}`,
    ]);
  });

  test.each(['0', '70000', 'x'])('%s is no port', async (port) => {
    expect(await refused(local, { PGPORT: port })).toEqual([
      'POSTGRES_SETTINGS {"file":"mapping.yaml","path":"PGPORT"}',
    ]);
  });

  test.each(['db.gemeente.example', '10.0.0.1', '::2', '127.0.0.1.example', 'localhost.example'])(
    'TLS cannot be left off towards %s',
    async (host) => {
      expect(await refused({ ...local, host })).toEqual([
        'POSTGRES_TLS_OFF {"file":"mapping.yaml","path":"source.tls"}',
      ]);
    },
  );

  test('a password file must be there and not empty', async () => {
    const passwordFile = place.write('empty', '\n');
    expect(await refused({ ...local, passwordFile })).toEqual([
      'POSTGRES_SETTINGS {"file":"empty"}',
    ]);
    const none = `${place.folder}/none`;
    expect(await refused(local, { KOPPEL_POSTGRES_PASSWORD_FILE: none })).toEqual([
      'FILE_MISSING {"file":"none"}',
    ]);
    expect(await refused({ ...local, host: 'x.example', tls: { ca: none } })).toEqual([
      'FILE_MISSING {"file":"none"}',
    ]);
  });

  test.each(['127.0.0.1', '::1', 'localhost', '/none/at/all'])(
    'nobody answers at %s',
    async (host) => {
      expect(await refused({ ...local, host, port: 1 })).toEqual(only('POSTGRES_UNREACHABLE'));
    },
  );

  test('a host that does not exist', async () => {
    const away = { ...local, host: 'no-such-host.invalid', tls: {} };
    expect(await refused(away)).toEqual(only('POSTGRES_UNREACHABLE'));
  });

  test('something else answers', async () => {
    const other: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const found = { ...local, host: '127.0.0.1', port };
    expect(await refused(found)).toEqual(only('POSTGRES_UNREACHABLE'));
    expect(await refused({ ...found, tls: {} })).toEqual(only('POSTGRES_TLS'));
    other.close();
  });
});

withServer('with a server (needs PostgreSQL on this machine)', () => {
  const { port, ca, otherCa, passwordFile, socketFolder } = server ?? ({} as TestPostgres);
  const base = { host: 'localhost', port, database: 'register', user: 'reader', passwordFile };
  const settings = { ...base, tls: { ca } };
  const query = (text: string, more: object = {}) => ({ ...settings, query: text, ...more });

  beforeAll(async () => {
    await server!.run(`
      CREATE SCHEMA "Sociaal Domein";
      CREATE TABLE "Sociaal Domein"."Klant ""1""" ("BurgerServiceNr" text, "Naam" varchar(20));
      INSERT INTO "Sociaal Domein"."Klant ""1""" VALUES ('001', 'de Vries'), (NULL, '');
      CREATE TABLE person (nr integer, name text, secret text);
      INSERT INTO person SELECT i, 'Naam ' || i, 'x' FROM generate_series(1, 20000) i;
      CREATE TABLE notes (note text);
      CREATE SEQUENCE numbers;
      CREATE FUNCTION write_note() RETURNS integer LANGUAGE sql VOLATILE AS
        'INSERT INTO notes VALUES (''was here''); SELECT 1';
      GRANT USAGE ON SCHEMA "Sociaal Domein" TO reader;
      GRANT SELECT ON "Sociaal Domein"."Klant ""1""" TO reader;
      GRANT SELECT (nr, name) ON person TO reader;
      GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON person, notes TO writer;
      GRANT USAGE ON SEQUENCE numbers TO writer;
      GRANT CREATE ON SCHEMA public TO writer;
    `);
  });

  test('a table in a schema, with names that need quotes', async () => {
    const source = await open({ ...settings, schema: 'Sociaal Domein', table: 'Klant "1"' });
    expect(source.columns).toEqual(['BurgerServiceNr', 'Naam']);
    expect(await read(source)).toEqual([['001', 'de Vries'], ['', '']]);
  }); // prettier-ignore

  test('settings from the environment, the password too', async () => {
    const environment = { PGHOST: 'localhost', PGPORT: String(port), PGDATABASE: 'register', PGUSER: 'reader' };
    const where = { tls: { ca }, query: 'SELECT 1 AS one' };
    expect(await read(await open(where, { ...environment, PGPASSWORD: password }))).toEqual([['1']]);
    const mounted = { ...environment, KOPPEL_POSTGRES_PASSWORD_FILE: passwordFile, PGPASSWORD: 'no' };
    expect(await read(await open(where, mounted))).toEqual([['1']]);
    expect(await refused(where, environment)).toEqual(only('POSTGRES_AUTHENTICATION'));
  }); // prettier-ignore

  test('a socket on this machine needs no TLS', async () => {
    const here = { ...settings, host: socketFolder, tls: 'off', query: 'SELECT 2 AS two' };
    expect(await read(await open(here))).toEqual([['2']]);
  });

  test.each<[string, string]>([
    ['true', '1'],
    ['false', '0'],
    ['NULL::date', ''],
    ["date '1968-02-29'", '1968-02-29'],
    ["date '0044-03-15 BC'", '0044-03-15 BC'],
    ["timestamp '1980-01-02 00:00'", '1980-01-02'],
    ["timestamp '1980-01-02 03:04:05.678'", '1980-01-02 03:04:05'],
    ["timestamptz '1980-01-01 23:00+00'", '1980-01-02'],
    ["timestamptz '1990-07-02 00:00+00'", '1990-07-02 02:00:00'],
    ["timestamptz '1925-07-01 12:00+00'", '1925-07-01 13:19:32'],
    ['12345678901234567890.10::numeric', '12345678901234567890.10'],
    ['9223372036854775807::bigint', '9223372036854775807'],
    ['0.1::float8', '0.1'],
    ["'ÿ ĳ'::text", 'ÿ ĳ'],
    ["'12345678-9abc-def0-1234-56789abcdef0'::uuid", '12345678-9abc-def0-1234-56789abcdef0'],
  ])('%s becomes text', async (value, text) => {
    expect(await read(await open(query(`SELECT ${value} AS v`)))).toEqual([[text]]);
  });

  test('columns that are not wanted are not asked for: the user may have no right to them', async () => {
    const wanted = new Set(['nr', 'name']);
    const source = await openPostgres('mapping.yaml', spec({ ...settings, user: 'postgres', table: 'person' }), { wanted, environment: {} });
    expect(source.columns).toEqual(['nr', 'name', 'secret']);
    expect((await read(source))[0]).toEqual(['1', 'Naam 1', '']);
  }); // prettier-ignore

  test('all rows come from one moment, however long the reading takes', async () => {
    const source = await open(query('SELECT nr FROM person', { user: 'writer', fetchRows: 100 }));
    let rows = 0;
    for await (const batch of source.batches()) {
      if (rows === 0) await server!.run('DELETE FROM person WHERE nr > 19000');
      rows += batch.rows.length;
    }
    await source.close();
    expect(rows).toBe(20_000);
    await server!.run(
      "INSERT INTO person SELECT i, 'Naam', 'x' FROM generate_series(19001, 20000) i",
    );
  });

  const count = async (table: string): Promise<string> =>
    (await read(await open(query(`SELECT count(*) FROM ${table}`, { user: 'writer' }))))[0]![0]!;

  test.each<[string, string]>([
    ["INSERT INTO notes VALUES ('x') RETURNING note", 'POSTGRES_STATEMENT'],
    ['DELETE FROM person RETURNING nr', 'POSTGRES_STATEMENT'],
    ['WITH gone AS (DELETE FROM person RETURNING nr) SELECT * FROM gone', 'POSTGRES_STATEMENT'],
    ['SELECT 1; DELETE FROM person', 'POSTGRES_STATEMENT'],
    ['SELECT 1; COMMIT', 'POSTGRES_STATEMENT'],
    ['SELECT * INTO copied FROM person', 'POSTGRES_STATEMENT'],
    ['SELECT nr FROM person FOR UPDATE', 'POSTGRES_READ_ONLY'],
    ["SELECT nextval('numbers')", 'POSTGRES_READ_ONLY'],
    ['SELECT write_note()', 'POSTGRES_READ_ONLY'],
    ['TRUNCATE person', 'POSTGRES_STATEMENT'],
    ['CREATE TABLE mine (a integer)', 'POSTGRES_STATEMENT'],
  ])('a user who may write cannot with %s', async (text, code) => {
    expect(await refused(query(text, { user: 'writer' }))).toEqual(only(code));
    expect([await count('person'), await count('notes')]).toEqual(['20000', '0']);
  });

  test('the transaction cannot be made one that writes', async () => {
    const text = "SELECT set_config('transaction_read_only', 'off', false), write_note()";
    expect(await refused(query(text, { user: 'writer' }))).toEqual(only('POSTGRES_STATEMENT'));
    expect(await count('notes')).toBe('0');
  });

  test.each<[string, object, string]>([
    ['another authority', { tls: { ca: otherCa } }, 'POSTGRES_TLS'],
    ['no authority that is known', { tls: {} }, 'POSTGRES_TLS'],
    ['an address that the certificate does not have', { host: '127.0.0.1' }, 'POSTGRES_TLS'],
    ['another name', { host: '127.0.0.1', tls: { ca, serverName: 'db' } }, 'POSTGRES_TLS'],
    ['no TLS where the server asks for it', { tls: 'off' }, 'POSTGRES_AUTHENTICATION'],
    ['a user that does not exist', { user: 'nobody' }, 'POSTGRES_AUTHENTICATION'],
    ['a database that does not exist', { database: 'none' }, 'POSTGRES_AUTHENTICATION'],
    ['a table that does not exist', { query: undefined, table: 'none' }, 'POSTGRES_RELATION'],
    ['a schema that does not exist', { query: undefined, schema: 'x', table: 'y' }, 'POSTGRES_RELATION'],
    ['a column that does not exist', { query: 'SELECT none FROM person' }, 'POSTGRES_RELATION'],
    ['a table that may not be read', { query: 'SELECT * FROM notes' }, 'POSTGRES_PERMISSION'],
    ['no SQL', { query: 'give me all' }, 'POSTGRES_STATEMENT'],
    ['a value that cannot be cast', { query: 'SELECT name::integer FROM person' }, 'POSTGRES_STATEMENT'],
    ['a query that takes too long', { query: 'SELECT pg_sleep(30)', statementSeconds: 1 }, 'POSTGRES_TIMEOUT'],
  ])('%s', async (_name, change, code) => {
    expect(await refused({ ...query('SELECT 1 AS one'), ...change })).toEqual(only(code));
  }); // prettier-ignore

  test('a name in the certificate counts where the host is an address', async () => {
    const named = { host: '127.0.0.1', tls: { ca, serverName: 'localhost' } };
    expect(await read(await open(query('SELECT 1 AS one', named)))).toEqual([['1']]);
  });

  test('a wrong password', async () => {
    const wrong = place.write('wrong', 'not the password\n');
    expect(await refused(query('SELECT 1 AS one', { passwordFile: wrong }))).toEqual(
      only('POSTGRES_AUTHENTICATION'),
    );
  });

  test('a connection that is lost halfway is an error, not an end', async () => {
    const source = await open(query('SELECT nr FROM person', { fetchRows: 50 }));
    const lost = await refusal(place, async () => {
      for await (const { done } of source.batches()) {
        if (done === 50) await server!.disconnectAll();
      }
    });
    expect(lost).toEqual(only('POSTGRES_LOST'));
    await source.close();
  });

  test('nothing stays behind on the server after a reader that stopped early', async () => {
    const source = await open(query('SELECT nr FROM person', { fetchRows: 10 }));
    for await (const { rows } of source.batches()) {
      expect(rows).toHaveLength(10);
      break;
    }
    await source.close();
    const sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'koppel-encoder' AND pid <> pg_backend_pid()"; // prettier-ignore
    const left = async (): Promise<string> =>
      (await read(await open(query(sessions, { user: 'postgres' }))))[0]![0]!;
    for (let attempt = 0; attempt < 50 && (await left()) !== '0'; attempt += 1);
    expect(await left()).toBe('0');
  });
});

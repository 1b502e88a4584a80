// SPDX-License-Identifier: EUPL-1.2
/** What every kind of source holds to, whatever the program behind it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mapping } from '../mapping.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { writeParquet } from '../testing/parquet.ts';
import { startPostgres, type TestPostgres } from '../testing/postgres.ts';
import type { RowSource } from './row-source.ts';
import { openSource, openSourceOf } from './source.ts';
import { sourceSchema, type SourceSpec } from './source-spec.ts';

type Table = readonly (readonly string[])[];

/** Of one kind of source: makes one that holds this table, its first row the header. */
interface Kind {
  readonly name: string;
  readonly make: (table: Table) => Promise<{ readonly file: string; readonly spec: SourceSpec }>;
}

let place: Place;
let made = 0;
const postgres: TestPostgres | undefined = await startPostgres();

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
  await postgres?.stop();
});

const specOf = (spec: object): SourceSpec => sourceSchema.parse(spec);

function selectOf([header, ...rows]: Table): string {
  const cell = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const values = rows.map((row, at) => `(${at}, ${row.map(cell).join(', ')})`).join(', ');
  const names = header!.map((name) => `"${name}"`).join(', ');
  const nothing = `(SELECT 0, ${header!.map(() => "''").join(', ')} WHERE false)`;
  const from = rows.length === 0 ? nothing : `(VALUES ${values})`;
  return `SELECT ${names} FROM ${from} AS t(place, ${names}) ORDER BY place`;
}

function delimited(table: Table, delimiter: string): string {
  return table.map((row) => `${row.join(delimiter)}\n`).join('');
}

const csv: Kind = {
  name: 'csv',
  make(table) {
    const file = place.write(`${(made += 1)}.csv`, delimited(table, ';'));
    return Promise.resolve({ file, spec: specOf({ kind: 'csv', delimiter: ';' }) });
  },
};

/** Names of the Logisch Ontwerp, so that the same table can be one of person lists. */
const brp: Kind = {
  name: 'brp',
  make(table) {
    const file = place.write(`${(made += 1)}.csv`, delimited(table, ';'));
    return Promise.resolve({ file, spec: specOf({ kind: 'brp' }) });
  },
};

const parquet: Kind = {
  name: 'parquet',
  async make(table) {
    const file = `${place.folder}/${(made += 1)}.parquet`;
    await writeParquet(file, selectOf(table), ', ROW_GROUP_SIZE 2048');
    return { file, spec: specOf({ kind: 'parquet' }) };
  },
};

const database: Kind = {
  name: 'postgres',
  async make(table) {
    const { port, ca, passwordFile } = postgres!;
    const name = `t${(made += 1)}`;
    await postgres!.run(`CREATE TABLE ${name} AS ${selectOf(table)}`);
    await postgres!.run(`GRANT SELECT ON ${name} TO reader`);
    const server = { host: 'localhost', port, database: 'register', user: 'reader', passwordFile };
    const spec = { kind: 'postgres', ...server, tls: { ca }, table: name, fetchRows: 300 };
    return { file: 'mapping.yaml', spec: specOf(spec) };
  },
};

const header = ['01.01.10', '01.02.40', '01.03.10'];
const rowsOf = (count: number): string[][] =>
  Array.from({ length: count }, (_, at) => [
    String(1_000_000 + at),
    `Naam ${at % 7}`,
    at % 3 === 0 ? '' : '19800102',
  ]);

async function rowsFrom(source: RowSource): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  let last = 0;
  for await (const batch of source.batches()) {
    rows.push(...batch.rows);
    expect(batch.done).toBeGreaterThanOrEqual(last);
    last = batch.done;
  }
  if (source.total > 0) expect(last).toBe(source.total);
  return rows;
}

const kinds = [csv, brp, parquet, ...(postgres === undefined ? [] : [database])];

(postgres === undefined ? test.skip : test)('a PostgreSQL server is on this machine', () => {
  expect(postgres).toBeDefined();
});

describe.each(kinds)('a source of kind $name', ({ name, make }) => {
  const open = async (table: Table, wanted?: ReadonlySet<string>): Promise<RowSource> => {
    const { file, spec } = await make(table);
    return openSourceOf(file, spec, { wanted, environment: {} });
  };

  test.each([1, 511, 512, 513, 5000])('gives each of %d rows once, in order', async (count) => {
    const rows = rowsOf(count);
    const source = await open([header, ...rows]);
    expect(source.columns).toHaveLength(3);
    expect(await rowsFrom(source)).toEqual(rows);
    await source.close();
  });

  test('gives no rows of an empty register', async () => {
    const source = await open([header]);
    expect(source.columns).toHaveLength(3);
    expect(await rowsFrom(source)).toEqual([]);
    await source.close();
  });

  test('gives what is wanted under the names by which it is', async () => {
    const rows = rowsOf(600);
    const source = await open([header, ...rows], new Set(['01.01.10', '01.03.10']));
    const at = ['01.01.10', '01.03.10'].map((column) => source.columns.indexOf(column));
    const read = await rowsFrom(source);
    expect(read.map((row) => at.map((one) => row[one]))).toEqual(
      rows.map(([id, , date]) => [id, date]),
    );
    expect(new Set(read.map((row) => row.length))).toEqual(new Set([source.columns.length]));
    await source.close();
  });

  test('may be left after the first rows, and closed twice', async () => {
    const source = await open([header, ...rowsOf(5000)]);
    for await (const { rows } of source.batches()) {
      expect(rows.length).toBeGreaterThan(0);
      break;
    }
    await source.close();
    await source.close();
  });

  test('may be closed without having been read', async () => {
    await (await open([header, ...rowsOf(10)])).close();
  });

  test('keeps letters of every script, quotes and long values', async () => {
    const odd = ['Čapek Ğül 王', "d'Angelo", 'x'.repeat(5000), 'ĳ ẞ İ', 'e\u0301'];
    const rows = odd.map((text, at) => [String(at + 1), text, '19800102']);
    const source = await open([header, ...rows]);
    expect(await rowsFrom(source)).toEqual(rows);
    await source.close();
  });

  test('gives all cells of wide rows', async () => {
    const wide = [
      '01.01.10',
      ...Array.from(
        { length: 300 },
        (_, at) => `01.${String(Math.floor(at / 90) + 30)}.${String((at % 90) + 10)}`,
      ),
    ];
    const rows = [1, 2].map((id) => wide.map((_, at) => `${id}-${at}`));
    const source = await open([wide, ...rows]);
    expect(await rowsFrom(source)).toEqual(rows);
    await source.close();
  });

  if (name !== 'postgres') {
    test('a file that is not there is refused', async () => {
      const { spec } = await make([header, ['1', 'x', '']]);
      const none = `${place.folder}/none`;
      expect(await refusal(place, () => openSourceOf(none, spec, { environment: {} }))).toEqual([
        'FILE_MISSING {"file":"none"}',
      ]);
    });

    test('what is no file is refused, as it cannot be read twice', async () => {
      const { spec } = await make([header, ['1', 'x', '']]);
      mkdirSync(`${place.folder}/folder`, { recursive: true });
      spawnSync('mkfifo', [`${place.folder}/pipe`]);
      for (const name of ['folder', 'pipe']) {
        const openIt = () => openSourceOf(`${place.folder}/${name}`, spec, { environment: {} });
        expect(await refusal(place, openIt)).toEqual([`INPUT_NOT_A_FILE {"file":"${name}"}`]);
      }
    });
  }
});

test('a mapping opens its register, with the columns that it takes something from', async () => {
  const file = `${place.folder}/mapped.parquet`;
  await writeParquet(file, "SELECT '1' AS nr, 'Jansen' AS naam, 'x' AS rest");
  const mapping: Mapping = {
    register: 'benefits',
    source: specOf({ kind: 'parquet' }),
    charset: 'utf-8',
    delimiter: ',',
    recordId: 'nr',
    fields: { surname: 'naam' },
    absent: [],
    payload: {},
    ignore: ['rest'],
  };
  const source = await openSource(file, mapping);
  expect(await rowsFrom(source)).toEqual([['1', 'Jansen', '']]);
  await source.close();
  const csvFile = place.write('mapped.csv', 'nr,naam,rest\n1,Jansen,x\n');
  const plain = await openSource(csvFile, { ...mapping, source: undefined }, {});
  expect(await rowsFrom(plain)).toEqual([['1', 'Jansen', 'x']]);
  await plain.close();
});

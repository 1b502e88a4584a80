// SPDX-License-Identifier: EUPL-1.2
/**
 * One register of persons with Dutch name parts, as each kind of source holds it: CSV, Parquet that
 * DuckDB wrote, a typed table of PostgreSQL, and BRP person lists with their history.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventBsns } from './care.ts';
import type { Postgres } from './postgres.ts';
import type { Random } from './random.ts';
import { csvOf, inventPersons, type Table } from './registers.ts';
import { schemes } from './study.ts';

/** Fields with the parts that Dutch registers have. */
export function dutchEncoding(): object {
  const field = (name: string, type: string, bits: number): object => ({
    name, type, onInvalid: 'missing', weight: { bitsPerToken: bits },
  }); // prettier-ignore
  return {
    scheme: 'clk',
    parameters: { bits: 2048 },
    normalisation: 'nl-1',
    fields: [
      { name: 'givenNames', type: 'givenNames', group: 'name', weight: { bitsPerToken: 13 } },
      { name: 'surname', type: 'surname', group: 'name', weight: { bitsPerToken: 20 } },
      field('birthDate', 'date', 23),
      field('sex', 'sex', 36),
      field('postcode', 'postcode', 13),
      field('houseNumber', 'houseNumber', 21),
    ],
  };
}

/** Columns of the register, and of them the type in a database that is not text. */
const identifiers = [
  'nummer', 'bsn', 'voornamen', 'voorvoegsel', 'achternaam', 'partner', 'naamgebruik',
  'geboortedatum', 'geslacht', 'postcode', 'huisnummer',
] as const; // prettier-ignore
const variables = ['amount', 'since', 'scheme'] as const;

export const types: Readonly<Record<string, string>> = {
  geboortedatum: 'DATE',
  huisnummer: 'INTEGER',
  amount: 'DECIMAL(10, 2)',
  since: 'DATE',
};

export function dutchRegister(count: number, random: Random): Table {
  const bsns = inventBsns(count);
  return {
    header: [...identifiers, ...variables],
    rows: inventPersons(count, random).map((person, at) => [
      `N${1000 + at}`,
      bsns[at]!,
      person.givenNames,
      random.pick(['', '', 'van der', 'de', "van 't"]),
      person.surname,
      at % 3 === 0 ? `Partner${person.surname.toLowerCase()}` : '',
      at % 3 === 0 ? random.pick(['E', 'P', 'V', 'N']) : 'E',
      person.birthDate,
      person.sex,
      person.postcode,
      person.houseNumber,
      `${random.below(2000)}.${String(random.below(100)).padStart(2, '0')}`,
      `20${10 + random.below(10)}-0${1 + random.below(9)}-01`,
      random.pick(schemes),
    ]),
  };
}

/** The mapping of the register as those columns; the population register has no variables. */
export function dutchMapping(register: 'benefits' | 'population', source?: object): object {
  return {
    register,
    ...(source === undefined ? {} : { source }),
    recordId: 'nummer',
    bsn: 'bsn',
    fields: {
      givenNames: 'voornamen',
      surname: {
        value: 'achternaam', prefix: 'voorvoegsel', partner: 'partner', usage: 'naamgebruik',
      },
      birthDate: 'geboortedatum',
      sex: 'geslacht',
      postcode: 'postcode',
      houseNumber: 'huisnummer',
    },
    payload: register === 'benefits' ? Object.fromEntries(variables.map((one) => [one, one])) : {},
    ignore: register === 'benefits' ? [] : [...variables],
  }; // prettier-ignore
}

/** The mapping of the same as BRP person lists, by numbers and by words. */
export function brpMapping(): object {
  return {
    register: 'population',
    source: { kind: 'brp' },
    recordId: 'persoonslijst',
    bsn: 'burgerservicenummer',
    fields: {
      givenNames: 'voornamen',
      surname: {
        value: '01.02.40', prefix: 'voorvoegsel', partner: 'partnerGeslachtsnaam',
        usage: 'naamgebruik',
      },
      birthDate: '01.03.10',
      sex: 'geslacht',
      postcode: '08.11.60',
      houseNumber: 'huisnummer',
    },
  }; // prettier-ignore
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The register as a Parquet file that DuckDB wrote, with types. */
export async function writeAsParquet(table: Table, folder: string, name: string): Promise<void> {
  const file = join(folder, name);
  writeFileSync(`${file}.csv`, csvOf(table));
  const columns = table.header.map((column) =>
    types[column] === undefined ? column : `CAST(${column} AS ${types[column]}) AS ${column}`,
  );
  const select = `SELECT ${columns.join(', ')} FROM read_csv(${quoted(`${file}.csv`)}, all_varchar = true)`;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (${select}) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The register as a typed table, and a view on it that takes its time for each row. */
export async function writeAsTable(table: Table, server: Postgres): Promise<void> {
  const { header, rows } = table;
  const columns = header.map((name) => `${name} ${types[name] ?? 'TEXT'}`);
  const values = rows.map(
    (row) => `(${row.map((cell) => (cell === '' ? 'NULL' : quoted(cell))).join()})`,
  );
  const statements = [
    `CREATE TABLE clients (${columns.join()})`,
    `INSERT INTO clients VALUES ${values.join()}`,
    'CREATE VIEW slow AS SELECT clients.* FROM clients, LATERAL ' +
      "(SELECT pg_sleep(0.03) WHERE clients.nummer <> '') AS pause",
    'GRANT SELECT ON clients, slow TO reader',
  ];
  for (const statement of statements) {
    if (!(await server.run(statement))) throw new Error('a statement of a test failed');
  }
}

/** The register as person lists: the present first, then a marriage that ended, and old addresses. */
export function brpOf({ header, rows }: Table): string {
  const at = (name: string): number => header.indexOf(name);
  const names = [
    '', '01.01.20', '01.02.10', '01.02.30', '01.02.40', '01.03.10', '01.04.10', '01.61.10',
    '05.02.40', '05.06.10', '05.07.10', '05.H', '08.11.20', '08.11.60', '09.02.40', '51.02.40',
  ]; // prettier-ignore
  const line = (cells: Readonly<Record<string, string>>): string =>
    names.map((name) => cells[name] ?? '').join(';');
  const lines = rows.flatMap((row) => {
    const cell = (name: string): string => row[at(name)]!;
    const partner = cell('partner');
    const now = {
      '': cell('nummer'),
      '01.01.20': cell('bsn'),
      '01.02.10': cell('voornamen'),
      '01.02.30': cell('voorvoegsel'),
      '01.02.40': cell('achternaam'),
      '01.03.10': cell('geboortedatum').replaceAll('-', ''),
      '01.04.10': cell('geslacht'),
      '01.61.10': cell('naamgebruik'),
      '08.11.20': cell('huisnummer'),
      '08.11.60': cell('postcode'),
      '09.02.40': 'Kind',
    };
    const before = line({ '51.02.40': 'Vroeger', '09.02.40': 'Tweede' });
    if (partner === '') return [line(now), before];
    const married = { ...now, '05.02.40': partner, '05.06.10': '20100501', '05.H': '55' };
    return [
      line(married),
      line({ '05.02.40': 'Ex', '05.06.10': '20000101', '05.H': '55' }),
      before,
    ];
  });
  return `\uFEFF${[line(Object.fromEntries(names.map((name) => [name, name]))), ...lines].join('\r\n')}\r\n`;
}

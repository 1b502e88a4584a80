// SPDX-License-Identifier: EUPL-1.2
/** The files of a twin of a real study, as DuckDB and pyreadstat read them: all formats say the same. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Study } from '@koppel/study';
import { parse } from 'csv-parse/sync';
import { twinFiles } from '../describe/twin.ts';
import { writeRelease } from '../release.ts';
import { makeStudy } from '../testing/study.ts';
import { noTexts } from '../testing/view.ts';
import { formats } from './writer.ts';

const installed = fileURLToPath(
  new URL('../../../../.koppel/statistics/venv/bin/python', import.meta.url),
);
const python = env['KOPPEL_STATISTICS_PYTHON'] ?? installed;
const hasPython = spawnSync(python, ['-c', 'import pyreadstat, pyarrow']).status === 0;

/** Rows of both kinds of file as CSV would have them, by name of the file. */
const script = `
import json, sys, pyreadstat
def text(value):
    if value is None or value != value: return ''
    if hasattr(value, 'isoformat'): return value.isoformat()[:10]
    if isinstance(value, float): return str(int(value)) if value == int(value) else repr(value)
    return str(value)
answers = {}
for name in sys.argv[1:]:
    read = pyreadstat.read_sav if name.endswith('.sav') else pyreadstat.read_dta
    columns, about = read(name, user_missing=True, output_format='dict')
    rows = list(zip(*columns.values()))
    answers[name] = {'names': about.column_names, 'rows': [[text(v) for v in row] for row in rows],
                     'labels': {k: list(v.values()) for k, v in about.variable_value_labels.items()}}
print(json.dumps(answers))
`;

interface Read {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

let folder: string;
let instance: DuckDBInstance;
let duckdb: DuckDBConnection;
let study: Study;

const stems = ['persons', 'population', 'benefits', 'events'];
const at = (name: string): string => join(folder, 'twin', name);
const csvRows = (stem: string): string[][] => parse(readFileSync(at(`${stem}.csv`)));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-formats-'));
  const world = await makeStudy();
  const [population, benefits] = world.study.registers;
  const codes = ['1', '2', '99'].map((value) => ({ value, label: `Één ${value}` }));
  const level = { name: 'level', label: 'Level', type: 'code' as const, codes };
  study = { ...world.study, registers: [population!, { ...benefits!, payload: [...benefits!.payload, level] }] } as Study;
  const files = twinFiles(study, new Uint8Array(32).fill(5), 300);
  await writeRelease(join(folder, 'twin'), { files, formats, texts: noTexts });
  instance = await DuckDBInstance.create(':memory:');
  duckdb = await instance.connect();
}); // prettier-ignore

afterAll(() => {
  duckdb.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

describe.each(stems)('%s', (stem) => {
  test('is in Parquet what it is in CSV, with types of its own', async () => {
    const [header, ...rows] = csvRows(stem);
    const read = await duckdb.runAndReadAll(`FROM '${at(`${stem}.parquet`)}'`);
    expect(read.columnNames()).toEqual(header);
    const cells = read.getRowsJson().map((row) =>
      row.map((value) => {
        if (typeof value === 'boolean') return value ? '1' : '0';
        if (value === null) return '';
        return typeof value === 'string' ? value : JSON.stringify(value);
      }),
    );
    expect(cells).toEqual(rows);
    const types = read.columnTypes().map(String);
    const wanted = header!.map((name) => {
      if (['linked', 'works'].includes(name)) return 'BOOLEAN';
      if (name === 'start') return 'DATE';
      return /pseudonym|owner|review|scheme|level|kind|reasons|before|after/.test(name) ? 'VARCHAR' : 'DOUBLE';
    });
    expect(types).toEqual(wanted);
  });

  (hasPython ? test : test.skip)('is in SPSS and Stata what it is in CSV', () => {
    const [header, ...rows] = csvRows(stem);
    const [sav, dta] = ['sav', 'dta'].map((format) => at(`${stem}.${format}`)) as [string, string];
    const child = spawnSync(python, ['-c', script, sav, dta], { encoding: 'utf8', maxBuffer: 1e9 });
    expect(child.stderr).toBe('');
    const found = JSON.parse(child.stdout) as Readonly<Record<string, Read>>;
    expect(found[sav]!.names).toEqual(header);
    expect(found[sav]!.rows).toEqual(rows);
    // In Stata words are numbered in the order of their list.
    const lists: Readonly<Record<string, readonly string[]>> = {
      review: ['none', 'open', 'same', 'different'], scheme: ['A', 'B'],
    };
    const numbered = rows.map((row) =>
      row.map((cell, column) => {
        const list = lists[header![column]!];
        return list === undefined || cell === '' ? cell : String(list.indexOf(cell) + 1);
      }),
    );
    expect(found[dta]!.rows).toEqual(numbered);
    for (const { labels } of Object.values(found)) {
      if (stem === 'benefits') {
        expect(labels).toMatchObject({
          scheme: ['Label A', 'Label B'], level: ['Één 1', 'Één 2', 'Één 99'], works: ['no', 'yes'],
        });
      }
    }
  });
}); // prettier-ignore

(hasPython ? test : test.skip)('pyarrow reads labels from the metadata of a Parquet file', () => {
  const program = 'import sys, pyarrow.parquet as pq; print(pq.read_schema(sys.argv[1]).metadata[b"koppel"].decode())';
  const child = spawnSync(python, ['-c', program, at('benefits.parquet')], { encoding: 'utf8' });
  expect(JSON.parse(child.stdout)).toMatchObject({
    label: 'Benefits',
    variables: { amount: { label: 'Amount', unit: 'euro' }, scheme: { values: { A: 'Label A' } } },
  });
}); // prettier-ignore

// SPDX-License-Identifier: EUPL-1.2
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encoderTable } from '../commands/bench-encoder-table.ts';
import { recordedContext } from '../testing/context.ts';
import { writePersons, writeUnique } from './encoder-data.ts';
import { benchEncoder } from './encoder.ts';
import type { Peers } from './peers.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-bench-encoder-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const cellsOf = (file: string): string[][] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

test('without peers ours is timed, and what is left out is said', async () => {
  const { reporter } = recordedContext([]).context;
  const peers = { skipped: 'not here' };
  const options = { sizes: [200], repeat: 2, rows: 0, folder, reporter, peers };
  const result = await benchEncoder(options);
  const [size] = result.sizes;
  expect(size).toMatchObject({ size: 200, clkhash: peers, ours: { runs: 2 } });
  expect(size!.ours.recordsPerSecond).toBeGreaterThan(0);
  expect(size!.ours.fill).toBeGreaterThan(0.3);
  for (const kind of ['csv', 'brp', 'parquet', 'csv, nl-1']) {
    expect(result.inputs[kind]).toBeGreaterThan(0);
  }
  expect(result.ratio).toBeUndefined();
  expect(encoderTable(result)).toMatch(/clkhash\s+skipped\s+not here/);
}, 120_000);

test('with peers the ratio is of records per second, of runs in turns', async () => {
  const { reporter } = recordedContext([]).context;
  const files: string[] = [];
  const peers: Peers = {
    async run(job) {
      const { file, rows } = job as { file?: string; rows?: number };
      if (file !== undefined) await writePersons({ skipped: '' }, file, rows!);
      files.push(file === undefined ? 'encode' : 'generate');
      return { seconds: 2, cpu_s: 1, records: 100, fill: 0.5 };
    },
  };
  const options = { sizes: [200], repeat: 3, rows: 0, folder, reporter, peers };
  const result = await benchEncoder(options);
  expect(files).toEqual(['generate', 'encode', 'encode', 'encode']);
  const [size] = result.sizes;
  expect(size!.clkhash).toMatchObject({ recordsPerSecond: 50, recordsPerCpuSecond: 100 });
  expect(result.ratio).toBeCloseTo(size!.ours.recordsPerSecond / 50, 6);
  expect(result.ratioCpu).toBeCloseTo(size!.ours.recordsPerCpuSecond / 100, 6);
  expect(encoderTable(result)).toContain('by CPU time');
}, 120_000);

test('no value but a birth date comes twice in the file of unique values', () => {
  const file = join(folder, 'unique.csv');
  writeUnique(file, 20_000);
  const [, ...rows] = cellsOf(file);
  expect(rows).toHaveLength(20_000);
  for (const column of [0, 2, 3, 5, 6]) {
    expect(new Set(rows.map((row) => row[column])).size).toBe(20_000);
  }
  expect(rows.every((row) => /^19\d{6}$/.test(row[4]!))).toBe(true);
});

test('our own persons have the columns of the peers, and every row an id', async () => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'persons.csv');
  await writePersons({ skipped: '' }, file, 300);
  const [header, ...rows] = cellsOf(file);
  expect(header).toEqual([
    'rid',
    'entity_id',
    'first_name',
    'last_name',
    'dob',
    'street',
    'postcode',
  ]);
  expect(new Set(rows.map(([rid]) => rid)).size).toBe(300);
});

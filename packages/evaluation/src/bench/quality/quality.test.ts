// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generatePair } from '../../generator/index.ts';
import { dataFile } from '../encodings/data-sets.ts';
import { bestF1, bestOfClusters, f1At } from './judge.ts';
import { othersOn, readPairs } from './others.ts';
import type { PeerJob } from './programs.ts';
import { cutFolder, qualitySets } from './sets.ts';
import { qualityTable, type QualityRow } from './table.ts';

const truth = { a: Uint32Array.of(0, 0, 1), b: Uint32Array.of(1, 2, 2) };

test('within one file clusters may complete what pairs miss', () => {
  const pairs = readPairs('0,1,0.9\n1,2,0.8\n3,4,0.7\n');
  expect(bestOfClusters(pairs, truth)).toBe(1);
  expect(bestF1(pairs, truth, true)).toBe(1);
  expect(f1At(pairs, truth, { cut: 0.8, dedupe: true })).toBe(1);
  expect(f1At(pairs, truth, { cut: 0.85, dedupe: true })).toBe(0.5);
  expect(f1At(pairs, truth, { cut: 0.95, dedupe: true })).toBe(0);
});

test('equal scores stand or fall together', () => {
  const pairs = readPairs('0,1,0.9\n3,4,0.9\n5,6,0.9\n');
  expect(bestOfClusters(pairs, truth)).toBeCloseTo(2 / 6, 12);
});

test('two files are linked one to one, best score first', () => {
  const pairs = readPairs('0,0,3\n0,1,2\n1,1,1\n');
  const partners = { a: Uint32Array.of(0, 1), b: Uint32Array.of(0, 1) };
  expect(bestF1(pairs, partners, false)).toBe(1);
  expect(f1At(pairs, partners, { cut: 2, dedupe: false })).toBeCloseTo(2 / 3, 12);
});

const { a, b, truth: pairs } = generatePair({ seed: 'others', perSide: 40, overlap: 0.5 });
const data = { a: dataFile('a', a), b: dataFile('b', b), truth: pairs };

test('others get columns without truth, and are judged by what they write', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koppel-others-'));
  const jobs: PeerJob[] = [];
  const columns = [
    { name: 'surname', role: 'surname', from: ['voorvoegsel', 'geslachtsnaam'] },
    { name: 'born', role: 'date', from: ['geboortedatum'] },
  ] as const;
  const run = (job: PeerJob) => {
    jobs.push(job);
    const lines = readFileSync(join(job.folder, 'b.csv'), 'utf8').split('\n');
    expect(lines[0]).toBe('rid,surname,born');
    expect(lines).toHaveLength(42);
    expect(lines[1]).toMatch(/^0,"[^"]*","\d{8}"$/);
    const rows = Array.from(pairs.a, (row, at) => `${String(row)},${String(pairs.b[at])},5`);
    writeFileSync(join(job.out, 'found.csv'), rows.join('\n'));
    const made = { variant: 'one', file: 'found.csv', cpuSeconds: 1, pairs: rows.length };
    return Promise.resolve([made]);
  };
  const found = await othersOn(data, columns, { run, versions: '' }, folder);
  rmSync(folder, { recursive: true, force: true });
  expect(jobs.map(({ tool }) => tool)).toEqual(['anonlink', 'splink', 'ecm']);
  expect(found[0]).toEqual({ tool: 'anonlink', variant: 'one', cpuSeconds: 1, best: 1 });
  expect(found[1]).toMatchObject({ best: 1, even: 1, sure: 1 });
});

test('a folder cut to an overlap keeps so many persons in both', () => {
  const cut = cutFolder(data, 'cut', 0.5);
  expect([cut.a.count, cut.b!.count, cut.truth.a.length]).toEqual([13, 13, 7]);
  expect(cut.a.column('entity_id').slice(0, 7)).toEqual(cut.b!.column('entity_id').slice(0, 7));
});

test('every set names the columns that its fields are made of', async () => {
  const sets = await qualitySets({ skipped: 'not needed' }, '');
  for (const { columns, fields } of sets) {
    expect(columns.map(({ role }) => role)).toEqual(expect.arrayContaining(['given', 'surname', 'date'])); // prettier-ignore
    expect(columns.length).toBe(fields.length);
  }
});

const figures = { f1: 0.95, best: 0.99, cpuSeconds: 1.25 };
const row: QualityRow = {
  set: 'some',
  ours: {
    clk: figures,
    saul: { ...figures, f1: 0.9 },
    fields: { ...figures, f1: 0.97 },
    looks: { ...figures, f1: 0.96 },
  },
  others: undefined,
};

test('a table without others has only ours', () => {
  expect(qualityTable([row]).split('\n')[2]).toBe(
    '| some | 0.9500 | 0.9000 | 0.9700 | 0.9600 | 0.9900 | 0.9900 | 0.9900 |',
  );
});

test('the best way of each program counts, and the distance is of our best to Splink’s', () => {
  const others = [
    { tool: 'splink', variant: 'x', cpuSeconds: 9, best: 0.98, even: 0.9, sure: 0.91 },
    { tool: 'splink', variant: 'y', cpuSeconds: 8, best: 0.97, even: 0.92, sure: 0.9 },
    { tool: 'anonlink', variant: 'z', cpuSeconds: 1, best: 0.9 },
  ] as const;
  const lines = qualityTable([{ ...row, others }]).split('\n');
  expect(lines[2]).toBe(
    '| some | 0.9500 | 0.9000 | 0.9700 | 0.9600 | 0.9900 | 0.9900 | 0.9900 | 0.9000 | 0.9200 | 0.9100 | 0.9800 | – | – | -0.0100 | +0.0400 |',
  );
  expect(lines.at(-1)).toBe('| some | 1.3 | 1.3 | 1.3 | 1.3 | 1.0 | 8.0 | – |');
});

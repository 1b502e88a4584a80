// SPDX-License-Identifier: EUPL-1.2
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dataFile } from '../bench/encodings/data-sets.ts';
import { dutchFields } from '../bench/thresholds/sets.ts';
import { generatePair } from '../generator/index.ts';
import { besideOthers, sharedColumns } from './beside.ts';
import type { EvaluateField } from './fields.ts';

const text = (column: string): EvaluateField => ({ column, type: 'text', weight: 1 });
const code = (column: string): EvaluateField => ({ column, type: 'code', weight: 1 });
const rolesOf = (fields: readonly EvaluateField[]): string[] =>
  sharedColumns(fields).map(({ role }) => role);

describe('what the programs of others are told of columns', () => {
  test('types say it, and the parts of a value come as people write them', () => {
    const columns = sharedColumns(dutchFields.address);
    expect(columns.map(({ role }) => role)).toEqual(['given', 'surname', 'date', 'code', 'postcode', 'number']); // prettier-ignore
    expect(columns[1]!.from).toEqual(['voorvoegsel', 'geslachtsnaam']);
    expect(columns[5]!.from).toEqual(['huisnummer', 'toevoeging']);
  });

  test('names of columns of text and codes do, in several languages', () => {
    expect(rolesOf(['given_name', 'surname', 'address_1', 'suburb'].map(text))).toEqual(['given', 'surname', 'street', 'text']); // prettier-ignore
    expect(rolesOf(['Vorname', 'Nachname', 'Straße'].map(text))).toEqual(['given', 'surname', 'street']); // prettier-ignore
    expect(rolesOf(['prénom', 'nom', 'rue'].map(text))).toEqual(['given', 'surname', 'street']);
    expect(rolesOf(['street_number', 'postcode', 'state'].map(code))).toEqual(['number', 'postcode', 'code']); // prettier-ignore
  });

  test('text that nothing tells of stands for the names', () => {
    expect(rolesOf(['x', 'y', 'z'].map(text))).toEqual(['given', 'surname', 'text']);
  });
});

const { a, b, truth } = generatePair({ seed: 5, perSide: 200, overlap: 0.5 });
const data = { a: dataFile('a', a), b: dataFile('b', b), truth };

test('the first round stands beside, and Splink on the same records', async () => {
  const programs = {
    versions: 'splink 0',
    run: (job: { readonly tool: string; readonly out: string }) => {
      const file = `${job.tool}.csv`;
      const rows = Array.from(truth.a, (row, at) => `${String(row)},${String(truth.b[at]!)},9`);
      writeFileSync(join(job.out, file), `${rows.join('\n')}\n`);
      return Promise.resolve([{ variant: 'all', file, cpuSeconds: 1, pairs: rows.length }]);
    },
  };
  const found = await besideOthers(data, dutchFields.address, programs);
  expect(found.firstRound.f1).toBeGreaterThan(0.9);
  expect(found.splink).toEqual([{ tool: 'splink', variant: 'all', cpuSeconds: 1, best: 1, even: 1, sure: 1 }]); // prettier-ignore
});

test.each<[string, readonly EvaluateField[]]>([
  ['nothing', dutchFields.address],
  [
    'it is set up for a given name, a surname and a date',
    [text('geslachtsnaam'), code('postcode')],
  ],
])('where Splink is not run, it says why: %s', async (skipped, fields) => {
  const programs = skipped === 'nothing' ? { skipped } : { versions: '', run: () => Promise.resolve([]) }; // prettier-ignore
  expect((await besideOthers(data, fields, programs)).splink).toEqual({ skipped });
});

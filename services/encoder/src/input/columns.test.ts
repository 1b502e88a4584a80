// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Mapping } from '../mapping.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { findColumns } from './columns.ts';

let place: Place;

beforeAll(async () => {
  place = await makePlace();
});

afterAll(async () => {
  await place.remove();
});

const mapping: Mapping = {
  register: 'benefits',
  charset: 'utf-8',
  delimiter: ',',
  recordId: 'nr',
  fields: { surname: 'naam', birthDate: 'geboren' },
  absent: ['income'],
  payload: { amount: 'bedrag' },
  ignore: ['opmerking'],
};

const inputs = ['surname', 'birthDate', 'income'].map((name, field) => ({
  field,
  name,
  part: 'value',
}));
const find = (header: string[]) => findColumns('in.csv', header, mapping, inputs, ['amount']);
const refused = (header: string[]) => refusal(place, () => find(header));

test('columns may stand in any order, with ignored ones between', () => {
  expect(find(['bedrag', 'opmerking', 'geboren', ' nr ', 'naam'])).toEqual({
    width: 5,
    recordId: 3,
    bsn: -1,
    indicator: -1,
    inputs: [4, 2, -1],
    lookInputs: [],
    payload: [0],
  });
});

test('an ignored column may be missing', () => {
  expect(find(['nr', 'naam', 'geboren', 'bedrag']).width).toBe(4);
});

test('every missing column is named as the mapping spells it', async () => {
  expect(await refused(['nr', 'geboren'])).toEqual([
    'INPUT_COLUMN_MISSING {"file":"in.csv","field":"naam"}',
    'INPUT_COLUMN_MISSING {"file":"in.csv","field":"bedrag"}',
  ]);
});

test('an extra column is named by its place only', async () => {
  expect(await refused(['nr', 'naam', 'geboren', 'bedrag', 'bsn', ''])).toEqual([
    'INPUT_COLUMN_EXTRA {"file":"in.csv","column":5}',
    'INPUT_COLUMN_EXTRA {"file":"in.csv","column":6}',
  ]);
});

test('a column that stands twice is named by its later place', async () => {
  expect(await refused(['nr', 'naam', 'geboren', 'bedrag', 'naam'])).toEqual([
    'INPUT_COLUMN_DUPLICATE {"file":"in.csv","column":5}',
  ]);
});

test('a missing header row shows nothing of the record in its place', async () => {
  const problems = await refused(['17', 'Jansen', '1980-01-02', '1200']);
  expect(problems).toHaveLength(8);
  expect(problems.join()).not.toMatch(/Jansen|1980|1200|17/);
});

test('another delimiter makes one column of the header', async () => {
  const problems = await refused(['nr;naam;geboren;bedrag']);
  expect(problems.map((text) => text.split(' ')[0])).toEqual([
    ...Array.from({ length: 4 }, () => 'INPUT_COLUMN_MISSING'),
    'INPUT_COLUMN_EXTRA',
  ]);
});

test('a header with very many cells is refused without delay', async () => {
  const problems = await refused(Array.from({ length: 200_000 }, () => ''));
  expect(problems).toHaveLength(200_000 + 4);
});

test('parts of a field and the citizen service number have columns of their own', () => {
  const parted: Mapping = {
    ...mapping,
    bsn: 'bsn',
    fields: { surname: { value: 'naam', prefix: 'voorvoegsel' }, birthDate: 'geboren' },
  };
  const all = [
    { field: 0, name: 'surname', part: 'value' },
    { field: 0, name: 'surname', part: 'prefix' },
    { field: 1, name: 'birthDate', part: 'value' },
    { field: 1, name: 'birthDate', part: 'usage' },
  ];
  const header = ['voorvoegsel', 'nr', 'bsn', 'naam', 'geboren', 'bedrag', 'opmerking'];
  expect(findColumns('in.csv', header, parted, all, ['amount'])).toMatchObject({
    bsn: 2,
    inputs: [3, 0, 4, -1],
  });
});

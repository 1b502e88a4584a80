// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encodingSchema } from '@koppel/study';
import { measure } from './measure.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const encoding = encodingSchema.parse({
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'plain-1',
  fields: [{ name: 'surname', type: 'text', weight: { bitsPerField: 160 } }],
});

const mapping = {
  register: 'people',
  charset: 'utf-8',
  delimiter: ',',
  recordId: 'id',
  fields: { surname: 'name' },
  absent: [],
  payload: {},
  ignore: [],
} as const;

const job = { mapping: { ...mapping, absent: [], ignore: [] }, encoding };

test('every record of the file is encoded, in time and memory of which is told', async () => {
  const rows = Array.from({ length: 3000 }, (_, row) => `${row},Jansen${row % 7}\n`);
  const file = place.write('in.csv', `id,name\n${rows.join('')}`);
  for (const tokens of [false, true]) {
    const measured = await measure({ ...job, file, tokens });
    expect(measured.records).toBe(3000);
    expect(measured.seconds).toBeGreaterThan(0);
    expect(measured.cpuSeconds).toBeGreaterThan(0);
    expect(measured.peakBytes).toBeGreaterThan(10_000_000);
    expect(measured.fill).toBeGreaterThan(0.1);
    expect(measured.fill).toBeLessThan(0.17);
  }
});

test('a file with a header alone has no records', async () => {
  const file = place.write('in.csv', 'id,name\n');
  expect(await measure({ ...job, file, tokens: false })).toMatchObject({ records: 0, fill: 0 });
});

test('a file that cannot be read is refused as in a run', async () => {
  const file = place.write('in.csv', 'id,name\n1,"x"y\n');
  expect(await refusal(place, () => measure({ ...job, file, tokens: false }))).toEqual([
    'INPUT_QUOTE {"file":"in.csv","row":1}',
  ]);
});

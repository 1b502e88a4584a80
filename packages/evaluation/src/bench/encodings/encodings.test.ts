// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writePersons } from '../encoder-data.ts';
import { attackTasks } from './attack.ts';
import { encodingCases } from './cases.ts';
import { generatedSet } from './data-sets.ts';
import { benchEncodings, type EncodingRow, type EncodingsOptions } from './encodings.ts';
import { keptRowIn } from './kept.ts';
import { encodingsTable } from './table.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-encodings-'));
  await writePersons({ skipped: 'not needed' }, join(folder, 'persons.csv'), 100);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const persons = 300;
const cases = encodingCases().filter(({ name }) => name === 'clk 1024' || name === 'saul k=3 2048');
const generated = generatedSet(persons, 'test');
/** Of the attacks that need more persons none is run: these only have to be another register. */
const more = generatedSet(100, 'test');

/** Runs one of both encodings with the least of attacks; tells how many parts were worked out. */
async function run(
  change: Partial<EncodingsOptions> = {},
): Promise<{ rows: EncodingRow[]; worked: number }> {
  let worked = -1;
  const rows = await benchEncodings({
    cases,
    isRun: ({ name }) => name === 'clk 1024',
    sets: [],
    generated,
    generatedOf: (count) => (count === persons ? generated : more),
    file: join(folder, 'persons.csv'),
    seed: 1,
    attacks: new Set(['tupleTest']),
    keptOf: ({ name }) => keptRowIn(join(folder, 'kept'), name),
    onProgress: () => {
      worked++;
    },
    ...change,
  });
  return { rows, worked };
}

test('a run goes on where another ended, and works out anew what would come out otherwise', async () => {
  const first = await run();
  expect(first.worked).toBe(3);
  expect(first.rows).toHaveLength(1);
  const [row] = first.rows;
  expect(row!.f1['generated']).toBeGreaterThan(0.9);
  expect(row!.speed).toMatchObject({ bytes: 128 });
  expect(row!.attacks.map(({ planned }) => planned.attack)).toEqual(['tupleTest']);

  const again = await run();
  expect(again).toEqual({ rows: first.rows, worked: 0 });

  expect((await run({ anew: ['tuple', 'nothing'] })).worked).toBe(1);

  // Another seed changes what attacks find, and nothing else.
  const reseeded = await run({ seed: 2 });
  expect(reseeded.worked).toBe(1);
  expect(reseeded.rows[0]!.speed).toEqual(row!.speed);

  // An attack that was not run leaves the rest of the row as it is; nor is what is out of date shown.
  const other = await run({ attacks: new Set(['frequency']), isRun: () => false });
  expect(other.worked).toBe(0);
  expect(other.rows[0]!.attacks).toEqual([]);
  expect(
    encodingsTable([...first.rows, ...other.rows])
      .split('\n')
      .at(-1),
  ).toMatch(/\| – \|$/);
}, 60_000);

test('what was found on published data stays where these are not at hand', async () => {
  const kept = keptRowIn(join(folder, 'kept'), 'saul k=3 2048');
  kept.keep('F1 FEBRL4', { version: 1 }, 0.5);
  const shown = await run({ isRun: () => false });
  const saul = shown.rows.find(({ name }) => name === 'saul k=3 2048');
  expect(saul).toMatchObject({ f1: { FEBRL4: 0.5 }, speed: undefined, attacks: [] });
  expect(encodingsTable([saul!])).toContain('| saul k=3 2048 | 0.5000 | – | – | – |');
  const without = await run({ isRun: () => false, sets: [{ ...generated, name: 'FEBRL4' }] });
  expect(without.rows.find(({ name }) => name === 'saul k=3 2048')!.f1).toEqual({});
}, 60_000);

test('a level that needs more persons gets them, up to four times as many', () => {
  const needed = (attack: string, count: number) =>
    attackTasks(count)
      .filter(({ planned }) => planned.attack === attack)
      .map(({ planned, persons: used }) => [planned.overlap, used]);
  expect(needed('graphMatching', 5000)).toEqual([[0.05, 15_639], [0.2, 5000], [1, 5000]]); // prettier-ignore
  expect(needed('graphMatching', 1000)).toEqual([[0.2, 3609], [1, 1000]]); // prettier-ignore
});

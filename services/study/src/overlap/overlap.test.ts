// SPDX-License-Identifier: EUPL-1.2
/** From sketches to evidence and findings; sketches that cannot be compared are refused. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numbers, sketchMaker, type SketchMaker } from '../testing/sketches.ts';
import { makeWorld, type World } from '../testing/world.ts';
import type { CityOverlap } from './city-overlap.ts';

let world: World;
let maker: SketchMaker;
beforeAll(async () => {
  world = await makeWorld();
  maker = sketchMaker(world);
});
afterAll(() => {
  world.remove();
});

const read = (name: string): string => readFileSync(join(world.folder, name), 'utf8');
type Told = CityOverlap & { readonly name: string; readonly sha256: string };
const overlap = (...args: string[]) => world.call('overlap', ...args);
async function told(...files: string[]): Promise<Told> {
  const { code, printed } = await overlap(...files, '--yes', '--json');
  expect(code).toBe(0);
  return (JSON.parse(printed) as Told[])[0]!;
}

/** Benefits 0–6,000; trajectories share 2,000 of them, debts 20. */
function three(): string[] {
  return [
    maker.write('benefits', numbers(0, 6000)),
    maker.write('trajectories', numbers(4000, 9000)),
    maker.write('debts', [...numbers(5990, 6010), ...numbers(20_000, 21_000)]),
  ];
}

test('pairs and all together are told in tens, with limits that hold the truth, and small ones hidden', async () => {
  const files = three();
  const one = await told(...files);
  expect(one).toMatchObject({ city: 'rotterdam', oneIn: 8, synthetic: true });
  const [pair] = one.pairs;
  expect(pair).toMatchObject({ registers: [{ register: 'benefits' }, { register: 'debts' }] });
  expect(pair!.persons === '<10' || pair!.persons.high >= 10).toBe(true);
  const shared = one.pairs[1]!;
  expect(shared).toMatchObject({ foundBy: 'both', registers: [{}, { register: 'trajectories' }] });
  const { low, value, high } = shared.persons as { low: number; value: number; high: number };
  expect([low <= 2000, 2000 <= high, value % 10]).toEqual([true, true, 0]);
  expect(Math.abs(value - 2000)).toBeLessThan(400);
  expect(Math.abs(shared.agreePercent!.name - 90)).toBeLessThan(6);
  expect(shared.agreePercent!.address).toBe(100);
  expect(one.together).toHaveLength(1);
  expect(await told(...[...files].reverse())).toEqual(one);
});

test('the evidence is a file with its hash, and the findings cite it', async () => {
  const { name, sha256 } = await told(...three());
  const text = read(`evidence/${name}`);
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  const before = read('feasibility.yaml');
  expect(before).toContain(`${name}: ${sha256}`);
  // A second time nothing is left to change.
  await told(...three());
  expect(read('feasibility.yaml')).toBe(before);
  expect((await world.call('check')).code).toBe(0);
  const out = join(world.folder, 'report.html');
  expect((await world.call('report', '--out', out)).code).toBe(0);
  const report = JSON.parse(read('report.json')) as { overlaps: { evidence: string[]; one: string; other: string }[] };
  const cited = report.overlaps.filter(({ evidence }) => evidence.includes(name));
  expect(cited.map(({ one, other }) => `${one} ${other}`)).toEqual(expect.arrayContaining(['benefits trajectories']));
  expect(read('report.html')).toContain('aria-label="Expected overlap: Rotterdam"');
}); // prettier-ignore

test('a pair that is new comes in when somebody says what is wanted', async () => {
  const files = [maker.write('care', numbers(0, 1000)), maker.write('school', numbers(0, 2000))];
  const { printed } = await overlap(...files, '--yes');
  expect(printed).toMatch(/1 pairs are in the evidence only/);
  const again = await overlap(...files, '--wanted', '500', '--yes', '--lang', 'nl');
  expect(again.code).toBe(0);
  expect(again.printed).toMatch(/personen die registers delen/);
  expect(read('feasibility.yaml')).toMatch(/one: care\n +other: school\n[^]*?wanted: 500/);
});

test('a register that shares no field with another has no overlap, and one by names alone no upper limit', async () => {
  const files = [
    maker.write('benefits', numbers(0, 2000), { effective: { date: 20_000 }, sets: { addressDate: '' } }),
    maker.write('trajectories', numbers(0, 2000), { effective: { date: 20_000 }, sets: { nameDate: '' } }),
  ];
  expect((await told(...files)).pairs).toEqual([]);
  const { sets } = JSON.parse(readFileSync(maker.write('debts', numbers(0, 2000)), 'utf8')) as { sets: { nameDate: string } };
  const named = [files[1]!, maker.write('debts', numbers(0, 2000), { sets: { nameDate: sets.nameDate } })];
  const [pair] = (await told(...named)).pairs;
  expect(pair).toMatchObject({ foundBy: 'name', persons: '<10' });
}); // prettier-ignore

test('sketches that are not of this study, not whole, or not alike are refused', async () => {
  const other = maker.write('trajectories', numbers(0, 1000));
  const refused = async (change: object, persons = numbers(0, 1000)): Promise<readonly string[]> =>
    (await overlap(maker.write('benefits', persons, change), other, '--yes')).problems;
  expect(await refused({ study: 'another' })).toEqual(['SKETCH_OTHER_STUDY']);
  expect(await refused({ specHash: '0'.repeat(64) })).toEqual(['SKETCH_OTHER_STUDY']);
  expect(await refused({ owner: 'nobody' })).toEqual(['SKETCH_OTHER_STUDY owner']);
  expect(await refused({ rules: '0'.repeat(64) })).toEqual(['SKETCH_OTHER_RULES rotterdam']);
  expect(await refused({ keyCheck: '0'.repeat(32) })).toEqual(['SKETCH_OTHER_KEY rotterdam']);
  expect(await refused({ oneIn: 16 })).toEqual(['SKETCH_OTHER_RATE rotterdam']);
  expect(await refused({ register: 'trajectories' })).toEqual(['SKETCH_TWICE']);
  expect(await refused({ version: 2 })).toEqual(['SKETCH_FORM version']);
  expect(await refused({ persons: 490 })).toEqual(['SKETCH_FORM persons']);
  expect(await refused({ sets: { nameDate: 'BBBBBBBBAAAAAAAA' } })).toEqual(['SKETCH_FORM sets.nameDate']);
  expect((await overlap(other, '--yes')).problems).toEqual(['SKETCH_ALONE']);
  expect((await overlap('--yes')).problems).toEqual(['USAGE overlap']);
  const edited = maker.write('benefits', numbers(0, 1000));
  writeFileSync(edited, readFileSync(edited, 'utf8').replace('"rows":1000', '"rows":1010'));
  expect((await overlap(edited, other, '--yes')).problems).toEqual(['SKETCH_SIGNATURE rotterdam']);
  writeFileSync(edited, 'no json');
  expect((await overlap(edited, other, '--yes')).problems).toEqual(['SKETCH_FORM']);
}); // prettier-ignore

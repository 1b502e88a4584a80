// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { ownerTable, plannedTable, wholeTable } from '../../commands/bench-second-round.ts';
import { generatePair } from '../../generator/index.ts';
import { dataFile } from '../encodings/data-sets.ts';
import { dutchFields } from '../thresholds/sets.ts';
import { ownerSpeeds } from './owner-speed.ts';
import { runPlanned } from './planned.ts';
import { recallOf, recallTable } from './recall.ts';

test('a round is planned, compared and decided, and finds who is in both', async () => {
  const figures = await runPlanned({ size: 400, looks: 5, fields: 4, bits: 64 });
  // Five looks a record: between the two registers, and within each.
  expect(figures.pairs).toBe(400 * 5 + 2 * ((400 * 5) / 2));
  expect(figures.recall).toBeGreaterThan(0.97);
  expect(figures.decide.peakMiB).toBeGreaterThanOrEqual(figures.startMiB);
  expect(plannedTable([figures]).split('\n')).toHaveLength(3);
});

test('owners are timed for each choice', () => {
  const speeds = ownerSpeeds(20);
  expect(speeds.map(({ fields, groups, fieldBits, bytesPerLook }) => [fields, groups, fieldBits, bytesPerLook])).toEqual([
    [4, 3, 512, 260], [6, 5, 512, 388], [7, 6, 512, 452], [7, 6, 256, 228],
  ]); // prettier-ignore
  for (const { looksPerSecond } of speeds) expect(looksPerSecond).toBeGreaterThan(0);
  expect(ownerTable(speeds).split('\n')).toHaveLength(6);
});

test('the whole path is told in one row, also where the system does not say what programs take', () => {
  const taken = { cpuSeconds: 12.34, peakMiB: 256.7, quartersMiB: [] };
  const unknown = { cpuSeconds: undefined, peakMiB: undefined, quartersMiB: [] };
  const figures = { size: 2000, looks: 40_000, ownerSeconds: 2, looksPerSecond: 20_000, ownerPeakMiB: 250, bytesPerLook: 388 };
  const [, , row] = wholeTable({ ...figures, asked: taken, decided: unknown }).split('\n');
  expect(row).toBe('| 2,000 | 40,000 | 20,000 | 250 MiB | 388 | 12.3 s, 257 MiB | unknown |');
}); // prettier-ignore

test('more looks find more candidates, and a code that blurs less finds more', async () => {
  const { a, b, truth } = generatePair({ seed: 3, perSide: 250, overlap: 0.5 });
  const data = { a: dataFile('a', a), b: dataFile('b', b), truth };
  const row = await recallOf({ name: 'some', make: () => data, fields: dutchFields.address });
  for (const { recall } of row.codes) {
    expect(recall.map(({ looks }) => looks)).toEqual([4, 5, 10, 20, 40]);
    const shares = recall.map(({ share }) => share);
    expect(shares.toSorted()).toEqual(shares);
  }
  const of = (code: string): number => row.codes.find((one) => one.code === code)!.recall[0]!.share;
  expect(of('clk, 2,048 bits')).toBeGreaterThanOrEqual(of('saul k = 3, 2,048 bits'));
  expect(of('clk, 2,048 bits')).toBeGreaterThan(0.98);
  expect(recallTable([row]).split('\n')).toHaveLength(2 + row.codes.length);
});

// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { generatedSets } from '../thresholds/sets.ts';
import { modelRow, reliabilityOfAll } from './model.ts';

test('both ways of linking are measured on one set, and probabilities against the truth', async () => {
  const set = generatedSets(1000, 1).find(({ name }) => name.includes('200, 70 %, light, street'))!;
  const row = await modelRow(set);
  expect(row.truePairs).toBe(140);
  for (const { f1, best } of [row.fields, row.record]) {
    expect(f1).toBeGreaterThan(0.9);
    expect(best).toBeGreaterThanOrEqual(f1);
  }
  expect(row.fields.method).toBe('fellegiSunter');
  const all = reliabilityOfAll([row, row]);
  expect(all.at(-1)!.links).toBe(2 * row.reliability.at(-1)!.links);
  const linked = all.filter(({ from }) => from >= 0.99);
  expect(linked.reduce((sum, { links }) => sum + links, 0)).toBeGreaterThan(150);
  for (const { links, stated, measured } of linked) {
    if (links > 40) expect(Math.abs(stated - measured)).toBeLessThan(0.05);
  }
});

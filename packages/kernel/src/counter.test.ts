// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { createCounter, LANES, ROW_BYTES, STEP } from './counter.ts';
import { seeded } from './testing/filter-sets.ts';

test.each([5, 6, 9, 12])(
  'a lane dies exactly when its budget is exceeded (%d planes)',
  (planes) => {
    const bits = 4096;
    const random = seeded(planes);
    const counter = createCounter(bits, 1, 2 ** planes - 1);
    counter.rows.forEach((_, at) => {
      counter.rows[at] = Math.floor(random() * 256);
    });
    const length = Math.min(bits, 2 ** planes * 2 - STEP);
    const unmatched = new Int32Array(LANES);
    for (let bit = 0; bit < length; bit++) {
      counter.lists[bit] = bit * ROW_BYTES;
      for (let lane = 0; lane < LANES; lane++) {
        unmatched[lane]! += (counter.rows[bit * ROW_BYTES + (lane >> 3)]! >> (lane & 7)) & 1;
      }
    }
    counter.place(0, 0, length);
    const budgets = [0, 3, ...unmatched].filter((budget) => budget < 2 ** planes);
    for (const budget of new Set(budgets)) {
      counter.budgets[0] = budget;
      const alive = Array.from(unmatched, (count) => count <= budget);
      expect(counter.run(1)).toBe(alive.includes(true) ? 1 : 0);
      if (!alive.includes(true)) continue;
      const mask = counter.masks.subarray(0, 4);
      const seen = alive.map((_, lane) => ((mask[lane >> 5]! >>> (lane & 31)) & 1) === 1);
      expect(seen).toEqual(alive);
    }
  },
);

test('a negative budget skips the query, and survivors keep their number', () => {
  const counter = createCounter(64, 4, 31);
  counter.rows.fill(0);
  counter.lists.fill(64 * ROW_BYTES);
  for (const query of [0, 1, 2, 3]) counter.place(query, 0, STEP);
  counter.budgets.set([-1, 0, -1, 5]);
  expect(counter.run(4)).toBe(2);
  expect([...counter.survivors.subarray(0, 2)]).toEqual([1, 3]);
});

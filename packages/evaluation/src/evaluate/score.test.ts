// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import type { EncodedSource } from '@koppel/linkage';
import { createRandom } from '../generator/random.ts';
import { bestThreshold } from './score.ts';

const count = 1500;
const filterBytes = 32;

/** Filters of which few bits are set: of any two, four of five bits agree. */
function sparse(name: string, label: string): EncodedSource {
  const random = createRandom('score', label);
  const filters = new Uint8Array(count * filterBytes);
  for (let n = 0; n < filters.length * 8; n += 1) {
    if (random.chance(0.1)) filters[n >> 3]! |= 1 << (n & 7);
  }
  const tokens = new Uint8Array(count * 16);
  return { name, unique: true, count, tokens, filters, filterBytes };
}

test('the best threshold is found where unlike records agree in most of their bits', async () => {
  const a = sparse('a', 'a');
  const b = sparse('b', 'b');
  const both = 300;
  b.filters.set(a.filters.subarray(0, both * filterBytes));
  // One bit of each pair differs.
  for (let row = 0; row < both; row += 1) b.filters[row * filterBytes]! ^= 1;
  const rows = Uint32Array.from({ length: both }, (_, row) => row);
  const best = await bestThreshold([a, b], { a: rows, b: rows }, 'hamming');
  expect(best.f1).toBe(1);
  expect(best.threshold).toBeGreaterThan(0.9);
});

// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { makeMatrix, rowOf } from '../../algebra/matrix.ts';
import { createRandom } from '../../random.ts';
import { wordsOf } from '../../similarity-table.ts';
import { stagedClk, stagedSaul } from '../../testing/staged.ts';
import { knownPairDecoding } from './known-pair-decoding.ts';
import { fitRidge } from './ridge.ts';

const sizes = { encoded: 720, population: 900, both: 720 };

describe('decoding with what known pairs teach', () => {
  test('reads plain filters with 100 pairs', async () => {
    const result = await knownPairDecoding(stagedClk(sizes), { pairs: 100, seed: 1 });
    expect(result.share).toBeGreaterThan(0.9);
    expect(result).toMatchObject({
      attack: 'knownPairDecoding',
      given: { pairs: 100, encodings: 620, persons: 800 },
      targets: 620,
      chance: 1 / 800,
    });
  });

  test('reads a code with one majority per bit', async () => {
    const result = await knownPairDecoding(stagedSaul(sizes, 1), { pairs: 300, seed: 1 });
    expect(result.share).toBeGreaterThan(0.9);
  });

  test('reads next to nothing of a code that is the XOR of four', async () => {
    const subject = stagedSaul(sizes, 4, 4096);
    const result = await knownPairDecoding(subject, { pairs: 300, seed: 1, lambdas: [30_000] });
    expect(result.share).toBeLessThanOrEqual(0.03);
  });

  test('gives the same for the same seed, tells how far it is, and ends when told', async () => {
    const run = { pairs: 50, seed: 1, lambdas: [1000] };
    const told: number[] = [];
    const onProgress = (fraction: number) => {
      told.push(fraction);
    };
    const result = await knownPairDecoding(stagedClk(sizes), { ...run, onProgress });
    expect(result).toEqual(await knownPairDecoding(stagedClk(sizes), run));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
    const signal = AbortSignal.abort();
    await expect(knownPairDecoding(stagedClk(sizes), { ...run, signal })).rejects.toMatchObject({
      code: 'AUDIT_CANCELLED',
    });
  });

  test('refuses a register of which its outcome would say nothing', async () => {
    await expect(
      knownPairDecoding(stagedClk(sizes), { pairs: 321, seed: 1 }),
    ).rejects.toMatchObject({ code: 'AUDIT_TOO_FEW' });
  });
});

test('the regression is the one over bits, with an intercept', () => {
  // One token that is bit 3 of eight bytes, for which the least squares over bits are known.
  const random = createRandom('ridge', 1);
  const count = 40;
  const filters = Uint8Array.from({ length: count * 8 }, () => random.below(256));
  const set = wordsOf({ count, bytes: 8, filters });
  const held = makeMatrix(
    count,
    1,
    Float64Array.from({ length: count }, (_, at) => (filters[at * 8]! >>> 3) & 1),
  );
  const predicted = fitRidge(set, held, 1e-6).predict(set);
  const mean = held.data.reduce((sum, value) => sum + value, 0) / count;
  for (let at = 0; at < count; at++) {
    expect(rowOf(predicted, at)[0]).toBeCloseTo(held.data[at]! - mean, 4);
  }
  // Strongly held down, nothing is predicted but the mean.
  const flat = fitRidge(set, held, 1e12).predict(set);
  for (const value of flat.data) expect(Math.abs(value)).toBeLessThan(1e-6);
});

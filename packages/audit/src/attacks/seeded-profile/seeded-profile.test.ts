// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { personsFor, stagedClk, stagedSaul } from '../../testing/staged.ts';
import { withErrors } from '../../testing/population.ts';
import { seededProfile } from './seeded-profile.ts';

const sizes = { encoded: 500, population: 700, both: 500 };

describe('similarities to known encodings', () => {
  test('give away all of plain filters with 20 known pairs', async () => {
    const result = await seededProfile(stagedClk(sizes), { seeds: 20, seed: 1 });
    expect(result.share).toBeGreaterThan(0.98);
    expect(result).toMatchObject({
      attack: 'seededProfile',
      given: { seeds: 20, encodings: 480, persons: 680 },
      targets: 480,
      chance: 1 / 680,
    });
  });

  test('give away most of them where the register has errors, and half are in no register', async () => {
    const half = { encoded: 1000, population: 800, both: 520 };
    const held = withErrors(personsFor(half), 0.1, 1);
    const result = await seededProfile(stagedClk({ ...half, held }), { seeds: 100, seed: 1 });
    expect(result.share).toBeGreaterThan(0.8);
    const { mutual, mutualRight } = result.figures;
    expect(mutualRight! / mutual!).toBeGreaterThan(0.5);
  });

  test('give away all of a code with one majority per bit', async () => {
    const result = await seededProfile(stagedSaul(sizes, 1), { seeds: 50, seed: 1 });
    expect(result.share).toBeGreaterThan(0.9);
  });

  test('give away none of a code that is the XOR of three', async () => {
    const result = await seededProfile(stagedSaul(sizes, 3), { seeds: 100, seed: 1 });
    expect(result.share).toBeLessThanOrEqual(0.01);
  });

  test('are a figure without known pairs, no more', async () => {
    const result = await seededProfile(stagedClk(sizes), { seeds: 0, rounds: 1, seed: 1 });
    expect(result.targets).toBe(500);
    expect(result.given).toMatchObject({ seeds: 0 });
  });
});

describe('the attack', () => {
  const run = { seeds: 20, rounds: 1, seed: 3 };

  test('gives the same for the same seed, and tells how far it is', async () => {
    const told: number[] = [];
    const onProgress = (fraction: number) => {
      told.push(fraction);
    };
    const result = await seededProfile(stagedClk(sizes), { ...run, onProgress });
    expect(result).toEqual(await seededProfile(stagedClk(sizes), run));
    expect(told).toEqual([0, 0.5, 1]);
  });

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(seededProfile(stagedClk(sizes), { ...run, signal })).rejects.toMatchObject({
      code: 'AUDIT_CANCELLED',
    });
  });

  test('refuses a register of which its outcome would say nothing', async () => {
    const few = { encoded: 410, population: 500, both: 410 };
    for (const seeds of [20, 411]) {
      await expect(seededProfile(stagedClk(few), { ...run, seeds })).rejects.toMatchObject({
        code: 'AUDIT_TOO_FEW',
      });
    }
  });
});

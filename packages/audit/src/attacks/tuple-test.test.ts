// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createRecordEncoder } from '@koppel/encoding';
import type { CreateEncoder } from '../subject.ts';
import { stagedClk, stagedSaul } from '../testing/staged.ts';
import { areaUnder, tupleTest } from './tuple-test.ts';

const sizes = { encoded: 10, population: 400, both: 10 };

/** A hardening that is linear: each byte with the one before it. */
const linear: CreateEncoder = (profile, encodingKey) => {
  const encoder = createRecordEncoder(profile, encodingKey);
  return {
    encodeInto(values, target, offset) {
      const outcome = encoder.encodeInto(values, target, offset);
      let before = 0;
      for (let at = offset; at < offset + profile.bytes; at++) {
        const own = target[at]!;
        target[at] = own ^ before;
        before = own;
      }
      return outcome;
    },
    dispose() {
      encoder.dispose();
    },
  };
};

describe('crossed tuples', () => {
  test('stand out in plain filters, and a linear hardening does not hide them', async () => {
    for (const subject of [stagedClk(sizes), { ...stagedClk(sizes), createEncoder: linear }]) {
      const { figures, given } = await tupleTest(subject, { seed: 1 });
      expect(given).toEqual({ tuples: 400, persons: 400 });
      expect(figures['z']).toBeGreaterThan(10);
      expect(figures['auc']).toBeGreaterThan(0.999);
    }
  });

  test('stand out the less, the more majorities a bit is of', async () => {
    const zs: number[] = [];
    for (const k of [1, 3]) {
      const { figures } = await tupleTest(stagedSaul(sizes, k), { tuples: 200, seed: 1 });
      zs.push(figures['z']!);
    }
    expect(zs[0]).toBeGreaterThan(10);
    expect(zs[1]).toBeLessThan(4);
  });

  test('need persons', async () => {
    const few = { encoded: 10, population: 99, both: 10 };
    await expect(tupleTest(stagedClk(few), { seed: 1 })).rejects.toMatchObject({
      code: 'AUDIT_TOO_FEW',
    });
  });

  test('are the same for the same seed', async () => {
    const run = { tuples: 100, seed: 5 };
    const subject = stagedClk(sizes);
    expect(await tupleTest(subject, run)).toEqual(await tupleTest(subject, run));
    expect(await tupleTest(subject, run)).not.toEqual(
      await tupleTest(subject, { ...run, seed: 6 }),
    );
  });
});

test('the area under the curve counts ties by half', () => {
  expect(areaUnder(Float64Array.of(1, 2), Float64Array.of(2, 3))).toBe(0.875);
  expect(areaUnder(Float64Array.of(5), Float64Array.of(5))).toBe(0.5);
});

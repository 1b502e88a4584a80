// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { makeSubject } from '../../make-subject.ts';
import { doubleHashing as planted } from '../../testing/planted-encoders.ts';
import {
  makePopulation,
  populationProfile,
  saulProfile,
  testKey,
} from '../../testing/population.ts';
import {
  GIVEN_NAME,
  onlyFields,
  profileOfFields,
  stageValues,
} from '../../testing/single-field.ts';
import type { CreateEncoder } from '../../subject.ts';
import { doubleHashing } from './double-hashing.ts';
import { makeTurned, positionAt, runsOfStep, stepsOf, turn, type Family } from './progressions.ts';
import { measureCompanionship, solveSubstitution } from './substitution.ts';

const persons = makePopulation(1000, 5);
/** Short filters make short work; what is found does not depend on their length. */
const BITS = 512;

/** Encodings of few persons, enough for the test of the bits and for nothing else. */
function few(profile: ReturnType<typeof populationProfile>, key: number, encoder?: CreateEncoder) {
  return makeSubject({
    profile,
    encodingKey: testKey(key),
    records: persons,
    encoded: 24,
    population: 24,
    both: 24,
    seed: key,
    ...(encoder === undefined ? {} : { createEncoder: encoder }),
  });
}

describe('the test for progressions', () => {
  const fields = populationProfile().spec.fields.map((field) => ({
    ...field,
    weight: { bitsPerToken: 8 },
  }));
  const clk = populationProfile({ parameters: { bits: BITS }, fields });

  test.each([
    ['double', 8],
    ['double', 5],
    ['enhanced', 8],
  ] as const)('finds %s hashing of %d positions a token in whole records', async (family, k) => {
    const subject = few(clk, 1, planted(k, family));
    const result = await doubleHashing(subject, { seed: 1, shuffles: 19, takenApart: 24 });
    expect(result.figures).toMatchObject({ found: 1, family: family === 'double' ? 0 : 1 });
    expect(result.figures['z']).toBeGreaterThan(4);
  });

  test('raises no alarm at independent hash functions, nor at majorities', async () => {
    for (const key of [1, 2]) {
      for (const profile of [clk, saulProfile(3, BITS)]) {
        const result = await doubleHashing(few(profile, key), { seed: key, shuffles: 39 });
        expect(result).toMatchObject({ recovered: 0, figures: { found: 0, atoms: 0 } });
      }
    }
  });

  test('needs two dozen encodings', async () => {
    await expect(doubleHashing(few(clk, 1), { seed: 1, tested: 23 })).rejects.toMatchObject({
      code: 'AUDIT_TOO_FEW',
    });
  });
});

describe('encodings taken apart', () => {
  test('give away all names', async () => {
    const fields = [GIVEN_NAME];
    const records = onlyFields(persons, fields);
    const subject = stageValues(profileOfFields(fields), records, records, planted(15));
    const options = { seed: 1, shuffles: 19, positionsPerToken: 15 };
    const result = await doubleHashing(subject, options);
    expect(result.share).toBeGreaterThan(0.9);
    expect(result.figures['atoms']).toBeGreaterThan(100);
  });
});

describe('progressions', () => {
  test.each<[Family]>([['double'], ['enhanced']])(
    'of %s hashing are counted and placed',
    (family) => {
      const bits = 64;
      const [start, step, k] = [5, 9, 7];
      const positions = Array.from({ length: k }, (_, i) =>
        positionAt(family, start, step, i, bits),
      );
      const turned = makeTurned(bits);
      turn(turned, positions);
      const [counts, left] = [new Float64Array(k), new Uint32Array(2)];
      runsOfStep(turned, family, step, counts, left);
      expect(counts[0]).toBe(new Set(positions).size);
      expect(counts[k - 1]).toBe(1);
      expect([...left]).toEqual([1 << start, 0]);
    },
  );

  test('leave out steps that come back too soon, and opposite ones', () => {
    expect(stepsOf('double', 64, 8)).not.toContain(16);
    expect(stepsOf('double', 64, 8)).toContain(8);
    expect(Math.max(...stepsOf('double', 64, 8))).toBe(31);
    expect(Math.max(...stepsOf('enhanced', 64, 8))).toBe(63);
  });
});

describe('a substitution', () => {
  test('is solved by companions where frequencies are nearly alike', () => {
    // Symbol s comes with s + 1, and with s + 3 every s-th time.
    const records = Array.from({ length: 12 }, (_, s) => s).flatMap((s) =>
      Array.from({ length: 40 + s }, (_, n) =>
        n % (s + 2) === 0 ? [s, s + 1, s + 3] : [s, s + 1],
      ),
    );
    const order = [3, 0, 1, 5, 4, 2, 7, 6, 9, 8, 10, 11, 12, 13, 14];
    const secret = records.map((record) => record.map((symbol) => order.indexOf(symbol)));
    const stands = solveSubstitution(
      measureCompanionship(secret, 15, 1),
      measureCompanionship(records, 15, 1),
      50,
    );
    expect([...stands]).toEqual(order);
  });
});

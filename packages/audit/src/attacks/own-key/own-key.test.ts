// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { makeSubject } from '../../make-subject.ts';
import { unkeyedField } from '../../testing/planted-encoders.ts';
import {
  makePopulation,
  populationProfile,
  saulProfile,
  testKey,
} from '../../testing/population.ts';
import { ownKeyAttack } from './own-key-attack.ts';

const sizes = { records: makePopulation(450, 5), encoded: 420, population: 430, both: 400 };
const quick = { tested: 60, shuffles: 39 };
const BIRTH_DATE = 2;

describe('a key of one’s own', () => {
  test('recognises persons by a field that is not keyed, and names the field', async () => {
    const createEncoder = unkeyedField(BIRTH_DATE, testKey(77));
    const profile = populationProfile();
    const subject = makeSubject({
      ...sizes, profile, encodingKey: testKey(1), createEncoder, seed: 1,
    }); // prettier-ignore
    const result = await ownKeyAttack(subject, { seed: 1, ...quick });
    expect(result.figures).toMatchObject({ found: 1, field: BIRTH_DATE, p: 1 / 40 });
    expect(result.figures['z']).toBeGreaterThan(10);
    expect(result.share).toBeGreaterThan(0.9);
  });

  test('is of no use where every field is keyed', async () => {
    const profiles = [populationProfile(), saulProfile(1, 256)];
    for (const seed of [1, 2]) {
      for (const profile of profiles) {
        const subject = makeSubject({ ...sizes, profile, encodingKey: testKey(seed), seed });
        const result = await ownKeyAttack(subject, { seed, ...quick });
        expect(result.figures).toMatchObject({ found: 0, field: -1 });
        expect(result.share).toBeLessThan(0.02);
      }
    }
  });

  test('recognises everyone where the key is known', async () => {
    const profile = populationProfile();
    const createEncoder = unkeyedField(0, testKey(77));
    const open = makeSubject({
      ...sizes, profile: populationProfile({ fields: [profile.spec.fields[0]!] }),
      records: { values: sizes.records.values.map(([name]) => [name!]) },
      encodingKey: testKey(1), createEncoder, seed: 1,
    }); // prettier-ignore
    expect((await ownKeyAttack(open, { seed: 1, ...quick })).share).toBe(1);
  });

  test('needs persons enough', async () => {
    const profile = populationProfile();
    const subject = makeSubject({
      ...sizes, encoded: 399, both: 399, profile, encodingKey: testKey(1), seed: 1,
    }); // prettier-ignore
    await expect(ownKeyAttack(subject, { seed: 1 })).rejects.toMatchObject({
      code: 'AUDIT_TOO_FEW',
    });
  });
});

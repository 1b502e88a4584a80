// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { makeSubject } from '../../make-subject.ts';
import { makePopulation, populationProfile, testKey } from '../../testing/population.ts';
import {
  GIVEN_NAME,
  onlyFields,
  profileOfFields,
  stageValues,
} from '../../testing/single-field.ts';
import { frequencyAttack } from './frequency.ts';

const names = onlyFields(makePopulation(4000, 5), [GIVEN_NAME]);
const profile = profileOfFields([GIVEN_NAME]);
const some = { values: names.values.slice(0, 1000) };

describe('frequencies and lengths', () => {
  test('break a code of one field where the register is of the same people', async () => {
    const result = await frequencyAttack(stageValues(profile, some, some), { seed: 1 });
    expect(result).toMatchObject({ attack: 'frequency', targets: 1000 });
    expect(result.share).toBeGreaterThan(0.95);
    // Alignment alone does far better than guessing the most frequent name, and far worse than this.
    const aligned = result.figures['recoveredByAlignment']! / 1000;
    expect(aligned).toBeGreaterThan(5 * result.chance);
    expect(aligned).toBeLessThan(0.6);
  });

  test('break it with a register of other people, too', async () => {
    const encoded = { values: names.values.slice(0, 1500) };
    const held = { values: names.values.slice(1500) };
    const result = await frequencyAttack(stageValues(profile, encoded, held), { seed: 1 });
    expect(result.share).toBeGreaterThan(5 * result.chance);
  });

  test('find a frequency table that got out to say what a list of names does not', async () => {
    const distinct = [...new Set(some.values.map(([name]) => name!))];
    const list = { values: distinct.map((name) => [name]) };
    const subject = stageValues(profile, some, list);
    const leaked = Uint32Array.from(
      distinct,
      (name) => some.values.filter(([other]) => other === name).length,
    );
    const without = await frequencyAttack(subject, { seed: 1, rounds: 0 });
    const table = await frequencyAttack(subject, { seed: 1, rounds: 0, leaked });
    expect(without.share).toBeLessThan(0.1);
    expect(table.share).toBeGreaterThan(0.25);
    const read = await frequencyAttack(subject, { seed: 1, leaked });
    expect(read.share).toBeGreaterThan(0.95);
  });

  test('have nothing to hold on to where whole records are encoded', async () => {
    const subject = makeSubject({
      profile: populationProfile(),
      encodingKey: testKey(1),
      records: makePopulation(500, 1),
      encoded: 500,
      population: 500,
      both: 500,
      seed: 1,
    });
    const result = await frequencyAttack(subject, { seed: 1 });
    expect(result).toMatchObject({ recovered: 0, figures: { largestClass: 1, aligned: 0 } });
  });
});

describe('the attack', () => {
  const subject = stageValues(profile, some, some);

  test('gives the same for the same seed, and tells how far it is', async () => {
    const told: number[] = [];
    const options = { seed: 3, rounds: 1, onProgress: (done: number) => void told.push(done) };
    const result = await frequencyAttack(subject, options);
    expect(result).toEqual(await frequencyAttack(subject, { seed: 3, rounds: 1 }));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
  });

  test('ends when it is told to, and refuses few encodings', async () => {
    const signal = AbortSignal.abort();
    await expect(frequencyAttack(subject, { seed: 1, signal })).rejects.toMatchObject({
      code: 'AUDIT_CANCELLED',
    });
    const few = { values: some.values.slice(0, 399) };
    const small = stageValues(profile, few, few);
    await expect(frequencyAttack(small, { seed: 1 })).rejects.toMatchObject({
      code: 'AUDIT_TOO_FEW',
    });
  });
});

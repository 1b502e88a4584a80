// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { toColumns } from '../../decoding/bits.ts';
import { makePopulation } from '../../testing/population.ts';
import {
  GIVEN_NAME,
  onlyFields,
  profileOfFields,
  stageValues,
  SURNAME,
} from '../../testing/single-field.ts';
import { stagedClk, stagedSaul } from '../../testing/staged.ts';
import { findFrequentPositions } from './frequent-positions.ts';
import { patternMining } from './pattern-mining.ts';

const persons = makePopulation(1500, 5);

function staged(fields: readonly number[], count: number) {
  const records = onlyFields({ values: persons.values.slice(0, count) }, fields);
  return stageValues(profileOfFields(fields), records, records);
}

describe('patterns that are often set', () => {
  test('are the largest set of positions with enough support', () => {
    // 40 filters: 1, 4 and 9 are together in 20 of them, 2 and 3 in 30, 7 in all.
    const filters = new Uint8Array(40 * 8);
    for (let row = 0; row < 40; row += 1) {
      const bits = [7, ...(row < 20 ? [1, 4, 9] : []), ...(row % 4 === 0 ? [] : [2, 3])];
      for (const bit of bits) filters[row * 8 + (bit >>> 3)]! |= 1 << (bit & 7);
    }
    const columns = toColumns({ count: 40, bytes: 8, filters });
    const all = Uint32Array.from([-1, 255]);
    const find = (least: number, excluded: number[] = [7]) =>
      findFrequentPositions(columns, all, least, new Set(excluded));
    expect(find(20)?.positions).toEqual([1, 4, 9]);
    expect(find(25)).toMatchObject({ positions: [2, 3], support: 30 });
    expect(find(20, [])?.positions).toEqual([1, 4, 7, 9]);
    expect(find(31)).toBeUndefined();
  });
});

describe('pattern mining', () => {
  test.each([
    ['one field', [SURNAME], 1000],
    ['two fields in one filter, all different', [GIVEN_NAME, SURNAME], 1500],
  ])('breaks a code of %s', async (_, fields, count) => {
    const result = await patternMining(staged(fields, count), { seed: 1 });
    expect(result.share).toBeGreaterThan(0.9);
    expect(result.figures['tokens']).toBeGreaterThan(5);
  });

  test('finds some values by the published guesses alone, and most of what it guesses is right', async () => {
    const result = await patternMining(staged([SURNAME], 1000), { seed: 1, rounds: 0 });
    const { oneToOne, oneToOneRight } = result.figures;
    expect(oneToOne).toBeGreaterThan(20);
    expect(oneToOneRight! / oneToOne!).toBeGreaterThan(0.5);
    expect(result.recovered).toBe(oneToOneRight);
  });

  test.each([
    ['filters of whole records', stagedClk({ encoded: 500, population: 500, both: 500 })],
    ['majorities', stagedSaul({ encoded: 500, population: 500, both: 500 }, 3, 1024)],
  ])('finds none of %s', async (_, subject) => {
    const result = await patternMining(subject, { seed: 1 });
    expect(result.recovered).toBeLessThanOrEqual(3);
  });

  test('ends when it is told to', async () => {
    let told = 0;
    const controller = new AbortController();
    const onProgress = () => {
      told += 1;
      if (told === 3) controller.abort();
    };
    const options = { seed: 1, onProgress, signal: controller.signal };
    await expect(patternMining(staged([SURNAME], 500), options)).rejects.toMatchObject({
      code: 'AUDIT_CANCELLED',
    });
    expect(told).toBe(3);
  });
});

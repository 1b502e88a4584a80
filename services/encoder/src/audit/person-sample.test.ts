// SPDX-License-Identifier: EUPL-1.2
/** A sample that depends on persons and seed alone. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PersonSample } from './person-sample.ts';

type Row = readonly [values: readonly string[], person?: string | undefined];

function sampleOf(rows: readonly Row[], size: number, seed = 1): (readonly string[])[] {
  const sample = new PersonSample(size, seed);
  for (const [values, person] of rows) sample.add(values, person);
  return sample.persons();
}

const rows = Array.from({ length: 500 }, (_, n): Row => [[`name${n}`, String(n % 7)]]);

describe('a sample of persons', () => {
  test('is the same for any order of the rows', () => {
    const row = fc.tuple(
      fc.array(fc.string({ maxLength: 3 }), { minLength: 2, maxLength: 2 }),
      fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
    );
    const pair = fc
      .array(row, { maxLength: 40 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(pair, fc.integer({ min: 1, max: 20 }), ([all, shuffled], size) => {
        const plain = all.map(([values, person]): Row => [values, person]);
        const other = shuffled.map(([values, person]): Row => [values, person]);
        expect(sampleOf(other, size)).toEqual(sampleOf(plain, size));
      }),
    );
  }); // prettier-ignore

  test('has the size asked for, all there are at most, and everyone once', () => {
    expect(sampleOf(rows, 60)).toHaveLength(60);
    expect(sampleOf(rows, 1000)).toHaveLength(500);
    const names = sampleOf([...rows, ...rows], 1000).map(([name]) => name);
    expect(new Set(names).size).toBe(500);
    expect(names).toHaveLength(500);
  });

  test('takes one row of a person whom the register numbers, always the same', () => {
    const twice: Row[] = [[['b', ''], '1'], [['a', ''], '1'], [['c', ''], '2']]; // prettier-ignore
    expect(sampleOf(twice, 5).sort()).toEqual([['a', ''], ['c', '']]); // prettier-ignore
  });

  test('is another for another seed, and every person is as likely to be in it', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 400; seed += 1) {
      for (const [name] of sampleOf(rows.slice(0, 40), 10, seed)) {
        counts.set(name!, (counts.get(name!) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(40);
    // Binomial, 400 draws of a quarter: mean 100, standard deviation 8.7.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(45);
  });

  test('tells values apart by where they stand', () => {
    expect(sampleOf([[['ab', 'c']], [['a', 'bc']]], 5)).toHaveLength(2);
  });
});

// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { generatedSet } from './data-sets.ts';
import { cutTo, encodeSides, type ValueSet } from './value-set.ts';

/** Rows that say who they are of. */
const everybody: ValueSet = {
  name: 'test',
  sides: [
    Array.from({ length: 100 }, (_, n) => [`p${n}`]),
    Array.from({ length: 100 }, (_, n) => [`p${99 - n}`]),
  ],
  truth: {
    a: Uint32Array.from({ length: 100 }, (_, n) => n),
    b: Uint32Array.from({ length: 100 }, (_, n) => 99 - n),
  },
  base: generatedSet(50, 'test').base,
};

describe('two files cut to an overlap', () => {
  test.each([0.1, 0.5, 0.9, 1])('of %d have that share in common, and nobody twice', (overlap) => {
    const { sides, truth } = cutTo(everybody, overlap);
    const [a, b] = sides.map((rows) => rows.map(([name]) => name!));
    expect(a!.length).toBe(Math.floor(100 / (2 - overlap)));
    expect(b!.length).toBe(a!.length);
    for (const names of [a!, b!]) expect(new Set(names).size).toBe(names.length);
    const common = a!.filter((name) => b!.includes(name));
    expect(common).toHaveLength(Math.round(overlap * a!.length));
    expect(Array.from(truth.a, (row) => a![row]).sort()).toEqual(common.sort());
    truth.a.forEach((row, at) => {
      expect(a![row]).toBe(b![truth.b[at]!]);
    });
  });

  test('are the same each time', () => {
    expect(cutTo(everybody, 0.3)).toEqual(cutTo(everybody, 0.3));
  });
});

describe('a generated set', () => {
  test('is encoded row by row, by the fields of its base', () => {
    const set = generatedSet(60, 'test');
    const [a, b] = encodeSides(set.base, set.sides);
    expect([a!.count, b!.count]).toEqual([60, 60]);
    expect(a!.filters.length).toBe(60 * a!.filterBytes);
    expect(set.truth.a).toHaveLength(30);
    expect(encodeSides(set.base, set.sides)[0]!.filters).toEqual(a!.filters);
  });
});

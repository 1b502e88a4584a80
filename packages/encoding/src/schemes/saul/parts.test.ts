// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fewestKept, partWithout } from './parts.ts';

const stretches = (fields: number, parts: number): number[] =>
  Array.from({ length: fields }, (_, field) => partWithout(field, fields, parts));

test('names are left out together, and so is the longest stretch, the last', () => {
  expect(stretches(3, 3)).toEqual([0, 1, 2]);
  expect(stretches(4, 3)).toEqual([0, 0, 1, 2]);
  expect(stretches(5, 3)).toEqual([0, 0, 1, 2, 2]);
  expect(stretches(7, 3)).toEqual([0, 0, 1, 1, 2, 2, 2]);
  expect(stretches(9, 4)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3]);
  expect([fewestKept(3, 2), fewestKept(4, 2), fewestKept(7, 3)]).toEqual([1, 2, 4]);
});

test('every part leaves something out, and every field is left out once, in order', () => {
  const shapes = fc
    .tuple(fc.integer({ min: 2, max: 32 }), fc.integer({ min: 2, max: 8 }))
    .filter(([fields, parts]) => parts <= fields);
  fc.assert(
    fc.property(shapes, ([fields, parts]) => {
      const found = stretches(fields, parts);
      expect(found).toEqual(found.toSorted((m, n) => m - n));
      expect(new Set(found).size).toBe(parts);
      const sizes = Array.from(
        { length: parts },
        (_, part) => found.filter((one) => one === part).length,
      );
      expect(fewestKept(fields, parts)).toBe(fields - Math.max(...sizes));
      // But for the first, none is more than one longer than another, and none longer than the last.
      const rest = sizes.slice(1);
      expect(Math.max(...rest)).toBe(rest.at(-1));
      expect(rest.at(-1)! - Math.min(...rest)).toBeLessThan(2);
    }),
  );
});

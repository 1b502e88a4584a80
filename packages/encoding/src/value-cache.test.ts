// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { ValueCache } from './value-cache.ts';

const encoded = () => ({ part: Uint16Array.of(1, 2), rule: undefined });

test('a full cache overwrites what it held and starts anew', () => {
  const cache = new ValueCache(2);
  const [first, second, third] = [encoded(), encoded(), encoded()];
  cache.add('a', first);
  cache.add('b', second);
  expect(cache.get('a')).toBe(first);
  cache.add('c', third);
  expect(cache.get('a')).toBeUndefined();
  expect(Array.from(first.part)).toEqual([0, 0]);
  expect(Array.from(second.part)).toEqual([0, 0]);
  expect(cache.get('c')).toBe(third);
  cache.wipe();
  expect(cache.get('c')).toBeUndefined();
  expect(Array.from(third.part)).toEqual([0, 0]);
});

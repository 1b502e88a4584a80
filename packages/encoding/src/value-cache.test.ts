// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FieldRule } from './tokens/tokenised.ts';
import { ValueCache } from './value-cache.ts';

const PART_BYTES = 8;

/** Looks a value up, and where it is not known, keeps what `make` gives for it. */
function keep(cache: ValueCache, value: readonly string[], part: number, rule?: FieldRule): number {
  const known = cache.find(value, 0, value.length);
  if (known !== -1) return known;
  const place = cache.add();
  cache.memory.words[cache.partAt(place) / 4] = part;
  cache.setOutcome(place, part !== 0, rule);
  return place;
}

function partOf(cache: ValueCache, place: number): number {
  return cache.memory.words[cache.partAt(place) / 4]!;
}

const value = fc.oneof(
  fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 4 }),
  fc.array(fc.constantFrom('', 'a', 'b', 'aa', '\0', '\u0001'), { minLength: 1, maxLength: 5 }),
);

test('a value gives what was kept for it, or nothing, and never what belongs to another', () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.constantFrom(4, 64, 4096),
      (all, countMax) => {
        const cache = new ValueCache(PART_BYTES, { countMax });
        const numbers = new Map<string, number>();
        for (const one of all) {
          const name = JSON.stringify(one);
          const number = numbers.get(name) ?? numbers.size + 1;
          numbers.set(name, number);
          const place = keep(cache, one, number);
          expect(partOf(cache, place)).toBe(number);
          expect(cache.hasPart(place)).toBe(true);
        }
      },
    ),
  );
});

test('inputs are told apart, however they are divided', () => {
  const cache = new ValueCache(PART_BYTES);
  const divided = [['ab', ''], ['a', 'b'], ['', 'ab'], ['ab'], ['a', 'b', ''], ['', '', 'ab']];
  divided.forEach((one, at) => keep(cache, one, at + 1));
  expect(divided.map((one) => partOf(cache, cache.find(one, 0, one.length)))).toEqual([
    1, 2, 3, 4, 5, 6,
  ]);
  expect(cache.find(['x', 'a', 'b', 'y'], 1, 3)).toBe(cache.find(['a', 'b'], 0, 2));
});

test('it grows, keeps what it has, and overwrites the memory that it leaves', () => {
  const cache = new ValueCache(PART_BYTES);
  const first = cache.memory.words;
  for (let i = 1; i <= 6000; i += 1) {
    keep(cache, [String(i)], i, i % 2 === 0 ? 'dateFormat' : undefined);
  }
  expect(cache.memory.words.length).toBeGreaterThan(4 * first.length);
  expect(first.every((word) => word === 0)).toBe(true);
  let found = 0;
  for (let i = 1; i <= 6000; i += 1) {
    const place = cache.find([String(i)], 0, 1);
    if (place === -1) continue;
    found += 1;
    expect(partOf(cache, place)).toBe(i);
    expect(cache.ruleOf(place)).toBe(i % 2 === 0 ? 'dateFormat' : undefined);
  }
  expect(found).toBeGreaterThan(5400);
});

test('values whose hashes are the same are told apart', () => {
  // So many that some pairs share all 31 bits.
  const cache = new ValueCache(PART_BYTES, { countMax: 1 << 19 });
  const many = Array.from({ length: 240_000 }, (_, i) => [i % 2 === 0 ? `${i}` : `name ${i}`]);
  let wrong = 0;
  many.forEach((one, at) => {
    if (partOf(cache, keep(cache, one, at + 1)) !== at + 1) wrong += 1;
  });
  many.forEach((one, at) => {
    const place = cache.find(one, 0, 1);
    if (place !== -1 && partOf(cache, place) !== at + 1) wrong += 1;
  });
  expect(wrong).toBe(0);
});

test('a full bucket gives up one value for the next', () => {
  const cache = new ValueCache(PART_BYTES, { countMax: 4 });
  for (let i = 1; i <= 20; i += 1) keep(cache, [String(i)], i);
  const left = Array.from({ length: 20 }, (_, i) => cache.find([String(i + 1)], 0, 1));
  expect(left.filter((place) => place !== -1)).toHaveLength(4);
  expect(left[19]).not.toBe(-1);
});

test('a long value is worked out and not kept', () => {
  const cache = new ValueCache(PART_BYTES);
  const long = ['a'.repeat(46)];
  expect(partOf(cache, keep(cache, long, 5))).toBe(5);
  expect(cache.find(long, 0, 1)).toBe(-1);
  const longest = ['a'.repeat(45)];
  const place = keep(cache, longest, 6);
  expect(cache.find(longest, 0, 1)).toBe(place);
});

test('where asked, a value is worth keeping when it comes for the second time', () => {
  const cache = new ValueCache(PART_BYTES, { keepsFirst: false });
  const worth = (text: string): boolean => {
    cache.find([text], 0, 1);
    return cache.isWorthKeeping();
  };
  expect([worth('a'), worth('b'), worth('a'), worth('b')]).toEqual([false, false, true, true]);
  // When a quarter of the marks is set they are taken away, or everything would seem known.
  let fresh = 0;
  for (let i = 0; i < 200_000; i += 1) if (!worth(`${i}`)) fresh += 1;
  expect(fresh).toBeGreaterThan(150_000);
  expect(new ValueCache(PART_BYTES).isWorthKeeping()).toBe(true);
});

test('long parts get fewer places', () => {
  const cache = new ValueCache(8192);
  for (let i = 0; i < 10_000; i += 1) keep(cache, [String(i)], 1);
  expect(cache.memory.bytes.length).toBeLessThan(18 << 20);
  const longest = new ValueCache(64 << 20, { countMax: 4 });
  expect(partOf(longest, keep(longest, ['a'], 3))).toBe(3);
});

test('wiping overwrites values and parts', () => {
  const cache = new ValueCache(PART_BYTES, { keepsFirst: false });
  keep(cache, ['Jansen'], 7, 'tooLong');
  cache.isWorthKeeping();
  const { bytes } = cache.memory;
  expect(bytes.some((byte) => byte !== 0)).toBe(true);
  cache.wipe();
  expect(bytes.every((byte) => byte === 0)).toBe(true);
  expect(cache.find(['Jansen'], 0, 1)).toBe(-1);
});

test('a place that is forgotten holds what it has until the next, and is free', () => {
  const cache = new ValueCache(PART_BYTES);
  const place = keep(cache, ['a'], 7, 'tooLong');
  cache.forget(place);
  expect([partOf(cache, place), cache.hasPart(place), cache.ruleOf(place)]).toEqual([
    7,
    true,
    'tooLong',
  ]);
  expect(cache.find(['a'], 0, 1)).toBe(-1);
  expect(keep(cache, ['a'], 8)).toBe(place);
  // A value that is too long has the one place that is never kept.
  const long = keep(cache, ['b'.repeat(100)], 9);
  cache.forget(long);
  expect(partOf(cache, long)).toBe(9);
  expect(partOf(cache, cache.find(['a'], 0, 1))).toBe(8);
});

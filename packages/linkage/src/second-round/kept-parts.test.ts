// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { LookSimilarities } from './look-similarities.ts';

const groups = [
  { name: 'given', alike: 'name', from: 0, bytes: 8 },
  { name: 'surname', alike: 'name', from: 8, bytes: 8 },
];
/** Filters of two fields: the bytes say which bits are set. */
const setOf = (...rows: readonly (readonly number[])[]) => ({
  count: rows.length,
  bytes: 16,
  filters: Uint8Array.from(
    rows.flatMap((row) => Array.from({ length: 16 }, (_, at) => row[at] ?? 0)),
  ),
});
const left = setOf([0xff, 0, 0, 0, 0, 0, 0, 0, 0x0f], [1, 2, 3], [0, 0, 0, 0, 0, 0, 0, 0, 7]);
const right = setOf([0x0f, 0, 0, 0, 0, 0, 0, 0, 0x0f], [1, 2, 4], [9]);

const closeTo = (value: number): unknown => expect.closeTo(value, 6);

/** What of a pair is known. */
const shown = (similarities: LookSimilarities, number: number): readonly unknown[] => [
  similarities.has(number),
  ...[0, 1].flatMap((group) => [
    similarities.straight(number, group),
    similarities.crossed(number, group),
    similarities.contained(number, group),
  ]),
];

test('parts that were kept are, put back in any order, what was seen at once', () => {
  const whole = new LookSimilarities(groups, 5);
  whole.add({ numbers: Uint32Array.of(0, 2, 4), left, right });
  const first = new LookSimilarities(groups, 3);
  const pick = ({ bytes, filters }: typeof left, rows: readonly [number, number]) => {
    const [from, to] = rows;
    return { bytes, count: to - from, filters: filters.slice(from * bytes, to * bytes) };
  };
  first.add({
    numbers: Uint32Array.of(0, 2),
    left: pick(left, [0, 2]),
    right: pick(right, [0, 2]),
  });
  const second = new LookSimilarities(groups, 2);
  second.add({ numbers: Uint32Array.of(1), left: pick(left, [2, 3]), right: pick(right, [2, 3]) });
  const again = new LookSimilarities(groups, 5);
  again.restore(3, second.kept());
  again.restore(0, first.kept());
  for (let number = 0; number < 5; number++)
    expect(shown(again, number)).toEqual(shown(whole, number));
  expect([0, 1, 2, 3, 4].map((number) => again.has(number))).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(shown(again, 0)).toEqual([
    true,
    closeTo(2 / 3),
    closeTo(1),
    true,
    closeTo(1),
    closeTo(1),
    true,
  ]);
  expect(shown(again, 2).slice(1, 4)).toEqual([closeTo(4 / 7), NaN, false]);
});

test.each([
  ['of other fields', 0, 5],
  ['beyond the last pair', 4, 2 * (8 * groups.length + 1)],
])('a part %s is refused', (_, from, length) => {
  const similarities = new LookSimilarities(groups, 5);
  expect(() => {
    similarities.restore(from, new Uint8Array(length));
  }).toThrow('LINKAGE_ANSWERS');
});

describe('rarity classes', () => {
  const numbers = Uint32Array.of(1, 2, 4);
  const rarity = { left: Uint8Array.of(0, 3, 1, 2, 3, 0), right: Uint8Array.of(3, 3, 0, 0, 2, 1) };
  const classesOf = (similarities: LookSimilarities): number[] =>
    [...numbers].flatMap((number) =>
      [0, 1].flatMap((group) =>
        (['left', 'right'] as const).map((side) => similarities.rarity(number, group, side)),
      ),
    );

  test('are those of either owner, also of parts that were put back', () => {
    const whole = new LookSimilarities(groups, 5, true);
    whole.add({ numbers, left, right, rarity });
    expect(classesOf(whole)).toEqual([1, 4, 4, 4, 2, 1, 3, 1, 4, 3, 1, 2]);
    expect(whole.rarity(0, 0, 'left')).toBe(0);
    const again = new LookSimilarities(groups, 7, true);
    again.restore(2, whole.kept());
    expect([...numbers].map((number) => again.rarity(number + 2, 1, 'left'))).toEqual([4, 3, 1]);
    for (let number = 0; number < 5; number++)
      expect(shown(again, number + 2)).toEqual(shown(whole, number));
  });

  test('are allowed by a round of no pairs as by any other', () => {
    const none = new LookSimilarities(groups, 0, true);
    expect(none.hasRarity).toBe(true);
    const classes = { left: new Uint8Array(0), right: new Uint8Array(0) };
    none.add({ numbers: new Uint32Array(0), left: setOf(), right: setOf(), rarity: classes });
    expect(none.kept()).toHaveLength(0);
  });

  test('are none where the study allows none, and are not taken for others', () => {
    const plain = new LookSimilarities(groups, 5);
    plain.add({ numbers, left, right });
    expect(new Set(classesOf(plain))).toEqual(new Set([0]));
    expect(() => {
      plain.add({ numbers, left, right, rarity });
    }).toThrow('LINKAGE_ANSWERS');
    const rare = new LookSimilarities(groups, 5, true);
    expect(() => {
      rare.add({ numbers, left, right });
    }).toThrow('LINKAGE_ANSWERS');
    expect(() => {
      rare.restore(0, plain.kept());
    }).toThrow('LINKAGE_ANSWERS');
  });
});

// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { LookSimilarities, NOBODY } from '@koppel/linkage';
import type { LookAnswerBlock } from '@koppel/wire';
import { compareAnswers } from './compare-answers.ts';
import type { PartColumns } from './look-round.ts';

const groups = [0, 1].map((at) => ({
  name: `field${String(at)}`,
  alike: `field${String(at)}`,
  from: 8 * at,
  bytes: 8,
}));

/** An answer of rows with a filter of one byte a field, and two rarity classes in a byte. */
function answerOf(rows: readonly (readonly [number, number, number, number])[]): LookAnswerBlock {
  const filters = new Uint8Array(rows.length * 16);
  rows.forEach(([first, second], row) => {
    filters.set([first], row * 16);
    filters.set([second], row * 16 + 8);
  });
  return {
    count: rows.length,
    numbers: Uint32Array.from(rows.keys()),
    filters,
    rarity: Uint8Array.from(rows, ([, , first, second]) => first | (second << 2)),
  };
}

const part = (rowsA: number[], rowsB: number[]): PartColumns => ({
  rowsA: Uint32Array.from(rowsA),
  rowsB: Uint32Array.from(rowsB),
  reason: new Uint8Array(rowsA.length),
});

/** What was kept, of every number. */
function shown(kept: Uint8Array, count: number, rarity: boolean): unknown[] {
  const similarities = new LookSimilarities(groups, count, rarity);
  similarities.restore(0, kept);
  return Array.from({ length: count }, (_, number) => {
    if (!similarities.has(number)) return 'not seen';
    return [0, 1].map((group) => [
      similarities.straight(number, group),
      similarities.rarity(number, group, 'left'),
      similarities.rarity(number, group, 'right'),
    ]);
  });
}

const columns = part([5, NOBODY, 6], [7, 8, 9]);
const one = answerOf([
  [3, 12, 0, 3],
  [5, 6, 1, 2],
]);
const other = answerOf([
  [3, 3, 2, 1],
  [255, 255, 3, 3],
  [1, 6, 0, 1],
]);

test('answers of two runs are put together by number, with the class that either owner tells', () => {
  const kept = compareAnswers(columns, one, other, { groups, rarityBytes: 1 });
  expect(shown(kept, 3, true)).toEqual([
    [
      [1, 1, 3],
      [0, 4, 2],
    ],
    'not seen',
    [
      [expect.closeTo(2 / 3, 6), 2, 1],
      [1, 3, 2],
    ],
  ]);
});

test('a run with itself answers both records of a pair behind each other', () => {
  const kept = compareAnswers(part([5, 6], [7, NOBODY]), other, undefined, {
    groups,
    rarityBytes: 1,
  });
  expect(shown(kept, 2, true)).toEqual([
    [
      [expect.closeTo(0.4, 6), 3, 4],
      [expect.closeTo(0.4, 6), 2, 4],
    ],
    'not seen',
  ]);
});

test('where the study allows no classes, none are kept', () => {
  const without = (answer: LookAnswerBlock): LookAnswerBlock => ({
    ...answer,
    rarity: new Uint8Array(0),
  });
  const kept = compareAnswers(columns, without(one), without(other), { groups, rarityBytes: 0 });
  const [first] = shown(kept, 3, false);
  expect(first).toEqual([
    [1, 0, 0],
    [0, 0, 0],
  ]);
});

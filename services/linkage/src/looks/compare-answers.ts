// SPDX-License-Identifier: EUPL-1.2
/**
 * What both answers to the numbers of one request show: similarities by field, which are all that is
 * kept. The filters are gone when this returns.
 */
import { LookSimilarities, NOBODY, type AnswerPairs, type FieldGroup } from '@koppel/linkage';
import { rarityClassOf, type LookAnswerBlock } from '@koppel/wire';
import type { PartColumns } from './look-round.ts';

interface Picked {
  readonly block: LookAnswerBlock;
  /** Rows of the block, in the order of numbers. */
  readonly rows: readonly number[];
}

/** What every answer of a study has. */
export interface AnswerFields {
  readonly groups: readonly FieldGroup[];
  /** Bytes of the rarity classes of a row; 0 where the study allows none. */
  readonly rarityBytes: number;
}

/** One byte a field, row by row. */
function classesOf({ block, rows }: Picked, fields: number, rarityBytes: number): Uint8Array {
  return Uint8Array.from({ length: rows.length * fields }, (_, at) =>
    rarityClassOf(block.rarity, rows[Math.floor(at / fields)]!, at % fields, rarityBytes),
  );
}

function pick({ block, rows }: Picked, bytes: number): AnswerPairs['left'] {
  const filters = new Uint8Array(rows.length * bytes);
  rows.forEach((row, at) => {
    filters.set(block.filters.subarray(row * bytes, (row + 1) * bytes), at * bytes);
  });
  return { count: rows.length, bytes, filters };
}

/**
 * Similarities of a request's numbers, as `LookSimilarities` keeps them.
 * @param one the answer of the first run, in the order of its request
 * @param other that of the second run; absent where one answer has both
 */
export function compareAnswers(
  { rowsA, rowsB }: PartColumns,
  one: LookAnswerBlock,
  other: LookAnswerBlock | undefined,
  { groups, rarityBytes }: AnswerFields,
): Uint8Array {
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  const similarities = new LookSimilarities(groups, rowsA.length, rarityBytes > 0);
  const numbers: number[] = [];
  const [left, right]: [number[], number[]] = [[], []];
  let [inOne, inOther] = [0, 0];
  rowsA.forEach((rowA, number) => {
    const [hasA, hasB] = [rowA !== NOBODY, rowsB[number] !== NOBODY];
    const placeA = inOne;
    if (hasA) inOne += 1;
    // In a run with itself the second record of a pair stands right behind the first.
    const placeB = other === undefined ? inOne : inOther;
    if (hasB && other === undefined) inOne += 1;
    else if (hasB) inOther += 1;
    if (!hasA || !hasB) return;
    numbers.push(number);
    left.push(placeA);
    right.push(placeB);
  });
  const [a, b]: [Picked, Picked] = [
    { block: one, rows: left },
    { block: other ?? one, rows: right },
  ];
  const classes = (side: Picked): Uint8Array => classesOf(side, groups.length, rarityBytes);
  similarities.add({
    numbers: Uint32Array.from(numbers),
    left: pick(a, bytes),
    right: pick(b, bytes),
    ...(rarityBytes > 0 && { rarity: { left: classes(a), right: classes(b) } }),
  });
  return similarities.kept();
}

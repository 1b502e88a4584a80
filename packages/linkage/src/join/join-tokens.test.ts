// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinTokens, joinTokensReference, type JoinOptions } from './join-tokens.ts';
import { rowsByToken, type TokenColumn } from './order.ts';

/** A column of tokens that few bytes tell apart: at the ends, where sorting starts and stops. */
function columnOf(values: readonly (readonly [first: number, last: number])[]): TokenColumn {
  const tokens = new Uint8Array(values.length * 16);
  values.forEach(([first, last], row) => {
    tokens[row * 16] = first;
    tokens[row * 16 + 7] = last >> 1;
    tokens[row * 16 + 15] = last;
  });
  return { count: values.length, tokens };
}

function joined(left: TokenColumn, right: TokenColumn, options?: JoinOptions): number[][] {
  return [...joinTokens(left, right, options)].flatMap((lot) =>
    Array.from(lot.left, (row, at) => [row, lot.right[at]!]),
  );
}

const few = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(0, 1, 2, 255));
const columns = fc.array(few, { maxLength: 40 }).map(columnOf);
const code = (action: () => unknown): string => {
  try {
    action();
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return 'none';
};

describe('equal tokens', () => {
  test('are joined as by comparing every row with every row, in that order', () => {
    fc.assert(
      fc.property(columns, columns, (left, right) => {
        expect(joined(left, right)).toEqual(joinTokensReference(left, right));
      }),
    );
  });

  test('within a column each pair comes once', () => {
    fc.assert(
      fc.property(columns, (column) => {
        const options = { within: true };
        expect(joined(column, column, options)).toEqual(joinTokensReference(column, column, options));
      }),
    );
  }); // prettier-ignore

  test('are in no pair when they stand for no value', () => {
    const column = columnOf([[0, 0], [1, 0], [0, 0]]);
    expect(joined(column, column)).toEqual([[1, 1]]);
  }); // prettier-ignore
});

test('rows are ordered by their tokens, and by row where those are equal', () => {
  fc.assert(
    fc.property(columns, (column) => {
      const text = (row: number): string =>
        Buffer.from(column.tokens.subarray(row * 16, row * 16 + 16)).toString('hex');
      const plain = Array.from({ length: column.count }, (_, row) => row)
        .filter((row) => /[^0]/.test(text(row)))
        .sort((a, b) => text(a).localeCompare(text(b)) || a - b);
      expect(Array.from(rowsByToken(column))).toEqual(plain);
    }),
  );
});

describe('many pairs', () => {
  const same = columnOf(Array.from({ length: 300 }, () => [1, 1] as const));

  test('come in lots, all of them once', () => {
    const lots = [...joinTokens(same, same)].map(({ left }) => left.length);
    expect(lots).toEqual([65_536, 300 * 300 - 65_536]);
    const distinct = new Set(joined(same, same).map(([a, b]) => a! * 300 + b!));
    expect(distinct.size).toBe(300 * 300);
  });

  test('are refused before the first one is given', () => {
    expect(code(() => joinTokens(same, same, { maxPairs: 89_999 }).next())).toBe(
      'LINKAGE_TOKEN_PAIRS',
    );
    expect(joined(same, same, { maxPairs: 90_000 })).toHaveLength(90_000);
    const within = { within: true, maxPairs: (300 * 299) / 2 };
    expect(joined(same, same, within)).toHaveLength(within.maxPairs);
    const fewer = { within: true, maxPairs: within.maxPairs - 1 };
    expect(code(() => joinTokens(same, same, fewer).next())).toBe('LINKAGE_TOKEN_PAIRS');
  });
});

test.each([
  ['too few bytes', { count: 2, tokens: new Uint8Array(31) }],
  ['a count that is no number', { count: NaN, tokens: new Uint8Array(0) }],
  ['a count below zero', { count: -1, tokens: new Uint8Array(0) }],
])('columns that do not fit are refused: %s', (_name, column) => {
  expect(code(() => joinTokens(columnOf([]), column).next())).toBe('LINKAGE_COLUMNS');
  expect(code(() => joinTokens(column, columnOf([])).next())).toBe('LINKAGE_COLUMNS');
});

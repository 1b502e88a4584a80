// SPDX-License-Identifier: EUPL-1.2
/** The vote on 128 bits at a time against the plain one, and the plain one against the formula. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMajorityKernel, VOTES_MAX } from './majority-kernel.ts';
import { PlainMajority, rowBytesOf, type Shape } from './majority.ts';

const shapes = fc.record({ k: fc.integer({ min: 1, max: 8 }), bits: fc.constantFrom(256, 384) });
const rowsOf = (shape: Shape, count: number): fc.Arbitrary<Uint8Array[]> => {
  const bytes = rowBytesOf(shape);
  return fc.array(fc.uint8Array({ minLength: bytes, maxLength: bytes }), {
    minLength: count,
    maxLength: count,
  });
};
const bitOf = (row: Uint8Array, at: number): number => (row[at >> 3]! >> (at & 7)) & 1;

describe('a plain vote', () => {
  test('is the exclusive or of the signs of the sums, ties decided by the tie row', () => {
    const cases = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.nat(9).chain((count) => rowsOf(shape, count + 1)),
      ),
    );
    fc.assert(
      fc.property(cases, ([shape, [tie, ...rows]]) => {
        const { k, bits } = shape;
        const plain = new PlainMajority(shape);
        for (const row of rows) plain.add(row);
        expect(plain.votes).toBe(rows.length);
        const target = new Uint8Array(bits / 8).fill(0xff);
        plain.finish(tie!, target);
        for (let p = 0; p < bits; p += 1) {
          let expected = 0;
          for (let j = 0; j < k; j += 1) {
            const at = j * bits + p;
            const sum = rows.reduce((total, row) => total + (bitOf(row, at) === 1 ? 1 : -1), 0);
            if (sum > 0 || (sum === 0 && bitOf(tie!, at) === 1)) expected ^= 1;
          }
          expect(bitOf(target, p)).toBe(expected);
        }
        expect(plain.votes).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the vote on 128 bits at a time', () => {
  /** Rows that repeat, as those of weighty tokens do. */
  function outcomes(shape: Shape, rows: readonly Uint8Array[], list: readonly number[]) {
    const kernel = createMajorityKernel(shape, rows.length);
    const bytes = rowBytesOf(shape);
    const plain = new PlainMajority(shape);
    rows.forEach((row, at) => {
      kernel.memory.set(row, kernel.rows + at * bytes);
    });
    list.forEach((row, at) => {
      kernel.list[at] = kernel.rows + row * bytes;
      plain.add(rows[row]!);
    });
    kernel.run(list.length);
    const expected = new Uint8Array(shape.bits / 8);
    plain.finish(new Uint8Array(bytes), expected);
    return { got: kernel.out, expected };
  }

  test('is the plain one, for every odd number of votes up to 127', () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        rows: rowsOf(shape, 12),
        list: fc
          .array(fc.nat(11), { minLength: 1, maxLength: 127 })
          .map((list) => (list.length % 2 === 0 ? list.slice(1) : list)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ shape, rows, list }) => {
        const { got, expected } = outcomes(shape, rows, list);
        expect(got).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test.each([1, 7, 9, 125, 127, 129, 511, 513, VOTES_MAX - 2, VOTES_MAX])(
    'is the plain one at the edges: %i votes, unanimous or by one',
    (votes) => {
      const shape = { k: 1, bits: 256 };
      const [none, all, half] = [0, 0xff, 0xa5].map((byte) => new Uint8Array(32).fill(byte));
      const rows = [none!, all!, half!];
      const majority = (votes + 1) / 2;
      const lists = [0, majority - 1, majority, votes].map((plus) =>
        Array.from({ length: votes }, (_, at) => (at < plus ? 1 : at === votes - 1 ? 2 : 0)),
      );
      for (const list of lists) {
        const { got, expected } = outcomes(shape, rows, list);
        expect(got).toEqual(expected);
      }
    },
  );

  test('leaves no trace in the next', () => {
    const shape = { k: 3, bits: 256 };
    const kernel = createMajorityKernel(shape, 1);
    kernel.memory.fill(0xff, kernel.rows, kernel.rows + rowBytesOf(shape));
    kernel.list.fill(kernel.rows, 0, 15);
    kernel.run(15);
    expect(kernel.out.every((byte) => byte === 0xff)).toBe(true);
    kernel.list[0] = kernel.empty;
    kernel.run(1);
    expect(kernel.out.every((byte) => byte === 0)).toBe(true);
  });
});

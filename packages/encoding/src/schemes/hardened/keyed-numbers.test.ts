// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGroupPrf } from '../../prf.ts';
import { mixedPositions } from '../clk-diffuse/clk-diffuse.ts';
import { KeyedNumbers } from './keyed-numbers.ts';

const own = (byte: number) => createGroupPrf(new Uint8Array(32).fill(byte)).ofType(0);

describe('keyed numbers', () => {
  test('are the same under one key and use, and others under another', () => {
    const draw = (byte: number, use: string) => new KeyedNumbers(own(byte), use).bytes(32);
    expect(draw(1, 'order')).toEqual(draw(1, 'order'));
    expect(draw(2, 'order')).not.toEqual(draw(1, 'order'));
    expect(draw(1, 'pairs')).not.toEqual(draw(1, 'order'));
  });

  test('below n are all as likely, also where n does not divide 65,536', () => {
    const numbers = new KeyedNumbers(own(3), 'test');
    const counts = new Array<number>(3).fill(0);
    for (let i = 0; i < 9000; i++) counts[numbers.below(3)]! += 1;
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(250);
    // Of 65,536 words, 25,536 are drawn again: none may come out.
    for (let i = 0; i < 2000; i++) expect(numbers.below(40_000)).toBeLessThan(40_000);
  });

  test('make permutations', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 0, max: 255 }),
        (n, byte) => {
          const order = new KeyedNumbers(own(byte), 'test').permutation(n);
          expect([...order].sort((a, b) => a - b)).toEqual(
            Array.from({ length: n }, (_, at) => at),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  test('are gone after wiping', () => {
    const numbers = new KeyedNumbers(own(1), 'test');
    numbers.word();
    numbers.wipe();
    expect(numbers.bytes(64).every((byte) => byte === 0)).toBe(true);
  });
});

test('mixed positions use each position equally often, and none twice in one bit', () => {
  const sizes = fc.constantFrom(64, 128, 256, 1024);
  fc.assert(
    fc.property(sizes, fc.integer({ min: 2, max: 32 }), fc.nat(255), (bits, mixed, byte) => {
      const sources = mixedPositions(bits, mixed, new KeyedNumbers(own(byte), 'mix'));
      const used = new Array<number>(bits).fill(0);
      for (const position of sources) used[position]! += 1;
      expect(used.every((times) => times === mixed)).toBe(true);
      for (let from = 0; from < sources.length; from += mixed) {
        expect(new Set(sources.subarray(from, from + mixed)).size).toBe(mixed);
      }
    }),
    { numRuns: 30 },
  );
});

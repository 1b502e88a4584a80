// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { diceReference } from '@koppel/kernel';
import fc from 'fast-check';
import { rowOf } from './algebra/matrix.ts';
import { filterText } from './filter-text.ts';
import { onesOf, similarityTable, wordsOf } from './similarity-table.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

test('the bits of a word are counted', () => {
  fc.assert(
    fc.property(word, (value) => {
      expect(onesOf(value)).toBe(value.toString(2).replaceAll('0', '').length);
      expect(onesOf(value | 0)).toBe(onesOf(value));
    }),
  );
});

const filter = fc.uint8Array({ minLength: 16, maxLength: 16 });
const filters = fc.array(filter, { minLength: 1, maxLength: 6 });

test('a table holds the similarity of every pair', () => {
  fc.assert(
    fc.property(filters, fc.boolean(), (rows, isEmpty) => {
      if (isEmpty) rows.push(new Uint8Array(16));
      const set = {
        count: rows.length,
        bytes: 16,
        filters: Uint8Array.from(rows.flatMap((r) => [...r])),
      };
      const order = rows.map((_, at) => at).reverse();
      const dice = similarityTable(wordsOf(set), wordsOf(set, order), 'dice');
      const hamming = similarityTable(wordsOf(set), wordsOf(set, order), 'hamming');
      rows.forEach((a, i) => {
        order.forEach((row, j) => {
          const b = rows[row]!;
          const apart = a.reduce((sum, byte, at) => sum + onesOf(byte ^ b[at]!), 0);
          expect(rowOf(dice, i)[j]).toBe(diceReference(a, b));
          expect(rowOf(hamming, i)[j]).toBe(1 - apart / 128);
          expect(filterText(set, i) === filterText(set, row)).toBe(apart === 0);
        });
      });
    }),
  );
});

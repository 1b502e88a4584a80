// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { PairPermutations } from '@koppel/keys/look';
import type { EncodingSpec } from '@koppel/study';
import fc from 'fast-check';
import { sampleSpec } from '../testing/sample-spec.ts';
import { LookAnswers } from './look-answers.ts';

const roundsKey = new Uint8Array(32).fill(5);
const round = new Uint8Array(32).fill(6);
const FIELD_BITS = 128;
const BYTES = FIELD_BITS / 8;

/** Three fields, of which the first and the last share a key. */
function specOf(
  groups: readonly string[] = ['name', 'date', 'name'],
  fieldBits = FIELD_BITS,
): EncodingSpec {
  const [field] = sampleSpec().fields;
  return {
    ...sampleSpec(),
    scheme: 'field-filters',
    parameters: { bits: groups.length * fieldBits, fieldBits, reason: 'second round' },
    fields: groups.map((group, at) => ({ ...field!, name: `field${String(at)}`, group })),
  };
}

const record = fc.uint8Array({ minLength: 3 * BYTES, maxLength: 3 * BYTES });
const numbers = fc.nat({ max: 2 ** 32 - 1 });

const bitsOf = (filters: Uint8Array, field: number): Set<number> =>
  new Set(
    Array.from({ length: FIELD_BITS }, (_, bit) => bit).filter(
      (bit) => (filters[field * BYTES + (bit >> 3)]! >> (bit & 7)) & 1,
    ),
  );
const both = (a: Set<number>, b: Set<number>): number => [...a].filter((bit) => b.has(bit)).length;

function answer(
  filters: Uint8Array,
  number: number,
  answers = new LookAnswers(specOf(), roundsKey, round),
) {
  const target = new Uint8Array(answers.bytes).fill(255);
  answers.answerInto(number, filters, 0, target, 0);
  return target;
}

describe('answers to a look', () => {
  test('keep all counts of a pair, within a field and between fields of one group', () => {
    fc.assert(
      fc.property(record, record, numbers, (one, other, number) => {
        const [left, right] = [answer(one, number), answer(other, number)];
        for (const [field, across] of [[0, 0], [1, 1], [2, 2], [0, 2], [2, 0]] as const) {
          const shown = both(bitsOf(left, field), bitsOf(right, across));
          expect(shown).toBe(both(bitsOf(one, field), bitsOf(other, across)));
        }
        expect(both(bitsOf(left, 0), bitsOf(left, 2))).toBe(both(bitsOf(one, 0), bitsOf(one, 2)));
      }),
      { numRuns: 60 },
    ); // prettier-ignore
  });

  test('put every bit where the permutation of its group has it', () => {
    const permutations = new PairPermutations(roundsKey, round, { groups: 2, bits: FIELD_BITS });
    fc.assert(
      fc.property(record, numbers, (filters, number) => {
        const shown = answer(filters, number);
        const orders = permutations.of(number);
        for (const [field, group] of [[0, 0], [1, 1], [2, 0]] as const) {
          const expected = [...bitsOf(filters, field)].map((bit) => orders[group]![bit]!);
          expect(bitsOf(shown, field)).toEqual(new Set(expected));
        }
      }),
      { numRuns: 40 },
    ); // prettier-ignore
  });

  test.each([64, 512, 4096])('of fields of %d bits, too, in more groups than one', (bits) => {
    const spec = specOf(['name', 'date', 'name', 'place'], bits);
    const permutations = new PairPermutations(roundsKey, round, { groups: 3, bits });
    const filters = Uint8Array.from({ length: bits / 2 }, (_, at) => (at * 151 + (at >> 3)) & 255);
    const answers = new LookAnswers(spec, roundsKey, round);
    const expected = (number: number): Uint8Array => {
      const made = new Uint8Array(filters.length);
      const orders = permutations.of(number);
      [0, 1, 0, 2].forEach((group, field) => {
        for (let bit = 0; bit < bits; bit++) {
          const from = field * bits + bit;
          if (((filters[from >> 3]! >> (from & 7)) & 1) === 0) continue;
          const to = field * bits + orders[group]![bit]!;
          made[to >> 3]! |= 1 << (to & 7);
        }
      });
      return made;
    };
    for (const number of [0, 1, 2, 4711, 2 ** 31, 2 ** 32 - 1]) {
      expect(answer(filters, number, answers)).toEqual(expected(number));
    }
  });

  test('stand where they are asked for, and touch nothing beside', () => {
    const answers = new LookAnswers(specOf(), roundsKey, round);
    const filters = Uint8Array.from({ length: 3 * answers.bytes }, (_, at) => (at * 37) & 255);
    const target = new Uint8Array(3 * answers.bytes).fill(9);
    answers.answerInto(4, filters, answers.bytes, target, 2 * answers.bytes);
    const alone = answer(filters.subarray(answers.bytes, 2 * answers.bytes), 4);
    expect(target.subarray(2 * answers.bytes)).toEqual(alone);
    expect(target.subarray(0, 2 * answers.bytes).every((byte) => byte === 9)).toBe(true);
  });

  test('of fields that share no key have nothing in common but chance', () => {
    const filters = new Uint8Array(3 * BYTES);
    for (let field = 0; field < 3; field++) filters.fill(0b101, field * BYTES, (field + 1) * BYTES);
    const shown = answer(filters, 11);
    expect(bitsOf(shown, 0)).toEqual(bitsOf(shown, 2));
    expect(bitsOf(shown, 1)).not.toEqual(bitsOf(shown, 0));
  });
});

describe('what is refused', () => {
  test('a scheme without field filters, and places in which nothing fits', () => {
    expect(() => new LookAnswers(sampleSpec(), roundsKey, round)).toThrow('ENCODING_SCHEME');
    const answers = new LookAnswers(specOf(), roundsKey, round);
    const fits = new Uint8Array(answers.bytes);
    expect(() => {
      answers.answerInto(0, fits, 1, fits, 0);
    }).toThrow('ENCODING_SHAPE');
    expect(() => {
      answers.answerInto(0, fits, 0, fits, -1);
    }).toThrow('ENCODING_SHAPE');
    expect(() => {
      answers.answerInto(0, fits, 0.5, fits, 0);
    }).toThrow('ENCODING_SHAPE');
    expect(() => {
      answers.answerInto(-1, fits, 0, fits, 0);
    }).toThrow('KEY_LENGTH');
  });

  test('after disposal no look is answered', () => {
    const answers = new LookAnswers(specOf(), roundsKey, round);
    const record = new Uint8Array(3 * BYTES).fill(1);
    answer(record, 1, answers);
    answers.dispose();
    expect(() => answer(record, 1, answers)).toThrow('KEY_LENGTH');
  });
});

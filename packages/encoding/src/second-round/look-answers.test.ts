// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { EncodingSpec } from '@koppel/study';
import fc from 'fast-check';
import vectors from '../../vectors/look.json' with { type: 'json' };
import { referencePermutations } from '../testing/reference-looks.ts';
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
    fc.assert(
      fc.property(record, numbers, (filters, number) => {
        const shown = answer(filters, number);
        const shape = { groups: 2, bits: FIELD_BITS };
        const orders = referencePermutations(roundsKey, round, number, shape);
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
    const filters = Uint8Array.from({ length: bits / 2 }, (_, at) => (at * 151 + (at >> 3)) & 255);
    const answers = new LookAnswers(spec, roundsKey, round);
    const expected = (number: number): Uint8Array => {
      const made = new Uint8Array(filters.length);
      const orders = referencePermutations(roundsKey, round, number, { groups: 3, bits });
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

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

/** A field for each group, in the order of groups. */
const specOfGroups = (groups: number, bits: number): EncodingSpec =>
  specOf(Array.from({ length: groups }, (_, group) => `group${String(group)}`), bits); // prettier-ignore

/** Where the answers put each bit, by field: one bit of every field is asked after the other. */
function shownOrders(answers: LookAnswers, number: number, fields: number): number[][] {
  const perField = answers.bytes / fields;
  const orders = Array.from({ length: fields }, (): number[] => []);
  const [filters, target] = [new Uint8Array(answers.bytes), new Uint8Array(answers.bytes)];
  for (let bit = 0; bit < 8 * perField; bit++) {
    filters.fill(0);
    for (let field = 0; field < fields; field++) {
      filters[field * perField + (bit >> 3)] = 1 << (bit & 7);
    }
    answers.answerInto(number, filters, 0, target, 0);
    for (const [field, order] of orders.entries()) {
      const shown = target.subarray(field * perField, (field + 1) * perField);
      const byte = shown.findIndex((value) => value !== 0);
      order.push(8 * byte + Math.log2(shown[byte]!));
    }
  }
  return orders;
}

describe('the permutations of a pair', () => {
  test.each(vectors.permutations)('are those of the vectors: number $number', (vector) => {
    const { groups, bits, number } = vector;
    // A field alone is not answered for: where there is one group there is a second field.
    const fields = Math.max(groups, 2);
    const spec = specOfGroups(fields, bits);
    const answers = new LookAnswers(spec, hex(vector.roundsKey), hex(vector.round));
    const orders = shownOrders(answers, number, fields).slice(0, groups);
    const digest = createHash('sha256');
    for (const order of orders) digest.update(Uint8Array.from(order));
    expect(digest.digest('hex')).toBe(vector.sha256OfLowBytes);
    expect(orders[0]!.slice(0, 8)).toEqual(vector.first);
  });

  test('are as described where so many words are drawn that some are refused', () => {
    const [groups, bits] = [32, 512];
    const answers = new LookAnswers(specOfGroups(groups, bits), roundsKey, round);
    for (const number of [0, 4711, 2 ** 32 - 1]) {
      const described = referencePermutations(roundsKey, round, number, { groups, bits });
      expect(shownOrders(answers, number, groups)).toEqual(described);
    }
  });

  test('differ by number, group, round and key, and hold every bit once', () => {
    const [groups, bits] = [2, 512];
    const ordersOf = (number: number, secret = roundsKey, of = round): number[][] =>
      shownOrders(new LookAnswers(specOfGroups(groups, bits), secret, of), number, groups);
    const all = [
      ...ordersOf(0), ...ordersOf(1), ...ordersOf(0, roundsKey, roundsKey), ...ordersOf(0, round),
    ]; // prettier-ignore
    expect(new Set(all.map((order) => order.join())).size).toBe(8);
    for (const order of all) expect(new Set(order).size).toBe(bits);
  });

  test('bring a bit to every place equally often', () => {
    const [bits, pairs] = [64, 32_000];
    const answers = new LookAnswers(specOfGroups(2, bits), roundsKey, round);
    const counts = new Float64Array(bits);
    const [filters, target] = [new Uint8Array(answers.bytes), new Uint8Array(answers.bytes)];
    filters[2] = 16;
    for (let number = 0; number < pairs; number++) {
      answers.answerInto(number, filters, 0, target, 0);
      const byte = target.findIndex((value) => value !== 0);
      counts[8 * byte + Math.log2(target[byte]!)]! += 1;
    }
    const expected = pairs / bits;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: beyond 113 once in 10,000 times; the key is fixed, so it never fails.
    expect(chiSquare).toBeLessThan(113);
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

  test.each([
    [['name', 'date'], 32],
    [['name', 'date'], 65],
    [['name', 'date'], 8192],
    [Array.from({ length: 33 }, (_, at) => `group${String(at)}`), 64],
  ])('filters of which no permutation is held to its description: %j', (groups, bits) => {
    expect(() => new LookAnswers(specOf(groups, bits), roundsKey, round)).toThrow('ENCODING_SHAPE');
  });

  test('after disposal no look is answered', () => {
    const answers = new LookAnswers(specOf(), roundsKey, round);
    const record = new Uint8Array(3 * BYTES).fill(1);
    answer(record, 1, answers);
    answers.dispose();
    expect(() => answer(record, 1, answers)).toThrow('KEY_LENGTH');
  });
});

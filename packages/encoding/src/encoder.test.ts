// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { FieldSpec, FieldWeight } from '@koppel/study';
import fc from 'fast-check';
import { cellsOf } from './cell-batch.ts';
import { createRecordEncoder } from './encoder.ts';
import { isMissing, normalise } from './normalise.ts';
import { createProfile } from './profile.ts';
import { positionsIn, referencePositions } from './testing/reference.ts';
import { sampleFields, sampleKey, sampleSpec } from './testing/sample-spec.ts';

const { givenName, surname, street, birthDate, postcode, income } = sampleFields;

type Values = readonly (string | undefined)[];

function encode(fields: readonly FieldSpec[], values: Values, bits = 1024, key = sampleKey) {
  const encoder = createRecordEncoder(createProfile(sampleSpec(fields, bits)), key);
  const filter = new Uint8Array(encoder.profile.bytes);
  const encoded = encoder.encodeInto(values, filter, 0);
  encoder.dispose();
  return { filter, ...encoded };
}

function shared(left: ReadonlySet<number>, right: ReadonlySet<number>): number {
  return [...left].filter((position) => right.has(position)).length;
}

function dice(left: Uint8Array, right: Uint8Array): number {
  const [a, b] = [positionsIn(left), positionsIn(right)];
  return (2 * shared(a, b)) / (a.size + b.size);
}

const name = fc
  .stringMatching(/^[a-zéøß' -]{0,14}[b-w]$/)
  .filter((text) => !isMissing(normalise(text)));
const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10).replaceAll('-', ''));
const code = fc.stringMatching(/^[1-9][0-9]{0,3} ?[A-W]{0,2}$/);
const amount = fc.integer({ min: -20_000, max: 20_000 }).map(String);
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const person = fc.tuple(
  optional(name),
  optional(name),
  optional(name),
  optional(date),
  optional(code),
  optional(amount),
);

describe('an encoding', () => {
  test('is what the definition says, for every record, length and weight', () => {
    const weight: fc.Arbitrary<FieldWeight> = fc.oneof(
      fc.record({ bitsPerToken: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ bitsPerField: fc.integer({ min: 1, max: 64 }) }),
    );
    const weights = fc.tuple(weight, weight, weight, weight, weight, weight);
    const bits = fc.constantFrom(64, 512, 1024, 65_536);
    fc.assert(
      fc.property(person, weights, bits, (values, chosen, length) => {
        const fields = Object.values(sampleFields).map((field, at) => ({
          ...field,
          weight: chosen[at]!,
        }));
        const { filter } = encode(fields, values, length);
        const expected = referencePositions(sampleSpec(fields, length), sampleKey, values);
        expect(positionsIn(filter)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('does not depend on what the encoder did before, nor on the place in the target', () => {
    const profile = createProfile(sampleSpec());
    const encoder = createRecordEncoder(profile, sampleKey);
    const target = new Uint8Array(3 * profile.bytes).fill(0xff);
    fc.assert(
      fc.property(person, (values) => {
        target.fill(0xff);
        encoder.encodeInto(values, target, profile.bytes);
        const [before, middle, after] = [0, 1, 2].map((at) =>
          target.slice(at * profile.bytes, (at + 1) * profile.bytes),
        );
        expect(middle).toEqual(encode(profile.spec.fields, values).filter);
        expect(before!.every((byte) => byte === 0xff)).toBe(true);
        expect(after!.every((byte) => byte === 0xff)).toBe(true);
      }),
      { numRuns: 50 },
    );
    encoder.dispose();
  });

  test('of a row is that of the cells in its columns', () => {
    const profile = createProfile(sampleSpec());
    const encoder = createRecordEncoder(profile, sampleKey);
    const filter = new Uint8Array(profile.bytes);
    fc.assert(
      fc.property(person, (values) => {
        const cells = ['id', ...values.map((value) => value ?? '')].reverse();
        const columns = values.map((value, at) =>
          value === undefined ? -1 : values.length - 1 - at,
        );
        const encoded = encoder.encodeRow(cellsOf([cells]), 0, columns, filter, 0);
        const { filter: expected, ...rest } = encode(profile.spec.fields, values);
        expect(filter).toEqual(expected);
        expect(encoded).toEqual(rest);
      }),
      { numRuns: 50 },
    );
    encoder.dispose();
  });

  test('of a field with several inputs takes all of them', () => {
    const profile = createProfile(sampleSpec([surname, birthDate]));
    const inputs = profile.inputs.flatMap((input) => [input, { ...input, part: 'other' }]);
    const encoder = createRecordEncoder({ ...profile, inputs }, sampleKey);
    const filter = new Uint8Array(profile.bytes);
    const { filter: expected } = encode([surname, birthDate], ['Jansen', '19530728']);
    for (let time = 0; time < 3; time += 1) {
      const { problems } = encoder.encodeInto(['Jansen', '', '19530728', undefined], filter, 0);
      expect(problems).toEqual([]);
      expect(filter).toEqual(expected);
      const tooLong = ['Jansen', 'a'.repeat(1001), '19530728', ''];
      expect(encoder.encodeInto(tooLong, filter, 0).problems).toEqual([
        { field: 'surname', rule: 'tooLong' },
      ]);
    }
    encoder.dispose();
  });

  test('does not change when values come again, rare or common, plain or not', () => {
    const profile = createProfile(sampleSpec());
    const encoder = createRecordEncoder(profile, sampleKey);
    const values = ['Anna', 'Müller', 'Lange Voorhout 5', '1953-07-28', '2514 EC', '1500'];
    const filter = new Uint8Array(profile.bytes);
    const expected = encode(profile.spec.fields, values);
    for (let time = 0; time < 4; time += 1) {
      const encoded = encoder.encodeInto(values, filter, 0);
      expect({ filter, ...encoded }).toEqual(expected);
    }
    encoder.dispose();
  });

  test('of swapped names in one group is the same', () => {
    fc.assert(
      fc.property(name, name, (first, last) => {
        const names = [givenName, surname];
        expect(encode(names, [first, last]).filter).toEqual(encode(names, [last, first]).filter);
      }),
      { numRuns: 30 },
    );
  });

  test('of one value in two groups or under two types shares no more than chance', () => {
    const apart = encode([surname], ['Vandenberg']).filter;
    const group = encode([{ ...surname, group: 'other' }], ['Vandenberg']).filter;
    expect(dice(apart, group)).toBeLessThan(0.3);
    // With q = 1 and a one-character code, text and code emit tokens that read alike.
    const asText = { ...surname, q: 1, weight: { bitsPerToken: 40 } } as const;
    const asDate = { ...birthDate, group: 'name', weight: { bitsPerField: 300 } } as const;
    const asCode = { ...postcode, group: 'name', weight: { bitsPerToken: 40 } } as const;
    const digits = '19530731';
    const [text, day, coded] = [asText, asDate, asCode].map((field) => encode([field], [digits]));
    expect(dice(text!.filter, day!.filter)).toBeLessThan(0.4);
    expect(dice(day!.filter, coded!.filter)).toBeLessThan(0.4);
  });

  test('under another key is unrelated', () => {
    const values = ['Anna', 'van den Berg', 'Coolsingel', '19530731', '3011AB', '1500'];
    const fields = Object.values(sampleFields);
    const other = sampleKey.map((byte) => byte ^ 1);
    const [left, right] = [encode(fields, values), encode(fields, values, 1024, other)];
    const [a, b] = [positionsIn(left.filter), positionsIn(right.filter)];
    const byChance = (a.size * b.size) / 1024;
    expect(Math.abs(shared(a, b) - byChance)).toBeLessThan(60);
  });

  test('of near values is nearer than of far ones', () => {
    const similarity = (field: FieldSpec, left: string, right: string): number =>
      dice(encode([field], [left]).filter, encode([field], [right]).filter);
    const triples: [FieldSpec, string, string, string][] = [
      [surname, 'Jansen', 'Janssen', 'Bakker'],
      [street, 'Coolsingel', 'Colsingel', 'Blaak'],
      [birthDate, '19530731', '19530713', '20011224'],
      [postcode, '3011AB', '3011AC', '9722ZX'],
      [income, '1500', '1550', '9000'],
    ];
    for (const [field, value, near, far] of triples) {
      expect(similarity(field, value, near)).toBeGreaterThan(0.4);
      expect(similarity(field, value, far)).toBeLessThan(0.3);
    }
  });
});

describe('weight', () => {
  test('bitsPerField bounds the bits of a field, however long its value', () => {
    const field = { ...street, weight: { bitsPerField: 100 } };
    fc.assert(
      fc.property(fc.stringMatching(/^[b-w]{1,60}$/), (value) => {
        const { size } = positionsIn(encode([field], [value], 65_536).filter);
        expect(size).toBeLessThanOrEqual(100);
        expect(size).toBeGreaterThan(90); // a repeat is rare in so long a filter
      }),
      { numRuns: 30 },
    );
  });

  test('every token sets a bit, also where the field has fewer bits than tokens', () => {
    const field = { ...street, weight: { bitsPerField: 3 } };
    const { size } = positionsIn(encode([field], ['Lange Voorhout'], 65_536).filter);
    expect(size).toBe('__langevoorhout__'.length - 2);
  });

  test('bitsPerToken bounds the bits by the tokens', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[b-w]{1,20}$/), (value) => {
        const { size } = positionsIn(encode([surname], [value], 65_536).filter);
        expect(size).toBeLessThanOrEqual(12 * (value.length + 1));
        expect(size).toBeGreaterThan(11 * (value.length + 1));
      }),
      { numRuns: 30 },
    );
  });

  test('fields of one group with other weights share the first positions of a token', () => {
    const light = { ...givenName, weight: { bitsPerToken: 5 } };
    const few = positionsIn(encode([light], ['Anna']).filter);
    const many = positionsIn(encode([surname], ['Anna']).filter);
    expect(shared(few, many)).toBe(few.size);
    expect(few.size).toBeLessThan(many.size);
  });
});

describe('what is missing or wrong', () => {
  const fields = [givenName, surname, birthDate, income];

  test('a missing value sets no bit and no presence', () => {
    const { filter, ...rest } = encode(fields, ['', undefined, '00000000', ' - ']);
    expect(filter.every((byte) => byte === 0)).toBe(true);
    expect(rest).toEqual({ presence: 0, problems: [], tolerated: [] });
  });

  test('presence has a bit for each field that adds something, up to the 32nd', () => {
    fc.assert(
      fc.property(person, (values) => {
        const expected = values.reduce<number>(
          (mask, value, at) => mask + (value === undefined ? 0 : 2 ** at),
          0,
        );
        expect(encode(Object.values(sampleFields), values).presence).toBe(expected);
      }),
      { numRuns: 30 },
    );
    const many = Array.from({ length: 32 }, (_, at) => ({ ...surname, name: `name${at}` }));
    const values = many.map((_, at) => (at === 31 ? 'Jansen' : ''));
    expect(encode(many, values).presence).toBe(2 ** 31);
  });

  test('an invalid value is a problem, or tolerated where the field says so', () => {
    const { presence, problems, tolerated } = encode(
      [
        ...fields,
        { ...birthDate, name: 'moveDate', onInvalid: 'missing' },
        { ...income, name: 'debt' },
      ],
      ['Anna', 'a'.repeat(1001), '19530231', 'much', '19531301', '12a'],
    );
    expect(presence).toBe(0b010001);
    expect(problems).toEqual([
      { field: 'surname', rule: 'tooLong' },
      { field: 'birthDate', rule: 'dateImpossible' },
    ]);
    expect(tolerated).toEqual([
      { field: 'income', rule: 'numberFormat' },
      { field: 'moveDate', rule: 'dateImpossible' },
      { field: 'debt', rule: 'numberFormat' },
    ]);
  });
});

describe('an encoder', () => {
  const profile = createProfile(sampleSpec([surname, birthDate]));

  test('refuses a record or target that does not fit', () => {
    const encoder = createRecordEncoder(profile, sampleKey);
    const target = new Uint8Array(128);
    const into = (values: string[], offset: number) => () =>
      encoder.encodeInto(values, target, offset);
    const shape = (rule: string) =>
      expect.objectContaining({ code: 'ENCODING_SHAPE', place: { rule } });
    expect(into(['Jansen'], 0)).toThrow(shape('values'));
    for (const offset of [-1, 1, 0.5]) {
      expect(into(['Jansen', ''], offset)).toThrow(shape('target'));
    }
    expect(into(['Jansen', ''], 0)).not.toThrow();
  });

  test('needs a key of 32 bytes, and keeps no hold of it', () => {
    expect(() => createRecordEncoder(profile, new Uint8Array(31))).toThrow('KEY_LENGTH');
    const encodingKey = sampleKey.slice();
    const encoder = createRecordEncoder(profile, encodingKey);
    encodingKey.fill(0);
    const filter = new Uint8Array(128);
    encoder.encodeInto(['Jansen', ''], filter, 0);
    expect(filter).toEqual(encode([surname, birthDate], ['Jansen', '']).filter);
  });

  test('throws after disposal', () => {
    const encoder = createRecordEncoder(profile, sampleKey);
    encoder.encodeInto(['Jansen', ''], new Uint8Array(128), 0);
    encoder.dispose();
    expect(() => encoder.encodeInto(['Jansen', ''], new Uint8Array(128), 0)).toThrow(
      'ENCODING_DISPOSED',
    );
  });
});

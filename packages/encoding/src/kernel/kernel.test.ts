// SPDX-License-Identifier: EUPL-1.2
/** The kernel beside the plain way, which says what is right. */
import { describe, expect, test } from '@jest/globals';
import { deriveGroupKey } from '@koppel/keys';
import type { EncodingSpec, FieldSpec, FieldWeight } from '@koppel/study';
import fc from 'fast-check';
import { cellsOf, type CellBatch } from '../cell-batch.ts';
import { createRecordEncoder } from '../encoder.ts';
import { createGroupPrf } from '../prf.ts';
import { createProfile } from '../profile.ts';
import { sampleFields, sampleKey, sampleSpec } from '../testing/sample-spec.ts';
import { createKernel } from './plan.ts';

const { surname, birthDate, postcode, income } = sampleFields;

type Rows = readonly (readonly (string | undefined)[])[];

/** What both ways make of rows, each with one encoder for all of them. */
function bothWays(spec: EncodingSpec, rows: Rows, batch: CellBatch = cellsOf(rows)) {
  const profile = createProfile(spec);
  const columns = profile.inputs.map((_, at) => at);
  const [plain, quick] = [0, 1].map(() => createRecordEncoder(profile, sampleKey));
  const made = rows.map((values, row) => {
    const [expected, filter] = [0, 1].map(() => new Uint8Array(profile.bytes));
    const padded = columns.map((at) => values[at]);
    const said = plain!.encodeInto(padded, expected!, 0);
    const answer = quick!.encodeRow(batch, row, columns, filter!, 0);
    return { expected: { filter: expected, ...said }, got: { filter, ...answer } };
  });
  plain!.dispose();
  quick!.dispose();
  return made;
}

function expectAlike(spec: EncodingSpec, rows: Rows, batch?: CellBatch): void {
  for (const { expected, got } of bothWays(spec, rows, batch)) {
    // Long filters take jest long to compare.
    const isSame = Buffer.compare(expected.filter!, got.filter!) === 0;
    expect({ ...got, filter: isSame }).toEqual({ ...expected, filter: true });
  }
}

/** The fields of one row, as bits, that a kernel leaves to the plain way. */
function leftOf(field: FieldSpec, value: string): number {
  const profile = createProfile(sampleSpec([field]));
  const prfs = new Map([[field.group, createGroupPrf(deriveGroupKey(sampleKey, field.group))]]);
  const kernel = createKernel(profile, prfs)!;
  const left = kernel.fieldsLeft(kernel.seek(cellsOf([[value]]), 0, [0]));
  kernel.wipe();
  return left & 1;
}

const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 70 });
const latin = fc.string({
  unit: fc.constantFrom(...Array.from('aàbßçÉëÿœşİıŁſªº²½¾µ·  -\u00a0\u0085Ω王')),
  maxLength: 20,
});
const named = fc.stringMatching(/^[A-Za-z]{1,9}( [a-z]{1,9}){0,2}( \d{1,3})?$/);
const words = fc.constantFrom('onbekend', 'On-Bekend', 'x', 'X.', 'xx', 'NULL', 'nonE1', '', ' ');
const repeats = fc.stringMatching(/^[ab -]{0,40}$/);
const day = fc
  .date({ min: new Date('1840-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyDate = fc.oneof(
  day,
  day.map((text) => text.replaceAll('-', '')),
  day.map((text) => text.split('-').reverse().join('-')),
  fc.stringMatching(/^(19|20)\d\d(0[0-9]|1[0-3])([0-2]\d|3[0-2])$/),
  fc.stringMatching(/^[0-9-]{8,10}$/),
  fc.constantFrom('1999.12.01', '19991x01', '²9991201', ' 19991201', '20000229', '19000229'),
);
const anyCode = fc.stringMatching(/^\d{0,4} ?[A-Z]{0,4}$/);
const anyValue = fc.oneof(
  named, ascii, latin, words, repeats, anyDate, anyCode,
  fc.string({ unit: 'grapheme', maxLength: 10 }),
); // prettier-ignore

const weight: fc.Arbitrary<FieldWeight> = fc.oneof(
  fc.record({ bitsPerToken: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ bitsPerField: fc.integer({ min: 1, max: 64 }) }),
);
const onInvalid = fc.constantFrom('reject' as const, 'missing' as const);
const group = fc.constantFrom('one', 'two');
const anyField: fc.Arbitrary<FieldSpec> = fc.oneof(
  fc.record({
    name: fc.constant('a'), group, weight, onInvalid,
    type: fc.constant('text' as const), q: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    name: fc.constant('a'), group, weight, onInvalid, type: fc.constant('code' as const),
    prefixes: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
  }),
  fc.record({ name: fc.constant('a'), group, weight, onInvalid, type: fc.constant('date' as const) }),
  fc.constant({ ...income, weight: { bitsPerToken: 5 } }),
  fc.constant({ ...surname, q: 2, positional: true as const }),
); // prettier-ignore

describe('the kernel gives the same as the plain way', () => {
  test('for any fields, weights, lengths and values', () => {
    const fields = fc.array(anyField, { minLength: 1, maxLength: 4 });
    const rows = fc.array(fc.array(fc.option(anyValue, { nil: undefined }), { maxLength: 5 }), {
      minLength: 1,
      maxLength: 12,
    });
    const bits = fc.constantFrom(64, 128, 256, 1024, 2048, 8192);
    fc.assert(
      fc.property(fields, rows, bits, (chosen, values, length) => {
        const named = chosen.map((field, at) => ({ ...field, name: `field${at}` }));
        expectAlike(sampleSpec(named, length), values);
      }),
      { numRuns: 120 },
    );
  });

  test.each<[string, FieldWeight, Partial<EncodingSpec>]>([
    ['clk-fold', { bitsPerField: 101 }, {}],
    ['clk-rule90', { bitsPerToken: 9 }, {}],
    ['clk-balance', { bitsPerField: 60 }, { similarity: 'hamming' }],
    ['saul', { votesPerToken: 3 }, { similarity: 'hamming', parameters: { bits: 1024, k: 3 } }],
  ])('under %s', (scheme, one, others) => {
    const fields = [surname, birthDate, postcode].map((field) => ({ ...field, weight: one }));
    const rows = fc.sample(fc.tuple(named, anyDate, anyCode), { numRuns: 50, seed: 7 });
    expectAlike({ ...sampleSpec(fields), scheme, ...others }, rows);
  });

  test('for fields of one group and type, which share their keys', () => {
    const pair = [surname, { ...surname, name: 'birthName' }, birthDate];
    expectAlike(sampleSpec(pair), [
      ['Jansen', 'de Vries', '19530728'],
      ['Jansen', 'Jansen'],
    ]);
  });

  test('for rows that have no cell at all', () => {
    expectAlike(sampleSpec([surname, birthDate]), [[], []]);
  });

  test('for weights beyond the first 64 words of a token', () => {
    const heavy = [{ bitsPerToken: 65 }, { bitsPerField: 4096 }, { bitsPerToken: 300 }];
    for (const one of heavy) {
      const fields = [surname, birthDate, postcode].map((field) => ({ ...field, weight: one }));
      const rows = [
        ['a', '19530728', '3011AB'],
        ['Jansen', '1953-07-28', '9'],
        ['', '', ''],
      ];
      expectAlike(sampleSpec(fields, 65_536), rows);
    }
  });

  test('where tokens make place for others, also for those of the same row', () => {
    // 512 buckets of four places, and hardly a token that comes back.
    const fields = [{ ...surname, q: 4 }, birthDate, { ...postcode, prefixes: [4, 6] }];
    const rows = fc.sample(
      fc.tuple(fc.stringMatching(/^[a-z0-9]{20,40}$/), anyDate, fc.stringMatching(/^[a-z0-9]{6}$/)),
      { numRuns: 400, seed: 5 },
    );
    expectAlike(sampleSpec(fields, 65_536), rows);
  });

  test('for more rows and text than one call takes', () => {
    const filler = 'f'.repeat(300);
    const rows = fc.sample(fc.tuple(named, anyDate), { numRuns: 1500, seed: 6 });
    const spec = sampleSpec([surname, birthDate]);
    expectAlike(spec, rows);
    expectAlike(
      spec,
      rows.slice(0, 300).map((row) => [...row, filler]),
    );
    expectAlike(spec, [
      ['a'.repeat(40_000), '19530728'],
      ['Jansen', '19530728'],
    ]);
    expectAlike(spec, [[], ['Jansen'], [], ['Jansen', '19530728'], []]);
  });

  test('for cells that stand elsewhere in the text', () => {
    const rows = [
      ['Jansen', '19530728'],
      ['De Vries', '19530729'],
      ['Bakker', '19530730'],
    ];
    const straight = cellsOf(rows);
    const { codes, places } = straight;
    const moved = new Uint8Array(codes.length + 50_000);
    moved.set(codes, 50_000);
    for (const from of [0, 2, 3]) {
      const text = new Uint8Array(moved);
      text.set(codes);
      const other = places.map((place, at) => place + (at >>> 1 === from ? 50_000 : 0));
      const batch = { ...straight, codes: text, places: other };
      expectAlike(sampleSpec([surname, birthDate]), rows, batch);
    }
  });

  test('for rows in any order, and other columns of the same rows', () => {
    const profile = createProfile(sampleSpec([surname, birthDate]));
    const encoder = createRecordEncoder(profile, sampleKey);
    const rows = Array.from({ length: 1200 }, (_, row) => [`name ${row}`, '19530728', `${row} x`]);
    const batch = cellsOf(rows);
    const [filter, expected] = [0, 1].map(() => new Uint8Array(profile.bytes));
    for (const [row, columns] of [[1100, [0, 1]], [3, [0, 1]], [3, [2, 1]], [4, [2, -1]]] as const) {
      encoder.encodeRow(batch, row, columns, filter!, 0);
      encoder.encodeInto(columns.map((at) => rows[row]![at]), expected!, 0);
      expect(filter).toEqual(expected);
    }
    encoder.dispose();
  }); // prettier-ignore
});

describe('the kernel reads', () => {
  test.each<[FieldSpec, string]>([
    [surname, 'van den Berg'],
    [surname, "O'Neill-Jansen"],
    [surname, 'Daniëls'],
    [surname, 'Weiß'],
    [surname, 'Şahin'],
    [surname, ''],
    [{ ...surname, q: 4 }, 'nananananana'],
    [postcode, '3011 AB'],
    [postcode, '-'],
    [birthDate, '19530731'],
    [birthDate, '1953-07-28'],
    [birthDate, '28-07-1953'],
  ])('%#', (field, value) => {
    expect(leftOf(field, value)).toBe(0);
  });
});

describe('the kernel leaves to the plain way', () => {
  test.each<[FieldSpec, string]>([
    [surname, 'Ωmega'],
    [surname, 'a\u0301'],
    [surname, 'Onbekend'],
    [surname, 'a'.repeat(65)],
    [surname, 'ß'.repeat(33)],
    [surname, 'a'.repeat(20)],
    [postcode, '12345678901'],
    [birthDate, '19530631'],
    [birthDate, '19520229'],
    [birthDate, '18530701'],
    [birthDate, '19531301'],
    [birthDate, '1953/07/01'],
    [birthDate, '1953071²'],
  ])('%#', (field, value) => {
    expect(leftOf(field, value)).toBe(1);
  });
});

describe('there is no kernel', () => {
  test.each<[string, EncodingSpec]>([
    ['for another normalisation', { ...sampleSpec([surname]), normalisation: 'nl-1' }],
    ['for numbers', sampleSpec([income])],
    ['for long prefixes', sampleSpec([{ ...postcode, prefixes: [4, 7] }])],
    ['for q-grams with their place', sampleSpec([{ ...surname, positional: true }])],
  ])('%s', (_name, spec) => {
    expect(createKernel(createProfile(spec), new Map())).toBeUndefined();
  });

  test('for a field that takes several inputs', () => {
    const profile = createProfile(sampleSpec([surname]));
    const inputs = [...profile.inputs, ...profile.inputs];
    expect(createKernel({ ...profile, inputs }, new Map())).toBeUndefined();
  });

  test('and rows are encoded all the same', () => {
    expectAlike(sampleSpec([income]), [['1500'], ['x'], [undefined], ['']]);
  });
});

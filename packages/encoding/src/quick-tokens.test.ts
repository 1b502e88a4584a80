// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { quickTokens } from './quick-tokens.ts';
import { sampleFields, sampleSpec } from './testing/sample-spec.ts';
import { TokenList } from './token-list.ts';
import { tokenise } from './tokens.ts';

/** Numbers of the tokens, without the mark that says how common a token is. */
function numbersOf(tokens: TokenList): number[] {
  const numbers = Array.from(tokens.words.subarray(0, 4 * tokens.count));
  return numbers.map((number, at) => (at % 4 === 3 ? number & ~0x40 : number));
}

/** As an encoder hands a value over. */
function unitsOf(value: string): Uint16Array {
  return Uint16Array.from([value.length, ...value.split('').map((unit) => unit.charCodeAt(0))]);
}

/** What both twins make of a value; `quick` is undefined where it leaves the value to the other. */
function both(
  field: FieldSpec,
  value: string,
): { quick: number[] | undefined; plain: number[]; rule?: string } {
  const tokens = new TokenList();
  const taken = quickTokens(field, sampleSpec([field]))!(unitsOf(value), tokens);
  const quick = taken ? numbersOf(tokens) : undefined;
  const read = tokenise(value, field);
  tokens.fill(read.tokens);
  const rule = read.rule === undefined ? {} : { rule: read.rule };
  return { quick, plain: numbersOf(tokens), ...rule };
}

const { surname, postcode, birthDate, income } = sampleFields;
const texts: FieldSpec[] = [1, 2, 3, 4].map((q) => ({ ...surname, q }));
const codes: FieldSpec[] = [[], [4], [1, 4, 6, 4], [12]].map((prefixes) => ({
  ...postcode,
  prefixes,
}));

const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 70 });
const repeats = fc.stringMatching(/^[ab -]{0,40}$/);
const words = fc.constantFrom(
  'onbekend',
  'On-Bekend',
  'x',
  'X.',
  'xx',
  'NULL',
  'none',
  'nonE1',
  '',
  ' ',
  '-',
  'null ',
);
const anyValue = fc.oneof(
  ascii,
  repeats,
  words,
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.stringMatching(/^\d{4} ?[A-Z]{2}$/),
);
const day = fc
  .date({ min: new Date('1840-01-01'), max: new Date('2110-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyDate = fc.oneof(
  day,
  day.map((text) => text.replaceAll('-', '')),
  day.map((text) => text.split('-').reverse().join('-')),
  fc.stringMatching(/^[0-3][0-9]{7}$/),
  fc.stringMatching(/^[0-9-]{8,10}$/),
  fc.constantFrom(
    '1999.12.01',
    '19991x01',
    '00000000',
    '19991200',
    ' 19991201',
    '1999-12-1',
    '1-12-19999',
  ),
);

describe.each([
  ['text', texts, anyValue],
  ['code', codes, anyValue],
  ['date', [birthDate], fc.oneof(anyDate, anyValue)],
] as const)('the quick way of a %s', (_type, fields, values) => {
  test.each(fields)('says what tokenise says, or leaves it to it (%#)', (field) => {
    fc.assert(
      fc.property(values, (value) => {
        const { quick, plain, rule } = both(field, value);
        if (quick === undefined) return;
        expect(rule).toBeUndefined();
        expect(quick).toEqual(plain);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the quick way is taken', () => {
  test.each<[FieldSpec, string]>([
    [surname, 'van den Berg'],
    [surname, "O'Neill-Jansen"],
    [surname, ''],
    [{ ...surname, q: 3 }, 'nananana'],
    [{ ...surname, q: 4 }, 'nananananana'],
    [postcode, '3011 AB'],
    [postcode, '-'],
    [birthDate, '19530728'],
    [birthDate, '1953-07-28'],
    [birthDate, '28-07-1953'],
  ])('%#', (field, value) => {
    const { quick, plain } = both(field, value);
    expect(quick).toEqual(plain);
  });
});

describe('the quick way is not taken', () => {
  test.each<[FieldSpec, string]>([
    [surname, 'Daniëls'],
    [surname, 'Onbekend'],
    [surname, 'a'.repeat(65)],
    [surname, 'a'.repeat(20)],
    [postcode, '12345678901'],
    [{ ...postcode, prefixes: [12] }, '3011AB'],
    [birthDate, '19530731'],
    [birthDate, '18530701'],
    [birthDate, '19531301'],
    [birthDate, '1953/07/01'],
    [birthDate, '1953-0701'],
    [birthDate, '1953071a'],
  ])('%#', (field, value) => {
    expect(both(field, value).quick).toBeUndefined();
  });

  test('under another normalisation there is none', () => {
    const spec = { ...sampleSpec([surname]), normalisation: 'nl-1' } as const;
    expect(quickTokens(surname, spec)).toBeUndefined();
  });

  test('for q-grams with their place there is none', () => {
    const placed = { ...surname, positional: true } as const;
    expect(quickTokens(placed, sampleSpec([placed]))).toBeUndefined();
  });

  test('for numbers there is none', () => {
    expect(quickTokens(income, sampleSpec([income]))).toBeUndefined();
  });
});

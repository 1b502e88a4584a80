// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from './encoder.ts';
import { expectedFill, measureFill } from './fill.ts';
import { createProfile } from './profile.ts';
import { dutchFields, dutchSpec } from './testing/dutch-spec.ts';
import { sampleKey } from './testing/sample-spec.ts';
import { tokenise } from './tokens.ts';
import { deriveWeights, type WeightRequest } from './weights.ts';

const request: WeightRequest = {
  name: 'surname',
  type: 'surname',
  completeness: 1,
  entropyBits: 9,
  expectedTokens: 10,
};

function bitsOf(requests: readonly WeightRequest[], bits = 65_536, fill?: number): number[] {
  return deriveWeights(requests, bits, fill).map(({ weight }) =>
    'bitsPerToken' in weight ? weight.bitsPerToken : NaN,
  );
}

describe('derived weights', () => {
  test('grow with what a field tells, and with its completeness', () => {
    const other = { ...request, name: 'other' };
    const ratio = (change: Partial<WeightRequest>): number => {
      const [one, two] = bitsOf([{ ...other, ...change }, request]);
      return one! / two!;
    };
    expect(ratio({})).toBe(1);
    expect(ratio({ entropyBits: 4.5 })).toBeCloseTo(0.5, 2);
    expect(ratio({ entropyBits: 1 })).toBeCloseTo(ratio({ entropyBits: 3 }), 10);
    expect(ratio({ entropyBits: 20 })).toBeCloseTo(ratio({ entropyBits: 10 }), 10);
    expect(ratio({ expectedTokens: 20 })).toBeCloseTo(0.5, 2);
    expect(ratio({ type: 'sex' })).toBeLessThan(1);
    expect(ratio({ importance: 2 })).toBeCloseTo(2, 2);
    // A value of an incomplete field weighs the same; a record has it less often.
    expect(ratio({ completeness: 0.5 })).toBeCloseTo(1, 2);
  });

  test('are at least a bit, and at most what a weight or filter may have', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ ...request, name: `f${at}` }));
    expect(bitsOf(many, 64).every((bits) => bits === 1)).toBe(true);
    expect(bitsOf([{ ...request, expectedTokens: 0.01 }], 64)).toEqual([64]);
    expect(bitsOf([{ ...request, expectedTokens: 0.01 }])).toEqual([4096]);
    expect(bitsOf([{ ...request, completeness: 0 }])).toEqual([1]);
    expect(bitsOf([])).toEqual([]);
  });

  test.each<[string, Partial<WeightRequest>, number, number]>([
    ['fields[0].completeness', { completeness: 1.1 }, 1024, 0.35],
    ['fields[0].completeness', { completeness: -0.1 }, 1024, 0.35],
    ['fields[0].entropyBits', { entropyBits: -1 }, 1024, 0.35],
    ['fields[0].entropyBits', { entropyBits: Infinity }, 1024, 0.35],
    ['fields[0].expectedTokens', { expectedTokens: 0 }, 1024, 0.35],
    ['fields[0].expectedTokens', { expectedTokens: NaN }, 1024, 0.35],
    ['fields[0].importance', { importance: 0 }, 1024, 0.35],
    ['bits', {}, 63, 0.35],
    ['bits', {}, 100.5, 0.35],
    ['fillTarget', {}, 1024, 0.29],
    ['fillTarget', {}, 1024, 0.51],
  ])('refuse %s out of range', (path, change, bits, fill) => {
    const failure = expect.objectContaining({ code: 'ENCODING_FIGURES', place: { path } });
    expect(() => deriveWeights([{ ...request, ...change }], bits, fill)).toThrow(failure);
  });
});

describe('the fill of encodings', () => {
  test('is the share of bits that are set', () => {
    const filters = Uint8Array.of(0xff, 0xff, 0x0f, 0x00, 0x80, 0x01);
    const { count, mean, least, most } = measureFill(filters, 2);
    expect({ count, least, most }).toEqual({ count: 3, least: 0.125, most: 1 });
    expect(mean).toBeCloseTo((1 + 0.25 + 0.125) / 3, 10);
    expect(measureFill(new Uint8Array(0), 2)).toEqual({ count: 0, mean: 0, least: 0, most: 0 });
  });

  test('is expected of what an average record brings', () => {
    const load = { completeness: 1, expectedTokens: 10 };
    const fill = (loads: Parameters<typeof expectedFill>[0]): number => expectedFill(loads, 1000);
    expect(fill([])).toBe(0);
    expect(fill([{ ...load, weight: { bitsPerToken: 10 } }])).toBeCloseTo(1 - 0.999 ** 100, 12);
    expect(fill([{ ...load, weight: { bitsPerField: 100 } }])).toBeCloseTo(1 - 0.999 ** 100, 12);
    expect(fill([{ ...load, weight: { bitsPerField: 4 } }])).toBeCloseTo(1 - 0.999 ** 10, 12);
    const half = { ...load, completeness: 0.5, weight: { bitsPerToken: 10 } };
    expect(fill([half, half])).toBeCloseTo(1 - 0.999 ** 100, 12);
  });

  /** Persons of a made-up register: names of various lengths, some values missing. */
  const syllable = fc.constantFrom(
    'ba',
    'ker',
    'jan',
    'sen',
    'vri',
    'es',
    'moe',
    'der',
    'li',
    'nda',
  );
  const name = fc
    .array(syllable, { minLength: 2, maxLength: 4 })
    .map((syllables) => `Q${syllables.join('')}`);
  const sometimes = (values: fc.Arbitrary<string>) => fc.option(values, { nil: '', freq: 4 });
  const person = fc.tuple(
    name,
    name,
    fc.date({ min: new Date('1930-01-01'), max: new Date('2005-12-31'), noInvalidDate: true }),
    fc.constantFrom('M', 'V'),
    sometimes(fc.stringMatching(/^[2-8][0-9]{3}[A-R]{2}$/)),
    sometimes(fc.integer({ min: 1, max: 400 }).map(String)),
  );
  const fields = [
    dutchFields.givenNames,
    dutchFields.surname,
    dutchFields.birthDate,
    dutchFields.sex,
    dutchFields.postcode,
    dutchFields.houseNumber,
  ];

  test.each([
    [1024, 0.3],
    [1024, 0.5],
    [2048, 0.35],
    [2048, 0.4],
    [4096, 0.45],
  ])('with derived weights is the target: %d bits, %d', (bits, target) => {
    const persons = fc
      .sample(person, { numRuns: 300, seed: 7 })
      .map((values) =>
        values.map((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
      );
    const requests = fields.map((field, at): WeightRequest => {
      const tokens = persons.map(
        (values) => tokenise(values[at]!, field, [], 'nl-1').tokens.length,
      );
      const filled = tokens.filter((count) => count > 0);
      return {
        name: field.name,
        type: field.type,
        completeness: filled.length / persons.length,
        entropyBits: Math.log2(new Set(persons.map((values) => values[at]!)).size),
        expectedTokens: filled.reduce((sum, count) => sum + count, 0) / filled.length,
      };
    });
    const weights = deriveWeights(requests, bits, target);
    const weighted = fields.map((field, at): FieldSpec => ({
      ...field,
      weight: weights[at]!.weight,
    }));
    const profile = createProfile(dutchSpec(weighted, bits));
    const encoder = createRecordEncoder(profile, sampleKey);
    const filters = new Uint8Array(persons.length * profile.bytes);
    const main = profile.inputs.map(({ field, part }) => (part === 'value' ? field : -1));
    for (const [at, values] of persons.entries()) {
      encoder.encodeInto(
        main.map((field) => (field < 0 ? '' : values[field]!)),
        filters,
        at * profile.bytes,
      );
    }
    encoder.dispose();
    const { mean } = measureFill(filters, profile.bytes);
    expect(Math.abs(mean - target)).toBeLessThan(0.02);
    const loads = requests.map((one, at) => ({ ...one, weight: weights[at]!.weight }));
    expect(Math.abs(mean - expectedFill(loads, bits))).toBeLessThan(0.02);
  });
});

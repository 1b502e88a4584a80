// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import fc from 'fast-check';
import { createRecordEncoder } from '../../encoder.ts';
import { createProfile } from '../../profile.ts';
import { positionsIn, referencePositions } from '../../testing/reference.ts';
import { sampleFields, sampleKey } from '../../testing/sample-spec.ts';
import { fieldLayout } from './field-filters.ts';

const { givenName, surname, birthDate } = sampleFields;
const fields = [givenName, surname, { ...birthDate, weight: { bitsPerToken: 6 } }];
const reason = 'compared with other ways of encoding';

function specOf(used: readonly FieldSpec[] = fields, parameters: object = {}): EncodingSpec {
  return {
    scheme: 'field-filters',
    parameters: { bits: 256 * used.length, fieldBits: 256, reason, ...parameters },
    normalisation: 'plain-1',
    fields: [...used],
  };
}

test('an encoding is the filter of each field, one after the other', () => {
  const spec = specOf();
  const encoder = createRecordEncoder(createProfile(spec), sampleKey);
  const target = new Uint8Array(encoder.profile.bytes);
  const name = fc.stringMatching(/^[b-w]{2,10}$/);
  const value = fc.option(name, { nil: undefined });
  const date = fc.constantFrom('19530728', '20011224', undefined);
  const layout = fieldLayout(spec);
  expect(layout.map(({ field, from, bits }) => [field, from, bits])).toEqual([
    ['givenName', 0, 256],
    ['surname', 256, 256],
    ['birthDate', 512, 256],
  ]);
  fc.assert(
    fc.property(value, value, date, (...values) => {
      // Twice, and once more from what was kept.
      for (let time = 0; time < 3; time++) encoder.encodeInto(values, target, 0);
      const expected = layout.flatMap(({ from }, at) => {
        const field = { ...fields[at]!, group: `field-filters-1/${fields[at]!.group}` };
        const alone = { ...spec, parameters: { bits: 256 }, fields: [field] };
        return [...referencePositions(alone, sampleKey, [values[at]])].map((bit) => from + bit);
      });
      expect(positionsIn(target)).toEqual(new Set(expected));
    }),
    { numRuns: 40 },
  );
  encoder.dispose();
});

test('names of one group have the same filter in another place', () => {
  const encoder = createRecordEncoder(createProfile(specOf([givenName, surname])), sampleKey);
  const target = new Uint8Array(64);
  encoder.encodeInto(['Kees', 'Kees'], target, 0);
  expect(target.subarray(0, 32)).toEqual(target.subarray(32));
  expect(target.some((byte) => byte !== 0)).toBe(true);
});

describe('a study that names them', () => {
  const place = (spec: EncodingSpec): object => {
    try {
      createProfile(spec);
    } catch (error) {
      return (error as { place: object }).place;
    }
    throw new Error('the specification was accepted');
  };

  test('is warned, and gives a reason', () => {
    const { warnings, spec } = createProfile(specOf());
    expect(warnings.map(({ rule }) => rule)).toEqual(['fieldFiltersInFirstRound']);
    expect(spec.parameters['reason']).toBe(reason);
    const path = 'encoding.parameters.reason';
    expect(place(specOf(fields, { reason: '  no        ' }))).toEqual({ path, rule: 'tooShort' });
    const without = { ...specOf(), parameters: { bits: 768, fieldBits: 256 } };
    expect(place(without)).toEqual({
      path,
      rule: 'missing',
    });
  });

  test('is warned once of filters that are too full, and refused useless ones', () => {
    const heavy = { ...surname, weight: { bitsPerToken: 30 } };
    const two = [heavy, { ...heavy, name: 'other' }];
    expect(createProfile(specOf(two)).warnings.map(({ rule }) => rule)).toEqual([
      'fieldFiltersInFirstRound',
      'fillHigh',
    ]);
    const full = { ...surname, weight: { bitsPerToken: 90 } };
    expect(place(specOf([givenName, full]))).toEqual({
      path: 'encoding.fields',
      rule: 'fillUseless',
    });
  });

  test('has the bits that its fields need', () => {
    expect(place(specOf(fields, { bits: 1024 }))).toEqual({
      path: 'encoding.parameters.bits',
      rule: 'notFieldsTimesBits',
    });
    const heavy = { ...surname, weight: { bitsPerField: 257 } };
    expect(place(specOf([givenName, heavy]))).toEqual({
      field: 'surname',
      path: 'encoding.fields[1].weight',
      rule: 'aboveFilterBits',
    });
  });
});

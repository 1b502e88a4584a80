// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { createProfile, normalisationHashes } from './profile.ts';
import { inputsOf, partsOf } from './inputs.ts';
import { dutchFields, dutchSpec } from './testing/dutch-spec.ts';
import { sampleFields, sampleSpec } from './testing/sample-spec.ts';

function refusal(spec: unknown): { code: string; place: object } {
  try {
    createProfile(spec as EncodingSpec);
  } catch (thrown) {
    if (thrown instanceof KoppelError) return { code: thrown.code, place: thrown.place };
    throw thrown;
  }
  throw new Error('the specification was accepted');
}

describe('a profile', () => {
  test('has the size of its encodings', () => {
    expect(createProfile(sampleSpec()).bytes).toBe(128);
    const { surname } = sampleFields;
    expect(createProfile(sampleSpec([surname], 64)).bytes).toBe(8);
    expect(createProfile(sampleSpec([surname], 65_536)).bytes).toBe(8192);
  });

  test('has one hash for one meaning', () => {
    const { hash } = createProfile(sampleSpec());
    expect(hash).toHaveLength(32);
    const { scheme, ...rest } = sampleSpec();
    expect(createProfile({ ...rest, scheme }).hash).toEqual(hash);
    const written = { name: 'a', type: 'text', weight: { bitsPerToken: 9 } };
    const full = { ...written, group: 'a', q: 2, onInvalid: 'reject' };
    const hashes = [written, full].map(
      (field) => createProfile({ ...sampleSpec(), fields: [field] } as EncodingSpec).hash,
    );
    expect(hashes[0]).toEqual(hashes[1]);
  });

  test('has another hash for every other choice', () => {
    const { surname, street, postcode, income } = sampleFields;
    const specs = [
      sampleSpec(),
      sampleSpec(undefined, 2048),
      sampleSpec([surname]),
      sampleSpec([{ ...surname, group: 'surname' }]),
      sampleSpec([{ ...surname, q: 3 }]),
      sampleSpec([{ ...surname, weight: { bitsPerField: 12 } }]),
      sampleSpec([{ ...surname, onInvalid: 'missing' }]),
      sampleSpec([surname, street]),
      sampleSpec([street, surname]),
      sampleSpec([postcode]),
      sampleSpec([{ ...postcode, prefixes: [] }]),
      sampleSpec([income]),
      sampleSpec([{ ...income, distance: 501 }]),
    ];
    const hashes = new Set(specs.map((spec) => String(createProfile(spec).hash)));
    expect(hashes.size).toBe(specs.length);
  });
});

describe('a profile under nl-1', () => {
  const { surname, birthDate, houseNumber } = dutchFields;

  test('takes the parts that its fields have', () => {
    const { inputs } = createProfile(dutchSpec([surname, birthDate]));
    expect(inputs.map(({ field, part }) => `${field} ${part}`)).toEqual([
      ...['0 value', '0 prefix', '0 partner', '0 partnerPrefix', '0 usage'],
      ...['1 value', '1 certainty'],
    ]);
    expect(inputsOf([houseNumber])).toHaveLength(4);
    expect(partsOf('date')).toEqual(['value', 'certainty']);
    expect(partsOf('date', 'plain-1')).toEqual(['value']);
    expect(createProfile(sampleSpec([sampleFields.birthDate])).inputs).toHaveLength(1);
  });

  test('has another hash than under plain-1, and for every other choice', () => {
    const { postcode, birthDate: date } = sampleFields;
    const specs = [
      dutchSpec([postcode]),
      { ...dutchSpec([postcode]), normalisation: 'plain-1' as const },
      dutchSpec([date]),
      dutchSpec([{ ...date, tolerance: { days: 3 } }]),
      dutchSpec([{ ...date, tolerance: { days: 4 } }]),
      dutchSpec([{ ...date, assigned: 'yearOnly' }]),
      dutchSpec([houseNumber]),
      dutchSpec([{ ...houseNumber, neighbours: 4 }]),
      dutchSpec([sampleFields.surname]),
      dutchSpec([{ ...sampleFields.surname, positional: true }]),
    ];
    const hashes = new Set(specs.map((spec) => String(createProfile(spec).hash)));
    expect(hashes.size).toBe(specs.length);
  });

  test('rests on rules and tables that do not change under one name', () => {
    expect(normalisationHashes).toEqual({
      'plain-1': '205098ce9fd1d69f13e926f8b434441279f8beb2f320ea8aaa49eff618eeff76',
      none: 'fed7d07719f2118998e07d223368ace5e1adb9af7d8ca04ad0f59aa2aa5bbd31',
      'nl-1': 'f3be05544ea15fd3d945688814db530f7827e3fa194e293b7c50808b05b688f5',
    });
  });
});

describe('refused is', () => {
  const { surname, street } = sampleFields;

  test('what has not the form of a specification', () => {
    const path = 'encoding.fields[0].weight';
    const noWeight = { ...sampleSpec(), fields: [{ ...surname, weight: {} }] };
    expect(refusal(noWeight)).toEqual({ code: 'ENCODING_SPEC', place: { path } });
    expect(refusal({ ...sampleSpec(), parameters: {} }).place).toEqual({
      path: 'encoding.parameters.bits',
    });
    expect(refusal({ ...sampleSpec(), fields: [] }).code).toBe('ENCODING_SPEC');
    expect(refusal(undefined)).toEqual({ code: 'ENCODING_SPEC', place: { path: 'encoding' } });
  });

  test('what only nl-1 can read, under plain-1', () => {
    const { birthDate } = sampleFields;
    const cases: [FieldSpec, string][] = [
      [dutchFields.surname, 'type'],
      [dutchFields.sex, 'type'],
      [{ ...birthDate, tolerance: { days: 3 } }, 'tolerance'],
      [{ ...birthDate, assigned: 'yearOnly' }, 'assigned'],
    ];
    for (const [field, setting] of cases) {
      expect(refusal(sampleSpec([surname, field]))).toEqual({
        code: 'ENCODING_SPEC',
        place: { path: `encoding.fields[1].${setting}` },
      });
    }
  });

  test.each([
    { name: 'bsn' },
    { name: 'clientBsn' },
    { name: 'BSN_nummer' },
    { name: 'burgerServiceNummer' },
    { name: 'sofinummer' },
    { type: 'bsn' },
  ])('the citizen service number: %j', (change) => {
    expect(refusal({ ...sampleSpec(), fields: [street, { ...surname, ...change }] })).toEqual({
      code: 'ENCODING_BSN',
      place: { path: 'encoding.fields[1]' },
    });
  });

  test('a name that occurs twice', () => {
    expect(refusal(sampleSpec([surname, street, surname]))).toEqual({
      code: 'ENCODING_FIELD_DUPLICATE',
      place: { field: 'surname', path: 'encoding.fields[2].name' },
    });
  });

  test('a scheme that does not exist', () => {
    const place = { path: 'encoding.scheme' };
    expect(refusal({ ...sampleSpec(), scheme: 'plain' })).toEqual({
      code: 'ENCODING_SCHEME',
      place,
    });
  });

  test('a length that is not a power of two, and a parameter that nothing reads', () => {
    expect(refusal(sampleSpec([surname], 960))).toEqual({
      code: 'ENCODING_PARAMETERS',
      place: { path: 'encoding.parameters.bits', rule: 'powerOfTwo' },
    });
    expect(refusal({ ...sampleSpec(), parameters: { bits: 1024, salt: true } })).toEqual({
      code: 'ENCODING_PARAMETERS',
      place: { path: 'encoding.parameters.salt', rule: 'unknown' },
    });
  });

  test.each([{ bitsPerToken: 129 }, { bitsPerField: 129 }])('a weight above the bits', (weight) => {
    expect(refusal(sampleSpec([surname, { ...street, weight }], 128))).toEqual({
      code: 'ENCODING_WEIGHT',
      place: { field: 'street', path: 'encoding.fields[1].weight', rule: 'aboveFilterBits' },
    });
  });
});

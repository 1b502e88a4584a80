// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { deriveSaltedKey } from '@koppel/keys';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { cellsOf } from './cell-batch.ts';
import { createRecordEncoder } from './encoder.ts';
import { createProfile } from './profile.ts';
import type { RecordEncoder } from './record-encoder.ts';
import { saltOf } from './salt.ts';
import { SaltedEncoder } from './salted-encoder.ts';
import { dutchFields, dutchSpec } from './testing/dutch-spec.ts';
import { sampleFields, sampleKey, sampleSpec } from './testing/sample-spec.ts';

const { surname, birthDate, postcode, income } = sampleFields;
const salt = { field: 'birthDate' };
const fields: readonly FieldSpec[] = [surname, birthDate, postcode];
const plain = sampleSpec(fields);
const salted: EncodingSpec = { ...plain, salt };

function encodeBy(encoder: RecordEncoder, values: readonly (string | undefined)[]) {
  const filter = new Uint8Array(encoder.profile.bytes);
  return { ...encoder.encodeInto(values, filter, 0), filter };
}

function refusal(spec: EncodingSpec): object {
  try {
    createProfile(spec);
  } catch (error) {
    const { code, place } = error as { code: string; place: object };
    return { code, ...place };
  }
  throw new Error('the specification was accepted');
}

describe('a salted encoding', () => {
  test('is the plain one under the key of the salt', () => {
    const encoder = createRecordEncoder(createProfile(salted), sampleKey);
    const people = [
      ['Jansen', '1953-07-28', '3011AB'],
      ['Jansen', '28-07-1953', '3011AB'],
      ['Jansen', '1953-00-00', '3011AB'],
      ['Jansen', '1954-07-28', '3011AB'],
      ['Bakker', '1953-01-02', ''],
    ];
    for (let time = 0; time < 2; time++) {
      for (const values of people) {
        const year = /\d{4}/.exec(values[1]!)![0];
        const key = deriveSaltedKey(sampleKey, `=Y${year}`);
        const expected = encodeBy(createRecordEncoder(createProfile(plain), key), values);
        expect(encodeBy(encoder, values)).toEqual(expected);
      }
    }
    encoder.dispose();
  });

  test('of a row is that of its cells', () => {
    const encoder = createRecordEncoder(createProfile(salted), sampleKey);
    const filter = new Uint8Array(128);
    const batch = cellsOf([['3011AB', 'Jansen', '19530728'], ['Jansen']]);
    const row = encoder.encodeRow(batch, 0, [1, 2, 0], filter, 0);
    expect({ ...row, filter }).toEqual(encodeBy(encoder, ['Jansen', '19530728', '3011AB']));
    expect(encoder.encodeRow(batch, 1, [0, -1, -1], filter, 0).problems).toHaveLength(1);
  });

  test('goes with every scheme', () => {
    const encodings = ['clk', 'clk-fold', 'clk-rule90'].map((scheme) => {
      const encoder = createRecordEncoder(createProfile({ ...salted, scheme }), sampleKey);
      return encodeBy(encoder, ['Jansen', '19530728', '3011AB']).filter;
    });
    expect(new Set(encodings.map(String)).size).toBe(3);
  });

  test('is another profile', () => {
    const specs = [sampleSpec(fields), salted, { ...salted, salt: { field: 'postcode' } }];
    const hashes = specs.map((spec) => String(createProfile(spec).hash));
    expect(new Set(hashes).size).toBe(3);
  });

  test('takes the year of a Dutch date, a code, and the sex', () => {
    const dutch = [dutchFields.surname, dutchFields.birthDate, dutchFields.sex];
    const dutchPlain = dutchSpec(dutch);
    const values = ['Berg', 'van den', '', '', '', '19530728', '', 'V'];
    const cases = [
      ['birthDate', '=Y1953'],
      ['sex', null],
    ] as const;
    for (const [field, text] of cases) {
      const encoder = createRecordEncoder(
        createProfile({ ...dutchPlain, salt: { field } }),
        sampleKey,
      );
      const { filter, problems } = encodeBy(encoder, values);
      expect(problems).toEqual([]);
      if (text === null) continue;
      const key = deriveSaltedKey(sampleKey, text);
      expect(filter).toEqual(
        encodeBy(createRecordEncoder(createProfile(dutchPlain), key), values).filter,
      );
    }
    expect(saltOf(['0:3', '4<3011', '=3011ab'], postcode)).toBe('=3011ab');
    expect(saltOf([], dutchFields.sex)).toBeUndefined();
  });
});

describe('a record whose salt is missing', () => {
  test('is a problem, or tolerated where the field says so', () => {
    const strict = createRecordEncoder(createProfile(salted), sampleKey);
    const missing = { field: 'birthDate', rule: 'saltMissing' };
    expect(encodeBy(strict, ['Jansen', '', '3011AB']).problems).toEqual([missing]);
    expect(encodeBy(strict, ['Jansen', '0000-07-28', '3011AB']).problems).toEqual([missing]);
    const loose = { ...salted, fields: [surname, { ...birthDate, onInvalid: 'missing' as const }] };
    const profile = createProfile(loose);
    expect(profile.warnings.map(({ rule }) => rule)).toEqual(['saltOptional']);
    const tolerant = createRecordEncoder(profile, sampleKey);
    const { problems, tolerated, filter } = encodeBy(tolerant, ['Jansen', undefined]);
    expect({ problems, tolerated }).toEqual({ problems: [], tolerated: [missing] });
    // It meets others without a salt, and nobody with one.
    expect(encodeBy(tolerant, ['Jansen', '']).filter).toEqual(filter);
    expect(encodeBy(tolerant, ['Jansen', '19530728']).filter).not.toEqual(filter);
    expect(encodeBy(tolerant, ['Jansen', '19530231']).tolerated).toEqual([
      { field: 'birthDate', rule: 'dateImpossible' },
    ]);
  });

  test('is told once where the value is wrong', () => {
    const encoder = createRecordEncoder(createProfile(salted), sampleKey);
    expect(encodeBy(encoder, ['Jansen', '19530231', '']).problems).toEqual([
      { field: 'birthDate', rule: 'dateImpossible' },
    ]);
  });
});

describe('a salted encoder', () => {
  test('keeps so many encoders, disposes of the oldest, and of all in the end', () => {
    const profile = createProfile(salted);
    const disposed: number[] = [];
    let made = 0;
    const encoder = new SaltedEncoder(
      profile,
      sampleKey,
      () => {
        const at = made++;
        const encodeInto = () => ({ presence: at, problems: [], tolerated: [] });
        const dispose = () => void disposed.push(at);
        return { profile, encodeInto, encodeRow: encodeInto, dispose };
      },
      2,
    );
    const year = (date: string) => encodeBy(encoder, ['', date, '']).presence;
    // The first stands ready for records without salt.
    expect([year('19530101'), year('19540101'), year('19530202'), year('19550101')]).toEqual([
      1, 2, 1, 3,
    ]);
    expect(disposed).toEqual([0, 2]);
    expect(year('19540101')).toBe(4);
    encoder.dispose();
    expect(disposed).toEqual([0, 2, 1, 3, 4]);
    expect(() => year('19540101')).toThrow('ENCODING_DISPOSED');
  });

  test('refuses a weak key and a record that does not fit', () => {
    expect(() => createRecordEncoder(createProfile(salted), new Uint8Array(32))).toThrow(
      'KEY_WEAK',
    );
    const encoder = createRecordEncoder(createProfile(salted), sampleKey);
    expect(() => encodeBy(encoder, [])).toThrow('ENCODING_SHAPE');
  });
});

test('a salt that is not stable, or no field, is refused', () => {
  const path = 'encoding.salt.field';
  const code = 'ENCODING_SALT';
  const of = (field: string, used: readonly FieldSpec[] = fields) =>
    refusal({ ...sampleSpec(used), salt: { field } });
  expect(of('birthPlace')).toEqual({ code, path, rule: 'noField' });
  expect(of('surname')).toEqual({ code, path, field: 'surname', rule: 'notStable' });
  expect(of('income', [income])).toEqual({ code, path, field: 'income', rule: 'notStable' });
  const vague: FieldSpec = { ...birthDate, tolerance: { days: 3 } };
  expect(refusal({ ...dutchSpec([surname, vague]), salt })).toEqual({
    code,
    path,
    field: 'birthDate',
    rule: 'notStable',
  });
});

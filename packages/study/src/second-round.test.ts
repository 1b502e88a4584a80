// SPDX-License-Identifier: EUPL-1.2
/** What a study may say of a second round, and what follows from it. */
import { describe, expect, test } from '@jest/globals';
import { checkStudy } from './parse.ts';
import type { Study } from './schema.ts';
import {
  lookEncoding,
  lookShape,
  mappedEncoding,
  numbersPerRequest,
  roundsPerRecord,
} from './second-round.ts';
import { sampleStudy } from './testing/sample-study.ts';

type Sample = ReturnType<typeof sampleStudy>;
const usual = { looks: 10, budget: 40, rarityClasses: false };

/** The sample study, with four sources, so that a record takes part in four rounds. */
function sample(secondRound: object, change: (study: Sample) => void = () => undefined): Sample {
  const study = sampleStudy();
  Object.assign(study, { secondRound });
  change(study);
  return study;
}

function read(secondRound: object, change?: (study: Sample) => void): Study {
  const result = checkStudy(sample(secondRound, change));
  if (!result.ok) throw result.problems[0]!;
  return result.value.study;
}

function problems(secondRound: object, change?: (study: Sample) => void): string[] {
  const result = checkStudy(sample(secondRound, change));
  return result.ok ? [] : result.problems.map(({ code, place }) => `${code} ${place.path ?? ''}`);
}

describe('a second round', () => {
  test('shows the fields of the first, each in a filter of its own', () => {
    const study = read(usual);
    const spec = lookEncoding(study)!;
    expect(spec).toMatchObject({
      scheme: 'field-filters',
      parameters: { bits: 1024, fieldBits: 512 },
      normalisation: 'plain-1',
    });
    expect(spec.fields.map(({ name, group, weight }) => [name, group, weight])).toEqual([
      ['surname', 'name', { bitsPerToken: 6 }],
      ['birthDate', 'birthDate', { bitsPerToken: 6 }],
    ]);
    expect(lookShape(study)).toEqual({ capacity: 100, fields: 2, filterBytes: 128, rarityBytes: 0 });
    expect(mappedEncoding(study)).toEqual(study.encoding);
    expect(roundsPerRecord(study)).toBe(4);
  }); // prettier-ignore

  test('may show others, which a mapping must give too', () => {
    const fields = [
      { name: 'street', type: 'text', group: 'address', weight: { bitsPerField: 100 } },
      { name: 'surname', type: 'text' },
      { name: 'town', type: 'text', group: 'address' },
    ];
    const study = read({ ...usual, rarityClasses: true, fieldBits: 128, fields });
    expect(lookShape(study)).toEqual({ capacity: 100, fields: 3, filterBytes: 48, rarityBytes: 1 });
    expect(lookEncoding(study)!.fields.map(({ weight, group }) => [weight, group])).toEqual([
      [{ bitsPerField: 100 }, 'address'],
      [{ bitsPerToken: 6 }, 'surname'],
      [{ bitsPerToken: 6 }, 'address'],
    ]);
    expect(mappedEncoding(study).fields.map(({ name }) => name)).toEqual([
      'surname',
      'birthDate',
      'street',
      'town',
    ]);
  });

  test('of many fields has filters of half the size', () => {
    const fields = Array.from({ length: 11 }, (_, at) => ({ name: `f${String(at)}`, type: 'text' }));
    const shape = lookShape(read({ ...usual, rarityClasses: true, fields }))!;
    expect(shape).toMatchObject({ fields: 11, filterBytes: 11 * 32, rarityBytes: 3 });
  }); // prettier-ignore

  test('asks both records of a pair in one request where they are of one run', () => {
    const shape = lookShape(read(usual, (study) => (study.batches.capacity = 11)))!;
    expect(numbersPerRequest(shape, false)).toBe(11);
    expect(numbersPerRequest(shape, true)).toBe(5);
  });

  test('is absent where the study does not have it, and such a study keeps its hash', () => {
    const hash = (study: object): string => {
      const result = checkStudy(study);
      return result.ok ? Buffer.from(result.value.specHash).toString('hex') : 'refused';
    };
    const without = checkStudy(sampleStudy());
    expect(without.ok && lookEncoding(without.value.study)).toBeUndefined();
    expect(without.ok && lookShape(without.value.study)).toBeUndefined();
    expect(hash({ ...sampleStudy(), secondRound: undefined })).toBe(hash(sampleStudy()));
    expect(hash(sample(usual))).not.toBe(hash(sampleStudy()));
    expect(hash(sample({ ...usual, budget: 41 }))).not.toBe(hash(sample(usual)));
  });
});

const one = { name: 'surname', type: 'text' };
const cases: [string, object, ((study: Sample) => void) | undefined, string][] = [
  ['too few looks', { ...usual, looks: 3 }, undefined, 'STUDY_VALUE secondRound.looks'],
  ['too many looks', { ...usual, looks: 41 }, undefined, 'STUDY_VALUE secondRound.looks'],
  [
    'a budget below what all rounds take',
    { ...usual, budget: 39 },
    undefined,
    'STUDY_LOOKS_BUDGET secondRound.budget',
  ],
  [
    'no word on rarity',
    { looks: 10, budget: 40 },
    undefined,
    'STUDY_MISSING_MEMBER secondRound.rarityClasses',
  ],
  [
    'a misspelt safeguard',
    { ...usual, budjet: 3 },
    undefined,
    'STUDY_UNKNOWN_MEMBER secondRound.budjet',
  ],
  ['one field', { ...usual, fields: [one] }, undefined, 'STUDY_VALUE secondRound.fields'],
  [
    'one field in the first round, and none named',
    usual,
    (s) => s.encoding.fields.pop(),
    'STUDY_LOOKS_FIELDS secondRound',
  ],
  [
    'a field twice',
    { ...usual, fields: [one, one] },
    undefined,
    'STUDY_DUPLICATE secondRound.fields[1]',
  ],
  [
    'a field of another type than in the first round',
    { ...usual, fields: [{ name: 'birthDate', type: 'text' }, one] },
    undefined,
    'STUDY_LOOKS_FIELDS secondRound.fields[0]',
  ],
  [
    'a field whose faults count otherwise than in the first round',
    { ...usual, fields: [one, { name: 'birthDate', type: 'date', onInvalid: 'missing' }] },
    undefined,
    'STUDY_LOOKS_FIELDS secondRound.fields[1]',
  ],
  [
    'a type of another normalisation',
    { ...usual, fields: [one, { name: 'given', type: 'givenNames' }] },
    undefined,
    'STUDY_FIELD_TYPE secondRound.fields[1].type',
  ],
  [
    'a setting of another normalisation',
    { ...usual, fields: [one, { name: 'moved', type: 'date', tolerance: { days: 3 } }] },
    undefined,
    'STUDY_VALUE secondRound.fields[1].tolerance',
  ],
  [
    'votes',
    { ...usual, fields: [one, { name: 'given', type: 'text', weight: { votesPerToken: 1 } }] },
    undefined,
    'STUDY_VALUE secondRound.fields[1].weight',
  ],
  [
    'the citizen service number',
    { ...usual, fields: [one, { name: 'bsn', type: 'code' }] },
    undefined,
    'ENCODING_BSN secondRound.fields[1]',
  ],
  [
    'filters of fields in the first round already',
    usual,
    (s) => (s.encoding.scheme = 'field-filters'),
    'STUDY_LOOKS_FIRST_ROUND encoding.scheme',
  ],
  [
    'values as they stand in the first round',
    usual,
    (s) => (s.encoding.normalisation = 'none'),
    'STUDY_LOOKS_FIRST_ROUND encoding.normalisation',
  ],
  [
    'a filter of a length that is no power of two',
    { ...usual, fieldBits: 500 },
    undefined,
    'STUDY_VALUE secondRound.fieldBits',
  ],
  [
    'answers that exceed a message',
    { ...usual, fieldBits: 4096, fields: many(16) },
    (s) => (s.batches.capacity = 20_000),
    'STUDY_BATCH_SIZE batches.capacity',
  ],
  [
    'filters that are longer than an encoding may be',
    { ...usual, fieldBits: 4096, fields: many(17) },
    undefined,
    'STUDY_VALUE secondRound.fieldBits',
  ],
];

function many(count: number): object[] {
  return Array.from({ length: count }, (_, at) => ({ name: `f${String(at)}`, type: 'text' }));
}

test.each(cases)('is refused with %s', (_, secondRound, change, problem) => {
  expect(problems(secondRound, change)).toEqual([problem]);
});

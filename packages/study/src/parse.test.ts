// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { checkStudy, parseStudy } from './parse.ts';
import { sampleStudy } from './testing/sample-study.ts';

type Sample = ReturnType<typeof sampleStudy>;

function problems(change: (study: Sample) => void): string[] {
  const study = sampleStudy();
  change(study);
  const result = checkStudy(study);
  return result.ok ? [] : result.problems.map(({ code, place }) => `${code} ${place.path ?? ''}`);
}

test('a complete study is read, with defaults filled in', () => {
  const result = checkStudy(sampleStudy());
  if (!result.ok) throw result.problems[0] ?? new Error('refused');
  const [surname, birthDate] = result.value.study.encoding.fields;
  expect(surname).toMatchObject({ q: 2, group: 'name', onInvalid: 'reject' });
  expect(birthDate).toMatchObject({ group: 'birthDate' });
  const { batches } = result.value.study;
  expect(batches).toEqual({ capacity: 100, minimumChanges: 10, intervalSeconds: 0 });
  expect(result.value.specHash).toHaveLength(32);
});

test('the hash depends on meaning, not on layout, order of members or comments', () => {
  const text = stringify(sampleStudy());
  const other = `# a comment\n${stringify(Object.fromEntries(Object.entries(sampleStudy()).reverse()))}`;
  const hash = (yaml: string) => {
    const result = parseStudy(yaml);
    return result.ok ? Buffer.from(result.value.specHash).toString('hex') : 'refused';
  };
  expect(hash(other)).toBe(hash(text));
  expect(hash(text.replace('0.8', '0.81'))).not.toBe(hash(text));
  expect(hash(text)).not.toBe('refused');
});

test('an assignment is a choice of the study, and a study without one keeps its hash', () => {
  const hash = (assignment?: string) => {
    const study = sampleStudy();
    if (assignment !== undefined) Object.assign(study.linkage, { assignment });
    const result = checkStudy(study);
    if (!result.ok) throw result.problems[0] ?? new Error('refused');
    return Buffer.from(result.value.specHash).toString('hex');
  };
  expect(hash('greedy')).not.toBe(hash());
  expect(hash('optimal')).not.toBe(hash('mutualBest'));
  expect(problems((s) => Object.assign(s.linkage, { assignment: 'hungarian' }))).toEqual([
    'STUDY_VALUE linkage.assignment',
  ]);
});

const cases: [string, (study: Sample) => void, string][] = [
  ['unknown member', (s) => Object.assign(s, { thresold: 1 }), 'STUDY_UNKNOWN_MEMBER thresold'],
  [
    'unknown nested member',
    (s) => Object.assign(s.linkage, { limit: 1 }),
    'STUDY_UNKNOWN_MEMBER linkage.limit',
  ],
  [
    'unknown member that may be a person',
    (s) => Object.assign(s.linkage, { 'Jansen 1953': 1 }),
    'STUDY_UNKNOWN_MEMBER linkage',
  ],
  ['missing member', (s) => Reflect.deleteProperty(s, 'title'), 'STUDY_MISSING_MEMBER title'],
  ['wrong kind', (s) => Object.assign(s, { title: 5 }), 'STUDY_TYPE title'],
  ['bad slug', (s) => Object.assign(s, { id: 'Sample Study' }), 'STUDY_VALUE id'],
  ['impossible day', (s) => (s.population.from = '2024-02-30'), 'STUDY_VALUE population.from'],
  ['reversed period', (s) => (s.population.from = '2026-01-01'), 'STUDY_PERIOD population'],
  [
    'unknown field type',
    (s) => Object.assign(s.encoding.fields[0]!, { type: 'phonetic' }),
    'STUDY_FIELD_TYPE encoding.fields[0].type',
  ],
  [
    'a field type of another normalisation',
    (s) => Object.assign(s.encoding.fields[0]!, { type: 'surname' }),
    'STUDY_FIELD_TYPE encoding.fields[0].type',
  ],
  [
    'a setting of another normalisation',
    (s) => Object.assign(s.encoding.fields[1]!, { tolerance: { days: 3 } }),
    'STUDY_VALUE encoding.fields[1].tolerance',
  ],
  [
    'the citizen service number as a field',
    (s) => Object.assign(s.encoding.fields[1]!, { name: 'bsn', type: 'code' }),
    'ENCODING_BSN encoding.fields[1]',
  ],
  [
    'two weights at once',
    (s) => (s.encoding.fields[0]!['weight'] = { bitsPerToken: 1, bitsPerField: 2 }),
    'STUDY_VALUE encoding.fields[0].weight',
  ],
  [
    'a field twice',
    (s) => s.encoding.fields.push(s.encoding.fields[0]!),
    'STUDY_DUPLICATE encoding.fields[2]',
  ],
  [
    'an undefined register',
    (s) => s.owners[1]!.registers.push('debts'),
    'STUDY_REFERENCE owners[1].registers[2]',
  ],
  [
    'a register that would overwrite a file of the data set',
    (s) => (s.registers[0]!.id = 'persons'),
    'STUDY_VALUE registers[0].id',
  ],
  [
    'batches that exceed a message',
    (s) => {
      s.batches.capacity = 20_000;
      s.encoding.parameters.bits = 32_768;
    },
    'STUDY_BATCH_SIZE batches.capacity',
  ],
  [
    'a review zone beside the threshold',
    (s) => Object.assign(s.linkage, { review: { from: 0.81, to: 0.9 } }),
    'STUDY_VALUE linkage.review',
  ],
  [
    'an empty review zone',
    (s) => Object.assign(s.linkage, { review: { from: 0.8, to: 0.8 } }),
    'STUDY_VALUE linkage.review',
  ],
  [
    'a review zone for a threshold that is estimated',
    (s) => Object.assign(s.linkage, { threshold: 'auto', review: { from: 0.7, to: 0.9 } }),
    'STUDY_VALUE linkage.review',
  ],
  ['threshold of zero', (s) => (s.linkage.threshold = 0), 'STUDY_VALUE linkage.threshold'],
  [
    'a recall of all',
    (s) => Object.assign(s.linkage, { search: { recall: 1 } }),
    'STUDY_VALUE linkage.search.recall',
  ],
  [
    'a search for nothing',
    (s) => Object.assign(s.linkage, { search: {} }),
    'STUDY_MISSING_MEMBER linkage.search.recall',
  ],
];

test.each(cases)('%s is refused at its place', (_, change, expected) => {
  expect(problems(change)).toContain(expected);
});

test('broken YAML names the row', () => {
  const result = parseStudy('koppel: 1\ntitle: "open\n');
  expect(result).toMatchObject({ ok: false, problems: [{ code: 'STUDY_YAML' }] });
  expect(result.ok ? undefined : result.problems[0]?.place.row).toBeGreaterThan(1);
});

test('an alias bomb and an empty file are refused', () => {
  const bomb = [
    'a: &a [x]',
    ...Array.from('bcdefghi').map((name, at) => {
      const previous = 'abcdefgh'[at] ?? 'a';
      return `${name}: &${name} [${`*${previous},`.repeat(9)}]`;
    }),
  ].join('\n');
  expect(parseStudy(bomb)).toMatchObject({ ok: false, problems: [{ code: 'STUDY_YAML' }] });
  expect(parseStudy('').ok).toBe(false);
});

test('a study can name the Dutch normalisation and its types of field', () => {
  const study = sampleStudy();
  Object.assign(study.encoding, { normalisation: 'nl-1' });
  const weight = { bitsPerToken: 9 };
  study.encoding.fields.push({ name: 'postcode', type: 'postcode', weight });
  Object.assign(study.encoding.fields[0]!, { type: 'surname' });
  Object.assign(study.encoding.fields[1]!, { tolerance: { days: 3 } });
  const result = checkStudy(study);
  expect(result.ok && result.value.study.encoding.fields[2]).toMatchObject({ type: 'postcode' });
});

test.each([undefined, null, 5, 'study', [], { encoding: 1 }, { encoding: { fields: [null, 3] } }])(
  '%j is no study',
  (input) => {
    expect(checkStudy(input).ok).toBe(false);
  },
);

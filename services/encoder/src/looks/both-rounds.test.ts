// SPDX-License-Identifier: EUPL-1.2
/** A row encoded for both rounds: each as it would be alone, and faults told once. */
import { describe, expect, test } from '@jest/globals';
import { cellsOf, createProfile, createRecordEncoder } from '@koppel/encoding';
import { deriveFieldsKey } from '@koppel/keys/look';
import { lookEncoding, type Study } from '@koppel/study';
import { KoppelError } from '@koppel/errors';
import type { Mapping } from '../mapping.ts';
import { rowLayout } from '../rows/layout.ts';
import { listen } from '../testing/place.ts';
import { makeStudy, readStudy } from '../testing/study.ts';
import { BothRoundsEncoder, lookEncoder } from './both-rounds.ts';
import { checkLookFields, reportLookFields } from './look-fields.ts';
import { personTags } from './person-tag.ts';

const encodingKey = new Uint8Array(32).fill(5);
const tokenKey = new Uint8Array(32).fill(6);
const fields = [
  { name: 'surname', type: 'text' },
  { name: 'birthDate', type: 'date' },
  { name: 'movedOn', type: 'date' },
  { name: 'leftOn', type: 'date', onInvalid: 'missing' },
];

async function study(): Promise<{ study: Study; specHash: Uint8Array }> {
  const { input } = await makeStudy(['north', 'south']);
  return readStudy({
    ...input,
    secondRound: { looks: 4, budget: 16, rarityClasses: false, fields },
  });
}

/** Columns: surname, birth, moved, left, number. */
async function encoderOf(tagBytes: 0 | 16) {
  const { study: read, specHash } = await study();
  const profile = createProfile(read.encoding);
  const first = createRecordEncoder(profile, encodingKey);
  const look = lookEncoder(read, encodingKey)!;
  const layout = rowLayout(profile.bytes, 0, { lookBytes: look.profile.bytes, tagBytes });
  const columns = {
    width: 5, recordId: 0, bsn: 4, indicator: -1, payload: [], inputs: [0, 1, -1], lookInputs: [0, 1, 2, 3],
  }; // prettier-ignore
  const encoder = new BothRoundsEncoder({ first, look, columns, layout, tokenKey });
  const encode = (...cells: string[]) => {
    const target = new Uint8Array(layout.rowBytes).fill(255);
    const row = encoder.encodeRow(cellsOf([cells]), 0, columns.inputs, target, layout.filter);
    return { row, target };
  };
  return { study: read, specHash, profile, layout, encoder, encode };
}

describe('a row', () => {
  test('has the encoding of the first round, and the filters that a look shows', async () => {
    const { study: read, specHash, profile, layout, encode } = await encoderOf(16);
    const { row, target } = encode('Jansen', '1980-01-02', '2020-03-04', '', '111222333');
    const alone = new Uint8Array(profile.bytes);
    const first = createRecordEncoder(profile, encodingKey);
    first.encodeInto(['Jansen', '1980-01-02', undefined], alone, 0);
    expect(target.subarray(layout.filter, layout.payloadPresent)).toEqual(alone);
    const look = createRecordEncoder(
      createProfile(lookEncoding(read)!),
      deriveFieldsKey(encodingKey, specHash),
    );
    const filters = new Uint8Array(look.profile.bytes);
    look.encodeInto(['Jansen', '1980-01-02', '2020-03-04', ''], filters, 0);
    expect(target.subarray(layout.lookFilter)).toEqual(filters);
    const tag = target.subarray(layout.personTag, layout.personTag + 16);
    expect(tag).toEqual(personTags(tokenKey)('111222333'));
    expect(row).toMatchObject({ presence: 0b11, problems: [], tolerated: [] });
  });

  test('without a valid number has no tag, and without the column no place for one', async () => {
    const tagged = await encoderOf(16);
    const { personTag } = tagged.layout;
    const { target } = tagged.encode('Jansen', '1980-01-02', '', '', '123');
    expect(target.subarray(personTag, personTag + 16)).toEqual(new Uint8Array(16));
    const untagged = await encoderOf(0);
    expect(untagged.layout.presence).toBe(untagged.layout.personTag);
    expect(untagged.encode('Jansen', '', '', '', '').row.presence).toBe(1);
  });

  test('tells of each field once what is wrong, whichever round has it', async () => {
    const { encode, encoder } = await encoderOf(0);
    const wrong = encode('Jansen', '1980-31-02', '2020-31-04', '2021-31-04', '').row;
    expect(wrong.problems.map(({ field }) => field)).toEqual(['birthDate', 'movedOn']);
    expect(wrong.tolerated.map(({ field }) => field)).toEqual(['leftOn']);
    expect([...encoder.missing]).toEqual([0, 0, 0, 0]);
    encode('Jansen', '1980-01-02', '', '2021-31-04', '');
    encode('Jansen', '', '2020-03-04', '', '');
    encode('', '', '', '', '');
    // Of a broken value that is tolerated, what can be read counts.
    expect([...encoder.missing]).toEqual([0, 1, 1, 1]);
  });
});

test('a field that is empty somewhere is told, with how often; one that never is, is not', async () => {
  const { study: read } = await study();
  const { reporter, lines } = listen();
  const missing = { lookMissing: Uint32Array.of(0, 3, 0, 1) };
  reportLookFields(read, 'population', missing, reporter);
  expect(lines).toMatchObject([
    { event: 'lookFieldEmpty', register: 'population', stage: 'birthDate', rows: 3 },
    { event: 'lookFieldEmpty', register: 'population', stage: 'leftOn', rows: 1 },
  ]);
  const once = { ...read, secondRound: undefined };
  reportLookFields(once, 'population', missing, reporter);
  expect(lines).toHaveLength(2);
});

test('a register with none of the fields is refused; one with a single field is not', async () => {
  const { study: read } = await study();
  const mapping = (absent: string[]) => ({ absent }) as unknown as Mapping;
  const all = fields.map(({ name }) => name);
  expect(() => {
    checkLookFields('mapping.yaml', read, mapping(all));
  }).toThrow(new KoppelError('MAPPING_LOOKS', { file: 'mapping.yaml' }));
  checkLookFields('mapping.yaml', read, mapping(all.slice(1)));
  checkLookFields('mapping.yaml', { ...read, secondRound: undefined }, mapping(all));
});

// SPDX-License-Identifier: EUPL-1.2
/** The encoding that `examples/dutch` recommends, on generated registers that nothing was tuned on. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createProfile, createRecordEncoder, measureFill } from '@koppel/encoding';
import type { EncodingSpec } from '@koppel/study';
import { parse } from 'yaml';
import { generateRegisters, type RegisterFile } from '../generator/index.ts';
import { evaluationKey } from './encode.ts';
import { bestThreshold } from './score.ts';

const example = new URL('../../../../examples/dutch/encoding.yaml', import.meta.url);
const recommended = parse(readFileSync(example, 'utf8')) as EncodingSpec;

/** Names and addresses as plain words, with the weights that are best for them. */
const plain = {
  scheme: 'clk',
  parameters: { bits: 2048 },
  normalisation: 'plain-1',
  fields: [
    { name: 'givenNames', type: 'text', group: 'name', weight: { bitsPerField: 128 } },
    { name: 'surname', type: 'text', group: 'name', weight: { bitsPerField: 134 } },
    { name: 'birthDate', type: 'date', weight: { bitsPerField: 266 } },
    { name: 'sex', type: 'code', weight: { bitsPerField: 28 } },
    { name: 'postcode', type: 'code', prefixes: [4], weight: { bitsPerField: 94 } },
    { name: 'houseNumber', type: 'code', weight: { bitsPerField: 66 } },
  ],
} as unknown as EncodingSpec;

/** The columns of each field's parts, in either register; a register may lack some. */
const columns: Readonly<Record<string, readonly string[]>> = {
  'givenNames value': ['voornamen'],
  'surname value': ['geslachtsnaam', 'achternaam'],
  'surname prefix': ['voorvoegsel'],
  'surname partner': ['geslachtsnaam_partner'],
  'surname partnerPrefix': ['voorvoegsel_partner'],
  'surname usage': ['naamgebruik'],
  'birthDate value': ['geboortedatum'],
  'sex value': ['geslacht'],
  'postcode value': ['postcode'],
  'houseNumber value': ['huisnummer'],
  'houseNumber addition': ['toevoeging'],
};

function encode(spec: EncodingSpec, { header, rows, owner }: RegisterFile) {
  const encoder = createRecordEncoder(createProfile(spec), evaluationKey());
  const { inputs, bytes } = encoder.profile;
  const places = inputs.map(({ name, part }) =>
    header.findIndex((column) => columns[`${name} ${part}`]?.includes(column)),
  );
  const filters = new Uint8Array(rows.length * bytes);
  for (const [at, row] of rows.entries()) {
    encoder.encodeInto(
      places.map((place) => row[place]),
      filters,
      at * bytes,
    );
  }
  encoder.dispose();
  const tokens = new Uint8Array(16 * rows.length);
  return { name: owner, unique: true, count: rows.length, tokens, filters, filterBytes: bytes };
}

test('the recommended encoding links generated registers better than plain-1, a third full', async () => {
  const city = 'Utrecht';
  const { files, truth } = generateRegisters({
    seed: 'example',
    registers: [
      { owner: 'a', city, register: 'population', records: 1500 },
      { owner: 'b', city, register: 'benefits', records: 1500, overlap: 0.5 },
    ],
  });
  const rowInB = new Map(Array.from(truth[1]!.persons, (person, row) => [person, row]));
  const pairs = Array.from(
    truth[0]!.persons,
    (person, row) => [row, rowInB.get(person)] as const,
  ).filter((pair): pair is [number, number] => pair[1] !== undefined);
  const known = {
    a: Uint32Array.from(pairs, ([row]) => row),
    b: Uint32Array.from(pairs, ([, row]) => row),
  };
  const f1: number[] = [];
  for (const spec of [plain, recommended]) {
    const sources = files.map((file) => encode(spec, file));
    f1.push((await bestThreshold(sources, known)).f1);
    if (spec !== recommended) continue;
    const { mean } = measureFill(sources[0]!.filters, sources[0]!.filterBytes);
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(0.5);
  }
  expect(f1[1]).toBeGreaterThan(f1[0]!);
  expect(f1[1]).toBeGreaterThan(0.99);
});

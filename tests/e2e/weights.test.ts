// SPDX-License-Identifier: EUPL-1.2
/**
 * From a profile to weights: a register whose study has poor weights is profiled, what the profile
 * proposes is pasted into the study, and the register is encoded by it.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf, createProfile, createRecordEncoder, measureFill } from '@koppel/encoding';
import { generateRegisters, toCsv } from '@koppel/evaluation';
import { parseStudy, type EncodingSpec } from '@koppel/study';
import { makeParties, type Line } from '../support/line.ts';
import { run, type Finished } from '../support/program.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const weight = { bitsPerToken: 3 };
const onInvalid = 'missing';
const types = ['givenNames', 'surname', 'date', 'sex', 'postcode', 'houseNumber'];
const fields = types.map((type) => ({ name: type, type, weight, onInvalid }));

/** Columns of the inputs of those fields; a part that is not named has none. */
const columns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  givenNames: { value: 'voornamen' },
  surname: {
    value: 'geslachtsnaam',
    prefix: 'voorvoegsel',
    partner: 'geslachtsnaam_partner',
    partnerPrefix: 'voorvoegsel_partner',
    usage: 'naamgebruik',
  },
  date: { value: 'geboortedatum' },
  sex: { value: 'geslacht' },
  postcode: { value: 'postcode' },
  houseNumber: { value: 'huisnummer', addition: 'toevoeging' },
};

const [table] = generateRegisters({
  seed: 'weights',
  registers: [{ owner: 'rotterdam', city: 'Rotterdam', register: 'population', records: 3000 }],
}).files;

let line: Line;

beforeAll(async () => {
  const owners = { rotterdam: ['population'] } as const;
  line = await makeParties(join(workspace.folder, 'line'), { id: 'weights', owners, capacity: 10 });
  const [{ folder }] = line.owners as [Line['owners'][0]];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'register.csv'), toCsv(table!));
  const used = Object.values(columns).flatMap((parts) => Object.values(parts));
  const ignore = table!.header.filter((name) => !['recordnummer', 'bsn', ...used].includes(name));
  const mapping = { register: 'population', recordId: 'recordnummer', bsn: 'bsn', fields: columns };
  writeFileSync(join(folder, 'mapping.yaml'), JSON.stringify({ ...mapping, ignore }));
});

afterAll(() => {
  workspace.remove();
});

interface Weights {
  readonly fillNow: number;
  readonly fillProposed: number;
  readonly yaml: string;
}

/** The study with this list of fields, as a person would paste it. */
function studyText(bits: number, list: string): string {
  const others = Object.entries(line.study).filter(([name]) => name !== 'encoding');
  return [
    ...others.map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
    'encoding:',
    '  scheme: clk',
    '  normalisation: nl-1',
    `  parameters: { bits: ${bits} }`,
    list.replaceAll(/^/gm, '  ').trimEnd(),
    '',
  ].join('\n');
}

async function profile(study: string): Promise<{ weights: Weights; finished: Finished }> {
  const [owner] = line.owners;
  writeFileSync(join(owner!.folder, 'study.yaml'), study);
  const args = ['profile', '--study', 'study.yaml', '--register', 'population'];
  const files = ['--mapping', 'mapping.yaml', '--input', 'register.csv', '--data', 'profile.json'];
  const finished = await run(owner!, { args: [...args, ...files] });
  expect(finished.code).toBe(0);
  const text = readFileSync(join(owner!.folder, 'profile.json'), 'utf8');
  const { weights } = JSON.parse(text) as { weights: Weights };
  return { weights, finished };
}

/** The measured fill of the whole register under a study's encoding. */
function fillOf(encoding: EncodingSpec): number {
  const profile = createProfile(encoding);
  const encoder = createRecordEncoder(profile, new Uint8Array(32).fill(7));
  const at = profile.inputs.map(({ name, part }) =>
    table!.header.indexOf(columns[name]?.[part] ?? ''),
  );
  const filters = new Uint8Array(table!.rows.length * profile.bytes);
  const cells = cellsOf(table!.rows);
  for (let row = 0; row < cells.count; row += 1) {
    encoder.encodeRow(cells, row, at, filters, row * profile.bytes);
  }
  encoder.dispose();
  return measureFill(filters, profile.bytes).mean;
}

test.each([1024, 2048])(
  'proposed weights fill %d bits as foretold',
  async (bits) => {
    const before = await profile(studyText(bits, `fields: ${JSON.stringify(fields)}`));
    expect(before.weights.fillNow).toBeLessThan(0.2);
    expect(before.finished.stderr.toString()).toContain('"event":"fillUnusual"');

    const pasted = studyText(bits, before.weights.yaml);
    const after = await profile(pasted);
    expect(after.weights.fillNow).toBe(before.weights.fillProposed);
    expect(after.weights.yaml).toBe(before.weights.yaml);
    expect(after.finished.stderr.toString()).not.toContain('fillUnusual');

    const read = parseStudy(pasted);
    if (!read.ok) throw new Error(read.problems.map(({ code }) => code).join());
    const measured = fillOf(read.value.study.encoding);
    expect(measured).toBeGreaterThan(0.3);
    expect(measured).toBeLessThan(0.5);
    expect(Math.abs(measured - before.weights.fillProposed)).toBeLessThan(0.015);
  },
  60_000,
);

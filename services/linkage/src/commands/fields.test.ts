// SPDX-License-Identifier: EUPL-1.2
/** A study with a filter for each field, linked from batches to a published result. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { decodeLinkResult, topics } from '@koppel/wire';
import { listen, makePlace, refusal, valuesOf, type Place, type Told } from '../testing/place.ts';
import {
  confirmKey,
  filterBytes,
  makeStudy,
  readStudy,
  runName,
  sendRun,
  type TestRows,
  type TestStudy,
} from '../testing/study.ts';
import { review } from './review.ts';
import { run } from './run.ts';
import { worker } from './worker.ts';
import { numbersOf as numbers } from '../testing/looked-study.ts';

/** Scrypt at its cheapest: what it costs is tested with the key file itself. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;

const passphrase = new TextEncoder().encode('correct horse battery');
const records = 160;
const fieldBytes = 16;
/** Values of each field, and how often a record has another one than its person. */
const fields = [
  { name: 'given', values: 60, fault: 0.1 },
  { name: 'surname', values: 300, fault: 0.08 },
  { name: 'birth', values: 5000, fault: 0.04 },
  { name: 'postcode', values: 150, fault: 0.1 },
];

let place: Place;
let world: TestStudy;
let told: Told;

/** Records of the persons from `first` on. */
function rowsFrom(first: number, seed: number): TestRows {
  const random = numbers(seed);
  const tokens = new Uint8Array(records * 16);
  const filters = new Uint8Array(records * filterBytes);
  for (let row = 0; row < records; row += 1) {
    tokens.set([seed, (row * 37) % 256, row], row * 16);
    fields.forEach(({ values, fault }, field) => {
      const own = numbers((first + row) * 8 + field);
      own();
      const person = random() < fault ? random() : own();
      const bits = numbers(field * 10_000 + Math.floor(person * values));
      for (let n = 0; n < 14; n += 1) {
        const bit = Math.floor(bits() * fieldBytes * 8);
        filters[row * filterBytes + field * fieldBytes + (bit >> 3)]! |= 1 << (bit & 7);
      }
    });
  }
  return { tokens, filters };
}

function studyOf({ input }: TestStudy): object {
  const plain = input as { owners: object[]; registers: object[] };
  return {
    ...plain,
    registers: [plain.registers[0]],
    subStudies: [
      {
        id: 'one', question: 'work', design: 'descriptive', cities: ['north', 'south'],
        registers: ['population'],
      },
    ],
    owners: plain.owners.map((owner) => ({ ...owner, registers: ['population'], maxRecords: records })),
    encoding: {
      scheme: 'field-filters',
      parameters: { bits: filterBytes * 8, fieldBits: fieldBytes * 8, reason: 'a test on invented persons' },
      normalisation: 'plain-1',
      fields: fields.map(({ name }) => ({ name, type: 'text', weight: { bitsPerField: 14 } })),
    },
    linkage: { threshold: 'auto' },
  }; // prettier-ignore
}

beforeEach(async () => {
  place = await makePlace();
  told = listen();
  const made = await makeStudy();
  const input = studyOf(made);
  world = { ...made, input, ...readStudy(input) };
  place.write('study.yaml', JSON.stringify(input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick));
  await confirmKey(world, place.port);
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

async function link(...flags: string[]): Promise<string> {
  const printed: string[] = [];
  const context: CommandContext = {
    argv: [
      '--study', at('study.yaml'), '--keys', at('unit.key'), '--log', at('log'), '--state', at('state'),
      '--workers', '1', ...flags,
    ],
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  }; // prettier-ignore
  await run(context);
  return printed[0]!;
}

const send = (owner: string, first: number, seed: number): Promise<void> =>
  sendRun(world, place.port, {
    owner,
    register: 'population',
    rows: rowsFrom(first, seed),
    run: runName(seed),
  });

test('a study with a filter for each field is linked without labels, and again to the same', async () => {
  await send('north', 0, 1);
  await send('south', 60, 2);
  const summary = JSON.parse(await link('--json')) as {
    threshold: number;
    expected: { precision: { value: number } };
    followed: string;
    sources: { linked: number }[];
  };
  // A hundred persons are in both.
  expect(summary.sources[0]!.linked).toBeGreaterThan(85);
  expect(summary.sources[0]!.linked).toBeLessThan(106);
  expect(summary.expected.precision.value).toBeGreaterThan(0.9);
  expect(summary.followed).toBe('first');
  const results = async () => valuesOf(place.port, topics('sample').results);
  expect(decodeLinkResult((await results())[0]!).threshold).toBe(summary.threshold);
  // Its search is not shared out: that is told, and a worker does not begin.
  expect(await link('--share')).toMatch(/Published before/);
  expect(told.lines.filter(({ event }) => event === 'notShared')).toMatchObject([
    { stage: 'link', code: 'WORK_BY_FIELDS' },
  ]);
  const argv = ['--study', at('study.yaml'), '--keys', at('unit.key'), '--log', 'kafka:', '--state', at('own')]; // prettier-ignore
  const asWorker = { argv, language: 'en', environment: {}, print: () => undefined } as const;
  await expect(worker({ ...asWorker, reporter: told.reporter })).rejects.toMatchObject({
    code: 'WORK_BY_FIELDS',
  });
  expect(await results()).toHaveLength(1);
});

test('the list shows what each field says about a pair, and nothing of a record', async () => {
  await send('north', 0, 1);
  await send('south', 60, 2);
  await link();
  for (const language of ['en', 'nl'] as const) {
    await review({
      argv: [
        'export', '--study', at('study.yaml'), '--keys', at('unit.key'), '--state', at('state'),
        '--out', at('lists'),
      ],
      language,
      reporter: listen().reporter,
      environment: {},
      print: () => undefined,
    }); // prettier-ignore
    const page = readFileSync(at('lists/pairs.html'), 'utf8');
    const pairs = page.match(/<th scope="row">/g)!.length;
    expect(pairs).toBeGreaterThan(0);
    expect(page.match(/<details>/g)).toHaveLength(pairs);
    for (const { name } of fields) expect(page).toContain(`${name}: `);
    expect(page).toContain(language === 'en' ? 'Before comparing' : 'Vóór het vergelijken');
    const { tokens } = rowsFrom(60, 2);
    for (let row = 0; row < records; row += 1) {
      const token = Buffer.from(tokens.subarray(row * 16, row * 16 + 16)).toString('hex');
      expect(page).not.toContain(token.slice(0, 10));
    }
  }
});

test('registers with nobody in common are refused, in so many words', async () => {
  await send('north', 0, 1);
  await send('south', 5000, 2);
  expect(await refusal(place, () => link())).toEqual(['LINKAGE_THRESHOLD_UNKNOWN {}']);
});

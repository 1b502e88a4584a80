// SPDX-License-Identifier: EUPL-1.2
/** The command: what it writes, what it tells before, and what it refuses. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealKeyFile } from '@koppel/keys';
import { verify } from '@koppel/keys/sign';
import {
  decodePublicKey,
  publishedSketchSchema,
  sketchMessage,
  type PublishedSketch,
  type Study,
} from '@koppel/study';
import { encodingKeyName } from '../ceremony.ts';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { cleanRows, writeRegister, type Row } from '../testing/profiled.ts';
import { makeStudy, readStudy } from '../testing/study.ts';
import { sketch } from './sketch.ts';

const passphrase = 'vijf losse woorden zonder zin';
const owners = ['north', 'south'] as const;
const weight = { bitsPerField: 50 };
const fields = [
  { name: 'givenNames', type: 'text', weight },
  { name: 'surname', type: 'text', weight },
  { name: 'birthDate', type: 'date', weight },
  { name: 'postcode', type: 'code', weight },
];

let place: Place;
let study: Study;
let files: ReturnType<typeof writeRegister>;
const at = (name: string): string => join(place.folder, name);

beforeAll(async () => {
  place = await makePlace();
  const world = await makeStudy(owners);
  const plain = structuredClone(world.input) as { encoding: { fields: object[] }; registers: { payload?: object[] }[]; decisions: object[] };
  plain.encoding.fields = fields;
  for (const register of plain.registers) delete register.payload;
  // Phase 1: nothing has been decided yet.
  plain.decisions = [];
  const read = readStudy(plain);
  ({ study } = read);
  place.write('study.yaml', JSON.stringify(plain));
  place.write('passphrase', passphrase);
  // Costs less than a real one, as every call opens it.
  const keyFile = async (name: string, secrets: Record<string, Uint8Array>): Promise<void> => {
    const words = new TextEncoder().encode(passphrase);
    const sealed = await sealKeyFile(words, 'dataOwner', secrets, { n: 2 ** 10, r: 8, p: 1 });
    chmodSync(place.write(name, sealed), 0o600);
  };
  for (const [index, owner] of owners.entries()) {
    const agreed = { [encodingKeyName(read.specHash)]: new Uint8Array(32).fill(7) };
    await keyFile(`${owner}.key`, { ...world.owners[index]!.secrets, ...agreed });
  }
  await keyFile('new.key', world.owners[0]!.secrets);
  files = write(cleanRows(2000));
}); // prettier-ignore
afterAll(async () => {
  await place.remove();
});

const mapping = {
  register: 'benefits', recordId: 'nr', bsn: 'bsn',
  fields: { givenNames: 'voornamen', surname: 'achternaam', birthDate: 'geboren', postcode: 'postcode' },
  ignore: ['geslacht', 'huisnummer', 'begin', 'einde', 'bedrag'],
  excludeWhen: { column: 'regeling', values: ['weg'] },
}; // prettier-ignore

function write(rows: readonly Row[], absent: readonly string[] = []) {
  const written = writeRegister(place.folder, rows);
  const known = Object.entries(mapping.fields).filter(([name]) => !absent.includes(name));
  const ignore = [...mapping.ignore, ...absent.map((name) => mapping.fields[name as 'postcode'])];
  const fitting = { ...mapping, fields: Object.fromEntries(known), ignore, ...(absent.length > 0 && { absent }) };
  place.write('mapping.yaml', JSON.stringify(fitting));
  return written;
} // prettier-ignore

interface Called {
  readonly printed: string;
  readonly made: PublishedSketch;
}

async function call(options: Readonly<Record<string, string>> = {}, ...flags: string[]): Promise<Called> {
  const printed: string[] = [];
  const all: Readonly<Record<string, string>> = {
    study: at('study.yaml'), owner: 'north', register: 'benefits', mapping: files.mapping,
    input: files.input, keys: at('north.key'), out: at('sketch.json'), ...options,
  };
  await sketch({
    argv: [...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]), ...flags],
    language: options['one-in'] === undefined ? 'en' : 'nl',
    reporter: listen().reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  });
  const made = publishedSketchSchema.parse(JSON.parse(readFileSync(all['out']!, 'utf8')));
  return { printed: printed.join('\n'), made };
} // prettier-ignore

const none = '--no-exclusions';
const count = (made: PublishedSketch, set: keyof PublishedSketch['sets']): number =>
  made.sets[set]!.length / 8;

test('it tells what the file gives away, holds one in eight, and is signed', async () => {
  const { printed, made } = await call({}, none);
  expect(printed).toMatch(/gives away[^]*at most 16% of the persons[^]*2,000 rows read[^]*Nothing was sent/);
  expect(made).toMatchObject({ owner: 'north', register: 'benefits', oneIn: 8, rows: 2000, persons: 2000 });
  for (const set of ['nameDate', 'addressDate', 'nameAddressDate'] as const) {
    expect(Math.abs(count(made, set) - 250)).toBeLessThan(150);
  }
  expect(Math.abs(count(made, 'nameAddress') - 62)).toBeLessThan(40);
  const { signature, ...content } = made;
  const key = decodePublicKey(study.owners[0]!.signPublicKey);
  expect(verify(key, sketchMessage(content), Buffer.from(signature, 'hex'))).toBe(true);
  expect(verify(key, sketchMessage({ ...content, rows: 2010 }), Buffer.from(signature, 'hex'))).toBe(false);
}); // prettier-ignore

test('nothing of a person is in the file', async () => {
  await call({}, none);
  const text = readFileSync(at('sketch.json'), 'utf8').toLowerCase();
  for (const { voornamen, achternaam, geboren, bsn } of cleanRows(2000)) {
    for (const value of [voornamen, achternaam, geboren, geboren?.replaceAll('-', ''), bsn]) {
      expect(text.includes(value!.toLowerCase())).toBe(false);
    }
  }
});

test('another order, and rows twice, give the same sets; another owner draws the same persons', async () => {
  const rows = cleanRows(2000);
  const { made } = await call({}, none);
  files = write([...rows].reverse().concat(rows.slice(0, 50)));
  const again = await call({ owner: 'south', keys: at('south.key') }, none, '--json');
  expect(again.made.sets).toEqual(made.sets);
  expect(again.made.keyCheck).toBe(made.keyCheck);
  expect(again.made.effective).toEqual(made.effective);
  expect(JSON.parse(again.printed)).toEqual({
    rows: 2050,
    excluded: 0,
    unusable: 0,
    persons: 2000,
  });
  const coarser = await call({ 'one-in': '32' }, none);
  expect(coarser.printed).toMatch(/prijsgeeft[^]*hooguit 4%[^]*2\.050 rijen/);
  expect(count(coarser.made, 'nameDate')).toBeLessThan(count(made, 'nameDate') / 2);
  files = write(rows);
});

test('who objects or is marked is not in it, and rows that say too little are counted', async () => {
  const rows = cleanRows(600).map((row, n): Row => ({
    ...row,
    ...(n < 10 && { regeling: 'weg' }),
    ...(n >= 10 && n < 15 && { geboren: '', postcode: '' }),
  }));
  files = write(rows);
  const list = place.write('list.csv', `bsn;record\n${rows[20]!['bsn']!};\n;${rows[21]!['nr']!}\n`);
  const { printed, made } = await call({ exclusions: list }, '--json');
  expect(JSON.parse(printed)).toEqual({ rows: 600, excluded: 12, unusable: 5, persons: 580 });
  expect(made.rows).toBe(590);
  files = write(cleanRows(2000));
});

test('a register without names is sketched by address', async () => {
  files = write(cleanRows(600), ['surname', 'givenNames']);
  const { made } = await call({}, none);
  expect(Object.keys(made.sets)).toEqual(['addressDate']);
  expect(made.effective.name).toBeUndefined();
  files = write(cleanRows(600), ['birthDate']);
  const refused = await refusal(place, () => call({}, none));
  expect(refused).toEqual(['SKETCH_FIELDS {"field":"benefits"}']);
  files = write(cleanRows(2000));
});

test('small registers, wrong options and keys that are not agreed are refused', async () => {
  const refused = (...args: Parameters<typeof call>) => refusal(place, () => call(...args));
  expect(await refused()).toEqual(['USAGE {"path":"--exclusions"}']);
  expect(await refused({ exclusions: files.mapping }, none)).toEqual(['USAGE {"path":"--exclusions"}']);
  expect(await refused({ 'one-in': '5' }, none)).toEqual(['USAGE {"path":"--one-in"}']);
  expect(await refused({ out: at('x.txt') }, none)).toEqual(['USAGE {"path":"--out"}']);
  expect(await refused({ out: at('study.json'), study: at('study.json') }, none)).toEqual(['USAGE {"path":"--out"}']);
  expect(await refused({ register: 'wages' }, none)).toEqual(['GATE_OWNER_NOT_COVERED {"path":"--register"}']);
  expect(await refused({ keys: at('new.key') }, none)).toEqual(['KEY_NOT_AGREED {"field":"sample"}']);
  expect(await refused({ keys: at('south.key') }, none)).toEqual(['KEY_NOT_THIS_OWNER {"file":"south.key","field":"north"}']);
  files = write(cleanRows(499));
  expect(await refused({ out: at('small.json') }, none)).toEqual(['SKETCH_SMALL {"field":"benefits"}']);
  expect(existsSync(at('small.json'))).toBe(false);
  files = write([]);
  expect(await refused({}, none)).toEqual(['INPUT_EMPTY {"file":"in.csv"}']);
}); // prettier-ignore

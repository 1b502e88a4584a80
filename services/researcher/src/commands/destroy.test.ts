// SPDX-License-Identifier: EUPL-1.2
/** The researcher destroys key file and data sets; a key that the study does not name signs too. */
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificate } from '@koppel/accountability';
import type { CommandContext } from '@koppel/console';
import { generateMailbox, mailboxPublicKey, sealKeyFile } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy, readStudy, type TestStudy } from '../testing/study.ts';
import { assemble } from './assemble.ts';
import { destroy } from './destroy.ts';
import { status } from './status.ts';

const passphrase = new TextEncoder().encode('correct horse battery');
const cheap = { n: 2 ** 10, r: 8, p: 1 };
const sign = new Uint8Array(32).fill(3);
let world: TestStudy;
let place: Place;
let printed: string[];

const at = (name: string): string => join(place.folder, name);
const contextOf = (...argv: readonly string[]): CommandContext => ({
  argv,
  language: 'nl',
  reporter: listen().reporter,
  environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
  print: (text) => printed.push(text),
});
const common = () => ['--study', at('study.yaml'), '--keys', at('researcher.key')];
const destroyed = (...more: string[]) =>
  destroy(contextOf(...common(), '--confirm', 'sample', ...more));

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  const { mailbox } = world;
  place.write('researcher.key', await sealKeyFile(passphrase, 'researcher', { mailbox }, cheap));
  for (const folder of ['sets/one', 'other']) mkdirSync(at(folder), { recursive: true });
  place.write('sets/one/quality.json', '{"study":"sample"}');
  place.write('sets/one/persons.csv', 'somebody');
  place.write('other/quality.json', '{"study":"another"}');
});

afterEach(async () => {
  await place.remove();
});

test('refuses what is no data set of this study, or none without saying so', async () => {
  const named = (...more: string[]) => refusal(place, () => destroyed(...more));
  expect(await named(at('other'))).toEqual(['DESTRUCTION_NOT_OURS {"file":"other"}']);
  expect(await named(at('.'))).toEqual([expect.stringMatching(/^DESTRUCTION_PLACE/)]);
  expect(await named(at('nowhere'))).toEqual(['FILE_MISSING {"file":"nowhere"}']);
  expect(await named()).toEqual(['USAGE {"path":"--no-data-sets"}']);
  expect(existsSync(at('researcher.key'))).toBe(true);
});

test('erases key file and data sets; a key of this moment signs where the study names none', async () => {
  await destroyed(at('sets'));
  expect(readdirSync(at('sets'))).toEqual([]);
  const [file] = readdirSync(place.folder).filter((name) => name.endsWith('.destroyed.json'));
  expect(readCertificate(at(file!), readFileSync(at(file!)))).toMatchObject({
    role: 'researcher',
    keys: [{ name: 'mailbox' }, { name: 'sign' }],
    files: [{ kind: 'dataSets', files: 2, bytes: 26 }],
  });
  const again = () => assemble(contextOf(...common(), '--log', at('log'), '--out', at('out')));
  expect(await refusal(place, again)).toEqual([expect.stringMatching(/^DESTRUCTION_DONE/)]);
  printed = [];
  await status(contextOf(...common(), '--log', at('log')));
  expect(printed[0]).toMatch(/^Hier vernietigd\./);
});

test('killed while the journal was erased, it ends the same', async () => {
  await destroyed(at('sets'));
  const [file] = readdirSync(place.folder).filter((name) => name.endsWith('.destroyed.json'));
  const journal = file!.replace('.destroyed.json', '.destruction.json');
  place.write(journal, new Uint8Array(40));
  await destroyed(at('sets'));
  expect(existsSync(at(journal))).toBe(false);
});

test('a key that the study names must be there', async () => {
  const researcher = { ...world.study.researcher, signPublicKey: encodePublicKey(signingPublicKey(sign)) };
  const input = { ...world.input, researcher };
  expect(readStudy(input).study.researcher.signPublicKey).toHaveLength(43);
  place.write('study.yaml', JSON.stringify(input));
  expect(await refusal(place, () => destroyed('--no-data-sets'))).toEqual([
    'KEY_NOT_THIS_PARTY {"file":"researcher.key"}',
  ]);
  const keys = { mailbox: world.mailbox, sign };
  place.write('researcher.key', await sealKeyFile(passphrase, 'researcher', keys, cheap));
  await destroyed('--no-data-sets', '--json');
  expect(JSON.parse(printed[0]!)).toMatchObject({ signPublicKey: researcher.signPublicKey, files: [] });
}); // prettier-ignore

test('a co-researcher destroys what is its own, under its own name and key', async () => {
  const second = (await generateMailbox()).secretKey;
  const coResearcher = {
    id: 'second',
    name: 'Institute',
    mailboxPublicKey: encodePublicKey(mailboxPublicKey(second)),
    signPublicKey: encodePublicKey(signingPublicKey(sign)),
  };
  place.write('study.yaml', JSON.stringify({ ...world.input, coResearchers: [coResearcher] }));
  const keys = await sealKeyFile(passphrase, 'researcher', { mailbox: second, sign }, cheap);
  place.write('researcher.key', keys);
  const others = 'KEY_NOT_THIS_PARTY {"file":"researcher.key"}';
  expect(await refusal(place, () => destroyed('--no-data-sets'))).toEqual([others]);
  expect(await refusal(place, () => destroyed('--no-data-sets', '--as', 'third'))).toEqual([
    'STUDY_REFERENCE {"path":"--as"}',
  ]);
  expect(existsSync(at('researcher.key'))).toBe(true);
  await destroyed(at('sets'), '--as', 'second', '--json');
  expect(JSON.parse(printed[0]!)).toMatchObject({
    role: 'researcher',
    party: 'second',
    signPublicKey: coResearcher.signPublicKey,
  });
  expect(readdirSync(at('sets'))).toEqual([]);
  const page = readdirSync(place.folder).find((name) => name.endsWith('.nl.html'));
  expect(readFileSync(at(page!), 'utf8')).toContain('Institute (onderzoeker)');
});

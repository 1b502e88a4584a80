// SPDX-License-Identifier: EUPL-1.2
/**
 * Runs invented persons who are easy to recognise through the whole line, and then searches every
 * byte that was written or said outside the data owner's own input.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveGroupKey } from '@koppel/keys';
import {
  agree,
  agreeArgs,
  assembleArgs,
  attempt,
  encodeArgs,
  linkArgs,
  makeParties,
  partiesOf,
  writeStudy,
  type Line,
} from '../support/line.ts';
import { passphrase } from '../support/key-files.ts';
import { problemsOf, type Call, type Party } from '../support/program.ts';
import { deliver } from '../support/registers.ts';
import { openRows, secretsOf } from '../support/sealed.ts';
import { filesUnder } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import type { RegisterName } from '../support/study.ts';
import { canaryTable, identifierNeedles, payloadNeedles } from './canaries.ts';
import { byteForms, textNeedles, type Needle } from './search/forms.ts';
import { Searcher } from './search/searcher.ts';
import { Ear, leaksInFiles, leaksInWords, ownInput } from './watch.ts';

const registers: readonly RegisterName[] = ['population', 'benefits', 'trajectories'];
const shape = {
  id: 'canary',
  owners: { rotterdam: registers, denhaag: registers },
  capacity: 20,
};
const root = join(import.meta.dirname, '..', '..');
const workspace = makeWorkspace();
const temporary = join(workspace.folder, 'tmp');
const ear = new Ear();
const call: Partial<Call> = { environment: { TMPDIR: temporary }, listen: ear.listen };
const identifiers = new Searcher(identifierNeedles());
const payload = new Searcher(payloadNeedles());
let line: Line;
/** The same parties and registers in a second study. */
let second: Line;
let secrets: Awaited<ReturnType<typeof secretSearcher>>;

async function step(party: Party, args: readonly string[], extra: Partial<Call> = {}) {
  const finished = await attempt(party, args, { ...call, ...extra });
  expect({ code: finished.code, problems: problemsOf(finished) }).toEqual({
    code: 0,
    problems: [],
  });
}

/** A program that may read and write its own folder, the study and the log: nothing else exists. */
function confined(of: Line, party: Party): Partial<Call> {
  const nodeOptions = [
    '--permission',
    '--allow-worker',
    ...[root, party.folder, of.log, of.studyFile].map((path) => `--allow-fs-read=${path}`),
    ...[party.folder, of.log].map((path) => `--allow-fs-write=${path}`),
  ];
  return { nodeOptions };
}

async function runLine(of: Line): Promise<void> {
  await agree(of, call);
  await Promise.all(
    of.owners.map(async (owner) => {
      for (const register of registers) {
        await step(owner, encodeArgs(of, owner, register), confined(of, owner));
      }
    }),
  );
  await step(of.linkageUnit, linkArgs(of), confined(of, of.linkageUnit));
  await step(of.researcher, assembleArgs(of));
}

/** Another study of one of the registers, by the same parties with the same key files. */
function secondStudy(): Line {
  const study = structuredClone(line.study);
  study.id = 'other';
  for (const owner of study.owners) owner.registers = ['benefits'];
  const studyFile = writeStudy(line, study, 'study-2.yaml');
  return { ...line, study, studyFile, log: join(line.folder, 'log-2') };
}

/** Every secret of every party, and what is derived from the encoding key, as needles. */
async function secretSearcher() {
  const needles: Needle[] = [];
  for (const party of partiesOf(line)) {
    for (const [name, secret] of Object.entries(await secretsOf(party))) {
      needles.push(...byteForms(`${name} of ${party.name}`, secret));
      if (!name.startsWith('encodingKey')) continue;
      for (const group of ['name', 'birthDate', 'sex', 'postcode', 'houseNumber']) {
        needles.push(...byteForms(`group key ${group}`, deriveGroupKey(secret, group)));
      }
    }
  }
  return { labels: new Set(needles.map(({ label }) => label)), searcher: new Searcher(needles) };
}

beforeAll(async () => {
  mkdirSync(temporary);
  line = await makeParties(join(workspace.folder, 'line'), shape, call);
  for (const owner of line.owners) {
    for (const register of registers) deliver(owner, register, canaryTable(register));
  }
  await runLine(line);
  second = secondStudy();
  await agree(second, call);
  for (const owner of line.owners) await step(owner, encodeArgs(second, owner, 'benefits'));
  await step(line.linkageUnit, linkArgs(second, { state: 'state-2' }));
  await step(line.researcher, assembleArgs(second, { out: 'data-set-2' }));
  secrets = await secretSearcher();
}, 240_000);

afterAll(() => {
  workspace.remove();
});

const everywhere = () => leaksInFiles(identifiers, workspace.folder, ownInput(line));

describe('identifiers', () => {
  test('are in the registers, where the search finds every one of them', () => {
    const found = leaksInFiles(identifiers, line.owners[0]!.folder).map(({ label }) => label);
    const all = identifierNeedles().map(({ label }) => label);
    expect(new Set(found)).toEqual(new Set(all));
  });

  test('were linked: each canary is one person in the data set', () => {
    const persons = readFileSync(join(line.researcher.folder, 'data-set', 'persons.csv'), 'utf8');
    const rows = persons.trim().split('\n').slice(1);
    expect(rows).toHaveLength(40);
    expect(rows.every((row) => /^[0-9a-f]{32},1,,0\.95,none,2,2,2$/.test(row.trim()))).toBe(true);
  });

  test('are in no file outside the registers', () => {
    const places = filesUnder(workspace.folder).join('\n');
    expect(places).toMatch(/linkage\.sqlite[\s\S]*koppel-log\.sqlite[\s\S]*persons\.csv/);
    expect(everywhere()).toEqual([]);
  });

  test('are in nothing that any program said', () => {
    expect(ear.heard.length).toBeGreaterThanOrEqual(20);
    expect(leaksInWords(identifiers, ear)).toEqual([]);
  });
});

describe('research variables', () => {
  test('reach the researcher', () => {
    const found = leaksInFiles(payload, line.researcher.folder).map(({ label }) => label);
    expect(new Set(found)).toEqual(new Set(payloadNeedles().map(({ label }) => label)));
  });

  test('are not readable on the log, at the linkage unit, or in what was said', () => {
    expect(leaksInFiles(payload, line.log)).toEqual([]);
    expect(leaksInFiles(payload, line.linkageUnit.folder)).toEqual([]);
    expect(leaksInWords(payload, ear)).toEqual([]);
  });
});

describe('secrets', () => {
  test('are in no file, not even in the clear in a key file, and were never said', () => {
    const { labels, searcher } = secrets;
    expect([...labels].filter((label) => label.startsWith('encodingKey'))).toHaveLength(4);
    expect(leaksInFiles(searcher, workspace.folder)).toEqual([]);
    expect(leaksInWords(searcher, ear)).toEqual([]);
  });

  test('stand behind a passphrase that is nowhere else', () => {
    const searcher = new Searcher(textNeedles('passphrase', passphrase));
    const files = partiesOf(line).map(({ folder }) => join(folder, 'passphrase'));
    expect(leaksInFiles(searcher, workspace.folder, files)).toEqual([]);
    expect(leaksInWords(searcher, ear)).toEqual([]);
  });

  test('the owners hold the encoding key, the linkage unit and the researcher do not', async () => {
    const names = async (party: Party) =>
      Object.keys(await secretsOf(party)).map((name) => name.replace(/[0-9a-f]{24}$/, ''));
    for (const owner of line.owners) {
      expect(new Set(await names(owner))).toEqual(
        new Set(['sign', 'mailbox', 'token', 'share', 'encodingKey']),
      );
    }
    expect((await names(line.linkageUnit)).sort()).toEqual(['mailbox', 'pseudonym', 'sign']);
    expect((await names(line.researcher)).sort()).toEqual(['mailbox', 'sign']);
  });
});

describe('what is sealed', () => {
  const pseudonymsOf = (folder: string): string[] =>
    readFileSync(join(folder, 'persons.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[0]!);
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  test('tokens, filters and pseudonyms are not readable on the log', async () => {
    const rows = await openRows(line);
    const pseudonyms = pseudonymsOf(join(line.researcher.folder, 'data-set'));
    const searcher = new Searcher([
      ...rows.flatMap(({ token, filter }) => [
        ...byteForms('token', token),
        ...byteForms('filter', filter),
      ]),
      ...pseudonyms.flatMap((text) => byteForms('pseudonym', Buffer.from(text, 'hex'))),
    ]);
    expect(rows).toHaveLength(240);
    expect(leaksInFiles(searcher, line.log)).toEqual([]);
    expect(leaksInWords(searcher, ear)).toEqual([]);
  });

  test('no filter reaches the researcher, and no token', async () => {
    const needles = (await openRows(line)).flatMap(({ token, filter }) => [
      ...byteForms('token', token),
      ...byteForms('filter', filter),
    ]);
    expect(leaksInFiles(new Searcher(needles), line.researcher.folder)).toEqual([]);
  });

  test('a record number gives another token at every owner, register and study', async () => {
    const rows = [...(await openRows(line)), ...(await openRows(second))];
    const tokens = new Set(rows.map(({ token }) => hex(token)));
    expect(rows).toHaveLength((2 * 3 + 2 * 1) * 40);
    expect(tokens.size).toBe(rows.length);
  });

  test('a person gives another pseudonym and another filter in every study', async () => {
    const one = pseudonymsOf(join(line.researcher.folder, 'data-set'));
    const other = pseudonymsOf(join(line.researcher.folder, 'data-set-2'));
    expect([one.length, other.length]).toEqual([40, 40]);
    expect(new Set([...one, ...other]).size).toBe(80);
    const filters = async (of: Line) => (await openRows(of)).map(({ filter }) => hex(filter));
    const before = new Set(await filters(line));
    expect((await filters(second)).some((filter) => before.has(filter))).toBe(false);
  });
});

test('the ceremony leaves nothing to read, also when it is run again', async () => {
  for (const owner of line.owners) await step(owner, agreeArgs(line, owner));
  expect(leaksInFiles(secrets.searcher, line.log)).toEqual([]);
});

// SPDX-License-Identifier: EUPL-1.2
/**
 * A program that fails has its hands full of persons. Whatever way it ends, nothing of them may
 * stand in what it says or leaves behind.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  assembleArgs,
  attempt,
  encodeArgs,
  linkArgs,
  makeLine,
  type Line,
  type Options,
} from '../support/line.ts';
import { afterMs, problemsOf, runAndKill, type Call, type Party } from '../support/program.ts';
import { csvOf, deliver, mappingOf, type Table } from '../support/registers.ts';
import { secretsOf } from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { canaries, canaryTable, identifierNeedles, payloadNeedles } from './canaries.ts';
import { byteForms, textNeedles } from './search/forms.ts';
import { Searcher } from './search/searcher.ts';
import { Ear, leaksInFiles, leaksInWords, ownInput } from './watch.ts';

const workspace = makeWorkspace();
const temporary = join(workspace.folder, 'tmp');
const identifiers = new Searcher([
  ...identifierNeedles(),
  ...textNeedles('a date that is none', '1937-13-45'),
  ...textNeedles('a code on no list', 'Bijstandsbekwaamheid'),
]);
const payload = new Searcher(payloadNeedles());
let line: Line;
let owner: Party;

beforeAll(async () => {
  mkdirSync(temporary);
  const shape = { id: 'failing', owners: { rotterdam: ['benefits'] as const }, capacity: 10 };
  line = await makeLine(join(workspace.folder, 'line'), shape);
  owner = line.owners[0]!;
  deliver(owner, 'benefits', canaryTable('benefits'));
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** Puts a changed register beside the good one and gives the options that name it. */
function broken(text: string | Uint8Array): Options {
  writeFileSync(join(owner.folder, 'broken.csv'), text);
  return { input: 'broken.csv', report: 'report.json', 'accept-rejected': undefined };
}

function changed(change: (table: Table) => Table): Options {
  return broken(csvOf(change(canaryTable('benefits'))));
}

const good = csvOf(canaryTable('benefits'));

function withCell(name: string, value: string): Options {
  return changed(({ header, rows }) => ({
    header,
    rows: rows.map((row, at) =>
      at > 1 ? row : row.map((cell, column) => (header[column] === name ? value : cell)),
    ),
  }));
}

function mapped(change: (mapping: ReturnType<typeof mappingOf>) => void): Options {
  const mapping = mappingOf('benefits');
  change(mapping);
  writeFileSync(join(owner.folder, 'broken.yaml'), JSON.stringify(mapping));
  return { mapping: 'broken.yaml' };
}

/** Nothing of a person in what was said or in any file but the registers. */
function expectSilence(ear: Ear): void {
  expect(ear.heard).not.toEqual([]);
  expect(leaksInWords(identifiers, ear)).toEqual([]);
  expect(leaksInWords(payload, ear)).toEqual([]);
  expect(leaksInFiles(identifiers, workspace.folder, ownInput(line))).toEqual([]);
  expect(leaksInFiles(payload, line.log)).toEqual([]);
}

async function fail(options: Options, extra: Partial<Call> = {}) {
  const ear = new Ear();
  const finished = await attempt(owner, encodeArgs(line, owner, 'benefits', options), {
    environment: { TMPDIR: temporary },
    listen: ear.listen,
    ...extra,
  });
  expectSilence(ear);
  return { ...finished, codes: problemsOf(finished).map(({ code }) => code) };
}

describe('a register that cannot be read', () => {
  test.each<[string, string, () => Options]>([
    ['a column that is not there', 'INPUT_COLUMN_MISSING', () =>
      mapped((mapping) => (mapping.fields['surname'] = 'familienaam'))],
    ['a column that nobody named', 'INPUT_COLUMN_EXTRA', () =>
      mapped((mapping) => mapping.ignore.splice(0))],
    ['no header: the first record stands in its place', 'INPUT_COLUMN_MISSING', () =>
      broken(good.slice(good.indexOf('\n') + 1))],
    ['another delimiter', 'INPUT_COLUMN_MISSING', () => broken(good.replaceAll(',', ';'))],
    ['a date that is none', 'ROWS_REJECTED', () => withCell('geboortedatum', '1937-13-45')],
    ['a code on no list', 'ROWS_REJECTED', () => withCell('scheme', 'Bijstandsbekwaamheid')],
    ['a name where an amount belongs', 'ROWS_REJECTED', () =>
      withCell('amount', canaries[0]!.surname)],
    ['one record number twice', 'ROWS_REJECTED', () => withCell('nummer', canaries[2]!.recordId)],
    ['a row that is too long', 'ROWS_REJECTED', () =>
      broken(good.replace(canaries[0]!.surname, `${canaries[0]!.surname},x`))],
    ['a quote that is not closed', 'INPUT_QUOTE', () =>
      broken(good.replace(canaries[1]!.street, `"${canaries[1]!.street}`))],
    ['a quote inside a value', 'INPUT_QUOTE', () =>
      broken(good.replace(canaries[1]!.street, `${canaries[1]!.street}"x"`))],
    ['Latin-1', 'INPUT_NOT_UTF8', () =>
      broken(Buffer.from(good.replaceAll(/[^\0-\xff]/gu, '?'), 'latin1'))],
    ['UTF-16', 'INPUT_UTF16', () => broken(Buffer.from(`\ufeff${good}`, 'utf16le'))],
    ['a folder in place of a file', 'INPUT_NOT_A_FILE', () => ({ input: '.' })],
  ])('%s', async (_title, code, options) => {
    const { code: exit, codes } = await fail(options());
    expect(codes).toContain(code);
    expect(exit).toBe(3);
  }); // prettier-ignore
});

describe('files that were mixed up', () => {
  test.each<[string, string, Options]>([
    ['the register as study', 'STUDY_TYPE', { study: 'benefits.csv' }],
    ['the register as mapping', 'MAPPING_INVALID', { mapping: 'benefits.csv' }],
    ['the register as key file', 'KEY_FILE_DAMAGED', { keys: 'benefits.csv' }],
    ['the key file as register', 'INPUT_COLUMN_MISSING', { input: 'party.key' }],
  ])('%s', async (_title, code, options) => {
    const { code: exit, codes } = await fail(options);
    expect(codes[0]).toBe(code);
    expect(exit).toBe(3);
  });

  test('a name where YAML has a tag, of which its parser would warn', async () => {
    const options = mapped(() => undefined);
    const file = join(owner.folder, 'broken.yaml');
    writeFileSync(file, `!${canaries[3]!.surname} ${readFileSync(file, 'utf8')}`);
    expect((await fail(options)).codes).toEqual(['MAPPING_INVALID']);
  });

  test('a person on the command line', async () => {
    const ear = new Ear();
    const { surname, bsn } = canaries[0]!;
    const args = ['run', surname, `--${bsn}`, canaries[1]!.street];
    const { code } = await attempt(owner, args, { listen: ear.listen });
    expect(code).toBe(2);
    expectSilence(ear);
  });
});

test('a wrong passphrase is not repeated, nor is anything behind it', async () => {
  const wrong = 'Correcthorse Batterystaple';
  const file = join(workspace.folder, 'wrong-passphrase');
  writeFileSync(file, wrong);
  const ear = new Ear();
  const { code } = await attempt(owner, encodeArgs(line, owner, 'benefits'), {
    environment: { KOPPEL_PASSPHRASE_FILE: file, TMPDIR: temporary },
    listen: ear.listen,
  });
  expect(code).toBe(3);
  expect(leaksInWords(new Searcher(textNeedles('passphrase', wrong)), ear)).toEqual([]);
  expectSilence(ear);
});

describe('a program that crashes', () => {
  const crashFile = join(import.meta.dirname, 'crash.ts');
  const crash = (way: string, ...more: string[]): Partial<Call> => ({
    environment: { TMPDIR: temporary, KOPPEL_TEST_CRASH: way },
    nodeOptions: ['--import', crashFile, ...more],
  });

  test.each([
    ['an error that nobody catches', 'uncaught', 70, 'INTERNAL'],
    ['a promise that nobody awaits', 'rejected', 70, 'INTERNAL'],
    ['a stream that fails', 'stream', 3, 'FILE_MISSING'],
  ])('%s, with a register in its text', async (_title, way, exit, code) => {
    const { code: found, codes } = await fail({}, crash(way));
    expect([found, codes]).toEqual([exit, [code]]);
  });

  test('no memory left', async () => {
    const { code, signal, stderr } = await fail({}, crash('memory', '--max-old-space-size=48'));
    expect([code, signal]).not.toContain(0);
    expect(stderr.toString()).toContain('heap');
  });

  test.each(['stdout', 'stderr'] as const)('nobody reads %s', async (deaf) => {
    await fail({}, { deaf });
    await fail(withCell('geboortedatum', '1937-13-45'), { deaf });
  });
});

describe('a program that is killed', () => {
  test.each([150, 400, 550, 700, 850, 1000])('after %i ms', async (ms) => {
    const ear = new Ear();
    const call = { environment: { TMPDIR: temporary }, listen: ear.listen };
    // Other rows each time, so that there is something to send.
    const options = changed(({ header, rows }) => ({ header, rows: rows.slice(0, 40 - ms / 50) }));
    await runAndKill(
      owner,
      { ...call, args: encodeArgs(line, owner, 'benefits', options) },
      afterMs(ms),
    );
    const state = `state-${ms}`;
    await runAndKill(line.linkageUnit, { ...call, args: linkArgs(line, { state }) }, afterMs(ms));
    expectSilence(ear);
    expect(leaksInFiles(payload, line.linkageUnit.folder)).toEqual([]);
  });

  test('and then linked and assembled, also while killed', async () => {
    const ear = new Ear();
    const call = { environment: { TMPDIR: temporary }, listen: ear.listen };
    expect((await attempt(owner, encodeArgs(line, owner, 'benefits'), call)).code).toBe(0);
    expect((await attempt(line.linkageUnit, linkArgs(line), call)).code).toBe(0);
    const args = assembleArgs(line, { out: 'killed' });
    await runAndKill(line.researcher, { ...call, args }, afterMs(650));
    expect((await attempt(line.researcher, assembleArgs(line), call)).code).toBe(0);
    expectSilence(ear);
    const person = readFileSync(join(line.researcher.folder, 'data-set', 'benefits.csv'), 'utf8');
    expect(person).toContain(String(canaries[0]!.amount));
  });
});

test('after all this no secret of the owner is anywhere in the clear', async () => {
  const secrets = Object.entries(await secretsOf(owner));
  const needles = secrets.flatMap(([name, secret]) => byteForms(name, secret));
  expect(secrets.map(([name]) => name.replace(/[0-9a-f]{24}$/, '')).sort()).toEqual([
    'encodingKey', 'mailbox', 'share', 'sign', 'token',
  ]); // prettier-ignore
  expect(leaksInFiles(new Searcher(needles), workspace.folder)).toEqual([]);
});

// SPDX-License-Identifier: EUPL-1.2
/** The command: what it writes, what it refuses, and that it needs no key, no log and no go. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runService } from '@koppel/console';
import { publishableProfileSchema } from '@koppel/study';
import { help } from '../help.ts';
import { listen, makePlace, type Place } from '../testing/place.ts';
import {
  cleanRows,
  profiledStudy,
  writeRegister,
  type ProfiledFiles,
} from '../testing/profiled.ts';
import { profile } from './profile.ts';

let place: Place;
let files: ProfiledFiles;
let study: string;

beforeEach(async () => {
  place = await makePlace();
  files = writeRegister(place.folder, cleanRows(300));
  const read = await profiledStudy();
  // Phase 1: nothing has been decided yet.
  const undecided = { ...read.study, decisions: [], documents: [] };
  study = place.write('study.yaml', JSON.stringify(undecided));
});

afterEach(async () => {
  await place.remove();
});

async function call(options: Record<string, string>, ...flags: string[]) {
  const printed: string[] = [];
  const told = listen();
  const all = {
    study,
    register: 'benefits',
    mapping: files.mapping,
    input: files.input,
    ...options,
  };
  const code = await runService(
    { name: 'koppel-encoder', help, commands: { profile } },
    {
      argv: [
        'profile',
        ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]),
        ...flags,
      ],
      language: 'en',
      reporter: told.reporter,
      environment: {},
      print: (text) => printed.push(text),
    },
  );
  const problems = told.lines.filter(({ event }) => event === 'problem');
  return {
    code,
    printed: printed.join('\n'),
    problems: problems.map((one) => [one['code'], one['place']]),
    warnings: told.lines.filter(({ event }) => event === 'warning').map((one) => one['rule']),
  };
}

const at = (name: string): string => join(place.folder, name);

test('a salt that is often missing is told before anything is encoded', async () => {
  const { study: read } = await profiledStudy();
  const salted = { ...read.encoding, salt: { field: 'birthDate' } };
  const called = {
    study: place.write('salted.yaml', JSON.stringify({ ...read, encoding: salted })),
  };
  expect((await call({ ...called, data: at('a.json') })).warnings).toEqual([]);
  files = writeRegister(
    place.folder,
    cleanRows(300).map((row, n) => (n % 10 === 0 ? { ...row, geboren: '' } : row)),
  );
  expect((await call({ ...called, data: at('a.json') })).warnings).toEqual(['saltOftenMissing']);
});

describe('writes', () => {
  test('the page, the data and the publishable form, each whole', async () => {
    const done = await call(
      { out: at('a.html'), data: at('a.json'), publishable: at('p.json') },
      '--json',
    );
    expect([done.code, done.problems]).toEqual([0, []]);
    expect(JSON.parse(done.printed)).toMatchObject({ rows: 300 });
    expect(readFileSync(at('a.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
    expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toMatchObject({
      format: 'koppel-profile',
      version: 1,
      rows: 300,
    });
    const told = publishableProfileSchema.parse(JSON.parse(readFileSync(at('p.json'), 'utf8')));
    expect(told.rows).toBe(300);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the publishable form as a page', async () => {
    await call({ publishable: at('p.html') });
    expect(readFileSync(at('p.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(existsSync(at('p.json'))).toBe(false);
  });

  test('the same bytes twice, whatever the key of the run, and replaces what was there', async () => {
    await call({ out: at('a.html'), data: at('a.json') });
    const first = [at('a.html'), at('a.json')].map((file) => readFileSync(file, 'utf8'));
    await call({ out: at('a.html'), data: at('a.json') });
    expect([at('a.html'), at('a.json')].map((file) => readFileSync(file, 'utf8'))).toEqual(first);
  });

  test('exit code 0 also when the register is not good enough; broken rows are counted', async () => {
    files = writeRegister(
      place.folder,
      cleanRows(300).map((row) => ({ ...row, achternaam: '' })),
    );
    appendFileSync(files.input, 'too,few\n');
    const done = await call({ data: at('a.json') }, '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.printed)).toMatchObject({
      rows: 300,
      rowsOfOtherWidth: 1,
      verdict: 'noGo',
    });
  });
});

describe('refuses', () => {
  test('to write nothing, twice the same file, over its input, or another kind of file', async () => {
    const usage = async (options: Record<string, string>) => {
      const { code, problems } = await call(options);
      return [code, ...problems.map(([, where]) => (where as { path: string }).path)];
    };
    expect(await usage({})).toEqual([2, '--out']);
    expect(await usage({ out: at('a'), data: at('a') })).toEqual([2, '--data']);
    expect(await usage({ out: files.input })).toEqual([2, '--out']);
    expect(await usage({ publishable: at('p.txt') })).toEqual([2, '--publishable']);
  });

  test('a register that the study lacks, and an input that is not as the mapping says', async () => {
    const other = await call({ register: 'other', out: at('a.html') });
    expect(other).toMatchObject({
      code: 4,
      problems: [['GATE_OWNER_NOT_COVERED', { path: '--register' }]],
    });
    writeFileSync(files.input, 'nr,onbekende\n1,Jansen\n');
    const missing = await call({ out: at('a.html') });
    expect(missing.code).toBe(3);
    expect(missing.problems.map(([code]) => code)).toContain('INPUT_COLUMN_MISSING');
    expect(JSON.stringify(missing.problems)).not.toContain('Jansen');
    expect(existsSync(at('a.html'))).toBe(false);
  });
});

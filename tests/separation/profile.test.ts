// SPDX-License-Identifier: EUPL-1.2
/**
 * The profile of registers with persons who are easy to recognise: none of their identifiers and
 * amounts is in what the program wrote or said, and it wrote nothing but what it was told to.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, makeParties, type Line } from '../support/line.ts';
import { problemsOf, type Language } from '../support/program.ts';
import { deliver } from '../support/registers.ts';
import { filesUnder } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import type { RegisterName } from '../support/study.ts';
import { canaryTable, identifierNeedles, payloadNeedles } from './canaries.ts';
import { Searcher } from './search/searcher.ts';
import { Ear, leaksInFiles, leaksInWords } from './watch.ts';

const registers: readonly RegisterName[] = ['population', 'benefits', 'trajectories'];
const workspace = makeWorkspace();
const out = join(workspace.folder, 'profiles');
const ear = new Ear();
let line: Line;
let before: string[];

async function profile(register: RegisterName, language: Language): Promise<void> {
  const owner = line.owners[0]!;
  const file = (name: string): string => join(out, `${register}-${language}${name}`);
  const args = [
    'profile',
    ...['--study', line.studyFile, '--register', register],
    ...['--mapping', `${register}.yaml`, '--input', `${register}.csv`],
    ...['--out', file('.html'), '--data', file('.json')],
    ...['--publishable', file(language === 'nl' ? '-publishable.html' : '-publishable.json')],
  ];
  const finished = await attempt(owner, args, { language, listen: ear.listen });
  expect({ code: finished.code, problems: problemsOf(finished) }).toEqual({
    code: 0,
    problems: [],
  });
}

beforeAll(async () => {
  mkdirSync(out);
  line = await makeParties(join(workspace.folder, 'line'), {
    id: 'canary',
    owners: { rotterdam: registers },
    capacity: 20,
  });
  for (const register of registers) {
    deliver(line.owners[0]!, register, canaryTable(register));
  }
  before = filesUnder(workspace.folder);
  for (const register of registers) {
    await profile(register, 'en');
    await profile(register, 'nl');
  }
}, 120_000);

afterAll(() => {
  workspace.remove();
});

test('a page, data and a publishable form of every register in every language', () => {
  expect(filesUnder(out)).toHaveLength(18);
  const elsewhere = filesUnder(workspace.folder).filter((path) => !path.startsWith('profiles/'));
  expect(elsewhere).toEqual(before);
  const data = JSON.parse(readFileSync(join(out, 'population-en.json'), 'utf8')) as {
    rows: number;
  };
  expect(data.rows).toBe(40);
});

test('no identifier and no amount of a canary is in a file or in what was said', () => {
  for (const searcher of [new Searcher(identifierNeedles()), new Searcher(payloadNeedles())]) {
    expect(leaksInFiles(searcher, out)).toEqual([]);
    expect(leaksInWords(searcher, ear)).toEqual([]);
  }
});

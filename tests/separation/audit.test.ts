// SPDX-License-Identifier: EUPL-1.2
/**
 * The audit of a register with persons who are easy to recognise: it holds all of them in memory, and
 * none of their identifiers is in what the program wrote or said; it wrote what it was told to alone.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, makeParties, type Line } from '../support/line.ts';
import { problemsOf, type Language } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf, type Table } from '../support/registers.ts';
import { filesUnder } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { canaries, canaryTable, identifierNeedles } from './canaries.ts';
import { Searcher } from './search/searcher.ts';
import { Ear, leaksInFiles, leaksInWords } from './watch.ts';

const register = 'population';
const workspace = makeWorkspace();
const out = join(workspace.folder, 'audits');
const ear = new Ear();
let line: Line;
let before: string[];

/** The canaries among as many ordinary persons as the attacks need. */
function largeTable(): Table {
  const { header, rows } = canaryTable(register);
  const others = inventPersons(800, seeded(23));
  const ids = others.map((_, at) => `S${at}`);
  return {
    header,
    rows: [...rows, ...tableOf(register, others, ids, seeded(29)).rows],
  };
}

async function audit(language: Language): Promise<void> {
  const file = (name: string): string => join(out, `${language}${name}`);
  const args = [
    'audit',
    ...['--study', line.studyFile, '--register', register],
    ...['--mapping', `${register}.yaml`, '--input', `${register}.csv`],
    ...['--attacks', 'tupleTest,frequency', '--out', file('.html'), '--data', file('.json')],
  ];
  const finished = await attempt(line.owners[0]!, args, { language, listen: ear.listen });
  expect({ code: finished.code, problems: problemsOf(finished) }).toEqual({
    code: 0,
    problems: [],
  });
}

beforeAll(async () => {
  mkdirSync(out);
  line = await makeParties(join(workspace.folder, 'line'), {
    id: 'canary',
    owners: { rotterdam: [register] },
    capacity: 20,
  });
  deliver(line.owners[0]!, register, largeTable());
  before = filesUnder(workspace.folder);
  await audit('en');
  await audit('nl');
}, 120_000);

afterAll(() => {
  workspace.remove();
});

test('a page and data in every language, and no other file', () => {
  expect(filesUnder(out)).toHaveLength(4);
  const elsewhere = filesUnder(workspace.folder).filter((path) => !path.startsWith('audits/'));
  expect(elsewhere).toEqual(before);
});

test('no identifier of a canary is in a file or in what was said', () => {
  expect(canaries.length).toBeGreaterThan(0);
  const searcher = new Searcher(identifierNeedles());
  expect(leaksInFiles(searcher, out)).toEqual([]);
  expect(leaksInWords(searcher, ear)).toEqual([]);
});

// SPDX-License-Identifier: EUPL-1.2
/**
 * A review by the programs: registers are encoded and linked with thresholds of the study, the list is
 * filled in as an office would, the import is killed at any moment, and the data set of the researcher
 * follows what was decided.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  assemble,
  attempt,
  encode,
  link,
  makeParties,
  agree,
  writeStudy,
} from '../support/line.ts';
import type { Line } from '../support/line.ts';
import { afterMs, problemsOf, runAndKill, succeed, type Call } from '../support/program.ts';
import { readTable } from '../support/csv.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const rows = 300;
let line: Line;

const args = (step: string, ...more: readonly string[]): string[] => [
  'review', step, ...more, '--study', line.studyFile, '--keys', 'party.key', '--state', 'state',
]; // prettier-ignore
const review = (step: string, more: readonly string[], call?: Partial<Call>): Promise<string> =>
  succeed(line.linkageUnit, { ...call, args: args(step, ...more) });
const inUnit = (name: string): string => join(line.linkageUnit.folder, name);

/** Persons whose records of both registers the researcher sees as one. */
async function linkedPersons(out: string): Promise<number> {
  const { rows: persons } = readTable(join(await assemble(line, out), 'persons.csv'));
  return persons.length;
}

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const shape = { id: 'review', owners, capacity: 100 };
  line = await makeParties(join(workspace.folder, 'line'), shape);
  Object.assign(line.study.linkage, { threshold: 0.85, review: { from: 0.6, to: 0.9 } });
  writeStudy(line, line.study);
  await agree(line);
  const random = seeded(11);
  const persons = inventPersons(rows, random);
  for (const [at, owner] of line.owners.entries()) {
    const own = persons.slice(at * 60, 240 + at * 60);
    // One to nine faults in every other record: some pairs are neither clearly one nor clearly two.
    const wrong = own.map((person, row) =>
      Array.from({ length: row % 2 === 0 ? (row % 10) + 1 : 0 }).reduce(
        (one: typeof person) => misspell(one, random),
        person,
      ),
    );
    const ids = own.map((_, row) => `B${String(at)}-${String(row)}`);
    deliver(owner, 'benefits', tableOf('benefits', wrong, ids, random));
    await encode(line, owner, 'benefits');
  }
});
afterAll(() => {
  workspace.remove();
});

test('what people decide reaches the data set, and a killed import leaves all of it or nothing', async () => {
  const first = (await link(line)) as unknown as Record<string, unknown>;
  const before = await linkedPersons('before');
  const { open } = first['review'] as { open: number };
  expect(open).toBeGreaterThan(3);
  await review('export', ['--out', 'lists', '--limit', '200'], { language: 'nl' });
  const list = readFileSync(inUnit('lists/pairs.csv'), 'utf8');
  const [head, ...lines] = list.slice(1).trimEnd().split('\r\n');
  expect(head).toMatch(/^paar;besluit;beoordelaar;reden;registerA;/);
  expect(lines).toHaveLength(Math.min(open, 200));
  const cells = lines.map((text) => text.split(';'));
  // One pair of two that are alone is the same after all; of the others the linked ones stay linked.
  const isAlone = (row: readonly string[]): boolean => row[11] === '1' && row[12] === '1';
  const overruled = cells.find((row) => row[8] === 'verschillend' && isAlone(row))!;
  expect(overruled).toBeDefined();
  const decided = cells.filter((row) => row === overruled || row[8] === 'zelfde');
  for (const row of decided) row.splice(1, 3, 'zelfde', 'beoordeler-1', 'cijfers');
  const text = [head!, ...decided.map((row) => row.join(';'))].join('\r\n');
  writeFileSync(inUnit('filled.csv'), `\ufeff${text}\r\n`);

  const account = inUnit('party.key.review.decisions.jsonl');
  const importing = args('import', 'filled.csv', '--json');
  const started = performance.now();
  await attempt(line.linkageUnit, args('import', 'none.csv'));
  const whole = performance.now() - started;
  for (const share of [0.9, 1.1]) {
    await runAndKill(line.linkageUnit, { args: importing }, afterMs(share * whole));
    const kept = existsSync(account) ? readFileSync(account, 'utf8') : '';
    expect(kept === '' || kept.split('\n').length === 2).toBe(true);
  }
  const told = JSON.parse(await review('import', ['filled.csv', '--json'])) as Record<
    string,
    number
  >;
  expect(told['recorded']! + told['repeated']!).toBe(decided.length);
  expect(readFileSync(account, 'utf8').trimEnd().split('\n')).toHaveLength(1);

  const second = (await link(line)) as unknown as Record<string, unknown>;
  expect(second).toMatchObject({ published: true, events: { merged: 1 } });
  expect(second['review']).toMatchObject({ same: decided.length, different: 0 });
  expect(await linkedPersons('after')).toBe(before - 1);
  expect(await review('log', [], { language: 'nl' })).toMatch(/zelfde +beoordeler-1 +cijfers/);
}, 120_000);

test('a list that is wrong is refused in the reader’s language, by row and field', async () => {
  const filled = readFileSync(inUnit('filled.csv'), 'utf8');
  writeFileSync(inUnit('wrong.csv'), filled.replace('beoordeler-1', 'Jan Jansen'));
  const wrong = await attempt(line.linkageUnit, args('import', 'wrong.csv'), { language: 'nl' });
  expect(wrong.code).toBe(3);
  expect(problemsOf(wrong)).toMatchObject([
    { code: 'REVIEW_REVIEWER', place: { file: 'wrong.csv', row: 1, field: 'reviewer' } },
  ]);
  expect(wrong.stderr.toString()).toContain('nooit een naam');
  expect(wrong.stderr.toString()).not.toContain('Jansen');
});

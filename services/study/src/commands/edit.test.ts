// SPDX-License-Identifier: EUPL-1.2
/** Editing a study: what people wrote stays, what is wrong is refused, nothing is overwritten. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { changedText, editFile } from '../edit/edit-file.ts';
import { applyChanges, lineChanges } from '../edit/line-changes.ts';
import { openPlaces } from '../edit/open-places.ts';
import { dayFromNow, makeWorld, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => {
  world.remove();
});

const feasibility = (): string => readFileSync(join(world.folder, 'feasibility.yaml'), 'utf8');
const place = ['zoektermijn', 'utrecht', 'legal'] as const;
const verdict = (...args: string[]) => world.call('verdict', ...place, ...args, '--yes');

describe('one verdict', () => {
  test('changes its own lines and shows them', async () => {
    const before = feasibility();
    const given = ['no', '--reason', 'Geen grondslag', '--evidence', 'juridisch-advies.md'];
    const { code, printed } = await verdict(...given);
    expect(code).toBe(0);
    const changes = lineChanges(before, feasibility()).filter(({ kind }) => kind !== 'same');
    expect(changes.map(({ line }) => line.trim())).toEqual([
      'verdict: yes',
      'reason: Grondslag en documenten zijn getoetst door de privacyfunctionaris.',
      'verdict: no',
      'reason: Geen grondslag',
    ]);
    expect(printed).toMatch(/^\+ +reason: Geen grondslag$/m);
    expect((await verdict(...given)).printed).toMatch(/Nothing was written/);
  });

  test('with a condition, which is met later', async () => {
    const given = ['yesIf', '--reason', 'Na het besluit', '--evidence', 'juridisch-advies.md'];
    expect((await verdict(...given)).problems).toEqual([
      'VERDICT_CONTRADICTS subStudies[1].cities[2].verdicts.legal',
    ]);
    const condition = ['--condition', 'Neem het besluit', '--owner', 'College'];
    expect((await verdict(...given, ...condition, '--due', dayFromNow(-1))).problems).toEqual([
      'CONTROL_DATE_PAST --due',
    ]);
    expect((await verdict(...given, ...condition, '--due', dayFromNow(30))).code).toBe(0);
    expect((await world.call('check')).printed).toMatch(/zoektermijn, Utrecht: Neem het besluit – College/);
    expect((await verdict('--met', '1')).code).toBe(0);
    expect((await world.call('check')).printed).not.toMatch(/Neem het besluit/);
    expect((await verdict('yes', ...given.slice(1))).code).toBe(0);
    expect(feasibility()).not.toMatch(/Neem het besluit/);
  }); // prettier-ignore

  test('records its evidence, and refuses a file that is missing or changed', async () => {
    writeFileSync(join(world.folder, 'evidence', 'nieuw.md'), 'nieuw');
    const reason = ['yes', '--reason', 'Nieuw advies', '--evidence'];
    expect((await verdict(...reason, 'nieuw.md')).code).toBe(0);
    expect(feasibility()).toMatch(/^ {2}nieuw.md: [0-9a-f]{64}$/m);
    writeFileSync(join(world.folder, 'evidence', 'nieuw.md'), 'anders');
    expect((await verdict(...reason, 'nieuw.md')).problems).toEqual(['EVIDENCE_CHANGED']);
    expect((await world.call('report', '--out', join(world.folder, 'r.html'))).problems).toEqual(['EVIDENCE_CHANGED']);
    expect((await world.call('evidence', 'nieuw.md', '--yes')).code).toBe(0);
    expect((await verdict(...reason, 'nieuw.md')).code).toBe(0);
    expect((await verdict(...reason, 'geen.md')).problems).toEqual(['EVIDENCE_MISSING']);
    expect((await verdict(...reason, '../study.yaml')).problems).toEqual(['USAGE --evidence']);
  }); // prettier-ignore

  test('of a place or a ground that there is not', async () => {
    const { problems } = await world.call('verdict', 'zoektermijn', 'delft', 'legal', 'yes');
    expect(problems).toEqual(['VERDICT_PLACE zoektermijn/delft legal']);
    expect((await world.call('verdict', ...place, 'maybe')).problems).toEqual(['USAGE verdict']);
  });
});

test('a file that somebody else changed meanwhile is not overwritten', async () => {
  const file = join(world.folder, 'feasibility.yaml');
  const context = { print: () => { writeFileSync(file, `${feasibility()}# theirs\n`); } }; // prettier-ignore
  const edit = {
    file,
    yes: true,
    change: (document: { set(key: string, value: unknown): void }) => {
      document.set('study', 'ours');
    },
    check: () => undefined,
  };
  await expect(editFile(edit, context as never)).rejects.toThrow('FILE_CHANGED_MEANWHILE');
  expect(feasibility()).toMatch(/study: re-integratie[^]*# theirs\n$/);
});

test.each<[string, string | RegExp, string, string]>([
  ['an unknown setting', 'keyFields:', 'keyField:', 'STUDY_UNKNOWN_MEMBER keyField'],
  ['a city twice', 'city: denhaag\n        plan', 'city: rotterdam\n        plan', 'STUDY_DUPLICATE subStudies[0].cities[1]'],
  ['a city of no study', 'city: denhaag\n        plan', 'city: delft\n        plan', 'STUDY_REFERENCE subStudies[0].cities[1].city'],
  ['another design', 'design: differenceInDifferences', 'design: eventStudy', 'FEASIBILITY_DESIGN subStudies[0].cities[0].plan.design'],
  ['a score of nine', 'score: 4', 'score: 9', 'STUDY_VALUE subStudies[0].cities[0].opinions[0].score'],
  ['a day that there is not', 'dueOn: 2027-03-31', 'dueOn: 2027-03-32', 'STUDY_VALUE subStudies[0].cities[2].conditions[0].dueOn'],
  ['evidence that nobody recorded', '- ontwerp.md', '- onbekend.md', 'STUDY_REFERENCE subStudies[0].cities[0].verdicts.theoretical.evidence[0]'],
  ['an interval that is none', 'low: 0.956', 'low: 0.99', 'STUDY_VALUE expected[0].recall'],
])('%s is named with its place', async (_name, from, to, problem) => {
  world.change('feasibility.yaml', from, to);
  expect((await world.call('check')).problems).toEqual([problem]);
}); // prettier-ignore

test('a new study from answers is complete but for what is open', async () => {
  mkdirSync(join(world.folder, 'new'));
  writeFileSync(
    join(world.folder, 'answers.yaml'),
    `{ id: new, title: 'New: a "study"', language: en, coordinator: Team,
       cities: [{ id: delft, name: Delft }],
       registers: [{ id: benefits, label: Benefits, kind: benefits }],
       subStudies: [{ id: work, question: Who works?, design: matching, registers: [benefits] }] }`,
  );
  const folder = ['--folder', join(world.folder, 'new')];
  const answers = ['--answers', join(world.folder, 'answers.yaml')];
  expect((await world.call('init', ...answers, ...folder)).code).toBe(0);
  const file = join(world.folder, 'new', 'study.yaml');
  const text = readFileSync(file, 'utf8');
  expect(openPlaces(text)).toHaveLength(13);
  const key = 'A'.repeat(43);
  const unit = `${'A'.repeat(42)}E`; // a mailbox of its own
  const filled = text
    .replace(/(\nlinkageUnit:[^]*?mailboxPublicKey: )OPEN/, `$1${unit}`)
    .replace(/PublicKey: OPEN/g, `PublicKey: ${key}`)
    .replace('from: OPEN, to: OPEN', 'from: 2024-01-01, to: 2025-01-01');
  writeFileSync(file, filled.replaceAll('OPEN', 'Filled'));
  const other = join(world.folder, 'new', 'feasibility.yaml');
  writeFileSync(other, readFileSync(other, 'utf8').replaceAll('OPEN', 'Filled'));
  const { problems, printed } = await world.call('check', ...folder);
  expect(problems).toEqual([]);
  expect(printed).toMatch(/work, Delft: no profile of Benefits yet/);
  writeFileSync(join(world.folder, 'answers.yaml'), '{ id: new }');
  mkdirSync(join(world.folder, 'newer'));
  const bad = await world.call('init', ...answers, '--folder', join(world.folder, 'newer'));
  expect(bad.problems).toContain('STUDY_MISSING_MEMBER cities');
});

test('changes by line are exact for any two texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', 'c: d')).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyChanges(before, lineChanges(before, after))).toBe(after);
    }),
  );
});

test('layout and comments of other lines stay', () => {
  const text = "a:   [1,2] # first\nb: {x: 'y'}\n\n# last\nc: 1\n";
  const { text: changed } = changedText(text, (document) => {
    document.set('c', 2);
  });
  expect(changed).toBe("a:   [1,2] # first\nb: {x: 'y'}\n\n# last\nc: 2\n");
});

test('lines that are printed otherwise than they were written move no change to another line', () => {
  const text = [
    'note: first',
    '  goes on',
    'overlaps:',
    '  - { one: a, other: b, persons: 5 }',
    '  - { one: a, other: c, persons: 6 }',
  ].join('\n'); // without an end of the last line
  const { text: changed } = changedText(text, (document) => {
    document.setIn(['overlaps', 1, 'persons'], 7);
  });
  expect((parse(changed) as { overlaps: unknown }).overlaps).toEqual([
    { one: 'a', other: 'b', persons: 5 },
    { one: 'a', other: 'c', persons: 7 },
  ]);
});

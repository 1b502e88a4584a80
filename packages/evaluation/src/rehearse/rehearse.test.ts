// SPDX-License-Identifier: EUPL-1.2
/** That twins look like the profiles they are made after, and that worse registers link worse. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runService } from '@koppel/console';
import { parseStudy, publishableProfileSchema, type PublishableProfile } from '@koppel/study';
import { help } from '../help.ts';
import { rehearse, spreadOf } from '../commands/rehearse.ts';
import { recordedContext } from '../testing/context.ts';
import { linkTwin } from './link-twin.ts';
import { makeTwin } from './twin.ts';

const example = join(import.meta.dirname, '../../../../examples/re-integratie');
const fields = ['givenNames', 'surname', 'birthDate', 'postcode'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-rehearse-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The example's profile of a register of so many rows, with so many surnames missing. */
function profileOf(register: string, surnamesMissing = 10, rows = 300): PublishableProfile {
  const file = join(example, 'evidence', `rotterdam-${register}.profile.json`);
  const profile = publishableProfileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const changed = profile.fields.map((field) => ({
    ...field,
    unusable: field.name === 'surname' ? surnamesMissing : ('<10' as const),
    ...(field.name === 'givenNames' && { marks: [{ mark: 'initialsOnly', rows: 10 * Math.round(0.03 * rows) }] }),
  }));
  const birthPeaks = [{ day: '01-01', rows: 10 * Math.round(0.01 * rows), suspicious: true }];
  const birthYears = [{ from: 1950, to: 1969, percent: 20 }, { from: 1970, to: 2007, percent: 80 }];
  return { ...profile, rows, fields: changed, birthPeaks, birthYears };
} // prettier-ignore

const write = (name: string, profile: PublishableProfile): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(profile));
  return file;
};

async function call(other: string, ...more: string[]) {
  const one = write('one.json', profileOf('benefits'));
  const out = join(folder, 'out.json');
  const study = join(example, 'study.yaml');
  const argv = ['rehearse', '--study', study, '--one', one, '--other', other, '--out', out];
  const sizes = ['--seeds', '3', '--shared', '200', ...more];
  const { context, told, printed } = recordedContext([...argv, ...sizes]);
  const code = await runService({ name: 'koppel', help, commands: { rehearse } }, context);
  const problems = told.flatMap((line) => /"code":"([A-Z_]+)"/.exec(line)?.[1] ?? []);
  return { code, problems, printed: printed.join('\n'), text: () => readFileSync(out, 'utf8') };
}

test('a twin has what its profiles tell of', () => {
  const [one, other] = [profileOf('benefits', 200, 1000), profileOf('debts', 10, 1000)];
  const kinds = ['benefits', 'benefits'] as const;
  const request = { one, other, kinds, sizes: [1000, 1000] as const, shared: 400, seed: 'a' };
  const [first, second] = makeTwin(request, fields);
  expect([first.records.length, second.records.length]).toEqual([1000, 1000]);
  const ids = new Set(first.records.map(({ person }) => person.id));
  expect(second.records.filter(({ person }) => ids.has(person.id))).toHaveLength(400);
  const share = (of: (record: (typeof first.records)[number]) => boolean): number =>
    first.records.filter(of).length / 1000;
  expect(Math.abs(share(({ lacks }) => lacks.has('surname')) - 0.2)).toBeLessThan(0.05);
  expect(Math.abs(share(({ given }) => /^(?:[A-Z]\.)+$/.test(given.replaceAll(' ', ''))) - 0.3)).toBeLessThan(0.08);
  expect(Math.abs(share(({ birthDate }) => birthDate.endsWith('0101')) - 0.1)).toBeLessThan(0.05);
  expect(Math.abs(share(({ person }) => person.birth.year >= 1970) - 0.8)).toBeLessThan(0.1);
  expect(makeTwin(request, fields)).toEqual([first, second]);
}); // prettier-ignore

test('a register with many missing names links worse', async () => {
  const good = await call(write('good.json', profileOf('debts')));
  expect([good.code, good.problems]).toEqual([0, []]);
  const evidence = JSON.parse(good.text()) as { recall: { value: number; low: number; high: number }; f1: { value: number } };
  expect(evidence).toMatchObject({ format: 'koppel-rehearsal', synthetic: true, shared: 200, notGenerated: [] });
  const { low, value, high } = evidence.recall;
  expect([low <= value, value <= high, value > 0.7]).toEqual([true, true, true]);
  expect(good.printed).toContain(`- recall: { value: ${String(value)},`);
  const read = parseStudy(readFileSync(join(example, 'study.yaml'), 'utf8'));
  if (!read.ok) throw new Error('the example is no study');
  const twin = makeTwin(
    {
      one: profileOf('benefits'),
      other: { ...profileOf('debts', 150), absent: ['postcode'] },
      kinds: ['benefits', 'benefits'], sizes: [300, 300], shared: 200, seed: 'rehearsal 1',
    },
    fields,
  );
  const worse = await linkTwin(read.value.study, twin, () => undefined);
  expect(worse.f1).toBeLessThan(evidence.f1.value - 0.1);
}); // prettier-ignore

test('what is no profile of the study, and counts out of range, are refused', async () => {
  const good = write('good.json', profileOf('debts'));
  expect((await call(join(example, 'study.yaml'))).problems).toEqual(['PROFILE_FORM']);
  expect((await call(write('x.json', { ...profileOf('debts'), study: 'other' }))).problems).toEqual(['PROFILE_OTHER']);
  expect((await call(write('x.json', { ...profileOf('debts'), rows: '<10' }))).problems).toEqual(['PROFILE_FORM']);
  expect((await call(good, '--records', '10')).problems).toEqual(['USAGE']);
}); // prettier-ignore

test('the spread is that of one more seed', () => {
  const { value, low, high } = spreadOf([0.9, 0.92, 0.94]);
  expect(value).toBe(0.92);
  // 4.303 · 0.02 · √(4/3)
  expect(low).toBeCloseTo(0.8206, 3);
  expect(high).toBe(1);
});

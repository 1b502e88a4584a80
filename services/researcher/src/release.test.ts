// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRelease, type Written } from './release.ts';
import { inParts, type DataFile, type Row } from './formats/data-file.ts';
import { noTexts } from './testing/view.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);
const names = (folder: string): string[] => readdirSync(folder).sort();

function table(
  stem: string,
  rows: readonly Row[] | Generator<Row> = [['a', 1]],
  count = 1,
): DataFile {
  const variables = [
    { variable: { kind: 'text', name: 'text', label: '', bytes: 20 }, unit: '' },
    { variable: { kind: 'number', name: 'number', label: '', decimals: 0 }, unit: '' },
  ] as const;
  return { schema: { stem, label: '', variables }, count, rows: inParts(rows) };
}

const csv = ['csv'] as const;

const write = (folder: string, files: readonly DataFile[]): Promise<void> =>
  writeRelease(folder, { files, formats: csv, texts: noTexts });

test('a data set is its tables and its quality, for its account alone', async () => {
  const rows: Row[] = [['a, "b"\nc', 0.5], [undefined, 1e21], ['=x', 7]];
  const files = [table('one', rows), table('two', [], 0)];
  const texts = (written: Written) => [{ name: 'about.json', text: JSON.stringify([...written]) }];
  await writeRelease(at('deep/out'), { files, formats: csv, texts });
  expect(names(at('deep'))).toEqual(['out']);
  expect(names(at('deep/out'))).toEqual(['about.json', 'one.csv', 'two.csv']);
  expect(readFileSync(at('deep/out/one.csv'), 'utf8')).toBe(
    'text,number\n"a, ""b""\nc",0.5\n,1e+21\n=x,7\n',
  );
  expect(readFileSync(at('deep/out/two.csv'), 'utf8')).toBe('text,number\n');
  const sha256 = createHash('sha256').update('text,number\n').digest('hex');
  expect(JSON.parse(readFileSync(at('deep/out/about.json'), 'utf8'))).toContainEqual(
    ['two', { rows: 0, formats: { csv: { bytes: 12, sha256 } } }],
  );
  expect(statSync(at('deep/out')).mode & 0o777).toBe(0o700);
}); // prettier-ignore

test('a path may end in a slash', async () => {
  await write(`${at('out')}/`, [table('one')]);
  expect(names(at('out'))).toEqual(['one.csv']);
});

test('what is there already is not overwritten', async () => {
  mkdirSync(at('out'));
  writeFileSync(at('out/mine.txt'), 'mine');
  expect(
    await refusal(place, async () => {
      await write(at('out'), [table('one')]);
    }),
  ).toEqual(['FILE_EXISTS {"file":"out"}']);
  expect(names(at('out'))).toEqual(['mine.txt']);
});

test('trouble in the middle leaves nothing', async () => {
  function* breaking(): Generator<Row> {
    yield ['a', 1];
    throw Object.assign(new Error('Jansen'), { code: 'ENOSPC' });
  }
  const tables = [table('one'), table('two', breaking())];
  expect(
    await refusal(place, async () => {
      await write(at('out'), tables);
    }),
  ).toEqual(['DISK_FULL {"file":"out"}']);
  expect(names(place.folder)).toEqual(['log']);
});

test('a place where nothing can be made is told', async () => {
  writeFileSync(at('file'), '');
  expect(
    await refusal(place, async () => {
      await write(at('file/out'), []);
    }),
  ).toEqual(['WRITE_FAILED {"file":"file/out"}']);
});

test('what a crash left is removed by the next try', async () => {
  mkdirSync(at('out.koppel-unfinished'));
  writeFileSync(at('out.koppel-unfinished/one.csv'), 'half');
  await write(at('out'), [table('one')]);
  expect(names(place.folder)).toEqual(['log', 'out']);
  expect(readFileSync(at('out/one.csv'), 'utf8')).toBe('text,number\na,1\n');
});

test('many rows are written as they are made', async () => {
  let made = 0;
  function* many(): Generator<Row> {
    for (; made < 100_000; made += 1) yield ['row', made];
  }
  await write(at('out'), [table('one', many())]);
  expect(made).toBe(100_000);
  expect(readFileSync(at('out/one.csv'), 'utf8').split('\n')).toHaveLength(100_002);
  expect(existsSync(at('out.koppel-unfinished'))).toBe(false);
});

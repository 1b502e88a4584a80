// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRelease } from './release.ts';
import type { Table } from './tables.ts';
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

function table(name: string, rows: Table['rows'] = [['a', 1]]): Table {
  return { name, header: ['text', 'number'], rows };
}

test('a data set is its tables and its quality, for its account alone', () => {
  const rows = [['a, "b"\nc', 0.5], ['', 1e21], ['=x', 7]] as const;
  writeRelease(at('deep/out'), [table('one.csv', rows), table('two.csv', [])], { good: 1 });
  expect(names(at('deep'))).toEqual(['out']);
  expect(names(at('deep/out'))).toEqual(['one.csv', 'quality.json', 'two.csv']);
  expect(readFileSync(at('deep/out/one.csv'), 'utf8')).toBe(
    'text,number\n"a, ""b""\nc",0.5\n,1e+21\n=x,7\n',
  );
  expect(readFileSync(at('deep/out/two.csv'), 'utf8')).toBe('text,number\n');
  expect(JSON.parse(readFileSync(at('deep/out/quality.json'), 'utf8'))).toEqual({ good: 1 });
  expect(statSync(at('deep/out')).mode & 0o777).toBe(0o700);
}); // prettier-ignore

test('a path may end in a slash', () => {
  writeRelease(`${at('out')}/`, [table('one.csv')], {});
  expect(names(at('out'))).toEqual(['one.csv', 'quality.json']);
});

test('what is there already is not overwritten', async () => {
  mkdirSync(at('out'));
  writeFileSync(at('out/mine.txt'), 'mine');
  expect(
    await refusal(place, () => {
      writeRelease(at('out'), [table('one.csv')], {});
    }),
  ).toEqual(['FILE_EXISTS {"file":"out"}']);
  expect(names(at('out'))).toEqual(['mine.txt']);
});

test('trouble in the middle leaves nothing', async () => {
  function* breaking() {
    yield ['a', 1];
    throw Object.assign(new Error('Jansen'), { code: 'ENOSPC' });
  }
  const tables = [table('one.csv'), table('two.csv', breaking())];
  expect(
    await refusal(place, () => {
      writeRelease(at('out'), tables, {});
    }),
  ).toEqual(['DISK_FULL {"file":"out"}']);
  expect(names(place.folder)).toEqual(['log']);
});

test('a place where nothing can be made is told', async () => {
  writeFileSync(at('file'), '');
  expect(
    await refusal(place, () => {
      writeRelease(at('file/out'), [], {});
    }),
  ).toEqual(['WRITE_FAILED {"file":"file/out"}']);
});

test('what a crash left is removed by the next try', () => {
  mkdirSync(at('out.koppel-unfinished'));
  writeFileSync(at('out.koppel-unfinished/one.csv'), 'half');
  writeRelease(at('out'), [table('one.csv')], {});
  expect(names(place.folder)).toEqual(['log', 'out']);
  expect(readFileSync(at('out/one.csv'), 'utf8')).toBe('text,number\na,1\n');
});

test('many rows are written as they are made', () => {
  let made = 0;
  function* many() {
    for (; made < 100_000; made += 1) yield ['row', made];
  }
  writeRelease(at('out'), [table('one.csv', many())], {});
  expect(made).toBe(100_000);
  expect(readFileSync(at('out/one.csv'), 'utf8').split('\n')).toHaveLength(100_002);
  expect(existsSync(at('out.koppel-unfinished'))).toBe(false);
});

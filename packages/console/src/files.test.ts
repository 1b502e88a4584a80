// SPDX-License-Identifier: EUPL-1.2
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/errors';
import { readFileText, writeError, writeFileBeside, writeFileWhole } from './files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a file is written whole, with its mode, into folders that are made', () => {
  const file = join(folder, 'a', 'b', 'secret');
  writeFileWhole(file, 'één', { mode: 0o600 });
  expect(readFileText(file)).toBe('één');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('an existing file is left alone unless it may be replaced', () => {
  const file = join(folder, 'one');
  writeFileWhole(file, 'old');
  expect(() => {
    writeFileWhole(file, 'new');
  }).toThrow('FILE_EXISTS');
  expect(readFileText(file)).toBe('old');
  writeFileWhole(file, new Uint8Array([0x6e]), { replace: true });
  expect(readFileText(file)).toBe('n');
});

test('a write that fails leaves nothing behind', () => {
  const file = join(folder, 'taken');
  mkdirSync(file);
  writeFileSync(join(file, 'inside'), '');
  expect(() => {
    writeFileWhole(file, 'x', { replace: true });
  }).toThrow('WRITE_FAILED');
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('many files are written at once, each whole, and one that is there is left alone', async () => {
  const files = Array.from({ length: 20 }, (_, at) => join(folder, String(at % 3), String(at)));
  const write = (file: string, at: number) =>
    writeFileBeside(file, new Uint8Array([0x61 + at]), { mode: 0o600 });
  await Promise.all(files.map(write));
  for (const [at, file] of files.entries()) {
    expect(readFileText(file)).toBe(String.fromCharCode(0x61 + at));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  await expect(write(files[0]!, 1)).rejects.toThrow('FILE_EXISTS');
  expect(readFileText(files[0]!)).toBe('a');
  // Where a folder should be there is a file.
  await expect(write(join(files[0]!, 'x'), 0)).rejects.toThrow('WRITE_FAILED');
  expect(readdirSync(folder, { recursive: true })).toHaveLength(20 + 3);
});

test('reading names the file that is missing or not UTF-8', () => {
  expect(() => readFileText(join(folder, 'none'))).toThrow('FILE_MISSING');
  writeFileSync(join(folder, 'latin'), new Uint8Array([0x44, 0xeb]));
  expect(() => readFileText(join(folder, 'latin'))).toThrow('FILE_NOT_UTF8');
});

test('a byte order mark is not part of the text', () => {
  writeFileSync(join(folder, 'marked'), new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
  expect(readFileText(join(folder, 'marked'))).toBe('a');
  expect(readFileSync(join(folder, 'marked'))).toHaveLength(4);
});

test.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EACCES', 'WRITE_FAILED'],
])('%s becomes %s', (code, expected) => {
  expect(writeError(Object.assign(new Error('x'), { code }), 'f').code).toBe(expected);
  const own = new KoppelError('FILE_EXISTS');
  expect(writeError(own, 'f')).toBe(own);
});

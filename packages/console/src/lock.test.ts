// SPDX-License-Identifier: EUPL-1.2
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withLock } from './lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-lock-'));
  file = join(folder, 'owner.key');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the second to come is refused while the first is at work, and not after', async () => {
  await withLock(file, async () => {
    await expect(withLock(file, () => Promise.resolve(1))).rejects.toThrow('FILE_IN_USE');
    expect(existsSync(`${file}.lock`)).toBe(true);
  });
  expect(await withLock(file, () => Promise.resolve(2))).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});

test('work that fails gives the lock back', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that has ended is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(`${file}.lock`, String(pid));
  expect(await withLock(file, () => Promise.resolve(3))).toBe(3);
});

test('a lock that says nothing is left alone', async () => {
  writeFileSync(`${file}.lock`, 'x');
  await expect(withLock(file, () => Promise.resolve(4))).rejects.toThrow('FILE_IN_USE');
});

test('a folder that does not exist cannot be locked', async () => {
  const nowhere = join(folder, 'none', 'owner.key');
  await expect(withLock(nowhere, () => Promise.resolve(5))).rejects.toThrow('WRITE_FAILED');
});

// SPDX-License-Identifier: EUPL-1.2
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
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

test('the lock of a process whose number is another one now is taken over once it is silent', async () => {
  writeFileSync(`${file}.lock`, String(process.pid));
  await expect(withLock(file, () => Promise.resolve(3))).rejects.toThrow('FILE_IN_USE');
  const before = new Date(Date.now() - 121_000);
  utimesSync(`${file}.lock`, before, before);
  expect(await withLock(file, () => Promise.resolve(3))).toBe(3);
});

test('who is at work says so, and works on when the lock is removed', async () => {
  jest.useFakeTimers({ doNotFake: ['Date'] });
  try {
    await withLock(file, () => {
      const before = new Date(Date.now() - 121_000);
      utimesSync(`${file}.lock`, before, before);
      jest.advanceTimersByTime(10_000);
      expect(Date.now() - statSync(`${file}.lock`).mtimeMs).toBeLessThan(60_000);
      rmSync(`${file}.lock`);
      jest.advanceTimersByTime(10_000);
      expect(existsSync(`${file}.lock`)).toBe(false);
      return Promise.resolve();
    });
  } finally {
    jest.useRealTimers();
  }
});

test('a lock that says nothing is left alone', async () => {
  writeFileSync(`${file}.lock`, 'x');
  await expect(withLock(file, () => Promise.resolve(4))).rejects.toThrow('FILE_IN_USE');
});

test('a folder that does not exist cannot be locked', async () => {
  const nowhere = join(folder, 'none', 'owner.key');
  await expect(withLock(nowhere, () => Promise.resolve(5))).rejects.toThrow('WRITE_FAILED');
});

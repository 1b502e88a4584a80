// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withKernelLock } from './kernel-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const lock = () => join(folder, 'a.lock');

test('one at a time, and nothing is left afterwards', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(
    Array.from({ length: 8 }, () => withKernelLock(lock(), { waitMs: 20_000 }, work)),
  );
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('who waits too long is told, and once that there is something to wait for', async () => {
  let waited = 0;
  await withKernelLock(lock(), { waitMs: 0 }, async () => {
    const second = withKernelLock(
      lock(),
      {
        waitMs: 60,
        onWait: () => {
          waited += 1;
        },
      },
      () => undefined,
    );
    await expect(second).rejects.toMatchObject({ code: 'FILE_IN_USE', place: { file: lock() } });
  });
  expect(waited).toBe(1);
});

test('work that fails lets go, and a folder that is not there is an error', async () => {
  const failing = withKernelLock(lock(), { waitMs: 0 }, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withKernelLock(lock(), { waitMs: 0 }, () => 1)).toBe(1);
  const nowhere = join(folder, 'none', 'a.lock');
  await expect(withKernelLock(nowhere, { waitMs: 0 }, () => 1)).rejects.toMatchObject({
    code: 'WRITE_FAILED',
  });
});

test('a process that is killed holds nothing any more', async () => {
  const program = fileURLToPath(new URL('./testing/hold-lock.ts', import.meta.url));
  const child = spawn(execPath, [program, lock()], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  await expect(withKernelLock(lock(), { waitMs: 0 }, () => 1)).rejects.toThrow('FILE_IN_USE');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await withKernelLock(lock(), { waitMs: 0 }, () => 2)).toBe(2);
});

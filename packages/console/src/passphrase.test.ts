// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPassphrase } from './passphrase.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-passphrase-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(content: string): Promise<string> {
  const file = join(folder, 'secret');
  writeFileSync(file, content);
  const passphrase = await readPassphrase({ KOPPEL_PASSPHRASE_FILE: file }, 'en');
  return new TextDecoder().decode(passphrase);
}

test.each(['correct horse battery', 'correct horse battery\n', 'correct horse battery\r\nsecond'])(
  'the first line of the mounted file counts: %j',
  async (content) => {
    expect(await read(content)).toBe('correct horse battery');
  },
);

test('an empty file and a missing one are refused', async () => {
  await expect(read('\n')).rejects.toThrow('PASSPHRASE_EMPTY');
  const environment = { KOPPEL_PASSPHRASE_FILE: join(folder, 'none') };
  await expect(readPassphrase(environment, 'nl')).rejects.toThrow('FILE_MISSING');
});

test('without a file and without a keyboard there is no passphrase', async () => {
  await expect(readPassphrase({}, 'nl')).rejects.toThrow('PASSPHRASE_MISSING');
  await expect(readPassphrase({ KOPPEL_PASSPHRASE_FILE: '' }, 'nl')).rejects.toThrow(
    'PASSPHRASE_MISSING',
  );
});

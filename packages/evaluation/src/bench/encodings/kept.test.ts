// SPDX-License-Identifier: EUPL-1.2
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keptRowIn, unkeptRow } from './kept.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-kept-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('what is kept is found by another run, for the same identity only', () => {
  const identity = { version: 1, profile: 'ab', seed: 1 };
  keptRowIn(folder, 'clk-blip 2048 noise 0.1').keep('speed', identity, { bytes: 8 });
  const again = keptRowIn(folder, 'clk-blip 2048 noise 0.1');
  // The order in which an identity was put together does not count.
  expect(again.find('speed', { seed: 1, profile: 'ab', version: 1 })).toEqual({ bytes: 8 });
  for (const other of [{ ...identity, version: 2 }, { ...identity, extra: 1 }, {}]) {
    expect(again.find('speed', other)).toBeUndefined();
  }
  expect(again.find('F1', identity)).toBeUndefined();
  expect(readdirSync(folder)).toEqual(['clk-blip-2048-noise-0.1.json']);
});

test('a part takes the place of what it was, and leaves the others', () => {
  const row = keptRowIn(folder, 'saul');
  row.keep('first', { version: 1 }, 1);
  row.keep('second', { version: 1 }, 2);
  row.keep('first', { version: 2 }, 3);
  const again = keptRowIn(folder, 'saul');
  expect([...again.parts]).toEqual([
    ['first', { identity: { version: 2 }, value: 3 }],
    ['second', { identity: { version: 1 }, value: 2 }],
  ]);
  // A part, a line.
  expect(readFileSync(join(folder, 'saul.json'), 'utf8').split('\n')).toHaveLength(5);
});

test.each(['', '{', '{"name": "another", "parts": {}}', '{"name": "odd", "parts": {"a": 1}}'])(
  'a file that holds something else is refused, and kept as it is: %j',
  (content) => {
    const file = join(folder, 'odd.json');
    writeFileSync(file, content);
    expect(() => keptRowIn(folder, 'odd')).toThrow(
      expect.objectContaining({ code: 'USAGE', place: { path: '--keep', file } }),
    );
    expect(readFileSync(file, 'utf8')).toBe(content);
  },
);

test('without a folder a row is kept for this run', () => {
  const row = unkeptRow();
  row.keep('part', { seed: 1 }, 5);
  expect(row.find('part', { seed: 1 })).toBe(5);
});

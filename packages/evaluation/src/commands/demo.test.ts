// SPDX-License-Identifier: EUPL-1.2
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DemoOutcome } from '../demo/outcome.ts';
import { recordedContext } from '../testing/context.ts';
import { demo } from './demo.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-demo-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a small demo takes the place of an earlier one: a data set, a summary and a page', async () => {
  const out = join(folder, 'out');
  mkdirSync(out);
  for (const name of ['made-by-koppel-demo', 'left.csv']) writeFileSync(join(out, name), '');
  const argv = ['--out', out, '--records', '400', '--seed', '5'];
  const first = recordedContext(argv, 'nl');
  await demo(first.context);
  const summary = first.printed.join('');
  expect(summary).toMatch(/rotterdam\/population\s+200\s+200\s+0/);
  expect(summary).toContain('precisie');

  const outcome = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as DemoOutcome;
  expect(outcome.encoded).toHaveLength(6);
  expect(outcome.score.overall.precision.value).toBeGreaterThan(0.85);
  expect(outcome.score.overall.recall.value).toBeGreaterThan(0.9);
  expect(outcome.seconds.map(({ step }) => step)).toContain('assemble');
  expect(outcome.looks).toMatchObject({ rounds: 21, looks: 1200 * 6 * 5 });
  expect(summary).toContain('Wat de tweede ronde opleverde');

  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toContain('<svg');
  expect(page).not.toMatch(/(src|href)="https?:/);
  const [link] = /(?<=href=")linkage-unit[^"]*/.exec(page)!;
  const quality = readFileSync(join(out, link), 'utf8');
  expect(quality).toContain('Kwaliteit van de koppeling');
  expect(existsSync(join(outcome.dataSet, 'persons.csv'))).toBe(true);

  expect(existsSync(join(out, 'left.csv'))).toBe(false);
}, 600_000);

test('a folder of somebody else is left alone', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  await expect(demo(recordedContext(['--out', folder]).context)).rejects.toThrow('DEMO_FOLDER');
  expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
});

test('fewer than 200 records are too few to show anything', async () => {
  const argv = ['--out', join(folder, 'few'), '--records', '100'];
  await expect(demo(recordedContext(argv).context)).rejects.toThrow('USAGE');
});

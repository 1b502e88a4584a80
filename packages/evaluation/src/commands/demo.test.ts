// SPDX-License-Identifier: EUPL-1.2
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('a small demo ends with a data set, a summary and a page, and can be run again', async () => {
  const out = join(folder, 'out');
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

  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toContain('<svg');
  expect(page).not.toMatch(/(src|href)="https?:/);
  const [link] = /(?<=href=")linkage-unit[^"]*/.exec(page)!;
  const quality = readFileSync(join(out, link), 'utf8');
  expect(quality).toContain('Kwaliteit van de koppeling');
  expect(existsSync(join(outcome.dataSet, 'persons.csv'))).toBe(true);

  const second = recordedContext([...argv, '--json']);
  await demo(second.context);
  const again = JSON.parse(second.printed.join('')) as DemoOutcome;
  // Keys are made anew each time, so links can differ in a few pairs; persons and registers do not.
  expect(again.score.overall.actual).toBe(outcome.score.overall.actual);
  expect(again.encoded.map(({ rows }) => rows)).toEqual(outcome.encoded.map(({ rows }) => rows));
}, 240_000);

test('a folder of somebody else is left alone', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  await expect(demo(recordedContext(['--out', folder]).context)).rejects.toThrow('DEMO_FOLDER');
  expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
});

test('fewer than 200 records are too few to show anything', async () => {
  const argv = ['--out', join(folder, 'few'), '--records', '100'];
  await expect(demo(recordedContext(argv).context)).rejects.toThrow('USAGE');
});

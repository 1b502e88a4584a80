// SPDX-License-Identifier: EUPL-1.2
/** What the documentation takes from the sources is up to date. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPage } from './error-page.ts';
import { readStops, statedTotal, withCounts } from './reading-path.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Run this program to bring both documents up to date. */
const remedy = 'refresh.ts';

test(`docs/errors.md is what ${remedy} writes`, () => {
  expect(read('docs/errors.md')).toBe(errorPage());
});

test(`the line counts of the reading path are what ${remedy} writes`, () => {
  const text = read('docs/auditor/leesroute.md');
  const stops = readStops(root, text);
  expect(stops.map(({ path, stated }) => [path, stated])).toEqual(
    stops.map(({ path, lines }) => [path, lines]),
  );
  expect(statedTotal(text)).toBe(stops.reduce((sum, { lines }) => sum + lines, 0));
  expect(withCounts(root, text)).toBe(text);
});

test('the reading path leads from a row to a sealed batch in under 1,000 lines', () => {
  const stops = readStops(root, read('docs/auditor/leesroute.md'));
  const paths = stops.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'services/encoder/src/row-encoder.ts',
      'packages/encoding/src/encoder.ts',
      'services/encoder/src/egress.ts',
      'packages/keys/src/seal.ts',
    ]),
  );
  expect(stops.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThan(1000);
});

test('counts that are wrong are found and put right', () => {
  const path = 'packages/keys/src/seal.ts';
  const wrong = `| 1 | [seal.ts](../../${path}) | 1 | what |\n\n**1 regels**\n`;
  const [stop] = readStops(root, wrong);
  expect(stop?.stated).toBe(1);
  const right = withCounts(root, wrong);
  expect(readStops(root, right)[0]?.stated).toBe(stop?.lines);
  expect(statedTotal(right)).toBe(stop?.lines);
});

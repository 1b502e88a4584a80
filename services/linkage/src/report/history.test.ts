// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryFigures } from '@koppel/quality-report';
import { readHistory, withLinkage, writeHistory } from './history.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-history-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const entry = (name: number, links = 10): HistoryFigures => ({
  linkage: String(name), day: '2026-01-01', threshold: 0.8, records: 100, linked: 20, persons: 90,
  links, precision: null, recall: null, events: null,
}); // prettier-ignore

const specHash = 'ab'.repeat(32);

test('what is written is read back, for this study and undamaged only', () => {
  const file = join(folder, 'history');
  expect(readHistory(file, specHash)).toEqual([]);
  const history = [entry(1), entry(2)];
  writeHistory(file, specHash, history);
  expect(readHistory(file, specHash)).toEqual(history);
  expect(readHistory(file, 'cd'.repeat(32))).toEqual([]);
  const text = readFileSync(file, 'utf8');
  for (let at = 0; at < text.trimEnd().length; at += 11) {
    writeFileSync(file, `${text.slice(0, at)}~${text.slice(at + 1)}`);
    expect(readHistory(file, specHash)).toEqual([]);
    writeFileSync(file, text.slice(0, at));
    expect(readHistory(file, specHash)).toEqual([]);
  }
});

test('a linkage that is done again stays one, on its first day', () => {
  const first = { ...entry(1), events: { merged: 2 } };
  const again = { ...entry(1, 11), day: '2026-03-01', events: {} };
  expect(withLinkage([first, entry(2)], again)).toEqual([{ ...first, links: 11 }, entry(2)]);
  expect(withLinkage([first], entry(2))).toEqual([first, entry(2)]);
  const many = Array.from({ length: 1000 }, (_, at) => entry(at));
  const longer = withLinkage(many, entry(1000));
  expect(longer).toHaveLength(1000);
  expect([longer[0], longer.at(-1)]).toEqual([entry(1), entry(1000)]);
});

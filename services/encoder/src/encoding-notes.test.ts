// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { statedEncoding, type EncodingSpec } from '@koppel/study';
import { noteLines, reportSalt, reportSaltOf } from './encoding-notes.ts';
import { RejectionList, type Tolerated } from './rejections.ts';
import { listen } from './testing/place.ts';

const clk: EncodingSpec = {
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'plain-1',
  fields: [],
};

test('the reason that a study gives is repeated in both languages', () => {
  const reason = 'second round of a study that was linked by saul';
  const spec = {
    ...clk,
    scheme: 'field-filters',
    parameters: { bits: 256, fieldBits: 256, reason },
  };
  const notes = statedEncoding(spec);
  expect(notes).toEqual({ scheme: 'field-filters', reason });
  for (const language of ['en', 'nl'] as const) {
    const [first, second] = noteLines(notes, language);
    expect(first).toMatch(/ field-filters$/);
    expect(second!.endsWith(` ${reason}`)).toBe(true);
  }
});

test('a scheme that needs none is named, no more', () => {
  expect(statedEncoding(clk)).toEqual({ scheme: 'clk' });
  expect(noteLines(statedEncoding({ ...clk, salt: { field: 'born' } }), 'nl')[1]).toMatch(
    /^Gezouten met +born$/,
  );
  expect(noteLines(statedEncoding(clk), 'nl')).toEqual([`${'Manier van coderen'.padEnd(36)}clk`]);
});

test('a salt that is missing in more than one of twenty records is told', () => {
  const told = (tolerated: readonly Tolerated[]): string => {
    const { lines, reporter } = listen();
    const rows = { rows: 100, encoded: 100, excluded: 0, rejections: new RejectionList() };
    reportSalt({ ...rows, tolerated }, reporter);
    return JSON.stringify(lines);
  };
  const missing = (rows: number): Tolerated => ({ field: 'born', rule: 'saltMissing', rows });
  expect(told([])).toBe('[]');
  expect(told([missing(5), { ...missing(50), rule: 'dateFormat' }])).toBe('[]');
  expect(told([missing(6)])).toContain('saltOftenMissing');
});

test('a profile tells it before anything is encoded', () => {
  const told = (completeness: number, spec: EncodingSpec): string[] => {
    const { lines, reporter } = listen();
    const fields = [
      { name: 'name', completeness: 0.1 },
      { name: 'born', completeness },
    ];
    reportSaltOf(spec, fields, reporter);
    return lines.map((line) => JSON.stringify(line));
  };
  const salted: EncodingSpec = { ...clk, salt: { field: 'born' } };
  expect(told(0.949, salted)).toEqual([expect.stringContaining('saltOftenMissing')]);
  expect(told(0.95, salted)).toEqual([]);
  expect(told(0.1, clk)).toEqual([]);
  expect(told(1, { ...clk, salt: { field: 'absent' } })).toHaveLength(1);
});

// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import {
  catalogue,
  describeError,
  exitCodes,
  isKoppelError,
  KoppelError,
  type ErrorCode,
} from './index.ts';

const codes = Object.keys(catalogue) as ErrorCode[];

test.each(codes)('%s has two sentences in two languages and an exit code', (code) => {
  const { en, nl, remedyEn, remedyNl, kind } = catalogue[code];
  for (const text of [en, nl, remedyEn, remedyNl]) expect(text).toMatch(/^[A-Z].*[.?]$/s);
  expect(nl).not.toBe(en);
  expect(exitCodes[kind]).toBeGreaterThan(0);
  expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
});

test('a description names file, row and field, and the remedy', () => {
  const error = new KoppelError('FILE_MISSING', { file: 'a.csv', row: 3, field: 'surname' });
  expect(describeError(error, 'nl')).toContain('(bestand a.csv, rij 3, veld surname)');
  expect(describeError(error, 'en')).toContain('(file a.csv, row 3, field surname)');
  expect(describeError(new KoppelError('USAGE'), 'en')).not.toContain('(');
});

test('the message is the code alone', () => {
  const error = new KoppelError('USAGE', { file: 'a.csv' });
  expect(error.message).toBe('USAGE');
  expect(error.exitCode).toBe(2);
  expect(isKoppelError(error, 'USAGE')).toBe(true);
  expect(isKoppelError(error, 'INTERNAL')).toBe(false);
  expect(isKoppelError(new Error('USAGE'))).toBe(false);
});

// SPDX-License-Identifier: EUPL-1.2
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { encodingCases } from '../bench/encodings/cases.ts';
import { rowOf } from '../bench/encodings/encodings.ts';
import { keptRowIn } from '../bench/encodings/kept.ts';
import { encodingsTable } from '../bench/encodings/table.ts';
import { withTable } from './bench-encodings.ts';

const page = [
  '# Page', '', '<!-- the table of ./koppel bench encodings -->', '', 'old', '',
  '<!-- end of the table -->', '', 'after', '',
].join('\n'); // prettier-ignore

test('a page gets the table between its marks, and keeps the rest', () => {
  const filled = withTable(page, '| new |');
  expect(filled).toBe(page.replace('old', '| new |'));
  expect(withTable(filled, '| new |')).toBe(filled);
});

test('a page without marks is refused', () => {
  for (const other of ['', page.split('\n').reverse().join('\n')]) {
    expect(() => withTable(other, '')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  }
});

test('the page of the manual shows what is kept beside it, and all of that', () => {
  const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url));
  const shown = readFileSync(`${docs}encodings.md`, 'utf8');
  const rows = encodingCases()
    .map(({ name }) => ({ name, parts: [...keptRowIn(`${docs}encodings`, name).parts] }))
    .filter(({ parts }) => parts.length > 0)
    .map(({ name, parts }) =>
      rowOf(
        name,
        parts.map(([part, { value }]) => [part, value] as const),
      ),
    );
  expect(rows.length).toBeGreaterThan(0);
  expect(withTable(shown, encodingsTable(rows))).toBe(shown);
});

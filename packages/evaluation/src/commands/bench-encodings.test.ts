// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
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

// SPDX-License-Identifier: EUPL-1.2
/**
 * A list as delimited text, written so that a spreadsheet of that language opens it by a double click,
 * and read back as spreadsheets save it: with a comma, a semicolon or a tab, in UTF-8 with or without
 * its mark, in UTF-16, or in Windows-1252.
 */
import { KoppelError, type Language } from '@koppel/errors';
import { columns, columnWords, type Row } from './table.ts';

const byteOrderMark = '\ufeff';

/**
 * Semicolons in Dutch, as there the comma is the decimal sign. Every cell is of a closed form that
 * begins with a letter, a digit or `~`: nothing in it can be taken for a formula or needs quotes.
 */
export function listText(rows: readonly Row[], language: Language): string {
  const separator = language === 'nl' ? ';' : ',';
  const words = columnWords[language];
  const lines = [
    columns.map((name) => words[name]),
    ...rows.map((row) => columns.map((name) => row[name])),
  ];
  return `${byteOrderMark}${lines.map((cells) => `${cells.join(separator)}\r\n`).join('')}`;
}

/** The text of a file in one of the encodings that spreadsheets write. */
export function decodeText(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (wide) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The most frequent of the three in the first line. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  const count = (separator: string): number => first.split(separator).length;
  return [';', ',', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Cells per line; blank lines are left out. REVIEW_QUOTES with the row when quotes do not end. */
export function cellsOf(text: string, file: string): string[][] {
  const separator = separatorOf(text);
  const lines: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  const endLine = (): void => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) lines.push(cells);
    [cells, cell] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (quoted) cell += sign;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') endLine();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) throw new KoppelError('REVIEW_QUOTES', { file, row: lines.length });
  if (cell !== '' || cells.length > 0) endLine();
  return lines;
}

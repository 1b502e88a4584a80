// SPDX-License-Identifier: EUPL-1.2
/**
 * A file of text with a header as rows of cells, in the forms in which published data sets come: any
 * of four delimiters, any ends of lines, UTF-8 or UTF-16 with a byte order mark. This is for the
 * laboratory alone; of an owner's register the mapping declares the form, and nothing is guessed.
 */
import { readFileBytes } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { CsvError, parse } from 'csv-parse/sync';

/** Names of columns, and rows of as many cells. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Text in UTF-8, or in UTF-16 where the mark at its beginning says so. FILE_MISSING, FILE_NOT_UTF8. */
function readText(file: string): string {
  const bytes = readFileBytes(file);
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const utf16 = first === 0xff ? 'utf-16le' : 'utf-16be';
  try {
    return new TextDecoder(isUtf16 ? utf16 : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new KoppelError('FILE_NOT_UTF8', { file });
  }
}

/** The one that the header has most of; a comma where it has none. */
function delimiterOf(text: string): string {
  const [header] = /[^\r\n]*(?=[\r\n]|$)/u.exec(text.replace(/^[\r\n]+/u, ''))!;
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function parseText(text: string, file: string): string[][] {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      // Named, as the first end of a line would otherwise be taken for that of all.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (thrown) {
    if (thrown instanceof CsvError) {
      const row = Number(thrown['records'] ?? 0);
      throw new KoppelError('EVALUATE_CSV', { file, row: Math.max(1, row) });
    }
    throw thrown;
  }
}

/**
 * Reads a file. Cells without anything in them may follow the last column.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8, EVALUATE_CSV, INPUT_EMPTY
 */
export function readTable(file: string): Table {
  const [header, ...rows] = parseText(readText(file), file);
  if (header === undefined) throw new KoppelError('INPUT_EMPTY', { file });
  const wrong = rows.findIndex(
    (row) => row.length < header.length || row.slice(header.length).some((cell) => cell !== ''),
  );
  if (wrong >= 0) throw new KoppelError('EVALUATE_CSV', { file, row: wrong + 1, rule: 'rowWidth' });
  return { names: header.map((cell) => cell.trim()), rows };
}

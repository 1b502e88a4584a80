// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as rows of text, streamed. Structure errors stop it: they name file and row. */
import { createReadStream } from 'node:fs';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { Charset } from '../mapping.ts';
import { checkCharset, decoderLabel } from './charset.ts';
import { RowParser, type Row } from './row-parser.ts';

export interface CsvSource {
  readonly file: string;
  readonly charset: Charset;
  readonly delimiter: string;
  /** Called with the bytes read so far. */
  readonly onBytes?: (done: number) => void;
}

/** Characters that no row may hold, and what they tell: bytes that did not decode, and none at all. */
const lost = '\uFFFD';
const nothing = '\0';

/** Text of the file. `strict` throws on what cannot be decoded, otherwise it becomes `lost`. */
async function* decode(source: CsvSource, strict: boolean): AsyncGenerator<string> {
  const decoder = new TextDecoder(decoderLabel(source.charset), { fatal: strict });
  let done = 0;
  for await (const chunk of createReadStream(source.file, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Uint8Array;
    const text = decoder.decode(bytes, { stream: true });
    if (strict && text.includes(nothing)) throw new KoppelError('INPUT_CHARSET');
    yield text;
    done += bytes.length;
    if (strict) source.onBytes?.(done);
  }
  yield decoder.decode();
}

/** The rows of the file, a stretch at a time. Throws INPUT_QUOTE behind the last good row. */
async function* stretchesOf(source: CsvSource, strict: boolean): AsyncGenerator<Row[]> {
  const { file } = source;
  const parser = new RowParser(source.delimiter);
  const read = (text: string, isLast: boolean): Row[] => parser.feed(text, isLast);
  const check = (): void => {
    if (!parser.isBroken) return;
    // The header counts as a row, and the row at hand was not counted.
    const row = parser.count;
    throw new KoppelError('INPUT_QUOTE', row === 0 ? { file } : { file, row });
  };
  for await (const text of decode(source, strict)) {
    yield read(text, false);
    check();
  }
  yield read('', true);
  check();
}

/**
 * The ordinal of the first row with a character, header not counted, found by reading the file
 * again, as the decoder stopped in a stretch of many rows. Undefined for the header.
 */
async function rowWith(character: string, source: CsvSource): Promise<number | undefined> {
  let row = 0;
  try {
    for await (const rows of stretchesOf(source, false)) {
      for (const cells of rows) {
        if (cells.some((cell) => cell.includes(character))) return row === 0 ? undefined : row;
        row += 1;
      }
    }
  } catch {
    return undefined; // a quote is broken as well, so that rows cannot be told apart
  }
  return undefined;
}

/** Faults of reading and decoding, with the row where there is one. */
async function inputError(thrown: unknown, source: CsvSource): Promise<KoppelError> {
  const { file } = source;
  const error = (code: ErrorCode, row: number | undefined): KoppelError =>
    new KoppelError(code, row === undefined ? { file } : { file, row });
  if (thrown instanceof KoppelError) {
    const isPlaced = thrown.code !== 'INPUT_CHARSET';
    return isPlaced ? thrown : error(thrown.code, await rowWith(nothing, source));
  }
  if ((thrown as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return error('INPUT_NOT_UTF8', await rowWith(lost, source));
  }
  return new KoppelError('FILE_MISSING', { file });
}

/**
 * Yields the header first, then every row, as arrays of text, in stretches; lines without any
 * character are skipped. Cells may share the memory of their stretch: copy what is kept for long.
 * Throws INPUT_* errors with the ordinal of the row, or without one for the header.
 */
export async function* readCsvStretches(source: CsvSource): AsyncGenerator<readonly Row[]> {
  checkCharset(source.file, source.charset);
  try {
    yield* stretchesOf(source, true);
  } catch (thrown) {
    throw await inputError(thrown, source);
  }
}

/** As `readCsvStretches`, row by row. */
export async function* readCsv(source: CsvSource): AsyncGenerator<Row> {
  for await (const rows of readCsvStretches(source)) yield* rows;
}

// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as rows of text, streamed. Structure errors stop it: they name file and row. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { Charset } from '../mapping.ts';
import { checkCharset, decoderLabel } from './charset.ts';

export interface CsvSource {
  readonly file: string;
  readonly charset: Charset;
  readonly delimiter: string;
  /** Called with the bytes read so far. */
  readonly onBytes?: (done: number) => void;
}

type Row = readonly string[];

/** Longest row in characters: more is a quote that was never closed. */
const longestRow = 1_000_000;

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

async function* rowsOf(source: CsvSource, strict: boolean): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  // An error reaches the reader through the parser; a reader that stops early is none.
  const feeding = pipeline(decode(source, strict), parser).catch(() => undefined);
  for await (const row of parser) yield row as Row;
  await feeding;
}

/**
 * The ordinal of the first row with a character, header not counted, found by reading the file
 * again, as the decoder stopped in a stretch of many rows. Undefined for the header.
 */
async function rowWith(character: string, source: CsvSource): Promise<number | undefined> {
  let row = 0;
  try {
    for await (const cells of rowsOf(source, false)) {
      if (cells.some((cell) => cell.includes(character))) return row === 0 ? undefined : row;
      row += 1;
    }
  } catch {
    return undefined; // a quote is broken as well, so that rows cannot be told apart
  }
  return undefined;
}

/** The library's errors quote the text they stumbled on: only their code and row are kept. */
async function inputError(thrown: unknown, source: CsvSource): Promise<KoppelError> {
  const { file } = source;
  const error = (code: ErrorCode, row: number | undefined): KoppelError =>
    new KoppelError(code, row === undefined ? { file } : { file, row });
  if (thrown instanceof CsvError) {
    // The library counts the header as well, and not the row at hand.
    const before = thrown['records'] as number;
    const quoted = thrown.code.includes('QUOTE') || thrown.code === 'CSV_MAX_RECORD_SIZE';
    return error(quoted ? 'INPUT_QUOTE' : 'INPUT_ROW', before === 0 ? undefined : before);
  }
  if (thrown instanceof KoppelError) return error(thrown.code, await rowWith(nothing, source));
  if ((thrown as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return error('INPUT_NOT_UTF8', await rowWith(lost, source));
  }
  return new KoppelError('FILE_MISSING', { file });
}

/**
 * Yields the header first, then every row, as arrays of text; lines without any character are
 * skipped. Throws INPUT_* errors with the ordinal of the row, or without one for the header.
 */
export async function* readCsv(source: CsvSource): AsyncGenerator<Row> {
  checkCharset(source.file, source.charset);
  try {
    yield* rowsOf(source, true);
  } catch (thrown) {
    throw await inputError(thrown, source);
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as rows of text, streamed. Structure errors stop it: they name file and row. */
import { createReadStream } from 'node:fs';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import type { Charset } from '../mapping.ts';
import { checkCharset, decoderLabel } from './charset.ts';
import { RowParser } from './row-parser.ts';
import type { Row, RowStretch } from './row-stretch.ts';

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

interface Decoded {
  readonly text: string;
  /** The bytes of the text, where all of it is ASCII. */
  readonly ascii?: Uint8Array;
}

/** Whether every byte is below 128: four at a time, where they lie so. */
function isAscii(bytes: Uint8Array): boolean {
  const isAligned = bytes.byteOffset % 4 === 0;
  const count = isAligned ? bytes.length >>> 2 : 0;
  const words = new Int32Array(bytes.buffer, isAligned ? bytes.byteOffset : 0, count);
  let all = 0;
  for (let at = 0; at < count; at += 1) all |= words[at]!;
  for (let at = 4 * count; at < bytes.length; at += 1) all |= bytes[at]!;
  return (all & 0x80808080) === 0;
}

/** Text of the file. `strict` throws on what cannot be decoded, otherwise it becomes `lost`. */
async function* decode(source: CsvSource, strict: boolean): AsyncGenerator<Decoded> {
  const decoder = new TextDecoder(decoderLabel(source.charset), { fatal: strict });
  let done = 0;
  for await (const chunk of createReadStream(source.file, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Uint8Array;
    const text = decoder.decode(bytes, { stream: true });
    if (strict && text.includes(nothing)) throw new KoppelError('INPUT_CHARSET');
    const isPlain = text.length === bytes.length && isAscii(bytes);
    yield isPlain ? { text, ascii: bytes } : { text };
    done += bytes.length;
    if (strict) source.onBytes?.(done);
  }
  yield { text: decoder.decode() };
}

/** The rows of the file, a stretch at a time. Throws INPUT_QUOTE or INPUT_ROW behind the last good row. */
async function* stretchesOf(source: CsvSource, strict: boolean): AsyncGenerator<RowStretch> {
  const { file } = source;
  const parser = new RowParser(source.delimiter);
  const check = (): void => {
    if (!parser.isBroken) return;
    // The header counts as a row, and the row at hand was not counted.
    const row = parser.count;
    const code = parser.isTooLong ? 'INPUT_ROW' : 'INPUT_QUOTE';
    throw new KoppelError(code, row === 0 ? { file } : { file, row });
  };
  for await (const { text, ascii } of decode(source, strict)) {
    yield parser.feed(text, false, ascii);
    check();
  }
  yield parser.feed('', true);
  check();
}

/**
 * The ordinal of the first row with a character, header not counted, found by reading the file
 * again, as the decoder stopped in a stretch of many rows. Undefined for the header.
 */
async function rowWith(character: string, source: CsvSource): Promise<number | undefined> {
  let row = 0;
  try {
    for await (const { rows } of stretchesOf(source, false)) {
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
 * Yields the header first, then every row, in stretches; lines without any character are skipped.
 * Throws INPUT_* errors with the ordinal of the row, or without one for the header.
 */
export async function* readCsvStretches(source: CsvSource): AsyncGenerator<RowStretch> {
  checkCharset(source.file, source.charset);
  try {
    yield* stretchesOf(source, true);
  } catch (thrown) {
    throw await inputError(thrown, source);
  }
}

/** As `readCsvStretches`, row by row. */
export async function* readCsv(source: CsvSource): AsyncGenerator<Row> {
  for await (const { rows } of readCsvStretches(source)) yield* rows;
}

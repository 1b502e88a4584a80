// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as rows of text, streamed. Structure errors stop it: they name file and row. */
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { KoppelError } from '@koppel/errors';
import type { Charset } from '../mapping.ts';
import { checkCharset, decoderLabel } from './charset.ts';

export interface CsvSource {
  readonly file: string;
  readonly charset: Charset;
  readonly delimiter: string;
  /** Called with the bytes read so far. */
  readonly onBytes?: (done: number) => void;
}

/** Longest row in characters: more is a quote that was never closed. */
const longestRow = 1_000_000;

async function* decode(source: CsvSource): AsyncGenerator<string> {
  const decoder = new TextDecoder(decoderLabel(source.charset), { fatal: true });
  let done = 0;
  for await (const chunk of createReadStream(source.file, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Uint8Array;
    yield decoder.decode(bytes, { stream: true });
    done += bytes.length;
    source.onBytes?.(done);
  }
  yield decoder.decode();
}

/** The library's errors quote the text they stumbled on: only their code and row are kept. */
function inputError(thrown: unknown, file: string, rows: number): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const row = Math.max(rows, 1);
  if (thrown instanceof CsvError) {
    const quoted = thrown.code.includes('QUOTE') || thrown.code === 'CSV_MAX_RECORD_SIZE';
    return new KoppelError(quoted ? 'INPUT_QUOTE' : 'INPUT_ROW', { file, row });
  }
  if ((thrown as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new KoppelError('INPUT_NOT_UTF8', { file, row });
  }
  return new KoppelError('FILE_MISSING', { file });
}

/**
 * Yields the header first, then every row, as arrays of text; lines without any character are
 * skipped. Throws INPUT_* errors; the row is the ordinal of the row after the last good one.
 */
export async function* readCsv(source: CsvSource): AsyncGenerator<readonly string[]> {
  checkCharset(source.file, source.charset);
  const parser = parse({
    delimiter: source.delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const feeding = feed(source, parser);
  let rows = 0;
  try {
    for await (const row of parser) {
      yield row as readonly string[];
      rows += 1;
    }
    await feeding;
  } catch (thrown) {
    throw inputError(thrown, source.file, rows);
  }
}

/** Writes decoded text into the parser at the parser's pace; a decoding error ends the parser. */
async function feed(source: CsvSource, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const text of decode(source)) {
      if (parser.destroyed) return;
      if (!parser.write(text)) {
        await new Promise<void>((resume) => {
          parser.once('drain', resume);
          parser.once('close', resume);
        });
      }
    }
    parser.end();
  } catch (thrown) {
    parser.destroy(thrown as Error);
  }
}

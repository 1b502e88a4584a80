// SPDX-License-Identifier: EUPL-1.2
/**
 * A Parquet file as rows of text, read by stretches of its row groups. The file is trusted no more
 * than a CSV file: whatever the library stumbles on becomes one code, as its texts may quote data.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { isKoppelError, KoppelError } from '@koppel/errors';
import {
  parquetMetadataAsync,
  parquetScan,
  type AsyncBuffer,
  type FileMetaData,
  type ParquetRowRange,
  type ParquetScan,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { fileSize } from './file-size.ts';
import { cellText, isText, strictText, type CellText } from './parquet-cell.ts';
import type { OpenOptions, RowBatch, RowSource } from './row-source.ts';
import type { ParquetSpec } from './source-spec.ts';

/** What the values of one stretch may take in memory, about; a row group can have a million rows. */
const stretchBytes = 96_000_000;
const batchRows = 512;

interface Column {
  readonly name: string;
  /** Undefined for a column that has no plain text. */
  readonly text: CellText | undefined;
}

/** Bytes of the file on demand; a place outside of it is damage. */
async function bytesOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = start < 0 ? size + start : start;
      if (!(from >= 0 && end >= from && end <= size)) throw new RangeError('outside');
      const bytes = new Uint8Array(end - from);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      if (bytesRead < bytes.length) throw new RangeError('cut off');
      return bytes.buffer;
    },
  };
}

/** The columns at the top: in the file's list every element is followed by what is nested in it. */
function topElements([root, ...elements]: readonly SchemaElement[]): SchemaElement[] {
  const top: SchemaElement[] = [];
  let at = 0;
  const skip = (): void => {
    const children = elements[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children; child += 1) skip();
  };
  for (let child = 0; child < (root?.num_children ?? 0); child += 1) {
    if (at < elements.length) top.push(elements[at]!);
    skip();
  }
  return top;
}

function columnOf(element: SchemaElement, timeZone: string): Column {
  const nested = element.num_children !== undefined || element.repetition_type === 'REPEATED';
  const text = isText(element) ? String : cellText(element, timeZone);
  return { name: element.name, text: nested ? undefined : text };
}

/**
 * The library rounds decimals and moments while it reads their annotation. It is taken away from all
 * columns but texts, so that the physical values come, and `cellText` reads them.
 */
function withoutAnnotations(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    if (isText(element)) return { ...element, converted_type: 'UTF8' };
    const physical = { ...element };
    delete physical.converted_type;
    delete physical.logical_type;
    return physical;
  });
  return { ...metadata, schema };
}

const parsers = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && strictText(bytes) };

/** Any of the library's errors as ours. */
function failure(thrown: unknown, file: string, column?: number): KoppelError {
  if (isKoppelError(thrown)) return thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' && column !== undefined
    ? new KoppelError('INPUT_PARQUET_TYPE', { file, column })
    : new KoppelError('INPUT_PARQUET', { file });
}

/**
 * Rows of a group that are decoded at a time. A page is decoded whole for every stretch that has a
 * row of it, so that stretches are as long as memory allows. Words that repeat share theirs.
 */
function stretchOf(group: RowGroup, wanted: readonly string[]): number {
  const rows = Number(group.num_rows);
  const bytes = group.columns.reduce((total, { meta_data: chunk }) => {
    if (chunk === undefined || !wanted.includes(chunk.path_in_schema[0]!)) return total;
    const boxed = chunk.type === 'INT64' || chunk.type === 'FIXED_LEN_BYTE_ARRAY' ? 40 : 16;
    return total + boxed * rows + 4 * Number(chunk.total_uncompressed_size);
  }, 0);
  return Math.max(1024, Math.floor((rows * stretchBytes) / Math.max(bytes, stretchBytes)));
}

/** One register file that is open. */
class ParquetRows {
  readonly #file: string;
  readonly #metadata: FileMetaData;
  readonly #columns: readonly Column[];
  readonly #wanted: readonly boolean[];
  /** A reader of columns; it keeps what it read last, so that each stretch has its own. */
  readonly #scan: () => Promise<ParquetScan>;

  constructor(file: string, top: Top) {
    this.#file = file;
    this.#metadata = top.metadata;
    this.#columns = top.columns;
    this.#wanted = top.wanted;
    this.#scan = top.scan;
  }

  /** Values of one column for the rows from `rowStart` up to `rowEnd`; undefined for one not read. */
  async #values(
    scan: ParquetScan,
    at: number,
    range: ParquetRowRange,
  ): Promise<ArrayLike<unknown> | undefined> {
    const { name, text } = this.#columns[at]!;
    if (!this.#wanted[at]! || text === undefined) return undefined;
    try {
      const values = await scan.readColumn({ column: name, ...range });
      if (values.length === range.rowEnd - range.rowStart) return values as ArrayLike<unknown>;
      throw new RangeError('rows are missing');
    } catch (thrown) {
      throw failure(thrown, this.#file, at + 1);
    }
  }

  async *#stretch(range: ParquetRowRange): AsyncGenerator<RowBatch> {
    const { rowStart, rowEnd } = range;
    const scan = await this.#scan();
    const values: (ArrayLike<unknown> | undefined)[] = [];
    // One after the other: a column chunk is held whole while it is decoded.
    for (const at of this.#columns.keys()) values.push(await this.#values(scan, at, range));
    const texts = this.#columns.map(({ text }) => text!);
    for (let from = rowStart; from < rowEnd; from += batchRows) {
      const until = Math.min(from + batchRows, rowEnd);
      const rows = Array.from({ length: until - from }, (_, row) =>
        values.map((column, at) => {
          const value = column?.[from - rowStart + row];
          return value === null || value === undefined ? '' : texts[at]!(value);
        }),
      );
      yield { rows, done: until };
    }
  }

  async *batches(total: number): AsyncGenerator<RowBatch> {
    const read = this.#columns.filter(({ text }, at) => this.#wanted[at]! && text !== undefined);
    const names = read.map(({ name }) => name);
    // Without a column to read, the number of rows would be the word of the file alone.
    if (names.length === 0) throw new KoppelError('INPUT_PARQUET_TYPE', { file: this.#file });
    let done = 0;
    for (const group of this.#metadata.row_groups) {
      const end = done + Number(group.num_rows);
      const length = stretchOf(group, names);
      for (; done < end; done = Math.min(done + length, end)) {
        yield* this.#stretch({ rowStart: done, rowEnd: Math.min(done + length, end) });
      }
    }
    if (done !== total) throw new KoppelError('INPUT_PARQUET', { file: this.#file });
    if (total === 0) yield { rows: [], done };
  }
}

interface Top {
  readonly metadata: FileMetaData;
  readonly columns: readonly Column[];
  readonly wanted: readonly boolean[];
  readonly scan: () => Promise<ParquetScan>;
}

async function readTop(
  file: string,
  handle: FileHandle,
  spec: ParquetSpec,
  options: OpenOptions,
): Promise<Top> {
  const bytes = await bytesOf(handle);
  const metadata = await parquetMetadataAsync(bytes, { geoparquet: false });
  const columns = topElements(metadata.schema).map((each) => columnOf(each, spec.timeZone));
  const wanted = columns.map(({ name }) => options.wanted?.has(name.trim()) ?? true);
  columns.forEach(({ text }, at) => {
    // Where all columns are read there is nobody who asks for this one.
    if (text !== undefined || options.wanted === undefined || !wanted[at]!) return;
    throw new KoppelError('INPUT_PARQUET_TYPE', { file, column: at + 1 });
  });
  const physical = withoutAnnotations(metadata);
  const common = { file: bytes, metadata: physical, compressors, parsers };
  const scan = (): Promise<ParquetScan> =>
    parquetScan({ ...common, utf8: false, geoparquet: false });
  return { metadata, columns, wanted, scan };
}

/**
 * Opens a Parquet file: its columns at the top become text as `cellText` says, null an empty cell.
 * Progress is told in rows. FILE_MISSING, INPUT_NOT_A_FILE, INPUT_PARQUET, and INPUT_PARQUET_TYPE with the ordinal of
 * a column that is wanted and has no plain text.
 */
export async function openParquet(
  file: string,
  spec: ParquetSpec,
  options: OpenOptions,
): Promise<RowSource> {
  fileSize(file);
  const handle = await open(file, 'r').catch(() => {
    throw new KoppelError('FILE_MISSING', { file });
  });
  try {
    const top = await readTop(file, handle, spec, options);
    const rows = new ParquetRows(file, top);
    const total = Number(top.metadata.num_rows);
    return {
      columns: top.columns.map(({ name }) => name),
      total,
      batches: () => rows.batches(total),
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw failure(thrown, file);
  }
}

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
  type ParquetScan,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { cellText, isText, strictText, type CellText } from './parquet-cell.ts';
import type { OpenOptions, RowBatch, RowSource } from './row-source.ts';
import type { ParquetSpec } from './source-spec.ts';

/** Rows that are decoded at a time: a row group can have a million, too many to hold as text. */
const stretchRows = 65_536;
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

/** One register file that is open. */
class ParquetRows {
  readonly #file: string;
  readonly #scan: ParquetScan;
  readonly #columns: readonly Column[];
  readonly #wanted: readonly boolean[];

  constructor(file: string, scan: ParquetScan, columns: readonly Column[], wanted: boolean[]) {
    this.#file = file;
    this.#scan = scan;
    this.#columns = columns;
    this.#wanted = wanted;
  }

  /** Cells of one column for the rows from `rowStart` up to `rowEnd`. */
  async #cells(at: number, rowStart: number, rowEnd: number): Promise<string[] | undefined> {
    const { name, text } = this.#columns[at]!;
    if (!this.#wanted[at]! || text === undefined) return undefined;
    try {
      const values = await this.#scan.readColumn({ column: name, rowStart, rowEnd });
      if (values.length !== rowEnd - rowStart) throw new RangeError('rows are missing');
      return Array.from(values as ArrayLike<unknown>, (value) =>
        value === null || value === undefined ? '' : text(value),
      );
    } catch (thrown) {
      throw failure(thrown, this.#file, at + 1);
    }
  }

  async *#stretch(rowStart: number, rowEnd: number): AsyncGenerator<RowBatch> {
    // One after the other: a column chunk is held whole while it is decoded.
    const cells: (string[] | undefined)[] = [];
    for (const at of this.#columns.keys()) cells.push(await this.#cells(at, rowStart, rowEnd));
    for (let from = rowStart; from < rowEnd; from += batchRows) {
      const until = Math.min(from + batchRows, rowEnd);
      const rows = Array.from({ length: until - from }, (_, row) =>
        cells.map((column) => column?.[from - rowStart + row] ?? ''),
      );
      yield { rows, done: until };
    }
  }

  async *batches(total: number): AsyncGenerator<RowBatch> {
    let done = 0;
    for (const { rowStart, rowEnd } of this.#scan.ranges) {
      if (rowStart !== done) throw new KoppelError('INPUT_PARQUET', { file: this.#file });
      for (; done < rowEnd; done = Math.min(done + stretchRows, rowEnd)) {
        yield* this.#stretch(done, Math.min(done + stretchRows, rowEnd));
      }
    }
    if (done !== total) throw new KoppelError('INPUT_PARQUET', { file: this.#file });
    if (total === 0) yield { rows: [], done };
  }
}

async function readTop(file: string, handle: FileHandle, spec: ParquetSpec, options: OpenOptions) {
  const bytes = await bytesOf(handle);
  const metadata = await parquetMetadataAsync(bytes, { geoparquet: false });
  const columns = topElements(metadata.schema).map((each) => columnOf(each, spec.timeZone));
  const wanted = columns.map(({ name }) => options.wanted?.has(name.trim()) ?? true);
  columns.forEach(({ text }, at) => {
    // Where all columns are read there is nobody who asks for this one.
    if (text !== undefined || options.wanted === undefined || !wanted[at]!) return;
    throw new KoppelError('INPUT_PARQUET_TYPE', { file, column: at + 1 });
  });
  const scan = await parquetScan({
    file: bytes,
    metadata: withoutAnnotations(metadata),
    compressors,
    parsers,
    utf8: false,
    geoparquet: false,
  });
  return { columns, wanted, scan, total: Number(metadata.num_rows) };
}

/**
 * Opens a Parquet file: its columns at the top become text as `cellText` says, null an empty cell.
 * Progress is told in rows. FILE_MISSING, INPUT_PARQUET, and INPUT_PARQUET_TYPE with the ordinal of
 * a column that is wanted and has no plain text.
 */
export async function openParquet(
  file: string,
  spec: ParquetSpec,
  options: OpenOptions,
): Promise<RowSource> {
  const handle = await open(file, 'r').catch(() => {
    throw new KoppelError('FILE_MISSING', { file });
  });
  try {
    const { columns, wanted, scan, total } = await readTop(file, handle, spec, options);
    const rows = new ParquetRows(file, scan, columns, wanted);
    return {
      columns: columns.map(({ name }) => name),
      total,
      batches: () => rows.batches(total),
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw failure(thrown, file);
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Writes a data set into a folder that appears whole or not at all. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeError, writeFileWhole } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { DataFile } from './formats/data-file.ts';
import { fileSink, type FileContent, type FileSink } from './formats/file-sink.ts';
import type { RowWriter } from './formats/row-writer.ts';
import { rowWriter, type Format } from './formats/writer.ts';

/** What a data set is called until it is whole. A crash leaves one, and the next try removes it. */
const unfinished = '.koppel-unfinished';

/** A text of the data set: a page, a table, a description. */
export interface ReleaseText {
  readonly name: string;
  readonly text: string;
}

/** A file of rows as it was written, in each of its formats. */
export interface WrittenRows {
  readonly rows: number;
  readonly formats: Readonly<Partial<Record<Format, FileContent>>>;
}

/** By stem. */
export type Written = ReadonlyMap<string, WrittenRows>;

/** Everything that goes into the folder. */
export interface ReleaseContent {
  readonly files: readonly DataFile[];
  readonly formats: readonly Format[];
  /** What explains the files, once they are written. */
  readonly texts: (written: Written) => readonly ReleaseText[];
}

/** What is told while rows are written; the number is of all files together. */
export type RowsWritten = (rows: number) => void;

/** Writes one file in all formats, in one pass over its rows. */
async function writeFile(
  folder: string,
  { schema, count, rows }: DataFile,
  formats: readonly Format[],
  written: RowsWritten,
): Promise<WrittenRows> {
  const sinks: FileSink[] = [];
  try {
    const writers: RowWriter[] = [];
    for (const format of formats) {
      const sink = fileSink(join(folder, `${schema.stem}.${format}`));
      sinks.push(sink);
      writers.push(rowWriter(format, schema, count, sink.write));
    }
    for await (const part of rows) {
      for (const writer of writers) writer.write(part);
      written(part.length);
    }
    const contents: Partial<Record<Format, FileContent>> = {};
    for (const format of formats) {
      writers.shift()!.end();
      contents[format] = sinks.shift()!.close();
    }
    return { rows: count, formats: contents };
  } finally {
    for (const sink of sinks) sink.abandon();
  }
}

/** The folder in which a data set is made: beside where it will be, so that it can be renamed. */
export function unfinishedFolder(folder: string): string {
  return resolve(folder) + unfinished;
}

/**
 * Writes files and texts beside the target and renames the folder when all is on disk.
 * FILE_EXISTS when there is one already; DISK_FULL, WRITE_FAILED, STATISTICS_* leave nothing.
 */
export async function writeRelease(
  folder: string,
  { files, formats, texts }: ReleaseContent,
  told: RowsWritten = () => undefined,
): Promise<void> {
  if (existsSync(folder)) throw new KoppelError('FILE_EXISTS', { file: folder });
  const temporary = unfinishedFolder(folder);
  try {
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(dirname(temporary), { recursive: true });
    mkdirSync(temporary, { mode: 0o700 });
    const whole = new Map<string, WrittenRows>();
    for (const file of files) {
      whole.set(file.schema.stem, await writeFile(temporary, file, formats, told));
    }
    for (const { name, text } of texts(whole)) writeFileWhole(join(temporary, name), text);
    renameSync(temporary, folder);
  } catch (thrown) {
    rmSync(temporary, { recursive: true, force: true });
    // What was being written is gone again: the folder that was asked for is what the reader knows.
    if (!isKoppelError(thrown))
      throw new KoppelError(writeError(thrown, folder).code, { file: folder });
    const { code, place } = thrown;
    throw new KoppelError(
      code,
      code === 'DISK_FULL' || code === 'WRITE_FAILED' ? { file: folder } : place,
    );
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Where rows come from: a file or a database, read once, in stretches, never held as a whole. */
import { cellsOf, type CellBatch } from '@koppel/encoding';

/** A stretch of rows, some thousands at most, and how far the source has been read. */
export interface RowBatch {
  /**
   * Each row has its cells in the order of `columns`; a row of another width is passed on as it is.
   * Cells may share the memory of their stretch: copy what is kept for long.
   */
  readonly rows: readonly (readonly string[])[];
  /** The same rows, where the source has them as text. */
  readonly cells?: CellBatch;
  /** Of `total`, in the source's own unit: bytes or rows. */
  readonly done: number;
}

/** The rows of a batch as an encoder takes them. */
export const cellsIn = (batch: RowBatch): CellBatch => batch.cells ?? cellsOf(batch.rows);

export interface RowSource {
  /** The names of the columns, as the source gives them. */
  readonly columns: readonly string[];
  /** What `done` grows to; 0 where it is not known. */
  readonly total: number;
  /** Every row once, in the order of the source. INPUT_* errors carry the ordinal of the row. */
  batches(): AsyncIterable<RowBatch>;
  /** Lets go of files and connections; also after a reader that stopped early. */
  close(): Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface OpenOptions {
  /** Columns that are read. Where left out: all; cells of the others may be empty. */
  readonly wanted?: ReadonlySet<string> | undefined;
  readonly environment: Environment;
}

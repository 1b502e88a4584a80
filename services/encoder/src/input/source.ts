// SPDX-License-Identifier: EUPL-1.2
/** Where rows come from: a file or a database, read once, in stretches, never held as a whole. */
import { statSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type { Mapping } from '../mapping.ts';
import { readCsvStretches } from './csv.ts';

/** A stretch of rows, some thousands at most, and how far the source has been read. */
export interface RowBatch {
  /**
   * Each row has its cells in the order of `columns`; a row of another width is passed on as it is.
   * Cells may share the memory of their stretch: copy what is kept for long.
   */
  readonly rows: readonly (readonly string[])[];
  /** Of `total`, in the source's own unit: bytes or rows. */
  readonly done: number;
}

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

function fileSize(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
}

/** Opens a register as its mapping describes it. INPUT_*, FILE_MISSING. */
export async function openSource(file: string, mapping: Mapping): Promise<RowSource> {
  const { charset, delimiter } = mapping;
  const total = fileSize(file);
  let done = 0;
  const stretches = readCsvStretches({
    file,
    charset,
    delimiter,
    onBytes: (bytes) => {
      done = bytes;
    },
  });
  let first: readonly (readonly string[])[] = [];
  while (first.length === 0) {
    const next = await stretches.next();
    if (next.done === true) throw new KoppelError('INPUT_EMPTY', { file });
    first = next.value;
  }
  const [columns, ...rows] = first;
  return {
    columns: columns!,
    total,
    async *batches() {
      yield { rows, done };
      for await (const more of stretches) yield { rows: more, done };
    },
    async close() {
      await stretches.return(undefined);
    },
  };
}

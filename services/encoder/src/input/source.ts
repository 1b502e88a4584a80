// SPDX-License-Identifier: EUPL-1.2
/** Where rows come from: a file or a database, read once, in stretches, never held as a whole. */
import { statSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import type { Mapping } from '../mapping.ts';
import { readCsv } from './csv.ts';

/** Some hundreds of rows, and how far the source has been read. */
export interface RowBatch {
  /** Each row has its cells in the order of `columns`; a row of another width is passed on as it is. */
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

const batchRows = 512;

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
  const rows = readCsv({
    file,
    charset,
    delimiter,
    onBytes: (bytes) => {
      done = bytes;
    },
  });
  const header = await rows.next();
  if (header.done === true) throw new KoppelError('INPUT_EMPTY', { file });
  return {
    columns: header.value,
    total,
    async *batches() {
      let batch: (readonly string[])[] = [];
      for await (const row of rows) {
        batch.push(row);
        if (batch.length < batchRows) continue;
        yield { rows: batch, done };
        batch = [];
      }
      yield { rows: batch, done: total };
    },
    async close() {
      await rows.return(undefined);
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as a source of rows. */
import { KoppelError } from '@koppel/errors';
import { readCsvStretches } from './csv.ts';
import { fileSize } from './file-size.ts';
import type { RowBatch, RowSource } from './row-source.ts';
import type { RowStretch } from './row-stretch.ts';
import type { Charset } from './source-spec.ts';

/** Of which the rows become strings only where something asks for them. */
function batchOf(cells: RowStretch, done: number): RowBatch {
  return {
    get rows() {
      return cells.rows;
    },
    cells,
    done,
  };
}

/** Opens the file and reads its header. INPUT_*, FILE_MISSING. Progress is told in bytes. */
export async function openCsv(
  file: string,
  { charset, delimiter }: { readonly charset: Charset; readonly delimiter: string },
): Promise<RowSource> {
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
  let head: RowStretch | undefined;
  while (head === undefined || head.count === 0) {
    const next = await stretches.next();
    if (next.done === true) throw new KoppelError('INPUT_EMPTY', { file });
    head = next.value;
  }
  const first = head;
  const columns = Array.from({ length: first.firsts[1]! }, (_, column) => first.cell(0, column));
  return {
    columns,
    total,
    async *batches() {
      yield batchOf(first.from(1), done);
      for await (const more of stretches) yield batchOf(more, done);
    },
    async close() {
      await stretches.return(undefined);
    },
  };
}

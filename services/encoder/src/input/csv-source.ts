// SPDX-License-Identifier: EUPL-1.2
/** A delimited file as a source of rows. */
import { statSync } from 'node:fs';
import { KoppelError } from '@koppel/errors';
import { readCsvStretches } from './csv.ts';
import type { RowSource } from './row-source.ts';
import type { Charset } from './source-spec.ts';

function fileSize(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new KoppelError('FILE_MISSING', { file });
  }
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

// SPDX-License-Identifier: EUPL-1.2
/** Files of rows in a store: CSV and Parquet, every value as text, in memory that does not grow. */
import { extname } from 'node:path';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { quotedName, quotedText, type Store } from '../store/store.ts';

/** A file as a table of the store. */
export interface Source {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** The extensions that are read. */
export const readableExtensions: readonly string[] = ['.csv', '.parquet'];

/** A folder called `name=value` must not stand for a column. */
function readerOf(file: string): string {
  const path = quotedText(file);
  if (extname(file) === '.parquet') return `read_parquet(${path}, hive_partitioning = false)`;
  return `read_csv(${path}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '', hive_partitioning = false)`;
}

/** CHECK_TABLE, rule `format`, where the file is not what its name says; DISK_FULL. */
export async function readSource(store: Store, table: string, file: string): Promise<Source> {
  const wrong = new KoppelError('CHECK_TABLE', { file, rule: 'format' });
  if (!readableExtensions.includes(extname(file))) throw wrong;
  try {
    await store.run(`CREATE TABLE ${table}_read AS SELECT * FROM ${readerOf(file)}`);
    const described = await store.all(`DESCRIBE ${table}_read`);
    const columns = described.map(([column]) => String(column));
    const texts = columns.map((column) => {
      const name = quotedName(column);
      // A yes or no is 0 or 1 in every other format.
      return `CASE CAST(${name} AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE CAST(${name} AS VARCHAR) END AS ${name}`;
    });
    await store.run(
      `CREATE TABLE ${table} AS SELECT ${texts.join(', ')} FROM ${table}_read`,
      `DROP TABLE ${table}_read`,
    );
    const [[rows]] = (await store.all(`SELECT count(*) FROM ${table}`)) as [[bigint]];
    return { table, file, columns, rows: Number(rows) };
  } catch (thrown) {
    throw isKoppelError(thrown, 'DISK_FULL') ? thrown : wrong;
  }
}

/** CHECK_TABLE, rule `column`. */
export function demandColumns({ columns, file }: Source, wanted: readonly string[]): void {
  const missing = wanted.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    throw new KoppelError('CHECK_TABLE', { file, field: missing, rule: 'column' });
  }
}

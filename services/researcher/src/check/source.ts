// SPDX-License-Identifier: EUPL-1.2
/** Files of rows in a store: every value as text, the same whatever the format, in memory that does not grow. */
import { basename, extname } from 'node:path';
import { isKoppelError, KoppelError } from '@koppel/errors';
import type { FileSchema } from '../formats/schema.ts';
import { quotedName, quotedText, type Store } from '../store/store.ts';
import { anyRow, readStatistics, type Crowd } from './statistics-source.ts';

/** A file as a table of the store. */
export interface Source {
  readonly table: string;
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** The extensions that are read. */
export const readableExtensions: readonly string[] = ['.csv', '.parquet', '.sav', '.dta'];

/** A file's name without its extension: what rules and schemas call it. */
export const stemOf = (file: string): string => basename(file, extname(file));

/** A folder called `name=value` must not stand for a column. */
function readerOf(file: string): string {
  const path = quotedText(file);
  if (extname(file) === '.parquet') return `read_parquet(${path}, hive_partitioning = false)`;
  return `read_csv(${path}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '', hive_partitioning = false)`;
}

/** A column of Parquet as CSV has it: 0 and 1 for a yes or no, a whole number without a fraction. */
function asText(column: string, type: string): string {
  const name = quotedName(column);
  if (type === 'DOUBLE') {
    const whole = `${name} = floor(${name}) AND abs(${name}) < 1e15`;
    return `CASE WHEN ${whole} THEN CAST(CAST(${name} AS BIGINT) AS VARCHAR) ELSE CAST(${name} AS VARCHAR) END AS ${name}`;
  }
  return `CASE CAST(${name} AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE CAST(${name} AS VARCHAR) END AS ${name}`;
}

/** CSV and Parquet, which the engine itself reads. */
async function readPlain(store: Store, table: string, file: string): Promise<void> {
  await store.run(`CREATE TABLE ${table}_read AS SELECT * FROM ${readerOf(file)}`);
  const described = await store.all(`DESCRIBE ${table}_read`);
  const texts = described.map(([column, type]) => asText(String(column), String(type)));
  await store.run(
    `CREATE TABLE ${table} AS SELECT ${texts.join(', ')} FROM ${table}_read`,
    `DROP TABLE ${table}_read`,
  );
}

/**
 * CHECK_TABLE where the file is not what its name says (rule `format`), or is a file of SPSS or Stata
 * that is not read in full (`kind`, `hidden`, `encoding`); DISK_FULL.
 * @param schema of a data set's file of that name, which says what SPSS and Stata call things
 * @param crowd of a file that leaves as it is: who must share a value that has a label of its own
 */
export async function readSource(
  store: Store,
  table: string,
  file: string,
  schema?: FileSchema,
  crowd: Crowd = anyRow,
): Promise<Source> {
  const wrong = (rule: string): KoppelError => new KoppelError('CHECK_TABLE', { file, rule });
  const extension = extname(file);
  if (!readableExtensions.includes(extension)) throw wrong('format');
  try {
    if (extension === '.sav' || extension === '.dta') {
      const format = extension === '.sav' ? 'sav' : 'dta';
      await readStatistics(store, table, file, format, schema, crowd);
    } else await readPlain(store, table, file);
    const described = await store.all(`DESCRIBE ${table}`);
    const columns = described.map(([column]) => String(column));
    const [[rows]] = (await store.all(`SELECT count(*) FROM ${table}`)) as [[bigint]];
    return { table, file, columns, rows: Number(rows) };
  } catch (thrown) {
    if (isKoppelError(thrown, 'DISK_FULL')) throw thrown;
    const rule = isKoppelError(thrown, 'STATISTICS_READ') ? thrown.place.rule : undefined;
    throw wrong(rule === undefined || rule === 'form' ? 'format' : rule);
  }
}

/** Whether two tables have the same rows under the same names, in whatever order. */
export async function holdSame(store: Store, one: Source, other: Source): Promise<boolean> {
  const sorted = ({ columns }: Source): string[] => columns.map(quotedName).sort();
  if (one.rows !== other.rows || sorted(one).join() !== sorted(other).join()) return false;
  const select = ({ table }: Source): string => `SELECT ${sorted(one).join(', ')} FROM ${table}`;
  const found = await store.all(`(${select(one)}) EXCEPT ALL (${select(other)}) LIMIT 1`);
  return found.length === 0;
}

/** CHECK_TABLE, rule `column`. */
export function demandColumns({ columns, file }: Source, wanted: readonly string[]): void {
  const missing = wanted.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    throw new KoppelError('CHECK_TABLE', { file, field: missing, rule: 'column' });
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Parquet files from another program than the one that reads them: DuckDB. For tests only. */
import { DuckDBInstance } from '@duckdb/node-api';

/** Writes the rows of a SELECT; `options` are those of DuckDB's `COPY … TO`. */
export async function writeParquet(file: string, select: string, options = ''): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet${options})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * A table, view or query of PostgreSQL as rows of text: one snapshot, in a transaction that can only
 * read, through a cursor on the server, so that neither side holds the register. That nothing can be
 * changed does not rest on the rights of the database user.
 */
import { KoppelError } from '@koppel/errors';
import {
  Client,
  escapeIdentifier,
  type CustomTypesConfig,
  type QueryArrayConfig,
  type QueryArrayResult,
} from 'pg';
import { connectionSettings } from './postgres-connection.ts';
import { postgresCode } from './postgres-errors.ts';
import type { OpenOptions, RowBatch, RowSource } from './row-source.ts';
import type { PostgresSpec } from './source-spec.ts';

/** Numbers of types in every PostgreSQL (`pg_type.dat`). */
const booleanType = 16;
const timestampType = 1114;
const timestampTzType = 1184;

/** A moment at midnight is a day; a part of a second and the zone, which is set, are left out. */
function momentText(text: string): string {
  return text.replace(/(?:\.\d+)?(?:[+-]\d{2}(?::\d{2}){0,2})?$/, '').replace(/ 00:00:00$/, '');
}

/** Every value as the server writes it: no date becomes an object with a time zone on the way. */
const asText: CustomTypesConfig = {
  getTypeParser: ((type: number) => {
    if (type === booleanType) return (text: string) => (text === 't' ? '1' : '0');
    if (type === timestampType || type === timestampTzType) return momentText;
    return (text: string) => text;
  }) as CustomTypesConfig['getTypeParser'],
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Before the first statement that reads: nothing that follows can write. */
function settings(spec: PostgresSpec): string[] {
  return [
    'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
    `SET LOCAL statement_timeout = '${spec.statementSeconds}s'`,
    `SET LOCAL lock_timeout = '30s'`,
    `SET LOCAL TimeZone = ${quoted(spec.timeZone)}`,
    `SET LOCAL DateStyle = 'ISO, YMD'`,
    `SET LOCAL bytea_output = 'hex'`,
    `SET LOCAL extra_float_digits = 1`,
    `SET LOCAL standard_conforming_strings = on`,
    // The cursor is read to its end.
    'SET LOCAL cursor_tuple_fraction = 1.0',
  ];
}

function relation({ schema, table }: PostgresSpec): string {
  const name = escapeIdentifier(table!);
  return schema === undefined ? name : `${escapeIdentifier(schema)}.${name}`;
}

/** Of a table, only the columns that are wanted are asked for; the others stay in the database. */
function statement(spec: PostgresSpec, names: readonly string[], { wanted }: OpenOptions): string {
  if (spec.query !== undefined) return spec.query;
  const columns = names.map((name) =>
    wanted?.has(name.trim()) === false ? 'NULL' : escapeIdentifier(name),
  );
  return `SELECT ${columns.join(', ')} FROM ${relation(spec)}`;
}

/** `queryMode` has the text go as a prepared statement: of those the server takes one at a time. */
function asOneStatement(text: string): QueryArrayConfig {
  const config = { text, rowMode: 'array', types: asText, queryMode: 'extended' } as const;
  return config;
}

/** A connection and the one cursor on it. */
class PostgresRows {
  readonly #file: string;
  readonly #client: Client;
  readonly #fetchRows: number;

  constructor(file: string, client: Client, fetchRows: number) {
    this.#file = file;
    this.#client = client;
    this.#fetchRows = fetchRows;
  }

  async #run(text: string): Promise<QueryArrayResult<(string | null)[]>> {
    try {
      return await this.#client.query<(string | null)[]>(asOneStatement(text));
    } catch (thrown) {
      throw new KoppelError(postgresCode(thrown, 'POSTGRES_LOST'), { file: this.#file });
    }
  }

  async begin(spec: PostgresSpec): Promise<void> {
    for (const text of settings(spec)) await this.#run(text);
  }

  async #declare(cursor: string, text: string): Promise<string[]> {
    await this.#run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`);
    const { fields } = await this.#run(`FETCH FORWARD 0 FROM ${cursor}`);
    return fields.map(({ name }) => name);
  }

  /** Opens the cursor and gives the names of its columns. */
  async open(spec: PostgresSpec, options: OpenOptions): Promise<string[]> {
    if (spec.query !== undefined) return this.#declare('koppel', spec.query);
    const names = await this.#declare('koppel_names', `SELECT * FROM ${relation(spec)}`);
    await this.#run('CLOSE koppel_names');
    await this.#declare('koppel', statement(spec, names, options));
    return names;
  }

  async *batches(): AsyncGenerator<RowBatch> {
    const next = `FETCH FORWARD ${this.#fetchRows} FROM koppel`;
    let done = 0;
    let coming = this.#run(next);
    for (;;) {
      const { rows } = await coming;
      if (rows.length === 0) break;
      // The server works on the next rows while these are encoded. One stretch ahead, no more.
      coming = this.#run(next);
      coming.catch(() => undefined);
      done += rows.length;
      yield { rows: rows.map((row) => row.map((cell) => cell ?? '')), done };
    }
    if (done === 0) yield { rows: [], done };
  }

  async close(): Promise<void> {
    // Ending the connection ends the transaction; there is nothing to commit.
    await this.#client.end().catch(() => undefined);
  }
}

async function connect(file: string, spec: PostgresSpec, options: OpenOptions): Promise<Client> {
  const client = new Client(connectionSettings(file, spec, options.environment));
  // A connection that breaks between two statements tells so here; the next statement fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw new KoppelError(postgresCode(thrown, 'POSTGRES_UNREACHABLE'), { file });
  }
}

/**
 * Opens a table or query. Cells are the server's own text, null an empty cell, booleans 1 and 0;
 * progress is told in rows, the total is not known. `file` names the mapping in errors. POSTGRES_*.
 */
export async function openPostgres(
  file: string,
  spec: PostgresSpec,
  options: OpenOptions,
): Promise<RowSource> {
  const client = await connect(file, spec, options);
  const rows = new PostgresRows(file, client, spec.fetchRows);
  try {
    await rows.begin(spec);
    const columns = await rows.open(spec, options);
    return { columns, total: 0, batches: () => rows.batches(), close: () => rows.close() };
  } catch (thrown) {
    await rows.close();
    throw thrown;
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Where links and research variables are put together: DuckDB with a file of its own, so that memory
 * does not grow with the registers. The file stands beside the data set that is made of it, for this
 * account alone, and is removed with the folder. The engine may open no other file and no network.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { kill, pid } from 'node:process';
import {
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';

/** What the engine may hold; what is more goes to its folder. */
const memoryLimit = '200MB';
/** Rows that the engine takes and gives at a time. */
const chunkRows = 2048;

/**
 * What the working folder of a data set is called, with the number of the process at the end: two that
 * make one data set at once do not touch each other's. A crash leaves one, and the next try removes it.
 */
const working = '.koppel-working-';

function isRunning(process: number): boolean {
  try {
    return kill(process, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Working folders of a data set, of whatever process. */
export function workingFolders(folder: string): string[] {
  const target = resolve(folder);
  if (!existsSync(dirname(target))) return [];
  const start = basename(target) + working;
  return readdirSync(dirname(target))
    .filter((name) => name.startsWith(start) && /^[1-9][0-9]{0,9}$/.test(name.slice(start.length)))
    .map((name) => join(dirname(target), name));
}

/** Removes working folders of processes that have ended. */
function removeLeftOvers(folder: string): void {
  for (const left of workingFolders(folder)) {
    const owner = Number(left.slice(folder.length + working.length));
    if (owner === pid || !isRunning(owner)) rmSync(left, { recursive: true, force: true });
  }
}

const fullDisk = /no space left|disk full|quota/i;
/** Bytes that the engine writes at a time: with less room than this its next step fails, whatever it calls it. */
const engineBlock = 262_144;

function hasNoRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(folder));
    return bavail * bsize < engineBlock;
  } catch {
    return false;
  }
}

/** DISK_FULL or WRITE_FAILED: what the engine says about its file may hold more than a reason. */
function storeError(thrown: unknown, folder: string): KoppelError {
  if (thrown instanceof KoppelError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code !== undefined) return writeError(thrown, folder);
  const isFull = fullDisk.test(message) || hasNoRoom(folder);
  return new KoppelError(isFull ? 'DISK_FULL' : 'WRITE_FAILED', { file: folder });
}

/** A text as SQL has it: a quote in it cannot end it. */
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL has it. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table by its name and the types of its columns. */
export interface TableShape {
  readonly name: string;
  readonly types: readonly DuckDBType[];
}

export class Store {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
  }

  /**
   * An empty store for a data set that will be in `folder`; it can read the files named and no other.
   * DISK_FULL, WRITE_FAILED.
   */
  static async open(folder: string, readable: readonly string[] = []): Promise<Store> {
    const target = resolve(folder);
    const own = `${target}${working}${String(pid)}`;
    try {
      mkdirSync(dirname(own), { recursive: true });
      removeLeftOvers(target);
      mkdirSync(own, { mode: 0o700 });
      const instance = await DuckDBInstance.create(join(own, 'store.duckdb'), {
        threads: '1',
        memory_limit: memoryLimit,
        temp_directory: join(own, 'spilled'),
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      const connection = await instance.connect();
      await connection.run(`SET allowed_paths = [${readable.map(quotedText).join(', ')}]`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      return new Store(instance, connection, own);
    } catch (thrown) {
      rmSync(own, { recursive: true, force: true });
      throw storeError(thrown, folder);
    }
  }

  async #guarded<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (thrown) {
      throw storeError(thrown, this.#folder);
    }
  }

  /** Runs statements that give nothing. Text of SQL is made of numbers, names of this program, and what quotedText and quotedName made safe. */
  async run(...statements: readonly string[]): Promise<void> {
    await this.#guarded(async () => {
      for (const statement of statements) await this.#connection.run(statement);
    });
  }

  /** All rows of a small answer. */
  async all(query: string): Promise<DuckDBValue[][]> {
    return this.#guarded(async () => (await this.#connection.runAndReadAll(query)).getRows());
  }

  /** Rows of an answer of any size, in parts. */
  async *rows(query: string): AsyncGenerator<DuckDBValue[][]> {
    const result = await this.#guarded(() => this.#connection.stream(query));
    for (;;) {
      const chunk = await this.#guarded(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows();
    }
  }

  /** Adds rows to a table, given as columns of one length. */
  async add(
    { name, types }: TableShape,
    columns: readonly (readonly DuckDBValue[])[],
  ): Promise<void> {
    await this.#guarded(async () => {
      const appender = await this.#connection.createAppender(name);
      const count = columns[0]!.length;
      for (let at = 0; at < count; at += chunkRows) {
        const size = Math.min(chunkRows, count - at);
        const chunk = DuckDBDataChunk.create(types, size);
        chunk.setColumns(columns.map((column) => column.slice(at, at + size)));
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
    });
  }

  /** Closes the engine and removes what it had. */
  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** 16 bytes as a number that sorts as they do. */
export function wide(bytes: Uint8Array, row: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + 16 * row, 16);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

/** A number of 16 bytes as 32 hexadecimal digits. */
export function wideText(value: DuckDBValue): string {
  return (value as bigint).toString(16).padStart(32, '0');
}

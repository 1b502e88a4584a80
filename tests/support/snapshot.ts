// SPDX-License-Identifier: EUPL-1.2
/** What stands in a folder, so that a test can say that nothing changed, or which names appeared. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Path within the folder → what the file says. */
export type Snapshot = Readonly<Record<string, string>>;

/** Every file under a folder, with its path within it, in a fixed order. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Everything in every table: opening and closing may move bytes between a database's files. */
function databaseContent(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all() as { name: string }[];
    const contents = tables.map(({ name }) => {
      const rows = database.prepare(`SELECT * FROM ${name}`).all();
      const text = rows.map((row) =>
        JSON.stringify(row, (_, value: unknown) =>
          value instanceof Uint8Array ? digest(value) : value,
        ),
      );
      return `${name}\n${text.sort().join('\n')}`;
    });
    return digest(contents.join('\n'));
  } finally {
    database.close();
  }
}

/**
 * A hash per file; of a database, of what it holds. Folders count by their files. `ignore` names
 * files by their whole path within the folder, or with a slash at the end all files of a folder.
 */
export function snapshot(folder: string, ignore: readonly string[] = []): Snapshot {
  const isIgnored = (path: string): boolean =>
    ignore.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name));
  const files = filesUnder(folder).filter(
    (path) => !/\.sqlite-(?:wal|shm)$/.test(path) && !isIgnored(path),
  );
  return Object.fromEntries(
    files.map((path) => {
      const file = join(folder, path);
      const content = path.endsWith('.sqlite') ? databaseContent(file) : digest(readFileSync(file));
      return [path, content];
    }),
  );
}

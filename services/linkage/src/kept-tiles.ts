// SPDX-License-Identifier: EUPL-1.2
/**
 * The parts of a search that are done, with the pairs that they found, until the linkage that they
 * are of has been published: a program that is killed goes on from there. Pairs are personal data,
 * and stay in the database of the state. A part that is damaged, or lost, is searched once more.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { HitColumns } from '@koppel/kernel';
import { sameBytes } from './bytes.ts';
import { guarded, wholly } from './state-database.ts';

/** A part that is done. */
export interface KeptTile {
  readonly tile: number;
  readonly hits: HitColumns;
}

const hitBytes = 16;

/** Similarities (8 bytes each), then query rows and candidate rows (4 bytes each). */
function encodeHits({ query, candidate, similarity }: HitColumns): Uint8Array {
  const count = query.length;
  const bytes = new Uint8Array(count * hitBytes);
  new Float64Array(bytes.buffer, 0, count).set(similarity);
  new Uint32Array(bytes.buffer, 8 * count, count).set(query);
  new Uint32Array(bytes.buffer, 12 * count, count).set(candidate);
  return bytes;
}

function decodeHits(bytes: Uint8Array): HitColumns {
  const { buffer } = bytes.slice();
  const count = bytes.length / hitBytes;
  return {
    similarity: new Float64Array(buffer, 0, count),
    query: new Uint32Array(buffer, 8 * count, count),
    candidate: new Uint32Array(buffer, 12 * count, count),
  };
}

/** SHA-256 over a part and its place. */
function checksumOf(search: string, tile: number, hits: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(`${search} ${String(tile)} `)
    .update(hits)
    .digest();
}

/** Every method throws DISK_FULL or STATE_DAMAGED. */
export class TileTable {
  readonly #database: DatabaseSync;
  readonly #file: string;

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.#file = file;
  }

  /** Forgets what is kept of other linkages than the one of this name. */
  begin(linkage: Uint8Array): void {
    guarded(this.#file, () => {
      const others = this.#database.prepare('SELECT 1 FROM tile WHERE linkage <> ? LIMIT 1');
      if (others.get(linkage) === undefined) return;
      this.#database.prepare('DELETE FROM tile WHERE linkage <> ?').run(linkage);
    });
  }

  /** The parts of a search that are kept and sound. */
  kept(search: string): number[] {
    return guarded(this.#file, () => {
      const found: number[] = [];
      const rows = this.#database.prepare('SELECT * FROM tile WHERE search = ? ORDER BY tile');
      for (const { tile, hits, checksum } of rows.iterate(search)) {
        const whole = hits instanceof Uint8Array && hits.length % hitBytes === 0;
        if (!whole || !(checksum instanceof Uint8Array)) continue;
        if (sameBytes(checksum, checksumOf(search, tile as number, hits))) {
          found.push(tile as number);
        }
      }
      return found;
    });
  }

  /** The pairs of a part that `kept` names. */
  read(search: string, tile: number): HitColumns {
    return guarded(this.#file, () => {
      const row = this.#database.prepare('SELECT hits FROM tile WHERE search = ? AND tile = ?');
      return decodeHits(row.get(search, tile)!['hits'] as Uint8Array);
    });
  }

  /** Adds parts of a search, all or none of them. */
  add(linkage: Uint8Array, search: string, tiles: readonly KeptTile[]): void {
    wholly(this.#database, this.#file, () => {
      const insert = this.#database.prepare('INSERT OR REPLACE INTO tile VALUES (?,?,?,?,?)');
      for (const { tile, hits } of tiles) {
        const bytes = encodeHits(hits);
        insert.run(linkage, search, tile, bytes, checksumOf(search, tile, bytes));
      }
    });
  }

  /** Forgets everything: the linkage has been published, or will never be. */
  clear(): void {
    guarded(this.#file, () => {
      if (this.#database.prepare('SELECT 1 FROM tile LIMIT 1').get() === undefined) return;
      this.#database.exec('DELETE FROM tile');
    });
  }
}

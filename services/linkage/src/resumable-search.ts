// SPDX-License-Identifier: EUPL-1.2
/**
 * Keeps the parts of a search while it runs: written down together a few times a second at most, so
 * that a short search writes nothing and a long one loses next to nothing when it is killed.
 */
import { isKoppelError } from '@koppel/errors';
import type { HitColumns, TileStore } from '@koppel/kernel';
import type { KeptTile, TileTable } from './kept-tiles.ts';

export interface ResumableOptions {
  readonly tiles: TileTable;
  /** Names the linkage: what is kept of another one is forgotten. */
  readonly linkage: Uint8Array;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
  /** Called once, when parts that were kept have been taken over and the first new one is done. */
  readonly onGoesOn: () => void;
  /** Called once, when parts are no longer kept for want of room on the disk. */
  readonly onNoRoom: () => void;
}

const writeEveryMs = 250;

export class ResumableSearch implements TileStore {
  readonly #options: ResumableOptions;
  #search = '';
  #waiting: KeptTile[] = [];
  #written: number;
  #taken = 0;
  #told = false;
  #hasRoom = true;
  /** Whether anything of this linkage was written: a short one writes nothing. */
  #began = false;

  constructor(options: ResumableOptions) {
    this.#options = options;
    this.#written = options.now();
    options.tiles.begin(options.linkage);
  }

  open(identity: string): number[] {
    // Parts of the search before: few, or it would have written them.
    if (this.#began && this.#hasRoom && this.#waiting.length > 0) this.#write();
    this.#waiting = [];
    this.#written = this.#options.now();
    this.#search = identity;
    const kept = this.#options.tiles.kept(identity);
    this.#taken += kept.length;
    return kept;
  }

  read(tile: number): HitColumns {
    return this.#options.tiles.read(this.#search, tile);
  }

  keep(tile: number, hits: HitColumns): void {
    if (this.#taken > 0 && !this.#told) {
      this.#told = true;
      this.#options.onGoesOn();
    }
    if (!this.#hasRoom) return;
    this.#waiting.push({ tile, hits });
    if (this.#options.now() - this.#written >= writeEveryMs) this.#write();
  }

  #write(): void {
    const { tiles, linkage, now, onNoRoom } = this.#options;
    try {
      tiles.add(linkage, this.#search, this.#waiting);
      this.#began = true;
    } catch (thrown) {
      // The search itself needs no disk: it goes on, and is only not kept.
      if (!isKoppelError(thrown, 'DISK_FULL')) throw thrown;
      this.#hasRoom = false;
      onNoRoom();
    }
    this.#waiting = [];
    this.#written = now();
  }
}

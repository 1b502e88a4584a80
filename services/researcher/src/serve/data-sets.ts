// SPDX-License-Identifier: EUPL-1.2
/**
 * The folder of data sets: one folder per result, named by its place among the results, that appears
 * whole or not at all. What is there is read from the disk each time: there is no other memory.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFileText, writeError } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { hasStatement } from '@koppel/wire';
import { hex } from '../bytes.ts';
import type { AnyResult } from '../results.ts';

const pattern = /^result-\d{6}-[0-9a-f]{8}$/;

/** The folder of the data set that is being made. A crash leaves one, and the next try removes it. */
const unfinished = 'unfinished';

export function nameOf(result: AnyResult): string {
  const ordinal = hasStatement(result) ? result.ordinal : 0;
  return `result-${String(ordinal).padStart(6, '0')}-${hex(result.result).slice(0, 8)}`;
}

export class DataSets {
  readonly #folder: string;
  readonly #isOther: (folder: string) => boolean;

  /**
   * Makes the folder where it is missing. WRITE_FAILED, DISK_FULL.
   * @param isOther whether a data set is of another version of the study: results are numbered anew in
   *   each, so these are neither followed nor removed
   */
  constructor(folder: string, isOther: (folder: string) => boolean) {
    this.#folder = folder;
    this.#isOther = isOther;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (thrown) {
      throw writeError(thrown, folder);
    }
  }

  /** The names of the data sets of this version that are there, oldest result first. */
  names(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => pattern.test(name) && !this.#isOther(join(this.#folder, name)))
      .sort();
  }

  has(result: AnyResult): boolean {
    return existsSync(join(this.#folder, nameOf(result)));
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** An empty place to make a data set in. */
  begin(): string {
    const place = join(this.#folder, unfinished);
    rmSync(place, { recursive: true, force: true });
    return place;
  }

  /**
   * Gives what was made its name: that of the result it says it is of, which may have come while it
   * was made. Undefined, and it is removed, when that is there already. RELEASE_DAMAGED
   */
  finish(results: readonly AnyResult[]): string | undefined {
    const place = join(this.#folder, unfinished);
    const file = join(place, 'quality.json');
    const { result } = JSON.parse(readFileText(file)) as { readonly result?: unknown };
    const made = results.findLast((one) => hex(one.result) === result);
    if (made === undefined) throw new KoppelError('RELEASE_DAMAGED', { file });
    if (this.has(made)) {
      rmSync(place, { recursive: true, force: true });
      return undefined;
    }
    renameSync(place, join(this.#folder, nameOf(made)));
    return nameOf(made);
  }

  /** Removes all but the newest `keep` of this version; 0 keeps all. Gives how many were removed. */
  prune(keep: number): number {
    const over = keep === 0 ? [] : this.names().slice(0, -keep);
    for (const name of over) rmSync(join(this.#folder, name), { recursive: true, force: true });
    return over.length;
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Encoded rows of a register of any size in memory of one size. Rows come in any order; they are kept
 * in an arena, and each time that it is full, they go to an encrypted file in 256 buckets by the
 * first byte of their token. Tokens are uniform, so each bucket is small, and sorted alone.
 */
import { SpillFile } from './spill-file.ts';
import { sortRows, type SortedRows } from './sorted.ts';
import type { RowLayout } from './layout.ts';

/** Buckets of a store: values of the first byte of a token. */
export const buckets = 256;

/** Bytes of rows in memory before some go to disk. */
const arenaBytesDefault = 32 * 2 ** 20;

/** The rows of the arena by bucket: bucket b lies from row `starts[b]` to row `starts[b + 1]`. */
interface Partition {
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
}

/** What the rows of one token after its first one are told to; by default to nobody. */
type OnDuplicate = (ordinal: number) => void;

export class RowStore {
  readonly layout: RowLayout;
  readonly #spillName: string;
  readonly #room: number;
  #arena: Buffer;
  #filled = 0;
  #spill: SpillFile | undefined;
  #resident: Partition | undefined;

  /** @param spillName the file for what does not fit in `arenaBytes`: made when it is needed */
  constructor(layout: RowLayout, spillName: string, arenaBytes: number = arenaBytesDefault) {
    this.layout = layout;
    this.#spillName = spillName;
    this.#room = Math.max(1, Math.floor(arenaBytes / layout.rowBytes));
    this.#arena = Buffer.alloc(this.#room * layout.rowBytes);
  }

  /** Memory of which the row at `offset` is to be filled, every byte of it. */
  get target(): Buffer {
    return this.#arena;
  }

  /** Where the next row begins in `target`. */
  get offset(): number {
    return this.#filled * this.layout.rowBytes;
  }

  /** Keeps the row that was written at `offset`. DISK_FULL, WRITE_FAILED. */
  commit(): void {
    this.#filled += 1;
    if (this.#filled === this.#room) this.#flush();
  }

  #flush(): void {
    this.#spill ??= new SpillFile(this.#spillName);
    const { bytes, starts } = this.#partition();
    const { rowBytes } = this.layout;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const [from, to] = [starts[bucket]!, starts[bucket + 1]!];
      if (to > from) this.#spill.append(bucket, bytes.subarray(from * rowBytes, to * rowBytes));
    }
    this.#filled = 0;
  }

  /** A counting sort by first byte; rows of one bucket keep their order. */
  #partition(): Partition {
    const { rowBytes } = this.layout;
    const arena = this.#arena;
    const starts = new Uint32Array(buckets + 1);
    for (let row = 0; row < this.#filled; row += 1) starts[arena[row * rowBytes]! + 1]! += 1;
    for (let bucket = 0; bucket < buckets; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
    const next = starts.slice(0, buckets);
    const bytes = Buffer.alloc(this.#filled * rowBytes);
    for (let row = 0; row < this.#filled; row += 1) {
      const from = row * rowBytes;
      const to = next[arena[from]!]!;
      next[arena[from]!]! += 1;
      arena.copy(bytes, to * rowBytes, from, from + rowBytes);
    }
    return { bytes, starts };
  }

  /** Ends the adding of rows. DISK_FULL, WRITE_FAILED. */
  finish(): void {
    if (this.#spill === undefined) this.#resident = this.#partition();
    else if (this.#filled > 0) this.#flush();
    this.#arena = Buffer.alloc(0);
  }

  /** The rows of a bucket (0–255) by token, after `finish`. STATE_DAMAGED. */
  bucket(bucket: number, onDuplicate: OnDuplicate = () => undefined): SortedRows {
    const { rowBytes } = this.layout;
    const { bytes, starts } = this.#resident ?? {};
    const rows =
      bytes === undefined || starts === undefined
        ? this.#spill!.read(bucket)
        : bytes.subarray(starts[bucket]! * rowBytes, starts[bucket + 1]! * rowBytes);
    return sortRows(rows, this.layout, 1, onDuplicate);
  }

  /** Forgets all rows, on disk too. */
  close(): void {
    this.#spill?.close();
    this.#resident?.bytes.fill(0);
    this.#resident = undefined;
  }
}

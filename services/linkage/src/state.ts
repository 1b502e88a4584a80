// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit has taken in: opened batches, refusals, and how far each topic was read. A
 * database holds what is small, segments hold tokens and encodings. Segments are written first; the
 * transaction that then notes how far they are valid also notes the position in the topic. So all of
 * a stretch counts or nothing of it. Everything here can be made again from the log: a lost state
 * costs time and no data.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { sameBytes } from './bytes.ts';
import {
  encodeContent,
  layoutOf,
  sumOfPart,
  sumsOf,
  type BatchContent,
  type PartName,
  type PartSums,
} from './segments/format.ts';
import { SegmentFiles, type SegmentEnd, type SegmentPlace } from './segments/segment-files.ts';
import { TileTable } from './kept-tiles.ts';
import { LookStore } from './looks/look-store.ts';
import { guarded, openDatabase, wholly } from './state-database.ts';

/** A run of one register of one owner. */
export interface RunName {
  readonly owner: string;
  readonly register: string;
  /** 16 bytes. */
  readonly run: Uint8Array;
}

/** What tells a batch from every other of the study. */
export interface BatchIdentity extends RunName {
  readonly sequence: number;
}

/** A batch's identity, and what it says of its run. */
export interface BatchHead extends BatchIdentity {
  readonly runOrdinal: number;
  /** Identity of the run that this batch's run changes, 16 bytes; zero when it is a full run. */
  readonly base: Uint8Array;
  readonly batches: number;
}

/** An accepted batch, opened. */
export interface StoredBatch extends BatchHead, BatchContent {}

/** An accepted batch as the state knows it: its content is in a segment. */
export interface BatchEntry extends BatchHead {
  readonly count: number;
  /** Bytes of all its filters together. */
  readonly filterBytes: number;
  readonly place: SegmentPlace;
  readonly sums: PartSums;
}

/** A refused batch: what it claimed to be, and the code. */
export interface Refusal extends BatchIdentity {
  readonly offset: number;
  readonly code: ErrorCode;
}

/** What one stretch of a topic brought. */
export interface Intake {
  readonly topic: string;
  readonly next: number;
  readonly accepted: readonly StoredBatch[];
  readonly refused: readonly Refusal[];
}

export interface RunState extends RunName {
  readonly runOrdinal: number;
  readonly base: Uint8Array;
  readonly batches: number;
  readonly arrived: number;
  /** Rows in the batches that arrived. */
  readonly rows: number;
}

/** What was found of the content of a run and of those it rests on; `''` when it is sound. */
export interface Verdict extends RunName {
  readonly code: ErrorCode | '';
}

/** SHA-256 over what the database holds of a batch, and through `sums` over its content. */
function checksumOf(entry: BatchEntry): Uint8Array {
  const { owner, register, run, runOrdinal, base, sequence, batches, count } = entry;
  const { filterBytes, place, sums } = entry;
  const head = JSON.stringify([
    owner, register, Array.from(run), runOrdinal, Array.from(base), sequence, batches, count,
    filterBytes, place.segment, place.at,
  ]); // prettier-ignore
  const hash = createHash('sha256').update(head);
  return hash.update(sums.rows).update(sums.filters).digest();
}

export interface StateOptions {
  /** Bytes beyond which no file grows (DISK_FULL); default: what the disk holds. */
  readonly maxBytes?: number;
  /** A segment of this many bytes is full; default 64 MiB. */
  readonly segmentBytes?: number;
}

const defaultSegmentBytes = 2 ** 26;

/** Every method throws DISK_FULL or STATE_DAMAGED when the folder does not do what it should. */
export class LinkageState {
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #segments: SegmentFiles;
  /** Parts of a search that is not published yet. */
  readonly tiles: TileTable;
  /** Rounds of looks: what was planned, asked and answered. */
  readonly looks: LookStore;

  /**
   * Opens or makes the state of one version of a study.
   * @throws STATE_OTHER_STUDY when it is another's; STATE_SEGMENT_SHORT, STATE_SEGMENT_DAMAGED when
   *   a segment is not as long as it was, or not the one that it should be
   */
  constructor(folder: string, specHash: Uint8Array, options: StateOptions = {}) {
    const { maxBytes, segmentBytes = defaultSegmentBytes } = options;
    const file = join(folder, 'linkage.sqlite');
    const limits = { segmentBytes, maxBytes: maxBytes ?? Infinity };
    const segments = new SegmentFiles(join(folder, 'segments'), specHash, limits);
    const clear = (): void => {
      segments.clear();
    };
    this.#file = file;
    this.#segments = segments;
    this.#database = guarded(file, () => openDatabase({ folder, file, specHash, maxBytes, clear }));
    this.tiles = new TileTable(this.#database, file);
    this.looks = new LookStore(this.#database, file);
    try {
      for (const end of this.#ends()) this.#segments.check(end);
    } catch (thrown) {
      this.#database.close();
      throw thrown;
    }
  }

  /** The rows of a query, in objects by column. */
  #rows(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[] {
    return guarded(this.#file, () => this.#database.prepare(sql).all(...values));
  }

  /** Work that is done as a whole or not at all, while nobody else writes. */
  #whole(work: () => void): void {
    wholly(this.#database, this.#file, work);
  }

  #ends(): SegmentEnd[] {
    return this.#rows('SELECT number, length FROM segment ORDER BY number') as never;
  }

  #entries(sql: string, ...values: SQLInputValue[]): BatchEntry[] {
    return this.#rows(sql, ...values).map((row) => {
      const { checksum, segment, at, rowsSum, filtersSum, ...columns } = row;
      const place = { segment, at };
      const sums = { rows: rowsSum, filters: filtersSum };
      const entry = { ...columns, place, sums } as unknown as BatchEntry;
      const blobs = [checksum, entry.run, entry.base, rowsSum, filtersSum];
      const sound = blobs.every((blob) => blob instanceof Uint8Array);
      if (!sound || !sameBytes(checksum as Uint8Array, checksumOf(entry))) {
        throw new KoppelError('STATE_DAMAGED', { file: this.#file });
      }
      return entry;
    });
  }

  close(): void {
    this.#database.close();
  }

  /** The offset from which a topic has not been read. */
  position(topic: string): number {
    const [row] = this.#rows('SELECT next FROM position WHERE topic = ?', topic);
    return (row as { next: number } | undefined)?.next ?? 0;
  }

  /** Batches, refusals and the position, all or none of them. */
  store({ topic, next, accepted, refused }: Intake): void {
    this.#whole(() => {
      this.#insert(accepted);
      const refusal = this.#database.prepare(
        'INSERT OR IGNORE INTO refusal VALUES (?,?,?,?,?,?,?)',
      );
      for (const { offset, owner, register, run, sequence, code } of refused) {
        refusal.run(topic, offset, owner, register, run, sequence, code);
      }
      this.#database.prepare('INSERT OR REPLACE INTO position VALUES (?, ?)').run(topic, next);
    });
  }

  /** Within a transaction. A batch that is there already is passed over. */
  #insert(accepted: readonly StoredBatch[]): void {
    const added = accepted.filter((one) => this.find(one) === undefined);
    const last = this.#ends().at(-1);
    const { places, ends } = this.#segments.append(last, added.map(encodeContent));
    const insert = this.#database.prepare(
      'INSERT OR IGNORE INTO batch VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)',
    );
    for (const [at, one] of added.entries()) {
      const place = places[at]!;
      const sums = sumsOf(one);
      const entry: BatchEntry = { ...one, filterBytes: one.filters.length, place, sums };
      insert.run(
        one.owner, one.register, one.run, one.runOrdinal, one.base, one.sequence, one.batches,
        one.count, entry.filterBytes, place.segment, place.at, sums.rows, sums.filters,
        checksumOf(entry),
      ); // prettier-ignore
    }
    const note = this.#database.prepare('INSERT OR REPLACE INTO segment VALUES (?, ?)');
    for (const { number, length } of ends) note.run(number, length);
  }

  /** The batch of this identity, if it was accepted before. */
  find(batch: BatchIdentity): BatchEntry | undefined {
    const { owner, register, run, sequence } = batch;
    const sql = 'SELECT * FROM batch WHERE owner = ? AND register = ? AND run = ? AND sequence = ?';
    return this.#entries(sql, owner, register, run, sequence)[0];
  }

  /** The batches of a run in their sequence, without their content. */
  batchesOf({ owner, register, run }: RunName): BatchEntry[] {
    const sql = `SELECT * FROM batch WHERE owner = ? AND register = ? AND run = ?
      ORDER BY sequence`;
    return this.#entries(sql, owner, register, run);
  }

  /**
   * The tokens and kinds of a batch.
   * @throws STATE_SEGMENT_SHORT, STATE_SEGMENT_DAMAGED
   */
  rowsOf(entry: BatchEntry): Pick<BatchContent, 'tokens' | 'kinds'> {
    const { kinds, rows } = layoutOf(entry.count, entry.filterBytes);
    const part = new Uint8Array(rows);
    this.#readPart(entry, 'rows', 0, part);
    return { tokens: part.subarray(0, kinds), kinds: part.subarray(kinds) };
  }

  /**
   * Reads the filters of a batch to where they are wanted, which may be memory that threads share.
   * @param target `filterBytes` bytes
   * @throws STATE_SEGMENT_SHORT, STATE_SEGMENT_DAMAGED
   */
  readFilters(entry: BatchEntry, target: Uint8Array): void {
    this.#readPart(entry, 'filters', layoutOf(entry.count, entry.filterBytes).filters, target);
  }

  #readPart({ place, sums, ...head }: BatchEntry, part: PartName, at: number, target: Uint8Array) {
    const { segment } = place;
    this.#segments.read({ segment, at: place.at + at }, target);
    if (sameBytes(sumOfPart(target), sums[part])) return;
    throw new KoppelError('STATE_SEGMENT_DAMAGED', {
      file: this.#segments.fileOf(segment),
      field: `${head.owner}/${head.register}`,
      path: `batch[${String(head.sequence)}].${part}`,
    });
  }

  /** Every run, complete or not, the newest of a register first. */
  runs(): RunState[] {
    const sql = `SELECT owner, register, run, runOrdinal, base, batches, COUNT(*) AS arrived,
      SUM(count) AS rows FROM batch GROUP BY owner, register, run
      ORDER BY owner, register, runOrdinal DESC, run`;
    return this.#rows(sql) as unknown as RunState[];
  }

  /** Whether the run was found sound, or the code that it was refused with, if it was judged. */
  verdictOf({ owner, register, run }: RunName): ErrorCode | '' | undefined {
    const sql = `SELECT code FROM verdict WHERE owner = ? AND register = ? AND run = ?
      AND code <> 'CONTRACT_BASE'`;
    const [row] = this.#rows(sql, owner, register, run);
    return row?.['code'] as ErrorCode | '' | undefined;
  }

  /** Notes a verdict; noting it again changes nothing. */
  judge({ owner, register, run, code }: Verdict): void {
    this.#rows('INSERT OR IGNORE INTO verdict VALUES (?, ?, ?, ?)', owner, register, run, code);
  }

  /** Runs that were refused though their batches were accepted, as refusals of their first batch. */
  refusedRuns(): Omit<Refusal, 'offset'>[] {
    const sql = `SELECT owner, register, run, 0 AS sequence, code FROM verdict
      WHERE code <> '' ORDER BY 1, 2, 3, 5`;
    return this.#rows(sql) as unknown as Omit<Refusal, 'offset'>[];
  }

  /** The identities of all accepted batches, without their content. */
  accepted(): BatchIdentity[] {
    const sql = 'SELECT owner, register, run, sequence FROM batch ORDER BY 1, 2, 3, 4';
    return this.#rows(sql) as unknown as BatchIdentity[];
  }

  refusals(): (Refusal & { readonly topic: string })[] {
    const sql = 'SELECT * FROM refusal ORDER BY topic, offset';
    return this.#rows(sql) as unknown as (Refusal & { topic: string })[];
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Rounds of looks in the database of the state: plans, what was asked, what came of it. Each method
 * that changes anything does so as a whole or not at all, together with the position in the topic
 * that it comes from. Nothing here can be made again from the log but by planning anew, which gives
 * the same plan: see `lookRandomOf`.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { KEPT_FORM } from '@koppel/linkage';
import { sameBytes } from '../bytes.ts';
import { guarded, wholly } from '../state-database.ts';
import {
  bytesOf,
  numbersIn,
  partOf,
  requestsIn,
  sidesOf,
  wordsOf,
  type Ask,
  type LookRound,
  type PartColumns,
  type Side,
} from './look-round.ts';

/** What became of a request. */
export interface AskState extends Ask {
  readonly owner: string;
  readonly register: string;
  readonly sent: boolean;
  /** Where the answer stands in its owner's topic. */
  readonly answer: number | undefined;
  /** SHA-256 of what was answered. */
  readonly digest: Uint8Array | undefined;
  /** The code that the owner refused it with, where it did not answer after all. */
  readonly refused: ErrorCode | undefined;
}

/** A message on an owner's topic that was passed over, and why. */
export interface LookFault {
  readonly topic: string;
  readonly offset: number;
  readonly owner: string;
  readonly code: ErrorCode;
}

/** What one message of an owner's topic brought. */
export interface LookIntake {
  readonly topic: string;
  readonly next: number;
  readonly answered?: Ask & { readonly answer: number; readonly digest: Uint8Array };
  /** Similarities of the numbers of one request, once both sides have answered. */
  readonly similarities?: Uint8Array;
  readonly refused?: Ask & { readonly code: ErrorCode };
  readonly fault?: LookFault;
}

type Row = Record<string, SQLOutputValue>;
const sides: readonly Side[] = ['a', 'b'];

function roundSum({ round, random, runs, looks, numbers, capacity, began }: LookRound): Uint8Array {
  const text = JSON.stringify([
    runs.map(({ owner, register, run }) => [owner, register, Array.from(run)]),
    looks, numbers, capacity, began,
  ]); // prettier-ignore
  const hash = createHash('sha256').update(round).update(random).update(text);
  return new Uint8Array(hash.digest());
}

function partSum(round: Uint8Array, sequence: number, columns: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256').update(round).update(String(sequence));
  for (const column of columns) hash.update(column);
  return new Uint8Array(hash.digest());
}

/** Every method throws DISK_FULL or STATE_DAMAGED. */
export class LookStore {
  readonly #database: DatabaseSync;
  readonly #file: string;

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.#file = file;
  }

  #rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return guarded(this.#file, () => this.#database.prepare(sql).all(...values));
  }

  #whole(work: () => void): void {
    wholly(this.#database, this.#file, work);
  }

  #damaged(): KoppelError {
    return new KoppelError('STATE_DAMAGED', { file: this.#file });
  }

  /** Rounds that are not over, in the order of their runs. */
  rounds(): LookRound[] {
    const sql = 'SELECT * FROM lookRound ORDER BY ownerA, registerA, ownerB, registerB';
    return this.#rows(sql).map((row) => {
      const { round, random, looks, numbers, capacity, began } = row;
      const runs = ['A', 'B'].map((end) => {
        return {
          owner: row[`owner${end}`],
          register: row[`register${end}`],
          run: row[`run${end}`],
        };
      });
      const found = {
        round,
        random,
        runs,
        looks,
        numbers,
        capacity,
        began,
      } as unknown as LookRound;
      const blobs = [round, random, row['checksum'], ...runs.map(({ run }) => run)];
      const sound =
        blobs.every((blob) => blob instanceof Uint8Array) &&
        sameBytes(row['checksum'] as Uint8Array, roundSum(found));
      if (!sound) throw this.#damaged();
      return found;
    });
  }

  /** Stores a round with its whole plan, before anything of it is asked. Doing so twice changes nothing. */
  add(round: LookRound, plan: PartColumns): void {
    this.#whole(() => {
      const { round: name, random, runs, looks, numbers, capacity, began } = round;
      const [one, other] = runs;
      if (this.#rows('SELECT 1 FROM lookRound WHERE round = ?', name).length > 0) return;
      this.#database
        .prepare('INSERT INTO lookRound VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)')
        .run(
          name, random, one.owner, one.register, one.run, other.owner, other.register, other.run,
          looks, numbers, capacity, began, roundSum(round),
        ); // prettier-ignore
      const part = this.#database.prepare(
        'INSERT INTO lookPart VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)',
      );
      const ask = this.#database.prepare(
        'INSERT INTO ask (round, side, sequence, owner, register) VALUES (?, ?, ?, ?, ?)',
      );
      for (let sequence = 0; sequence < requestsIn(round); sequence += 1) {
        const { rowsA, rowsB, reason } = partOf(plan, numbersIn(round, sequence));
        const columns = [bytesOf(rowsA), bytesOf(rowsB), reason] as const;
        part.run(name, sequence, ...columns, partSum(name, sequence, columns));
        for (const side of sidesOf(round)) {
          const { owner, register } = side === 'a' ? one : other;
          ask.run(name, sides.indexOf(side), sequence, owner, register);
        }
      }
    });
  }

  /** Forgets rounds, but that they were: what still arrives of them is no surprise. */
  end(rounds: readonly Pick<LookRound, 'round'>[]): void {
    if (rounds.length === 0) return;
    this.#whole(() => {
      for (const { round } of rounds) {
        for (const table of ['lookRound', 'lookPart', 'ask']) {
          this.#database.prepare(`DELETE FROM ${table} WHERE round = ?`).run(round);
        }
        this.#database.prepare('INSERT OR IGNORE INTO past VALUES (?)').run(round);
      }
    });
  }

  isPast(round: Uint8Array): boolean {
    return this.#rows('SELECT 1 FROM past WHERE round = ?', round).length > 0;
  }

  /** The plan of the numbers of one request. */
  part(round: Uint8Array, sequence: number): PartColumns {
    const sql =
      'SELECT rowsA, rowsB, reason, checksum FROM lookPart WHERE round = ? AND sequence = ?';
    const [row] = this.#rows(sql, round, sequence);
    const columns = [row?.['rowsA'], row?.['rowsB'], row?.['reason']] as Uint8Array[];
    const sound =
      [...columns, row?.['checksum']].every((blob) => blob instanceof Uint8Array) &&
      sameBytes(row!['checksum'] as Uint8Array, partSum(round, sequence, columns));
    if (!sound) throw this.#damaged();
    const [rowsA, rowsB, reason] = columns as [Uint8Array, Uint8Array, Uint8Array];
    return { rowsA: wordsOf(rowsA), rowsB: wordsOf(rowsB), reason };
  }

  /** What is kept of the similarities of one request's numbers. */
  similarities(round: Uint8Array, sequence: number): Uint8Array {
    const sql = 'SELECT similarities, sum FROM lookPart WHERE round = ? AND sequence = ?';
    const [row] = this.#rows(sql, round, sequence);
    const { similarities, sum } = row ?? {};
    const sound =
      similarities instanceof Uint8Array &&
      sum instanceof Uint8Array &&
      sameBytes(sum, partSum(round, sequence, [similarities]));
    if (!sound) throw this.#damaged();
    return similarities;
  }

  /** All requests of a round, by side and sequence. */
  asks(round: Uint8Array): AskState[] {
    return this.#rows('SELECT * FROM ask WHERE round = ? ORDER BY side, sequence', round).map(
      (row) => this.#askOf(row),
    );
  }

  /** One request, if it is of a round that is not over. */
  ask({ round, side, sequence }: Ask): AskState | undefined {
    const sql = 'SELECT * FROM ask WHERE round = ? AND side = ? AND sequence = ?';
    const [row] = this.#rows(sql, round, sides.indexOf(side), sequence);
    return row === undefined ? undefined : this.#askOf(row);
  }

  #askOf(row: Row): AskState {
    return {
      round: row['round'] as Uint8Array,
      side: sides[row['side'] as number]!,
      sequence: row['sequence'] as number,
      owner: row['owner'] as string,
      register: row['register'] as string,
      sent: row['sent'] === 1,
      answer: (row['answer'] as number | null) ?? undefined,
      digest: (row['digest'] as Uint8Array | null) ?? undefined,
      refused: (row['refused'] as ErrorCode | null) ?? undefined,
    };
  }

  /** Notes what of our own requests is on the log. Those of rounds that are not open are past. */
  noteSent(topic: string, next: number, asked: readonly Ask[]): void {
    this.#whole(() => {
      const note = this.#database.prepare(
        'UPDATE ask SET sent = 1 WHERE round = ? AND side = ? AND sequence = ?',
      );
      const old = this.#database.prepare(
        'INSERT OR IGNORE INTO past SELECT ? WHERE NOT EXISTS (SELECT 1 FROM lookRound WHERE round = ?)',
      );
      for (const { round, side, sequence } of asked) {
        note.run(round, sides.indexOf(side), sequence);
        old.run(round, round);
      }
      this.#movePosition(topic, next);
    });
  }

  /** Everything that a message brought, or nothing of it. */
  takeIn({ topic, next, answered, similarities, refused, fault }: LookIntake): void {
    this.#whole(() => {
      if (answered !== undefined) {
        const { round, side, sequence, answer, digest } = answered;
        this.#database
          .prepare(
            `UPDATE ask SET answer = ?, digest = ?, refused = NULL
              WHERE round = ? AND side = ? AND sequence = ?`,
          )
          .run(answer, digest, round, sides.indexOf(side), sequence);
        if (similarities !== undefined) {
          this.#database
            .prepare(
              `UPDATE lookPart SET similarities = ?, sum = ?, form = ?
                WHERE round = ? AND sequence = ?`,
            )
            .run(
              similarities,
              partSum(round, sequence, [similarities]),
              KEPT_FORM,
              round,
              sequence,
            );
        }
      }
      if (refused !== undefined) {
        const { round, side, sequence, code } = refused;
        this.#database
          .prepare(
            `UPDATE ask SET refused = ?
              WHERE round = ? AND side = ? AND sequence = ? AND answer IS NULL`,
          )
          .run(code, round, sides.indexOf(side), sequence);
      }
      if (fault !== undefined) {
        const { offset, owner, code } = fault;
        this.#database
          .prepare('INSERT OR IGNORE INTO lookFault VALUES (?, ?, ?, ?)')
          .run(fault.topic, offset, owner, code);
      }
      this.#movePosition(topic, next);
    });
  }

  /**
   * Rounds with similarities of another form than this program keeps begin anew: what was answered is
   * still on the log, and compared again as it is read from its beginning.
   * @param topics of answers
   * @returns how many rounds
   */
  compareAnew(topics: readonly string[]): number {
    const sql =
      'SELECT DISTINCT round FROM lookPart WHERE similarities IS NOT NULL AND form IS NOT ?';
    const rounds = this.#rows(sql, KEPT_FORM);
    if (rounds.length === 0) return 0;
    this.#whole(() => {
      for (const { round } of rounds) {
        for (const change of [
          'UPDATE lookPart SET similarities = NULL, sum = NULL, form = NULL WHERE round = ?',
          'UPDATE ask SET answer = NULL, digest = NULL WHERE round = ?',
        ]) {
          this.#database.prepare(change).run(round!);
        }
      }
      for (const topic of topics) this.#movePosition(topic, 0);
    });
    return rounds.length;
  }

  #movePosition(topic: string, next: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO position VALUES (?, ?)').run(topic, next);
  }

  /** Messages that were passed over. */
  faults(): LookFault[] {
    return this.#rows('SELECT * FROM lookFault ORDER BY topic, offset') as unknown as LookFault[];
  }
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What an owner remembers of looks at one register: which requests it met, what it answered to them,
 * and how often each record was looked at. A look is charged before its answer leaves, in the
 * transaction that remembers the request: a crash can lose an answer, never a charge. Holds tokens,
 * which mean something to their owner only.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { writeError } from '@koppel/console';
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { sameBytes } from '../bytes.ts';
import { tokenBytes } from '../rows/layout.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS round (
    id INTEGER PRIMARY KEY, name BLOB UNIQUE NOT NULL, otherOwner TEXT NOT NULL, otherRegister TEXT NOT NULL,
    looks INTEGER NOT NULL, requests INTEGER NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0, given INTEGER NOT NULL DEFAULT 0,
    ended TEXT NOT NULL DEFAULT '') STRICT;
  CREATE TABLE IF NOT EXISTS answered (
    round INTEGER, sequence INTEGER, digest BLOB NOT NULL,
    PRIMARY KEY (round, sequence)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS looked (
    token BLOB, round INTEGER, looks INTEGER NOT NULL,
    PRIMARY KEY (token, round)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS handled (
    request BLOB PRIMARY KEY, code TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** A request that passed every check which needs no memory. */
export interface ChargedRequest {
  /** 32 bytes. */
  readonly round: Uint8Array;
  readonly otherOwner: string;
  readonly otherRegister: string;
  readonly looks: number;
  readonly requests: number;
  readonly sequence: number;
  /** 32 bytes, of header and block. */
  readonly digest: Uint8Array;
  readonly count: number;
  /** 16 bytes each, ascending. */
  readonly sortedTokens: Uint8Array;
}

export interface ChargeRules {
  /** Looks per record over all rounds. */
  readonly budget: number;
  /** Records of the run; undefined where that is not known, and completeness is not asked. */
  readonly records: number | undefined;
}

/** What `koppel-encoder looks` tells of one round. */
export interface RoundAccount {
  readonly otherOwner: string;
  readonly otherRegister: string;
  readonly looks: number;
  readonly requests: number;
  readonly answered: number;
  readonly given: number;
  /** Why no more of it is answered; empty while it is open or done. */
  readonly ended: string;
}

export interface LookAccount {
  readonly rounds: readonly RoundAccount[];
  /** Requests that were met, and those refused, by code. */
  readonly asked: number;
  readonly refused: readonly { readonly code: ErrorCode; readonly requests: number }[];
  /** Looks that were charged, over all rounds. */
  readonly given: number;
  /** Records that were looked at, and the most looks at one of them. */
  readonly records: number;
  readonly most: number;
}

interface RoundRow {
  readonly id: number;
  readonly looks: number;
  readonly requests: number;
  readonly answered: number;
  readonly given: number;
  readonly ended: string;
}

export class LookDatabase {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or makes it. DISK_FULL, WRITE_FAILED, STATE_DAMAGED. */
  constructor(file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    this.#file = file;
    this.#database = this.#guarded(() => new DatabaseSync(file, { readOnly }));
    if (readOnly) return;
    try {
      this.#guarded(() => {
        this.#database.exec('PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON');
        this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
        this.#database.exec(tables);
      });
    } catch (thrown) {
      this.#database.close();
      throw thrown;
    }
  }

  /** SQLite's own messages are not shown: they can quote a statement's values. */
  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (isKoppelError(thrown)) throw thrown;
      const { code, errcode = 0 } = thrown as { code?: string; errcode?: number };
      if ((errcode & 0xff) === 13) throw new KoppelError('DISK_FULL', { file: this.#file });
      if (code !== 'ERR_SQLITE_ERROR') throw writeError(thrown, this.#file);
      throw new KoppelError('STATE_DAMAGED', { file: this.#file });
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#database.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #transaction<T>(work: () => T): T {
    return this.#guarded(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const done = work();
        this.#database.exec('COMMIT');
        return done;
      } catch (thrown) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  /** The offset of a topic from which on nothing was looked at; 0 at first. */
  position(topic: string): number {
    return this.#guarded(
      () => this.#statement('SELECT next FROM position WHERE topic = ?').get(topic)?.['next'] ?? 0,
    ) as number;
  }

  /** Everything of a topic before `next` was looked at. */
  moveTo(topic: string, next: number): void {
    this.#guarded(() => {
      this.#statement('INSERT OR REPLACE INTO position VALUES (?, ?)').run(topic, next);
    });
  }

  /**
   * Remembers that a message has its reply, which was the last on a topic before `next`: of both or of
   * neither. If it is lost, the log itself tells.
   */
  replied(request: Uint8Array, code: ErrorCode | '', topic: string, next: number): void {
    this.#transaction(() => {
      this.handled(request, code);
      this.moveTo(topic, next);
    });
  }

  /** What was replied to this very message: a code, `''` for an answer, undefined for nothing yet. */
  replyTo(request: Uint8Array): string | undefined {
    const sql = 'SELECT code FROM handled WHERE request = ?';
    return this.#guarded(() => this.#statement(sql).get(request)?.['code']) as string | undefined;
  }

  /** Remembers that a message has its reply. */
  handled(request: Uint8Array, code: ErrorCode | ''): void {
    this.#guarded(() => {
      this.#statement('INSERT OR IGNORE INTO handled VALUES (?, ?)').run(request, code);
    });
  }

  #round(name: Uint8Array): RoundRow | undefined {
    return this.#statement('SELECT * FROM round WHERE name = ?').get(name) as RoundRow | undefined;
  }

  /** Whether a request of this place was charged, with whatever content. */
  isCharged(round: Uint8Array, sequence: number): boolean {
    return this.#guarded(() => this.#digestOf(this.#round(round), sequence) !== undefined);
  }

  #digestOf(round: RoundRow | undefined, sequence: number): Uint8Array | undefined {
    if (round === undefined) return undefined;
    const sql = 'SELECT digest FROM answered WHERE round = ? AND sequence = ?';
    return this.#statement(sql).get(round.id, sequence)?.['digest'] as Uint8Array | undefined;
  }

  /**
   * Charges all looks of a request, or none: of one that was charged before with the same content
   * nothing. It is on disk when this returns.
   * @throws KoppelError LOOK_REUSED, LOOK_REQUEST; LOOK_UNEQUAL, LOOK_BUDGET, which end the round;
   *   DISK_FULL, WRITE_FAILED, STATE_DAMAGED
   */
  charge(request: ChargedRequest, rules: ChargeRules): void {
    try {
      this.#transaction(() => {
        this.#chargeAll(request, rules);
      });
    } catch (thrown) {
      const ends = (['LOOK_UNEQUAL', 'LOOK_BUDGET'] as const).find((code) =>
        isKoppelError(thrown, code),
      );
      if (ends !== undefined) this.#end(request, ends);
      throw thrown;
    }
  }

  #open(request: ChargedRequest): RoundRow {
    const { round, otherOwner, otherRegister, looks, requests } = request;
    this.#statement(
      'INSERT OR IGNORE INTO round (name, otherOwner, otherRegister, looks, requests) VALUES (?, ?, ?, ?, ?)',
    ).run(round, otherOwner, otherRegister, looks, requests);
    return this.#round(round)!;
  }

  #end(request: ChargedRequest, code: ErrorCode): void {
    this.#transaction(() => {
      const { id } = this.#open(request);
      this.#statement("UPDATE round SET ended = ? WHERE id = ? AND ended = ''").run(code, id);
    });
  }

  #chargeAll(request: ChargedRequest, { budget, records }: ChargeRules): void {
    const round = this.#open(request);
    if (round.looks !== request.looks || round.requests !== request.requests) {
      throw new KoppelError('LOOK_REQUEST');
    }
    const before = this.#digestOf(round, request.sequence);
    if (before !== undefined) {
      if (sameBytes(before, request.digest)) return;
      throw new KoppelError('LOOK_REUSED');
    }
    if (round.ended !== '') throw new KoppelError(round.ended as ErrorCode);
    this.#chargeRecords(request, round.id, budget);
    const given = round.given + request.count;
    const isLast = round.answered + 1 === round.requests;
    if (isLast && records !== undefined && given !== records * round.looks) {
      throw new KoppelError('LOOK_UNEQUAL');
    }
    this.#statement('UPDATE round SET answered = answered + 1, given = ? WHERE id = ?').run(
      given,
      round.id,
    );
    this.#statement('INSERT INTO answered VALUES (?, ?, ?)').run(
      round.id,
      request.sequence,
      request.digest,
    );
  }

  /** Adds the looks of each record to those of the round. LOOK_UNEQUAL, LOOK_BUDGET. */
  #chargeRecords({ sortedTokens, looks }: ChargedRequest, round: number, budget: number): void {
    const add = this.#statement(
      'INSERT INTO looked VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET looks = looks + excluded.looks RETURNING looks',
    );
    const sum = this.#statement('SELECT total(looks) AS looks FROM looked WHERE token = ?');
    // As no record has more in a round than the round has, few rounds cannot go beyond the budget.
    const rounds = this.#statement('SELECT total(looks) AS looks FROM round').get()!;
    const mayExceed = Number(rounds['looks']) > budget;
    const { length } = sortedTokens;
    const bytes = Buffer.from(sortedTokens.buffer, sortedTokens.byteOffset, length);
    for (let from = 0; from < length;) {
      let to = from + tokenBytes;
      while (to < length && bytes.compare(bytes, from, from + tokenBytes, to, to + tokenBytes) === 0) {
        to += tokenBytes;
      }
      const token = bytes.subarray(from, from + tokenBytes);
      const here = add.get(token, round, (to - from) / tokenBytes)!;
      if (Number(here['looks']) > looks) throw new KoppelError('LOOK_UNEQUAL');
      if (mayExceed && Number(sum.get(token)!['looks']) > budget) throw new KoppelError('LOOK_BUDGET');
      from = to;
    }
  } // prettier-ignore

  /** What was asked and given. */
  account(): LookAccount {
    return this.#guarded(() => {
      const rounds = this.#statement(
        'SELECT otherOwner, otherRegister, looks, requests, answered, given, ended FROM round ORDER BY id',
      ).all() as unknown as RoundAccount[];
      const refused = this.#statement(
        "SELECT code, count(*) AS requests FROM handled WHERE code <> '' GROUP BY code ORDER BY code",
      ).all() as unknown as LookAccount['refused'];
      const { asked } = this.#statement('SELECT count(*) AS asked FROM handled').get() as {
        asked: number;
      };
      const { records, most } = this.#statement(
        'SELECT count(*) AS records, coalesce(max(looks), 0) AS most FROM (SELECT sum(looks) AS looks FROM looked GROUP BY token)',
      ).get() as { records: number; most: number };
      const given = rounds.reduce((sum, one) => sum + one.given, 0);
      const plain = <T extends object>(row: T): T => ({ ...row });
      return { rounds: rounds.map(plain), asked, refused: refused.map(plain), given, records, most };
    });
  } // prettier-ignore

  close(): void {
    this.#database.close();
  }
}

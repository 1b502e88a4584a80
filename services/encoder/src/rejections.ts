// SPDX-License-Identifier: EUPL-1.2
/** Rejected rows, counted per rule and listed by ordinal. Numbers only: a list of millions is small. */
import type { Reporter } from '@koppel/console';
import type { FieldRule } from '@koppel/encoding';
import { KoppelError } from '@koppel/errors';
import type { PayloadRule } from './payload.ts';

export type RowRule =
  | FieldRule
  | PayloadRule
  | 'rowWidth'
  | 'recordIdMissing'
  | 'recordIdTooLong'
  | 'recordIdDuplicate'
  | 'nothingToLink';

/** A row that was not encoded: its ordinal and why. Holds no value of it. */
export interface Rejection {
  readonly row: number;
  readonly field?: string;
  readonly rule: RowRule;
}

/** Rows named on the terminal per rule; the report file has them all. */
const namedPerRule = 5;
/** Rejections listed in the report; those beyond it are counted. */
const listedMax = 1_000_000;

type Kind = Omit<Rejection, 'row'>;

/** Every rule that rows broke, with its rows in the order in which they were added. */
export class RejectionList {
  readonly #kinds: Kind[] = [];
  readonly #counts: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #listedMax: number;
  /** Row and number of the kind of each rejection that is listed. */
  #rows = new Uint32Array(64);
  #kindOf = new Uint16Array(64);
  #listed = 0;
  #lastRow = 0;
  /** Rows that were rejected; one row can break several rules. */
  rows = 0;

  constructor(most: number = listedMax) {
    this.#listedMax = most;
  }

  /** A row breaks a rule. What one row breaks is added in one go. */
  add(row: number, kind: Kind): void {
    if (row !== this.#lastRow) this.rows += 1;
    this.#lastRow = row;
    const name = `${kind.rule} ${kind.field ?? ''}`;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#kinds.push(kind) - 1;
      this.#numbers.set(name, number);
      this.#counts.push(0);
    }
    this.#counts[number]! += 1;
    if (this.#listed === this.#listedMax) return;
    if (this.#listed === this.#rows.length) this.#grow();
    this.#rows[this.#listed] = row;
    this.#kindOf[this.#listed] = number;
    this.#listed += 1;
  }

  #grow(): void {
    const rows = new Uint32Array(2 * this.#listed);
    rows.set(this.#rows);
    this.#rows = rows;
    const kindOf = new Uint16Array(2 * this.#listed);
    kindOf.set(this.#kindOf);
    this.#kindOf = kindOf;
  }

  /** What is listed, by row; of one row in the order in which it was added. */
  *[Symbol.iterator](): Generator<Rejection> {
    const order = Uint32Array.from({ length: this.#listed }, (_, at) => at);
    order.sort((left, right) => this.#rows[left]! - this.#rows[right]! || left - right);
    for (const at of order) yield { row: this.#rows[at]!, ...this.#kinds[this.#kindOf[at]!]! };
  }

  /** Rules that were broken, each with its count. */
  get counts(): readonly (Kind & { readonly count: number })[] {
    return this.#kinds.map((kind, at) => ({ ...kind, count: this.#counts[at]! }));
  }

  /** Rejections that are counted but not listed. */
  get unlisted(): number {
    return this.#counts.reduce((total, count) => total + count, 0) - this.#listed;
  }
}

/** Values that were left out of rows that were encoded, as the study allows for their field. */
export interface Tolerated {
  readonly field: string;
  readonly rule: RowRule;
  readonly rows: number;
}

/** What became of the rows of a register. */
export interface RowReport {
  readonly rows: number;
  readonly encoded: number;
  readonly excluded: number;
  readonly rejections: RejectionList;
  readonly tolerated: readonly Tolerated[];
}

/** Tells how many values were left out of encoded rows, per field and rule. */
export function reportTolerated({ tolerated }: RowReport, reporter: Reporter): void {
  for (const { field, rule, rows } of tolerated) {
    reporter.event('valuesLeftOut', { stage: `${field} ${rule}` }, { rows });
  }
}

/** Reports the first rows of every rule and the count of each. */
export function reportRejections(
  { rejections }: RowReport,
  file: string,
  reporter: Reporter,
): void {
  const left = new Map(
    rejections.counts.map((kind) => [`${kind.rule} ${kind.field ?? ''}`, namedPerRule]),
  );
  for (const { row, field, rule } of rejections) {
    const name = `${rule} ${field ?? ''}`;
    if (left.get(name) === 0) continue;
    left.set(name, left.get(name)! - 1);
    const place = field === undefined ? { file, row, rule } : { file, row, field, rule };
    reporter.problem(new KoppelError('ROW_REJECTED', place));
  }
  for (const { rule, count } of rejections.counts) {
    reporter.event('rowsRejected', { stage: rule }, { rows: count });
  }
}

/**
 * JSON, piece by piece: rows read, encoded, excluded and rejected, how often each rule was broken,
 * every rejected row with field and rule (the first million, and how many more there are), and how
 * many values were left out of encoded rows.
 */
export function* rejectionReport(report: RowReport): Generator<string> {
  const { rows, encoded, excluded, rejections, tolerated } = report;
  const { counts, unlisted } = rejections;
  const head = { rows, encoded, excluded, rejected: rejections.rows, counts, tolerated, unlisted };
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "rejections": [`;
  let lines: string[] = [];
  let between = '';
  for (const rejection of rejections) {
    lines.push(`${between}\n  ${JSON.stringify(rejection)}`);
    between = ',';
    if (lines.length < 1000) continue;
    yield lines.join('');
    lines = [];
  }
  yield `${lines.join('')}\n ]\n}\n`;
}

// SPDX-License-Identifier: EUPL-1.2
/** Counts one research variable: by the rules of what may leave, and for a date by month. */
import type { PayloadVariable } from '@koppel/study';
import { payloadNumber, type PayloadNumber, type PayloadRule } from '../payload.ts';
import { commonRows } from './counting/value-counter.ts';
import { isDefault } from './default-values.ts';
import { countsOf } from './field-tally.ts';
import { noCells, type CellState, type DateSpan, type VariableProfile } from './model.ts';
import { RecentValues } from './recent-values.ts';
import { completenessVerdict, coverageVerdict, shareOf } from './verdicts.ts';

const msPerDay = 86_400_000;
/** What a cell is, with whether a date is one of the fixed list. */
type ReadCell = PayloadNumber & { readonly isDefault: boolean };

const empty: ReadCell = { ok: true, value: undefined, isDefault: false };

/** Months since year 0 of a day since 1970-01-01. */
function monthOf(day: number): number {
  const date = new Date(day * msPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthName(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function stateOf(read: ReadCell): CellState {
  if (!read.ok) return 'invalid';
  if (read.value === undefined) return 'empty';
  return read.isDefault ? 'default' : 'usable';
}

export class VariableTally {
  readonly name: string;
  readonly #variable: PayloadVariable;
  readonly #column: number;
  /** Days since 1970-01-01 on which the profile is made. */
  readonly #today: number;
  readonly #openEnded: boolean;
  readonly #known = new RecentValues<ReadCell>();
  readonly #readNew = (cell: string): ReadCell => ({
    ...payloadNumber(this.#variable, cell),
    isDefault: this.#variable.type === 'date' && isDefault('date', cell),
  });
  readonly #cells = noCells();
  readonly #rules = new Map<PayloadRule, number>();
  readonly #numbers = new Map<number, number>();
  #inFuture = 0;

  constructor(
    variable: PayloadVariable,
    column: number,
    { today, openEnded }: { readonly today: number; readonly openEnded: boolean },
  ) {
    this.name = variable.name;
    this.#variable = variable;
    this.#column = column;
    this.#today = today;
    this.#openEnded = openEnded;
  }

  /** Counts the cell of one row; gives the number that may leave, days for a date. */
  add(cells: readonly string[]): number | undefined {
    const read = this.#read((cells[this.#column] ?? '').trim());
    const state = stateOf(read);
    this.#cells[state] += 1;
    if (!read.ok) this.#rules.set(read.rule, (this.#rules.get(read.rule) ?? 0) + 1);
    if (!read.ok || read.value === undefined || state !== 'usable') return undefined;
    const { type } = this.#variable;
    if (type === 'date' && read.value > this.#today) this.#inFuture += 1;
    if (type !== 'number') {
      const counted = type === 'date' ? monthOf(read.value) : read.value;
      this.#numbers.set(counted, (this.#numbers.get(counted) ?? 0) + 1);
    }
    return read.value;
  }

  #read(cell: string): ReadCell {
    if (cell === '') return empty;
    return this.#known.of(cell, this.#readNew);
  }

  #codes(): { code: string; rows: number }[] {
    const variable = this.#variable;
    const names =
      variable.type === 'code'
        ? variable.codes.map(({ value }) => value)
        : variable.type === 'boolean'
          ? ['false', 'true']
          : [];
    return names.map((code, at) => ({ code, rows: this.#numbers.get(at) ?? 0 }));
  }

  #span(): DateSpan {
    const present = [...this.#numbers.keys()].sort((one, other) => one - other);
    const rowsIn = (month: number): number => this.#numbers.get(month) ?? 0;
    const now = monthOf(this.#today);
    // A covered month has ten rows: single dates far away are errors of typing.
    const covered = present.filter((month) => month <= now && rowsIn(month) >= commonRows);
    const [first, last] = [covered[0], covered.at(-1)];
    const inside = present.filter((month) => month >= (first ?? 0) && month <= (last ?? -1));
    return {
      months: present.map((month) => ({ month: monthName(month), rows: rowsIn(month) })),
      covered: covered.length,
      gaps: first === undefined ? 0 : last! - first + 1 - inside.length,
      monthsBehind: last === undefined ? undefined : now - last,
      inFuture: this.#inFuture,
      verdict: coverageVerdict(covered.length),
    };
  }

  result(rows: number): VariableProfile {
    const completeness = shareOf(this.#cells.usable, rows);
    const due = this.#openEnded ? rows - this.#cells.empty : rows;
    const judged = due === 0 ? 1 : shareOf(this.#cells.usable, due);
    return {
      name: this.name,
      type: this.#variable.type,
      cells: { ...this.#cells },
      rules: countsOf(this.#rules, 'rule'),
      codes: this.#codes(),
      dates: this.#variable.type === 'date' ? this.#span() : undefined,
      openEnded: this.#openEnded,
      completeness,
      verdict: completenessVerdict(judged, 'variable'),
    };
  }
}

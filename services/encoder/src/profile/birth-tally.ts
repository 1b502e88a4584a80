// SPDX-License-Identifier: EUPL-1.2
/** Births by year and by day of the year, and the days on which too many were. */
import type { ValueFacts } from './field-tally.ts';
import type { BirthPeak, BirthProfile } from './model.ts';

const daysBefore = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];
const daysInYear = 366;

/**
 * Births per day of the year in the Netherlands, of persons born there: about 40,000 on a day, 31,000
 * on 1 January, 9,800 on 29 February (Statistics Netherlands).
 */
function expectedShare(day: number): number {
  const usual = 40_000;
  const births = day === 0 ? 31_000 : day === dayOfYear(2, 29) ? 9800 : usual;
  return births / (usual * 364 + 31_000 + 9800);
}

/** 0 for 1 January, 59 for 29 February, 365 for 31 December. */
export function dayOfYear(month: number, day: number): number {
  return daysBefore[month - 1]! + day - 1;
}

function dayName(day: number): string {
  const month = daysBefore.findLastIndex((before) => before <= day);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(month + 1)}-${two(day - daysBefore[month]! + 1)}`;
}

/** The days that are given to persons of whom only the year is known; they are always reported. */
const assigned = [dayOfYear(1, 1), dayOfYear(7, 1)];
const leastRows = 10;
const leastRowsElsewhere = 30;

export class BirthTally {
  readonly #days = new Array<number>(daysInYear).fill(0);
  readonly #years = new Map<number, number>();
  #rows = 0;

  /** Counts a whole date; others tell too little. */
  add({ year, month, day }: Pick<ValueFacts, 'year' | 'month' | 'day'>): void {
    if (year === 0 || month === 0 || day === 0) return;
    this.#rows += 1;
    this.#days[dayOfYear(month, day)]! += 1;
    this.#years.set(year, (this.#years.get(year) ?? 0) + 1);
  }

  #peak(day: number): BirthPeak {
    const rows = this.#days[day]!;
    const expected = expectedShare(day) * this.#rows;
    const many = assigned.includes(day)
      ? rows >= leastRows && rows > 2 * expected
      : rows >= leastRowsElsewhere && rows > 3 * expected;
    // Three standard deviations of a count: in a small register much is chance.
    const suspicious = many && rows > expected + 3 * Math.sqrt(expected);
    return { day: dayName(day), rows, expected: Math.round(10 * expected) / 10, suspicious };
  }

  result(field: string): BirthProfile {
    return {
      field,
      rows: this.#rows,
      years: [...this.#years]
        .sort(([one], [other]) => one - other)
        .map(([year, rows]) => ({ year, rows })),
      days: this.#days,
      peaks: this.#days
        .map((_, day) => ({ day, peak: this.#peak(day) }))
        .filter(({ day, peak }) => assigned.includes(day) || peak.suspicious)
        .map(({ peak }) => peak),
    };
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Calendar dates as plain numbers, free of time zones. Pure. */

/** A date of a register. `month` or `day` 0 means unknown; `year` 0 means wholly unknown. */
export interface PlainDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days in a month (1–12) of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The date at a 0-based day of the year; a leap year has 366. */
export function dateOfYearDay(year: number, yearDay: number): PlainDate {
  let month = 1;
  let rest = yearDay;
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month);
    month++;
  }
  return { year, month, day: rest + 1 };
}

/** The number of days in a year. */
export function daysInYear(year: number): number {
  return 337 + daysInMonth(year, 2);
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** As the population register writes it: `YYYYMMDD`, unknown parts as zeros. */
export function compactDate(date: PlainDate): string {
  return pad(date.year, 4) + pad(date.month, 2) + pad(date.day, 2);
}

/** `YYYY-MM-DD`, unknown parts as zeros. */
export function isoDate(date: PlainDate): string {
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

// SPDX-License-Identifier: EUPL-1.2
/** What `nl-1` adds to dates: how sure a part is, assigned birthdays, and days as a number. */

/** The parts that a date's certainty says to be unknown. */
export type Certainty = 'whole' | 'dayUnknown' | 'monthUnknown' | 'unknown';

/** DatumGebruik of iWmo and iJw (COD170). Empty or 0: the date is as it stands. */
export const certaintyCodes: Readonly<Record<string, Certainty>> = {
  '': 'whole',
  '0': 'whole',
  '1': 'dayUnknown',
  '2': 'monthUnknown',
  '3': 'unknown',
};

/** Undefined for what is no such code. */
export function readCertainty(words: string): Certainty | undefined {
  return certaintyCodes[words.replace(/^0(?=\d$)/, '')];
}

/** Days that officials give to persons who do not know theirs: month and day. */
export const assignedDays: readonly string[] = ['0101', '0701'];

/** Days since 1 March of the year 0 in the Gregorian calendar, of a date that exists. */
export function dayNumber(year: number, month: number, day: number): number {
  // The year begins in March, so that a leap day is its last (after Richards, 2013).
  const shifted = (month + 9) % 12;
  const years = year - (month <= 2 ? 1 : 0);
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leapDays + Math.floor((153 * shifted + 2) / 5) + day - 1;
}

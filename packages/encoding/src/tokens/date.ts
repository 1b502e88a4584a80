// SPDX-License-Identifier: EUPL-1.2
/**
 * Dates of birth and the like. Tokens are the known ones of year, month, day and their pairs, which
 * survive an error elsewhere in the date, and the digits by position, which survive an error nearby.
 */
import type { Tokenised } from './tokenised.ts';

const YEAR_MIN = 1850;
const YEAR_MAX = 2100;
const FEBRUARY = 2;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `YYYYMMDD`, `YYYY-MM-DD`, and as Dutch forms write it `DD-MM-YYYY`. Zeros where not known. */
const shapes = [
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  /^(?<day>\d{2})-(?<month>\d{2})-(?<year>\d{4})$/,
];

/** Digits as written, 4 + 2 + 2; undefined where not known. */
export interface DateParts {
  readonly year: string | undefined;
  readonly month: string | undefined;
  readonly day: string | undefined;
}

/** The parts of a date in one of the shapes; undefined for another. */
export function readDateParts(value: string): DateParts | undefined {
  for (const shape of shapes) {
    const groups = shape.exec(value)?.groups;
    if (groups === undefined) continue;
    const known = (digits: string): string | undefined =>
      /^0+$/.test(digits) ? undefined : digits;
    const { year, month, day } = groups;
    return { year: known(year!), month: known(month!), day: known(day!) };
  }
  return undefined;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The parts that can be on their own: a thirteenth month goes, a 31st of February is two parts. */
function plausibleParts({ year, month, day }: DateParts): DateParts {
  const within = (digits: string | undefined, low: number, high: number): string | undefined =>
    digits !== undefined && Number(digits) >= low && Number(digits) <= high ? digits : undefined;
  return {
    year: within(year, YEAR_MIN, YEAR_MAX),
    month: within(month, 1, daysInMonth.length),
    day: within(day, 1, 31),
  };
}

/** Whether the known parts can be one date of the calendar; an unknown year may be a leap year. */
export function isPossible(parts: DateParts): boolean {
  const plausible = plausibleParts(parts);
  const { year, month, day } = parts;
  if (year !== plausible.year || month !== plausible.month || day !== plausible.day) return false;
  if (month === undefined || day === undefined) return true;
  if (Number(day) > daysInMonth[Number(month) - 1]!) return false;
  const isLeapDay = Number(month) === FEBRUARY && Number(day) === 29;
  return !isLeapDay || year === undefined || isLeapYear(Number(year));
}

function digitTokens(digits: string, from: number): string[] {
  return Array.from(digits).map((digit, at) => `${from + at}:${digit}`);
}

function componentTokens({ year, month, day }: DateParts): string[] {
  const tokens: string[] = [];
  if (year !== undefined) tokens.push(`Y${year}`);
  if (month !== undefined) tokens.push(`M${month}`);
  if (day !== undefined) tokens.push(`D${day}`);
  if (year !== undefined && month !== undefined) tokens.push(`YM${year}${month}`);
  if (year !== undefined && day !== undefined) tokens.push(`YD${year}${day}`);
  if (month !== undefined && day !== undefined) tokens.push(`MD${month}${day}`);
  return tokens;
}

/** Tokens of the known parts that can be on their own, and their digits by position. */
export function partTokens(parts: DateParts): string[] {
  return [
    ...componentTokens(plausibleParts(parts)),
    ...digitTokens(parts.year ?? '', 0),
    ...digitTokens(parts.month ?? '', 4),
    ...digitTokens(parts.day ?? '', 6),
  ];
}

/** What can be read of something that is no date: its digits. */
export function unreadableDate(written: string): Tokenised {
  const digits = written.replace(/\D/g, '').slice(0, 'YYYYMMDD'.length);
  return { tokens: digitTokens(digits, 0), rule: 'dateFormat' };
}

/**
 * The tokens of a date, each part of which may be unknown; none when all are. What breaks a rule
 * keeps the tokens of its plausible parts and its digits. Years 1850–2100.
 */
export function dateTokens(value: string): Tokenised {
  const written = value.trim();
  const parts = readDateParts(written);
  if (parts === undefined) return unreadableDate(written);
  const tokens = partTokens(parts);
  return isPossible(parts) ? { tokens } : { tokens, rule: 'dateImpossible' };
}

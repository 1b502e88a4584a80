// SPDX-License-Identifier: EUPL-1.2
/**
 * What the values of a column look like. Only shares and counts leave this file; a value does not.
 */
import { checkBsn } from '@koppel/encoding';
import { prefixes, type Role } from './alias-table.ts';

type Test = (value: string) => boolean;

/** Whether a cell is a citizen service number; eight digits have lost the zero in front. */
export function isBsn(value: string): boolean {
  return checkBsn(value) === 'valid';
}

/** Year, month and day as registers write them; unknown parts are zeros. */
function yearOf(value: string): number | undefined {
  const found =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ][\d:.]+Z?)?$/.exec(value) ??
    /^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4})$/.exec(value);
  if (found === null) return undefined;
  const { y = found[1], m = found[2], d = found[3] } = found.groups ?? {};
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  return month <= 12 && day <= 31 && (year === 0 || (year >= 1850 && year <= 2150))
    ? year
    : undefined;
}

export const isDate: Test = (value) => yearOf(value) !== undefined;

const isPostcode: Test = (value) => /^[1-9]\d{3} ?[A-Za-z]{2}$/.test(value);
const sexes = new Set(['m', 'v', 'f', 'o', 'x', '0', '1', '2', '9', 'man', 'vrouw', 'male', 'female', 'onbekend', 'unknown']); // prettier-ignore
const isSex: Test = (value) => sexes.has(value.toLowerCase());
const isUsage: Test = (value) => /^[EPVN0-6]$/i.test(value);
const isInitials: Test = (value) => /^(?:\p{Lu}\p{Ll}{0,2}\.[ -]?)+$|^\p{Lu}{1,6}$/u.test(value);
const isPrefix: Test = (value) =>
  value.toLowerCase().replaceAll(/[./]/g, ' ').split(' ').every((word) => word === '' || prefixes.has(word)); // prettier-ignore
const isName: Test = (value) => /\p{L}/u.test(value) && !/\d{2}/.test(value);
const isHouseNumber: Test = (value) => /^\d{1,5}(?:[ -]?[\p{L}\d/-]{1,6})?$/u.test(value);

/** A test of the values for a role that has one. Names only have letters in common. */
const tests: Readonly<Partial<Record<Role, Test>>> = {
  bsn: isBsn,
  surname: isName,
  prefix: isPrefix,
  partner: isName,
  partnerPrefix: isPrefix,
  usage: isUsage,
  givenNames: isName,
  initials: isInitials,
  callName: isName,
  birthDate: isDate,
  birthDateCertainty: (value) => /^[0-3]$/.test(value),
  sex: isSex,
  postcode: (value) => isPostcode(value) || /^\d{4}$/.test(value),
  houseNumber: isHouseNumber,
  houseLetter: (value) => /^\p{L}$/u.test(value),
  street: isName,
  town: isName,
};

export interface ColumnSample {
  readonly name: string;
  /** One cell for each row that was looked at. */
  readonly cells: readonly string[];
  readonly filled: readonly string[];
  readonly distinct: number;
}

export function sampleOf(name: string, cells: readonly string[]): ColumnSample {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return { name, cells, filled, distinct: new Set(filled).size };
}

/** Share of the filled cells that pass, 0–1; undefined where there is nothing to look at. */
export function share(sample: ColumnSample, test: Test): number | undefined {
  const { filled } = sample;
  return filled.length === 0 ? undefined : filled.filter(test).length / filled.length;
}

/** How well the values fit a role, 0–1; undefined where they tell nothing about it. */
export function fit(sample: ColumnSample, role: Role): number | undefined {
  const test = tests[role];
  return test === undefined ? undefined : share(sample, test);
}

/** Fewest values that say more than chance. */
const enough = 10;

/**
 * Whether the values are citizen service numbers: of chance numbers one in eleven passes, so nine in
 * ten is no chance. Such a column is never a linkage field, whatever it is called.
 */
export function looksLikeBsn(sample: ColumnSample): boolean {
  return sample.filled.length >= enough && share(sample, isBsn)! >= 0.9;
}

/** Days of birth: dates, spread over the years of people's lives. */
function looksLikeBirth(sample: ColumnSample): boolean {
  const years = sample.filled.flatMap((value) => yearOf(value) ?? []).sort((a, b) => a - b);
  if (years.length < Math.max(enough, sample.filled.length * 0.95)) return false;
  const [low, high] = [
    years[Math.floor(years.length * 0.1)]!,
    years[Math.floor(years.length * 0.9)]!,
  ];
  return high - low >= 20;
}

/** Whether the values alone say what a column is, whatever its name. Few roles have such values. */
export function speaksForItself(sample: ColumnSample, role: Role): boolean {
  if (sample.filled.length < enough) return false;
  if (role === 'postcode') return share(sample, isPostcode)! >= 0.95;
  if (role === 'birthDate') return looksLikeBirth(sample);
  if (role === 'sex') {
    return (
      sample.distinct <= 3 &&
      share(sample, (value) => /^(?:m|v|f|man|vrouw|male|female)$/i.test(value))! >= 0.95
    );
  }
  if (role === 'prefix') return sample.distinct >= 3 && share(sample, isPrefix)! >= 0.95;
  return false;
}

/** Whether a row of headers is a row of values: then it is somebody's, and is not to be printed. */
export function isRowOfValues(header: readonly string[]): boolean {
  return header.some(
    (cell) => isBsn(cell.trim()) || isDate(cell.trim()) || isPostcode(cell.trim()),
  );
}

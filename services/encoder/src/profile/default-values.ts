// SPDX-License-Identifier: EUPL-1.2
/**
 * Values that people and systems fill in where nothing is known. Fixed lists: a report may name what
 * is on them, and nothing else that stands in a register.
 */
import { normalise } from '@koppel/encoding';
import type { Meaning } from './meaning.ts';

/** `YYYYMMDD`. The date of an unknown one (iWmo: `1900-01-01`) and the ends of calendars. */
export const defaultDates: readonly string[] = [
  '19000101',
  '19010101',
  '19111111',
  '18000101',
  '18500101',
  '20991231',
  '22001231',
  '99991231',
];

export const defaultPostcodes: readonly string[] = [
  '0000AA', '0000XX', '0000ZZ', '1234AA', '1234AB', '1234XX', '9999AA', '9999XX', '9999ZZ',
]; // prettier-ignore

/** Normalised, without spaces. Those of the encoding's own list are `placeholder` before this. */
export const placeholderNames: readonly string[] = [
  'achternaam', 'anoniem', 'dummy', 'fictief', 'geen', 'geheim', 'geslachtsnaam', 'leeg', 'naam',
  'naamonbekend', 'niemand', 'nietbekend', 'nn', 'nvt', 'proef', 'proefpersoon', 'test',
  'testpersoon', 'teststreng', 'voornaam', 'voornaamonbekend', 'xx', 'xxx', 'xxxx',
]; // prettier-ignore

/** Nine digits that pass the elfproef and are known from examples and tests, and fillers. */
export const defaultBsns: readonly string[] = [
  '000000000', '111111110', '111111111', '111222333', '123456782', '123456789', '222222222',
  '333333333', '444444444', '555555555', '666666666', '777777777', '888888888', '999999990',
  '999999999',
]; // prettier-ignore

const dates = new Set(defaultDates);
const postcodes = new Set(defaultPostcodes);
const names = new Set(placeholderNames);

/** Where a program counts days from. It is a birthday as well, and then no default. */
const epoch = '19700101';

function compactDate(value: string): string {
  const turned = value.trim().replace(/^(\d\d)-(\d\d)-(\d{4})$/, '$3$2$1');
  return turned.replaceAll('-', '');
}

const isName = (value: string): boolean => names.has(normalise(value).replaceAll(' ', ''));
const isDate = (value: string): boolean => dates.has(compactDate(value));

const tests: Partial<Record<Meaning, (value: string) => boolean>> = {
  birthDate: isDate,
  deathDate: isDate,
  date: (value) => isDate(value) || compactDate(value) === epoch,
  postcode: (value) => postcodes.has(value.replaceAll(' ', '').toUpperCase()),
  surname: isName,
  givenNames: isName,
};

/** Whether a value is one of the fixed lists for fields of its meaning. */
export function isDefault(meaning: Meaning, value: string): boolean {
  return tests[meaning]?.(value) === true;
}

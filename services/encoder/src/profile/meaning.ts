// SPDX-License-Identifier: EUPL-1.2
/**
 * What a field means, which decides what may be odd about it: by its type where that says so, and
 * otherwise by its name in the study, in English or Dutch.
 */
import type { PayloadVariable } from '@koppel/study';

export type Meaning =
  | 'surname'
  | 'givenNames'
  | 'birthDate'
  | 'deathDate'
  | 'date'
  | 'postcode'
  | 'houseNumber'
  | 'sex'
  | 'other';

/** Only the members that are looked at, so that every present and later type of field fits. */
export interface NamedField {
  readonly name: string;
  readonly type: string;
}

const byType: Readonly<Record<string, Meaning>> = {
  surname: 'surname',
  givenNames: 'givenNames',
  postcode: 'postcode',
  houseNumber: 'houseNumber',
  sex: 'sex',
};

/** Of fields of a general type; a date of another name is that of the birth. */
const byName: readonly (readonly [RegExp, Meaning])[] = [
  [/surname|family|achternaam|geslachtsnaam|lastname/i, 'surname'],
  [/given|voorna|firstname|roepnaam/i, 'givenNames'],
  [/postcode|postal|zip/i, 'postcode'],
  [/house|huisn/i, 'houseNumber'],
  [/^sex$|gender|^geslacht$/i, 'sex'],
];

const deathName = /death|died|deceas|overl/i;

export function meaningOf({ name, type }: NamedField): Meaning {
  const typed = Object.hasOwn(byType, type) ? byType[type] : undefined;
  if (typed !== undefined) return typed;
  if (type === 'date') {
    if (deathName.test(name)) return 'deathDate';
    return /birth|geboor|born/i.test(name) ? 'birthDate' : 'date';
  }
  return byName.find(([form]) => form.test(name))?.[1] ?? 'other';
}

const startName = /start|begin|ingang|aanvang|since|from|vanaf|van$/i;
const endName = /end|eind|einde|stop|until|tot$|tot_|through|uitstroom/i;

/** A variable's position as start, and that of the end that belongs to it. */
export interface DatePair {
  readonly start: number;
  readonly end: number;
}

function stem(name: string, word: RegExp): string {
  return name
    .replace(new RegExp(`(?:${word.source})(?:e|datum|date|dt)?`, 'i'), '')
    .replaceAll(/[_e]/g, '')
    .toLowerCase();
}

/** Date variables that are start and end of one thing, by their names; the only two of a register are. */
export function datePairs(variables: readonly PayloadVariable[]): DatePair[] {
  const positions = [...variables.keys()].filter((at) => variables[at]!.type === 'date');
  const nameOf = (at: number): string => variables[at]!.name;
  const ends = positions.filter((at) => endName.test(nameOf(at)));
  const starts = positions.filter((at) => startName.test(nameOf(at)) && !ends.includes(at));
  if (starts.length === 1 && ends.length === 1) return [{ start: starts[0]!, end: ends[0]! }];
  return ends.flatMap((end) => {
    const found = starts.find((at) => stem(nameOf(at), startName) === stem(nameOf(end), endName));
    return found === undefined ? [] : [{ start: found, end }];
  });
}

/** Where a death is registered as a research variable; -1 where it is not. */
export function deathVariable(variables: readonly PayloadVariable[]): number {
  return variables.findIndex(({ type, name }) => type === 'date' && deathName.test(name));
}

/** The start of whatever the register records: the first start of a pair, or the only start date. */
export function startVariable(variables: readonly PayloadVariable[]): number {
  return variables.findIndex(({ type, name }) => type === 'date' && startName.test(name));
}

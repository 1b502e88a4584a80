// SPDX-License-Identifier: EUPL-1.2
/** Words in a surname's column that are not the surname: data only, hashed with `nl-1`. */

/** Between two names: `Jansen e.v. de Vries`, `de Vries geb. Jansen`. */
export const nameJoiners: readonly string[] = [
  ...['e.v.', 'e/v', 'ev', 'echtg. van', 'echtgenote van', 'geb.', 'geboren', 'gesch.', 'wed.'],
  ...['wed. van', 'weduwe', 'weduwe van', 'alias'],
];

/** Titles and forms of address, as `letters` leaves them. Taken off in front, and behind a comma. */
export const nameTitles: readonly string[] = [
  ...['drs', 'dr', 'mr', 'ir', 'ing', 'prof', 'ds', 'mw', 'mevr', 'mevrouw', 'dhr', 'de heer'],
  ...['jhr', 'jkvr', 'jonkheer', 'jonkvrouw'],
];

/** Behind a name. */
export const nameSuffixes: readonly string[] = ['jr', 'sr', 'junior', 'senior'];

/** With a hyphen they go with what follows: `Ben-Ali`, `Ait-Brahim`. So does every prefix. */
export const namesOfOneWord: readonly string[] = [
  'ben',
  'bin',
  'ait',
  'oulad',
  'bou',
  'abd',
  'abu',
];

// SPDX-License-Identifier: EUPL-1.2
/** Files of SPSS and Stata, written from a description and rows of plain values. Reads nothing. */
export {
  type Code,
  type FileDescription,
  type FileParts,
  type NumberCode,
  type Value,
  type Variable,
} from './description.ts';
export { dtaFile } from './dta.ts';
export { wholeCodes } from './codes.ts';
export { dtaNames, savNames } from './names.ts';
export { savFile } from './sav.ts';

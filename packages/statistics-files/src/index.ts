// SPDX-License-Identifier: EUPL-1.2
/**
 * Files of SPSS and Stata: written from a description and rows of plain values, and read from bytes
 * that are given. Opens no file.
 */
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
export { readDta } from './read/dta.ts';
export { readSav } from './read/sav.ts';
export type { ByteSource, Idle, ReadCell, ReadColumn, ReadLabel, ReadTable } from './read/table.ts';
export { savFile } from './sav.ts';

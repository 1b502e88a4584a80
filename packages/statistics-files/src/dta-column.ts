// SPDX-License-Identifier: EUPL-1.2
/** How a variable is kept in a file of Stata: its type, format, labels, and how a value is written. */
import { utf8 } from './bytes.ts';
import { distinctLabels, wholeCodes } from './codes.ts';
import { isDay, isStorable, type Value, type Variable } from './description.ts';

export interface DtaLabel {
  readonly value: number;
  readonly label: string;
}

export interface DtaColumn {
  readonly name: string;
  readonly label: string;
  readonly type: number;
  /** Bytes of a value. */
  readonly size: number;
  readonly format: string;
  readonly labels: readonly DtaLabel[];
  /** Writes a value, or that there is none. False when it does not fit. */
  write(view: DataView, at: number, value: Value): boolean;
}

/** Whole numbers by size. `missing` is `.`; `.a` to `.z` follow it. */
const wholeTypes = [
  { type: 65_530, size: 1, least: -127, most: 100, missing: 101 },
  { type: 65_529, size: 2, least: -32_767, most: 32_740, missing: 32_741 },
  { type: 65_528, size: 4, least: -2_147_483_647, most: 2_147_483_620, missing: 2_147_483_621 },
] as const;

type WholeType = (typeof wholeTypes)[number];

const doubleType = 65_526;
/** The upper half of `.` and of the step to `.a` as 64-bit floating point numbers. */
const doubleMissing = 0x7fe0_0000;
const doubleStep = 0x100;
/** What value labels call `.`. */
const labelMissing = 2_147_483_621;
/** Days from 1960-01-01, from which Stata counts, to 1970-01-01. */
const epochDays = 3653;
/** 0100-01-01, the first that Stata shows as a date. */
const firstDay = -683_003;

type Form = Omit<DtaColumn, 'name' | 'label'>;

function writeWhole({ size }: WholeType, view: DataView, at: number, value: number): true {
  if (size === 1) view.setInt8(at, value);
  else if (size === 2) view.setInt16(at, value, true);
  else view.setInt32(at, value, true);
  return true;
}

function writeDoubleMissing(view: DataView, at: number, letter: number): true {
  view.setUint32(at, 0, true);
  view.setUint32(at + 4, doubleMissing + letter * doubleStep, true);
  return true;
}

/** Numbers of a closed list; those that say why there is no value become `.a`, `.b`, `.c`. */
function listForm(
  numbers: readonly number[],
  labels: readonly string[],
  missing: readonly boolean[],
): Form {
  const own = numbers.filter((_, at) => missing[at] !== true);
  const fits = ({ least, most }: WholeType): boolean =>
    own.every((number) => number >= least && number <= most);
  const whole = wholeTypes.find(fits)!;
  let letters = 0;
  const kept = numbers.map((number, at) => {
    if (missing[at] !== true) return { stored: number, named: number };
    letters += 1;
    return { stored: whole.missing + letters, named: labelMissing + letters };
  });
  return {
    type: whole.type,
    size: whole.size,
    format: '%8.0g',
    labels: labels.map((label, at) => ({ value: kept[at]!.named, label })),
    write(view, at, value) {
      if (value === undefined) return writeWhole(whole, view, at, whole.missing);
      const place = typeof value === 'number' ? kept[value] : undefined;
      return place !== undefined && writeWhole(whole, view, at, place.stored);
    },
  };
}

function codeForm({ codes }: Variable & { kind: 'code' }): Form {
  const numbers = wholeCodes(codes) ?? codes.map((_, at) => at + 1);
  return listForm(
    numbers,
    distinctLabels(codes),
    codes.map(({ missing }) => missing === true),
  );
}

function textForm({ bytes }: Variable & { kind: 'text' }): Form {
  return {
    type: bytes,
    size: bytes,
    format: `%-${String(bytes)}s`,
    labels: [],
    write(view, at, value) {
      if (value === undefined) return true;
      const text = typeof value === 'string' ? utf8(value) : undefined;
      if (text === undefined || text.length > bytes) return false;
      new Uint8Array(view.buffer).set(text, at);
      return true;
    },
  };
}

function numberForm({ decimals, missing = [] }: Variable & { kind: 'number' }): Form {
  const letters = new Map(missing.map(({ value }, at) => [value, at + 1]));
  return {
    type: doubleType,
    size: 8,
    format: `%12.${String(decimals)}f`,
    labels: missing.map(({ label }, at) => ({ value: labelMissing + at + 1, label })),
    write(view, at, value) {
      if (value === undefined) return writeDoubleMissing(view, at, 0);
      if (!isStorable(value)) return false;
      const letter = letters.get(value);
      if (letter !== undefined) return writeDoubleMissing(view, at, letter);
      view.setFloat64(at, value, true);
      return true;
    },
  };
}

function dateForm(): Form {
  const whole = wholeTypes[2];
  return {
    type: whole.type,
    size: whole.size,
    format: '%tdCCYY-NN-DD',
    labels: [],
    write(view, at, value) {
      if (value === undefined) return writeWhole(whole, view, at, whole.missing);
      return isDay(value, firstDay) && writeWhole(whole, view, at, value + epochDays);
    },
  };
}

function formOf(variable: Variable): Form {
  switch (variable.kind) {
    case 'text':
      return textForm(variable);
    case 'code':
      return codeForm(variable);
    case 'date':
      return dateForm();
    case 'number':
      return numberForm(variable);
    case 'boolean':
      return listForm([0, 1], [variable.no, variable.yes], []);
  }
}

export function dtaColumn(variable: Variable, name: string): DtaColumn {
  return { name, label: variable.label, ...formOf(variable) };
}

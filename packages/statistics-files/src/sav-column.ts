// SPDX-License-Identifier: EUPL-1.2
/** How a variable is kept in a file of SPSS: number or text, format, labels, and a value's own form. */
import { utf8 } from './bytes.ts';
import { distinctLabels, wholeCodes } from './codes.ts';
import { isDay, isStorable, type Value, type Variable } from './description.ts';

export interface SavLabel {
  readonly value: number | string;
  readonly label: string;
}

export interface SavColumn {
  readonly name: string;
  readonly label: string;
  /** Bytes of text; 0 for numbers. */
  readonly width: number;
  /** Type, width and decimals in one number. */
  readonly format: number;
  readonly labels: readonly SavLabel[];
  /** Values that count as missing, at most three. */
  readonly missing: readonly (number | string)[];
  /** 1 nominal, 3 scale. */
  readonly measure: number;
  /** Characters wide in the data editor. */
  readonly shown: number;
  /** What is stored for a value; undefined when it is none that fits. Never called without a value. */
  stored(value: Value): number | string | undefined;
}

const formats = { text: 1, number: 5, date: 39 } as const;

const formatOf = (type: keyof typeof formats, width: number, decimals = 0): number =>
  (formats[type] << 16) | (width << 8) | decimals;

const [nominal, scale] = [1, 3];
const secondsPerDay = 86_400;
/** Days from 14 October 1582, from which SPSS counts, to 1970-01-01. */
const epochDays = 141_428;
/** 1582-10-15: dates of SPSS begin with the calendar of today. */
const firstDay = 1 - epochDays;

type Form = Omit<SavColumn, 'name' | 'label'>;

const shownOf = (width: number): number => Math.min(Math.max(width, 8), 40);

const bytesOf = (text: string): number => utf8(text).length;

function textForm(width: number): Pick<Form, 'width' | 'format' | 'measure' | 'shown'> {
  return { width, format: formatOf('text', width), measure: nominal, shown: shownOf(width) };
}

function codeForm({ codes }: Variable & { kind: 'code' }): Form {
  const numbers = wholeCodes(codes);
  const values = numbers ?? codes.map(({ value }) => value);
  const labels = distinctLabels(codes).map((label, at) => ({ value: values[at]!, label }));
  const missing = values.filter((_, at) => codes[at]!.missing === true);
  const stored = (at: Value): number | string | undefined =>
    typeof at === 'number' ? values[at] : undefined;
  if (numbers === undefined) {
    const width = Math.max(1, ...codes.map(({ value }) => bytesOf(value)));
    return { ...textForm(width), labels, missing, stored };
  }
  const width = Math.max(1, ...codes.map(({ value }) => value.length));
  return {
    width: 0, format: formatOf('number', width), measure: nominal, shown: shownOf(width),
    labels, missing, stored,
  }; // prettier-ignore
}

function formOf(variable: Variable): Form {
  const plain = { labels: [], missing: [] };
  switch (variable.kind) {
    case 'text': {
      const stored = (value: Value): string | undefined =>
        typeof value === 'string' && bytesOf(value) <= variable.bytes ? value : undefined;
      return { ...textForm(variable.bytes), ...plain, stored };
    }
    case 'code':
      return codeForm(variable);
    case 'date': {
      const stored = (day: Value): number | undefined =>
        isDay(day, firstDay) ? (day + epochDays) * secondsPerDay : undefined;
      return {
        width: 0,
        format: formatOf('date', 10),
        measure: scale,
        shown: 11,
        ...plain,
        stored,
      };
    }
    case 'number': {
      const { decimals, missing: labels = [] } = variable;
      const missing = labels.map(({ value }) => value);
      const stored = (value: Value): number | undefined => (isStorable(value) ? value : undefined);
      const format = formatOf('number', 12, decimals);
      return { width: 0, format, measure: scale, shown: 12, labels, missing, stored };
    }
    case 'boolean': {
      const labels = [variable.no, variable.yes].map((label, value) => ({ value, label }));
      const stored = (value: Value): number | undefined =>
        value === 0 || value === 1 ? value : undefined;
      const format = formatOf('number', 1);
      return { width: 0, format, measure: nominal, shown: 8, labels, missing: [], stored };
    }
  }
}

export function savColumn(variable: Variable, name: string): SavColumn {
  return { name, label: variable.label, ...formOf(variable) };
}

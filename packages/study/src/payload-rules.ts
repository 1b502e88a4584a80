// SPDX-License-Identifier: EUPL-1.2
/**
 * What the allow-list means: how coarse a value leaves, and which numbers can be a value. The owner
 * makes values coarser by these functions; the researcher holds what arrives against them.
 */
import { KoppelError } from '@koppel/errors';
import type { DatePrecision, PayloadVariable } from './payload-schema.ts';

type Of<Type extends PayloadVariable['type']> = PayloadVariable & { readonly type: Type };

const msPerDay = 86_400_000;
/** Days from 1970-01-01 to the first and the last day with a year of four digits. */
const [firstDay, lastDay] = [-719_528, 2_932_896];
/** The most codes of a variable that programs for statistics can count as missing. */
const maxMissing = 3;

const dayOf = (text: string): number => Date.parse(text) / msPerDay;

const months: Readonly<Record<DatePrecision, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the period in which a day lies; days since 1970-01-01. */
function coarseDay(value: number, precision: DatePrecision | undefined): number {
  if (precision === undefined) return value;
  const date = new Date(value * msPerDay);
  const step = months[precision];
  const month = Math.floor(date.getUTCMonth() / step) * step;
  // Not Date.UTC: it takes years below 100 for others.
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), month, 1);
  return first.getTime() / msPerDay;
}

/** A multiple as close to the decimal number as can be: 3 × 0.1 is 0.3, not 0.30000000000000004. */
function multiple(times: number, unit: number): number {
  return unit >= 1 ? times * unit : Number((times * unit).toPrecision(15));
}

function coarseNumber(value: number, { bottom, top, roundTo }: Of<'number'>): number {
  // Capped values stay: a cap of 97 says 97 and more, whatever the rounding.
  if (bottom !== undefined && value <= bottom) return bottom;
  if (top !== undefined && value >= top) return top;
  if (roundTo === undefined || !Number.isFinite(value)) return value;
  const rounded = multiple(Math.floor(value / roundTo + 0.5), roundTo);
  return Math.min(Math.max(rounded, bottom ?? -Infinity), top ?? Infinity);
}

/** Whether a number says why there is no value. */
function isMissingCode({ missing = [] }: Of<'number'>, value: number): boolean {
  return missing.some((one) => one.value === value);
}

/** Whether a value lies in the range that the study gives, before it is made coarser. */
export function isInRange(variable: Of<'number'> | Of<'date'>, value: number): boolean {
  if (variable.type === 'date') {
    const from = variable.from === undefined ? firstDay : dayOf(variable.from);
    const to = variable.to === undefined ? lastDay : dayOf(variable.to);
    return value >= from && value <= to;
  }
  if (isMissingCode(variable, value)) return true;
  return value >= (variable.min ?? -Infinity) && value <= (variable.max ?? Infinity);
}

/** The value that leaves for one that is in range. */
export function coarsePayload(variable: Of<'number'> | Of<'date'>, value: number): number {
  if (variable.type === 'date') return coarseDay(value, variable.precision);
  return isMissingCode(variable, value) ? value : coarseNumber(value, variable);
}

function canBeNumber(variable: Of<'number'>, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (isMissingCode(variable, value)) return true;
  const low = coarsePayload(variable, variable.min ?? -Infinity);
  const high = coarsePayload(variable, variable.max ?? Infinity);
  return value >= low && value <= high && coarseNumber(value, variable) === value;
}

/** Whether a number that arrived can be a value of the variable, as coarse as the study says. */
export function isPayloadValue(variable: PayloadVariable, value: number): boolean {
  switch (variable.type) {
    case 'code':
      return Number.isInteger(value) && value >= 0 && value < variable.codes.length;
    case 'date': {
      if (!Number.isInteger(value) || value < firstDay || value > lastDay) return false;
      const { from, to, precision } = variable;
      const low = from === undefined ? firstDay : coarseDay(dayOf(from), precision);
      const high = to === undefined ? lastDay : dayOf(to);
      return value >= low && value <= high && coarseDay(value, precision) === value;
    }
    case 'number':
      return canBeNumber(variable, value);
    case 'boolean':
      return value === 0 || value === 1;
  }
}

function codeProblems({ codes }: Of<'code'>, path: string): KoppelError[] {
  const seen = new Set<string>();
  const twice = codes.flatMap(({ value, includes = [] }, at) => {
    const own = [value, ...includes];
    const isTwice = own.some((one) => seen.has(one)) || new Set(own).size < own.length;
    for (const one of own) seen.add(one);
    return isTwice ? [new KoppelError('STUDY_DUPLICATE', { path: `${path}.codes[${String(at)}]` })] : [];
  });
  const missing = codes.filter((one) => one.missing === true).length;
  return missing > maxMissing
    ? [...twice, new KoppelError('STUDY_VALUE', { path: `${path}.codes` })]
    : twice;
} // prettier-ignore

function numberProblems(variable: Of<'number'>, path: string): KoppelError[] {
  const { min = -Infinity, max = Infinity, bottom, top } = variable;
  const wrong: string[] = [];
  if (min > max) wrong.push('max');
  if (bottom !== undefined && (bottom < min || bottom > max)) wrong.push('bottom');
  if (top !== undefined && (top > max || top < (bottom ?? min))) wrong.push('top');
  const values = (variable.missing ?? []).map(({ value }) => value);
  if (new Set(values).size < values.length) wrong.push('missing');
  return wrong.map((name) => new KoppelError('STUDY_VALUE', { path: `${path}.${name}` }));
}

/** What contradicts itself in a variable; `path` is its place in the study. */
export function variableProblems(variable: PayloadVariable, path: string): KoppelError[] {
  if (variable.type === 'code') return codeProblems(variable, path);
  if (variable.type === 'number') return numberProblems(variable, path);
  if (variable.type === 'boolean') return [];
  const { from, to } = variable;
  const isReversed = from !== undefined && to !== undefined && from > to;
  return isReversed ? [new KoppelError('STUDY_PERIOD', { path })] : [];
}

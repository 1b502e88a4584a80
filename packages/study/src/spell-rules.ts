// SPDX-License-Identifier: EUPL-1.2
/**
 * Periods of a register: which two of its dates are the first and the last day of one. Pure; the
 * register is checked for what contradicts itself, and days are counted in periods as coarse as they are.
 */
import { KoppelError } from '@koppel/errors';
import { coarsePayload } from './payload-rules.ts';
import type { DatePrecision, PayloadVariable } from './payload-schema.ts';
import type { Register } from './schema.ts';

/** The dates of a register of periods, by their places in its payload. */
export interface SpellDates {
  readonly from: number;
  readonly to: number;
  /** How coarse both are. */
  readonly precision: DatePrecision | undefined;
}

type DateVariable = PayloadVariable & { readonly type: 'date' };

function dateAt({ payload }: Register, name: string): readonly [number, DateVariable] | undefined {
  const at = payload.findIndex((one) => one.name === name);
  const variable = payload[at];
  return variable?.type === 'date' ? [at, variable] : undefined;
}

/** Undefined for a register that holds no periods; the study has been checked. */
export function spellDates(register: Register): SpellDates | undefined {
  if (register.spell === undefined) return undefined;
  const [from, first] = dateAt(register, register.spell.from)!;
  const [to] = dateAt(register, register.spell.to)!;
  return { from, to, precision: first.precision };
}

const longest: Readonly<Record<DatePrecision, number>> = { month: 31, quarter: 92, year: 366 };

/** The first day after the period that a day stands for; days since 1970-01-01. */
export function dayAfter(day: number, precision: DatePrecision | undefined): number {
  if (precision === undefined) return day + 1;
  const variable = { name: 'day', label: 'day', type: 'date', precision } as const;
  return coarsePayload(variable, day + longest[precision]);
}

/**
 * What contradicts itself in `spell`; `path` is the place of the register. Dates that differ in
 * coarseness would make a period that ends before it starts out of one that does not.
 */
export function spellProblems(register: Register, path: string): KoppelError[] {
  const { spell } = register;
  if (spell === undefined) return [];
  const wrong = (['from', 'to'] as const).flatMap((side) =>
    dateAt(register, spell[side]) === undefined
      ? [new KoppelError('STUDY_REFERENCE', { path: `${path}.spell.${side}` })]
      : [],
  );
  if (wrong.length > 0) return wrong;
  const [, first] = dateAt(register, spell.from)!;
  const [, last] = dateAt(register, spell.to)!;
  const isSound = spell.from !== spell.to && first.precision === last.precision;
  return isSound ? [] : [new KoppelError('STUDY_VALUE', { path: `${path}.spell` })];
}

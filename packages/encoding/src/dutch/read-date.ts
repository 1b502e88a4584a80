// SPDX-License-Identifier: EUPL-1.2
/** A field of dates under `nl-1`: parts that are not known or not sure give no tokens. */
import { normalise } from '../normalise.ts';
import {
  isPossible,
  partTokens,
  readDateParts,
  unreadableDate,
  type DateParts,
} from '../tokens/date.ts';
import { numberTokens } from '../tokens/number.ts';
import { assignedDays, dayNumber, readCertainty, type Certainty } from './date.ts';
import { saysNothing } from './missing.ts';
import { missing, type Form, type Parts, type Reading } from './reading.ts';

export interface DateOptions {
  /** Dates up to this many days apart have something in common besides their parts. */
  readonly tolerance?: { readonly days: number } | undefined;
  /** Birthdays that officials assign, 1 January and 1 July, give the year's tokens alone. */
  readonly assigned?: 'yearOnly' | undefined;
}

/** Steps on either side: as fine as whole days, and no more than these. */
const TOLERANCE_STEPS_MAX = 5;

function certainParts({ year, month, day }: DateParts, certainty: Certainty): DateParts {
  switch (certainty) {
    case 'whole':
      return { year, month, day };
    case 'dayUnknown':
      return { year, month, day: undefined };
    case 'monthUnknown':
      return { year, month: undefined, day: undefined };
    case 'unknown':
      return { year: undefined, month: undefined, day: undefined };
  }
}

function isAssigned({ year, month, day }: DateParts): boolean {
  return year !== undefined && assignedDays.includes(`${month ?? ''}${day ?? ''}`);
}

/** The neighbourhood of a whole date that exists, on a grid of days. */
function nearbyTokens({ year, month, day }: DateParts, days: number): string[] {
  if (year === undefined || month === undefined || day === undefined) return [];
  const number = dayNumber(Number(year), Number(month), Number(day));
  const steps = Math.min(days, TOLERANCE_STEPS_MAX);
  return numberTokens(String(number), days, steps).tokens.map((token) => `~${token}`);
}

function formsOf({ year, month, day }: DateParts, assigned: boolean): Form[] {
  const text = `${year ?? '0000'}-${month ?? '00'}-${day ?? '00'}`;
  return assigned
    ? [
        { name: 'date', text },
        { name: 'note', text: 'assignedDate' },
      ]
    : [{ name: 'date', text }];
}

/** @param parts value, certainty; the second may be empty */
export function readDateField([value, code = '']: Parts, options: DateOptions): Reading {
  if (saysNothing(normalise(value))) return missing;
  const certainty = readCertainty(normalise(code));
  const written = readDateParts(value.trim());
  if (written === undefined) return { ...unreadableDate(value), forms: [] };
  const known = certainParts(written, certainty ?? 'whole');
  if (Object.values(known).every((part) => part === undefined)) return missing;
  const assigned = isAssigned(known);
  const yearOnly = assigned && options.assigned === 'yearOnly';
  const counted = yearOnly ? certainParts(known, 'monthUnknown') : known;
  const possible = isPossible(known);
  const near = possible && !yearOnly && options.tolerance !== undefined;
  const tokens = [
    ...partTokens(counted),
    ...(near ? nearbyTokens(counted, options.tolerance.days) : []),
  ];
  const read = { tokens, forms: formsOf(known, assigned) };
  if (!possible) return { ...read, rule: 'dateImpossible' };
  return certainty === undefined ? { ...read, rule: 'dateCertainty' } : read;
}

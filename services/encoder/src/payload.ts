// SPDX-License-Identifier: EUPL-1.2
/**
 * Research variables as numbers only: a position in a code list, days, an amount, 0 or 1; each checked
 * against the study, and as coarse as it says.
 */
import { coarsePayload, isInRange, type PayloadVariable } from '@koppel/study';

export type PayloadRule =
  'payloadCode' | 'payloadDate' | 'payloadNumber' | 'payloadRange' | 'payloadBoolean';

export type PayloadNumber =
  | { readonly ok: true; readonly value: number | undefined }
  | { readonly ok: false; readonly rule: PayloadRule };

const msPerDay = 86_400_000;

/** Days since 1970-01-01 of an ISO or YYYYMMDD date that exists. */
function days(text: string): number | undefined {
  const compact = text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3');
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(compact);
  if (parts === null) return undefined;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const time = Date.UTC(year, month - 1, date);
  // Date.UTC turns the 31st of February into a day in March, and year 50 into 1950.
  return new Date(time).toISOString().startsWith(`${parts[1]!}-${parts[2]!}-${parts[3]!}`)
    ? time / msPerDay
    : undefined;
}

const truth: Readonly<Record<string, number>> = {
  '1': 1, 'true': 1, 'ja': 1, 'j': 1, 'yes': 1, 'y': 1,
  '0': 0, 'false': 0, 'nee': 0, 'n': 0, 'no': 0,
}; // prettier-ignore

function amount(variable: PayloadVariable & { type: 'number' }, text: string): PayloadNumber {
  if (!/^[+-]?\d+([.,]\d+)?$/.test(text)) return { ok: false, rule: 'payloadNumber' };
  const value = Number(text.replace(',', '.'));
  if (!Number.isFinite(value)) return { ok: false, rule: 'payloadNumber' };
  return ranged(variable, value);
}

/** The value that leaves, where it is in range. */
function ranged(
  variable: PayloadVariable & { type: 'number' | 'date' },
  value: number,
): PayloadNumber {
  return isInRange(variable, value)
    ? { ok: true, value: coarsePayload(variable, value) }
    : { ok: false, rule: 'payloadRange' };
}

/** Per code list, made once: areas can be thousands. */
const places = new WeakMap<PayloadVariable, ReadonlyMap<string, number>>();

function placesOf(variable: PayloadVariable & { type: 'code' }): ReadonlyMap<string, number> {
  const known = places.get(variable);
  if (known !== undefined) return known;
  const made = new Map(
    variable.codes.flatMap(({ value, includes = [] }, at) =>
      [value, ...includes].map((one): [string, number] => [one, at]),
    ),
  );
  places.set(variable, made);
  return made;
}

function placeOf(variable: PayloadVariable & { type: 'code' }, text: string): number | undefined {
  const known = placesOf(variable);
  const { take } = variable;
  // A code of its own, such as one for "unknown", counts before it is cut.
  return (
    known.get(text) ??
    (take === undefined ? undefined : known.get(text.replace(/\s/g, '').slice(0, take)))
  );
}

/**
 * A cell as the number that may leave; `undefined` for an empty cell. A code becomes its position
 * (0-based) in the study's list, a date days since 1970-01-01. Anything off the list is refused.
 */
export function payloadNumber(variable: PayloadVariable, cell: string): PayloadNumber {
  const text = cell.trim();
  if (text === '') return { ok: true, value: undefined };
  switch (variable.type) {
    case 'code': {
      const at = placeOf(variable, text);
      return at === undefined ? { ok: false, rule: 'payloadCode' } : { ok: true, value: at };
    }
    case 'date': {
      const value = days(text);
      return value === undefined ? { ok: false, rule: 'payloadDate' } : ranged(variable, value);
    }
    case 'number':
      return amount(variable, text);
    case 'boolean': {
      const key = text.toLowerCase();
      return Object.hasOwn(truth, key)
        ? { ok: true, value: truth[key] }
        : { ok: false, rule: 'payloadBoolean' };
    }
  }
}

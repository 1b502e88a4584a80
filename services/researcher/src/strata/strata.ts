// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether linking failed more often for some people: the share of linked records per group of every
 * register, by the variables of few values that the study has owners send. The linkage unit cannot
 * see these; so this part of the quality report is the researcher's. Groups of fewer than ten records
 * are not told, and counts are in tens, so that the file may be shown.
 */
import type { PayloadVariable, Register, Study } from '@koppel/study';
import type { ValueCount } from '../store/counts.ts';

/** A count in tens; `<10` for none up to nine. */
export type GroupCell = number | '<10';

export interface Group {
  /** The code, `0` or `1`; empty where the register had no value. */
  readonly value: string;
  readonly records: GroupCell;
  readonly linked: GroupCell;
  /** Share of linked records, 0–1, with its 95 % interval; null where a count is not told. */
  readonly rate: { readonly value: number; readonly low: number; readonly high: number } | null;
  /**
   * How much more often the group is among linked than among unlinked records, in standard
   * deviations; beyond 0.1 either way it is worth a look. Null where a count is not told.
   */
  readonly standardisedDifference: number | null;
}

export interface Stratum {
  readonly register: string;
  readonly variable: string;
  readonly label: string;
  /** In the order of the code list; no value last. */
  readonly groups: readonly Group[];
}

const LEAST = 10;
/** Variables with more values than this tell small groups apart rather than coarse ones. */
const VALUES_MAX = 30;
/** The quantile 0.975 of a standard normal distribution. */
const Z = 1.959964;

const tens = (count: number): GroupCell =>
  count < LEAST ? '<10' : Math.round(count / LEAST) * LEAST;
const rounded = (share: number): number => Math.round(share * 100) / 100;

/** The interval of a share by Wilson 1927. */
export function wilson(part: number, whole: number): { value: number; low: number; high: number } {
  const share = part / whole;
  const shrink = 1 + Z ** 2 / whole;
  const middle = share + Z ** 2 / (2 * whole);
  const half = Z * Math.sqrt((share * (1 - share)) / whole + Z ** 2 / (4 * whole ** 2));
  return {
    value: share,
    low: Math.max(0, (middle - half) / shrink),
    high: Math.min(1, (middle + half) / shrink),
  };
}

/**
 * The difference of two shares in standard deviations. Austin 2009, Stat Med 28, 3083–3107.
 * @param one, other shares 0–1; 0 where neither varies
 */
export function standardisedDifference(one: number, other: number): number {
  const variance = (one * (1 - one) + other * (1 - other)) / 2;
  if (variance === 0) return one === other ? 0 : Math.sign(one - other) * Infinity;
  return (one - other) / Math.sqrt(variance);
}

interface Counts {
  readonly linked: number;
  readonly unlinked: number;
}

/** Whether a variable has few values. */
export function isCoarse(variable: PayloadVariable): boolean {
  return (
    variable.type === 'boolean' || (variable.type === 'code' && variable.codes.length <= VALUES_MAX)
  );
}

function valuesOf(variable: PayloadVariable): string[] {
  const own = variable.type === 'code' ? variable.codes.map(({ value }) => value) : ['0', '1'];
  return [...own, ''];
}

function groupOf(value: string, { linked, unlinked }: Counts, all: Counts): Group {
  const records = linked + unlinked;
  const isTold = linked >= LEAST && unlinked >= LEAST;
  const share = isTold ? wilson(linked, records) : undefined;
  const difference = standardisedDifference(linked / all.linked, unlinked / all.unlinked);
  return {
    value,
    records: tens(records),
    linked: tens(linked),
    rate:
      share === undefined
        ? null
        : { value: rounded(share.value), low: rounded(share.low), high: rounded(share.high) },
    standardisedDifference: isTold && Number.isFinite(difference) ? rounded(difference) : null,
  };
}

/** Linked and unlinked records per value of a variable, over all owners of a register. */
function tally(
  variable: PayloadVariable,
  counted: readonly ValueCount[],
): Map<string, { linked: number; unlinked: number }> {
  const found = new Map(valuesOf(variable).map((value) => [value, { linked: 0, unlinked: 0 }]));
  for (const { value, isLinked, records } of counted) {
    const counts = found.get(value === undefined ? '' : valuesOf(variable)[value]!)!;
    counts[isLinked ? 'linked' : 'unlinked'] += records;
  }
  return found;
}

/** Counts of a variable by the places of its register and itself in the study. */
export type CountValues = (register: number, variable: number) => Promise<readonly ValueCount[]>;

function stratumOf(
  register: Register,
  variable: PayloadVariable,
  counted: readonly ValueCount[],
): Stratum[] {
  const found = tally(variable, counted);
  const all = { linked: 0, unlinked: 0 };
  for (const { linked, unlinked } of found.values()) {
    all.linked += linked;
    all.unlinked += unlinked;
  }
  const groups = [...found]
    .filter(([, { linked, unlinked }]) => linked + unlinked > 0)
    .map(([value, counts]) => groupOf(value, counts, all));
  const { name, label } = variable;
  return groups.length === 0 ? [] : [{ register: register.id, variable: name, label, groups }];
}

/** A stratum per register and variable of few values, in the order of the study. */
export async function strataOf(study: Study, count: CountValues): Promise<Stratum[]> {
  const strata: Stratum[] = [];
  for (const [registerAt, register] of study.registers.entries()) {
    for (const [at, variable] of register.payload.entries()) {
      if (!isCoarse(variable)) continue;
      strata.push(...stratumOf(register, variable, await count(registerAt, at)));
    }
  }
  return strata;
}

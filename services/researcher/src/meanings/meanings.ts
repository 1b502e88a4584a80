// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether owners mean the same by a variable. The study gives all of them one type, range and code
 * list, and nothing stops an owner from filling in cents for euros or the day of registration for the
 * first day. Values that differ that much between owners are told, not changed: cities do differ.
 */
import type { PayloadVariable, Register, Study } from '@koppel/study';
import type { Store } from '../store/store.ts';

/**
 * - `empty`: one owner has hardly a value where another mostly has one.
 * - `scale`: numbers of one owner are five times as large, or of another sign.
 * - `period`: days of one owner lie where none of the other's do.
 * - `codes`, `yesNo`: owners hardly have a value in common.
 */
export const meaningRules = ['empty', 'scale', 'period', 'codes', 'yesNo'] as const;
export type MeaningRule = (typeof meaningRules)[number];

export interface Disagreement {
  readonly register: string;
  readonly variable: string;
  readonly rule: MeaningRule;
  /** The first two that differ, in the order of the study. */
  readonly owners: readonly [string, string];
}

/** What is known of the values of one owner. */
export interface OwnerValues {
  readonly owner: string;
  readonly records: number;
  readonly values: number;
  /** Tenth, fifth and ninth decile of the values. */
  readonly deciles: readonly [number, number, number];
  /** Shares by value, of code lists and yes or no. */
  readonly shares: ReadonlyMap<number, number>;
}

/** Fewer values than this show nothing. */
export const fewestValues = 50;
const [mostly, hardly] = [0.5, 0.02];
const factor = 5;
const commonShare = 0.2;

function rangeDiffers(one: OwnerValues, other: OwnerValues): boolean {
  const [[low, , high], [least, , most]] = [one.deciles, other.deciles];
  return high < least || most < low;
}

/** Of numbers of one sign those of one owner are much larger; of others they lie apart. */
function scaleDiffers(one: OwnerValues, other: OwnerValues): boolean {
  const [mine, theirs] = [one.deciles[1], other.deciles[1]];
  if (mine * theirs <= 0) return rangeDiffers(one, other);
  const [small, large] = [mine, theirs].map(Math.abs).sort((m, n) => m - n);
  return large! >= factor * small!;
}

/** How much two owners have in common, 0–1: one less the distance in total variation. */
function common({ shares }: OwnerValues, other: OwnerValues): number {
  return [...shares].reduce((sum, [value, share]) => sum + Math.min(share, other.shares.get(value) ?? 0), 0);
} // prettier-ignore

/** How two owners differ, if they do. */
export function meaningRule(
  type: PayloadVariable['type'],
  one: OwnerValues,
  other: OwnerValues,
): MeaningRule | undefined {
  if (Math.min(one.records, other.records) < fewestValues) return undefined;
  const filled = [one, other].map(({ values, records }) => values / records).sort((m, n) => m - n);
  if (filled[0]! < hardly && filled[1]! > mostly) return 'empty';
  if (Math.min(one.values, other.values) < fewestValues) return undefined;
  switch (type) {
    case 'number':
      return scaleDiffers(one, other) ? 'scale' : undefined;
    case 'date':
      return rangeDiffers(one, other) ? 'period' : undefined;
    case 'code':
      return common(one, other) < commonShare ? 'codes' : undefined;
    case 'boolean':
      return common(one, other) < commonShare ? 'yesNo' : undefined;
  }
}

async function valuesOf(
  store: Store,
  study: Study,
  register: number,
  [variable, { type }]: readonly [number, PayloadVariable],
): Promise<OwnerValues[]> {
  const value = `v${String(variable)}`;
  const table = `register_${String(register)}`;
  const owner = `source // ${String(study.registers.length)}`;
  const rows = await store.all(
    `SELECT ${owner} AS o, count(*), count(${value}), quantile_disc(${value}, [0.1, 0.5, 0.9])
     FROM ${table} WHERE has_payload GROUP BY o ORDER BY o`,
  );
  const isListed = type === 'code' || type === 'boolean';
  const counted = isListed
    ? await store.all(
        `SELECT ${owner} AS o, ${value}, count(*) FROM ${table} WHERE ${value} IS NOT NULL GROUP BY ALL`,
      )
    : [];
  return rows.map(([at, records, values, deciles]) => {
    const own = counted.filter(([place]) => place === at);
    const items = (deciles as { items: readonly number[] } | null)?.items ?? [NaN, NaN, NaN];
    return {
      owner: study.owners[Number(at)]!.id,
      records: Number(records),
      values: Number(values),
      deciles: [items[0]!, items[1]!, items[2]!],
      shares: new Map(own.map(([, one, count]) => [Number(one), Number(count) / Number(values)])),
    };
  });
}

/** The first pair of owners that differ, in the order of the study. */
function firstOf(
  variable: PayloadVariable,
  all: readonly OwnerValues[],
): Pick<Disagreement, 'rule' | 'owners'> | undefined {
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      const rule = meaningRule(variable.type, one, other);
      if (rule !== undefined) return { rule, owners: [one.owner, other.owner] };
    }
  }
  return undefined;
}

async function ofRegister(store: Store, study: Study, at: number): Promise<Disagreement[]> {
  const { id, payload }: Register = study.registers[at]!;
  const found: Disagreement[] = [];
  for (const [place, variable] of payload.entries()) {
    const differs = firstOf(variable, await valuesOf(store, study, at, [place, variable]));
    if (differs !== undefined) found.push({ register: id, variable: variable.name, ...differs });
  }
  return found;
}

/** Every variable of a register of several owners by which two of them seem to mean something else. */
export async function disagreementsOf(store: Store, study: Study): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  for (const [at, { id }] of study.registers.entries()) {
    const owners = study.owners.filter(({ registers }) => registers.includes(id));
    if (owners.length > 1) found.push(...(await ofRegister(store, study, at)));
  }
  return found;
}

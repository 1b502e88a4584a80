// SPDX-License-Identifier: EUPL-1.2
/**
 * Weights by the inverse of the share that is linked, within groups of records: a linked record stands
 * for those of its group that were not. Seaman & White 2013, Stat Methods Med Res 22(3), 278–295; for
 * linkage Harron et al. 2017, Int J Epidemiol 46(5), 1699–1710. They mend what differs between groups,
 * and nothing that differs within one. Pure.
 */

/** Records of one combination of values. */
export interface Combination {
  /** A value per variable, the coarsest variable first. */
  readonly values: readonly string[];
  readonly records: number;
  readonly linked: number;
}

/** Combinations that are weighed together. */
export interface Group {
  readonly combinations: readonly Combination[];
  /** The values that all of them have; fewer than there are variables where small ones were pooled. */
  readonly shared: readonly string[];
  readonly records: number;
  readonly linked: number;
  /** Of a linked record, ≥ 1. */
  readonly weight: number;
}

/** The fewest linked records, and the fewest records, from which a share is estimated. */
export const fewest = 10;

interface Pool {
  readonly shared: readonly string[];
  readonly combinations: readonly Combination[];
}

const total = ({ combinations }: Pool, what: 'records' | 'linked'): number =>
  combinations.reduce((sum, one) => sum + one[what], 0);

const isLarge = (pool: Pool): boolean => total(pool, 'linked') >= fewest;

/** Pools of one level: too small ones go up together, one variable shorter. */
function settle(pools: readonly Pool[], depth: number): { done: Pool[]; left: Pool[] } {
  const done = pools.filter(isLarge);
  const small = pools.filter((one) => !isLarge(one));
  const parents = Map.groupBy(small, ({ shared }) => JSON.stringify(shared.slice(0, depth)));
  const left = [...parents.values()].map((list): Pool => ({
    shared: list[0]!.shared.slice(0, depth),
    combinations: list.flatMap(({ combinations }) => combinations),
  }));
  return { done, left };
}

function groupOf(pool: Pool): Group {
  const [records, linked] = [total(pool, 'records'), total(pool, 'linked')];
  return { ...pool, records, linked, weight: records / linked };
}

/**
 * Groups of at least ten linked records. Combinations with fewer are pooled with those that share all
 * variables but the last, and so on; what is left at the end joins the largest group. The order of the
 * combinations does not matter. The weights of linked records add up to all records. Where nothing is
 * linked there are no groups: nothing can stand for the others.
 */
export function weighedGroups(combinations: readonly Combination[]): readonly Group[] {
  if (combinations.every(({ linked }) => linked === 0)) return [];
  const text = ({ values }: Combination): string => JSON.stringify(values);
  const sorted = [...combinations].sort((m, n) => (text(m) < text(n) ? -1 : 1));
  let pools: Pool[] = sorted.map((one) => ({ shared: one.values, combinations: [one] }));
  const all: Pool[] = [];
  for (let depth = (sorted[0]?.values.length ?? 0) - 1; depth >= 0; depth -= 1) {
    const { done, left } = settle(pools, depth);
    all.push(...done);
    pools = left;
  }
  for (const last of pools) {
    const largest = all.toSorted((m, n) => total(n, 'records') - total(m, 'records'))[0];
    if (isLarge(last) || largest === undefined) all.push(last);
    else {
      all[all.indexOf(largest)] = {
        shared: [],
        combinations: [...largest.combinations, ...last.combinations],
      };
    }
  }
  return all.map(groupOf);
}

/** How many equally weighed records would tell as much, of at least one group: Kish 1965, Survey Sampling, section 11.7. */
export function effectiveSize(groups: readonly Group[]): number {
  const sum = groups.reduce((all, { linked, weight }) => all + linked * weight, 0);
  const squares = groups.reduce((all, { linked, weight }) => all + linked * weight ** 2, 0);
  return sum ** 2 / squares;
}

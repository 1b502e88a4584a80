// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether records of a data set point to somebody. k-anonymity: Sweeney 2002, Int J Uncertain Fuzz
 * 10(5), 557–570; distinct l-diversity: Machanavajjhala et al. 2007, ACM TKDD 1(1), 3. Persons are
 * counted, not records, so that one person's many spells are no crowd.
 */
import { quotedName, quotedText, type Store } from '../store/store.ts';
import type { Thresholds } from './cells.ts';
import type { DataSetRule } from './rules.ts';
import { demandColumns, type Source } from './source.ts';
import { unitsOf } from './units.ts';

/** What makes a variable coarser. `merge`: values that occur in small classes become one. */
export type Coarser = 'leaveOut' | 'year' | 'month' | 'merge';

/** A step towards k-anonymity, and how many records are in too small classes after it. */
export interface Step {
  readonly variable: string;
  readonly coarser: Coarser;
  /** Of a merge: the values that become one. */
  readonly values?: readonly string[];
  readonly left: number;
}

export interface KAnonymity {
  /** Classes of too few persons, and the records in them. */
  readonly classes: number;
  readonly records: number;
  /** The cheapest steps found, one after the other, until nothing is left or nothing helps. */
  readonly steps: readonly Step[];
}

export interface LDiversity {
  readonly variable: string;
  /** Classes with fewer than l values. */
  readonly uniform: number;
  /** Classes of which more than the allowed share has one value. */
  readonly grouped: number;
}

export interface DataSetCheck {
  readonly rule: DataSetRule;
  readonly file: string;
  readonly rows: number;
  readonly undeclared: readonly string[];
  readonly kAnonymity: KAnonymity;
  readonly lDiversity: readonly LDiversity[];
}

/** How coarse a quasi-identifier is grouped by; a list is of values that are one. */
type Grain = 'as it is' | Exclude<Coarser, 'merge'> | readonly string[];
type Coarseness = ReadonlyMap<string, Grain>;

const isoDay = String.raw`^\d{4}-\d{2}-\d{2}$`;

function groupedBy(coarseness: Coarseness): string[] {
  const digits = { year: 4, month: 7 };
  return [...coarseness].flatMap(([variable, how]) => {
    if (how === 'leaveOut') return [];
    const name = quotedName(variable);
    if (how === 'as it is') return [name];
    if (typeof how === 'string') return [`left(${name}, ${String(digits[how])})`];
    // One of them stands for all: a value of its own could be in the data.
    const merged = how.map(quotedText).join(', ');
    return [
      `CASE WHEN coalesce(${name}, '') IN (${merged}) THEN ${quotedText(how[0]!)} ELSE coalesce(${name}, '') END`,
    ];
  });
}

async function tooSmall(
  store: Store,
  source: Source,
  { unit }: DataSetRule,
  coarseness: Coarseness,
  k: number,
): Promise<{ classes: number; records: number }> {
  const by = groupedBy(coarseness);
  const grouping = by.length === 0 ? '' : `GROUP BY ${by.join(', ')}`;
  const [row] = await store.all(
    `SELECT count(*), coalesce(sum(n), 0) FROM (
       SELECT count(*) AS n, ${unitsOf(source, unit)} AS u FROM ${source.table} ${grouping}
     ) WHERE n > 0 AND u < ${String(k)}`,
  );
  return { classes: Number(row![0]), records: Number(row![1]) };
}

/** The quasi-identifiers whose values are all days. */
async function dayVariables(store: Store, source: Source, names: readonly string[]) {
  if (names.length === 0 || source.rows === 0) return new Set<string>();
  const tests = names.map(
    (name) => `bool_and(regexp_matches(${quotedName(name)}, '${isoDay}')) IS TRUE`,
  );
  const [row] = await store.all(`SELECT ${tests.join(', ')} FROM ${source.table}`);
  return new Set(names.filter((_, at) => row![at] === true));
}

/** The most values that a proposed merge names. */
const maxMerged = 30;

/** Values of a variable in too small classes, with the rarest other one where there is but one. */
async function mergeable(
  store: Store,
  source: Source,
  { unit }: DataSetRule,
  [variable, coarseness]: readonly [string, Coarseness],
  k: number,
): Promise<string[]> {
  const by = groupedBy(coarseness);
  const value = `coalesce(${quotedName(variable)}, '')`;
  const rows = await store.all(
    `SELECT v, bool_or(u < ${String(k)}) AS small, sum(n) AS n
     FROM (SELECT min(${value}) AS v, count(*) AS n, ${unitsOf(source, unit)} AS u
           FROM ${source.table} GROUP BY ${by.join(', ')})
     GROUP BY v ORDER BY small DESC, n, v LIMIT ${String(maxMerged + 1)}`,
  );
  const small = rows.filter(([, isSmall]) => isSmall === true).length;
  const values = rows.slice(0, Math.max(small, 2)).map(([one]) => String(one));
  // Names of people's rare values, such as days, are no groups that anyone would make.
  return small > 0 && values.length > 1 && values.length <= maxMerged ? values.sort() : [];
}

/** The next coarser forms of a variable. */
function coarserOf(how: Grain, isDay: boolean): Exclude<Coarser, 'merge'>[] {
  if (how === 'leaveOut') return [];
  if (!isDay || how === 'year') return ['leaveOut'];
  return how === 'month' ? ['year', 'leaveOut'] : ['month', 'year', 'leaveOut'];
}

/** How much information a step takes away, to choose the mildest of those that help as much. */
const severity: Readonly<Record<Coarser, number>> = { month: 0, merge: 1, year: 1, leaveOut: 2 };

interface Attempt extends Step {
  readonly grain: Grain;
}

async function attempts(
  store: Store,
  source: Source,
  rule: DataSetRule,
  k: number,
  [coarseness, days]: readonly [Coarseness, ReadonlySet<string>],
): Promise<Attempt[]> {
  const tried: Attempt[] = [];
  const attempt = async (variable: string, coarser: Coarser, grain: Grain): Promise<void> => {
    const next = new Map(coarseness).set(variable, grain);
    const { records } = await tooSmall(store, source, rule, next, k);
    const values = typeof grain === 'string' ? {} : { values: grain };
    tried.push({ variable, coarser, ...values, left: records, grain });
  };
  for (const [variable, how] of coarseness) {
    const isDay = days.has(variable);
    for (const coarser of coarserOf(how, isDay)) await attempt(variable, coarser, coarser);
    if (isDay || how !== 'as it is') continue;
    const values = await mergeable(store, source, rule, [variable, coarseness], k);
    if (values.length > 0) await attempt(variable, 'merge', values);
  }
  return tried;
}

async function stepsTowards(
  store: Store,
  source: Source,
  rule: DataSetRule,
  { k }: Thresholds,
  atRisk: number,
): Promise<Step[]> {
  const days = await dayVariables(store, source, rule.quasiIdentifiers);
  const coarseness = new Map<string, Grain>(
    rule.quasiIdentifiers.map((name) => [name, 'as it is']),
  );
  const steps: Step[] = [];
  for (let left = atRisk; left > 0;) {
    const tried = await attempts(store, source, rule, k, [coarseness, days]);
    tried.sort((m, n) => m.left - n.left || severity[m.coarser] - severity[n.coarser]);
    const best = tried[0];
    if (best === undefined) return steps;
    const { grain, ...step } = best;
    coarseness.set(best.variable, grain);
    steps.push(step);
    left = best.left;
  }
  return steps;
}

async function diversityOf(
  store: Store,
  source: Source,
  rule: DataSetRule,
  variable: string,
  { l, group }: Thresholds,
): Promise<LDiversity> {
  const by = rule.quasiIdentifiers.map(quotedName);
  const unit = unitsOf(source, rule.unit);
  const classes = by.length === 0 ? '' : `GROUP BY ${by.join(', ')}`;
  const [row] = await store.all(
    `SELECT count(*) FILTER (kinds < ${String(l)}),
            count(*) FILTER (kinds >= ${String(l)} AND most > ${String(group)} * n)
     FROM (SELECT count(*) AS kinds, max(c) AS most, sum(c) AS n
           FROM (SELECT ${[...by, `${unit} AS c`].join(', ')} FROM ${source.table}
                 GROUP BY ${[...by, quotedName(variable)].join(', ')})
           ${classes})
     WHERE n > 0`,
  );
  return { variable, uniform: Number(row![0]), grouped: Number(row![1]) };
}

/** Holds one file against its rule. CHECK_TABLE where a column of the rule is missing. */
export async function checkDataSet(
  store: Store,
  source: Source,
  rule: DataSetRule,
  thresholds: Thresholds,
): Promise<DataSetCheck> {
  const { quasiIdentifiers, sensitive, harmless, unit } = rule;
  demandColumns(source, [...quasiIdentifiers, ...sensitive]);
  const declared = new Set([...quasiIdentifiers, ...sensitive, ...harmless, unit]);
  const asItIs = new Map(quasiIdentifiers.map((name) => [name, 'as it is'] as const));
  const small = await tooSmall(store, source, rule, asItIs, thresholds.k);
  const lDiversity: LDiversity[] = [];
  for (const variable of sensitive) {
    lDiversity.push(await diversityOf(store, source, rule, variable, thresholds));
  }
  return {
    rule,
    file: source.file,
    rows: source.rows,
    undeclared: source.columns.filter((name) => !declared.has(name)),
    kAnonymity: {
      ...small,
      steps: await stepsTowards(store, source, rule, thresholds, small.records),
    },
    lDiversity,
  };
}

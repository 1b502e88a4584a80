// SPDX-License-Identifier: EUPL-1.2
/**
 * A data set beside one that left earlier, or beside another file that leaves with it. Where both have the column of persons, everybody who has
 * both knows of each person the quasi-identifiers of both, and who came or went; where not, only that
 * classes became larger or smaller. Few persons in either sense are too few.
 */
import { quotedName, type Store } from '../store/store.ts';
import type { DataSetRule } from './rules.ts';
import type { Source } from './source.ts';

export interface Side {
  readonly source: Source;
  readonly rule: DataSetRule;
}

const named = (prefix: string, names: readonly string[]): string[] =>
  names.map((_, at) => `${prefix}${String(at)}`);

/** Distinct rows of variables under names of this program. */
function rowsOf({ source }: Side, prefix: string, names: readonly string[], unit?: string): string {
  const columns = names.map((name, at) => `${quotedName(name)} AS ${prefix}${String(at)}`);
  const all = unit === undefined ? [...columns, 'count(*) AS n'] : [`${quotedName(unit)} AS u`, ...columns]; // prettier-ignore
  const by = unit === undefined && columns.length > 0 ? `GROUP BY ALL` : '';
  return `SELECT ${unit === undefined ? '' : 'DISTINCT '}${all.join(', ')} FROM ${source.table} ${by}`;
}

const sameAs = (m: readonly string[], n: readonly string[]): string[] =>
  m.map((name, at) => `a.${name} IS NOT DISTINCT FROM b.${n[at]!}`);

async function hasOneRowEach(store: Store, { source, rule }: Side): Promise<boolean> {
  const unit = quotedName(rule.unit);
  const [row] = await store.all(`SELECT count(*) = count(DISTINCT ${unit}) FROM ${source.table}`);
  return row![0] === true;
}

const commonOf = (now: Side, before: Side): string[] =>
  now.rule.quasiIdentifiers.filter((name) => before.rule.quasiIdentifiers.includes(name));

/** Persons in too small groups of those that both data sets together set apart. */
async function apartByPerson(store: Store, now: Side, before: Side, k: number): Promise<number> {
  const isRowEach = (await hasOneRowEach(store, now)) && (await hasOneRowEach(store, before));
  // With several records a person, which of one belongs to which of the other is told by what is equal.
  const isSame = now.rule.file === before.rule.file;
  const shared = isRowEach || !isSame ? [] : commonOf(now, before);
  const order = ({ rule }: Side): string[] => [
    ...shared,
    ...rule.quasiIdentifiers.filter((name) => !shared.includes(name)),
  ];
  const [ours, theirs] = [order(now), order(before)];
  const [a, b] = [named('p', ours), named('q', theirs)];
  const joined = ['a.u = b.u', ...sameAs(a.slice(0, shared.length), b.slice(0, shared.length))];
  const by = [...a.map((name) => `a.${name}`), ...b.map((name) => `b.${name}`)];
  const [row] = await store.all(
    `SELECT coalesce(sum(n), 0) FROM (
       SELECT count(DISTINCT coalesce(a.u, b.u)) AS n
       FROM (${rowsOf(now, 'p', ours, now.rule.unit)}) a
       FULL OUTER JOIN (${rowsOf(before, 'q', theirs, before.rule.unit)}) b ON ${joined.join(' AND ')}
       GROUP BY ${[...by, 'a.u IS NULL', 'b.u IS NULL'].join(', ')}
     ) WHERE n < ${String(k)}`,
  );
  return Number(row![0]);
}

/** Records by which classes differ, where it is by few. */
async function apartByClass(store: Store, now: Side, before: Side, k: number): Promise<number> {
  const common = commonOf(now, before);
  const same = sameAs(named('p', common), named('q', common));
  const [row] = await store.all(
    `SELECT coalesce(sum(d), 0) FROM (
       SELECT abs(coalesce(a.n, 0) - coalesce(b.n, 0)) AS d
       FROM (${rowsOf(now, 'p', common)}) a FULL OUTER JOIN (${rowsOf(before, 'q', common)}) b
       ON ${same.length === 0 ? 'true' : same.join(' AND ')}
     ) WHERE d > 0 AND d < ${String(k)}`,
  );
  return Number(row![0]);
}

/** How many persons, or records where persons are not told, two data sets set apart in groups below k. */
export async function setApart(store: Store, now: Side, before: Side, k: number): Promise<number> {
  const hasUnit = ({ source, rule }: Side): boolean => source.columns.includes(rule.unit);
  if (hasUnit(now) && hasUnit(before)) return apartByPerson(store, now, before, k);
  // Of two registers without persons nothing tells which records belong together.
  return now.rule.file === before.rule.file ? apartByClass(store, now, before, k) : 0;
}

// SPDX-License-Identifier: EUPL-1.2
/** Holds what a researcher wants to let go against the rules and against what left before. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Reporter } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { Study } from '@koppel/study';
import { ownColumn, registerColumns } from '../columns.ts';
import { dataSchema } from '../formats/data-schema.ts';
import type { FileSchema } from '../formats/schema.ts';
import type { Store } from '../store/store.ts';
import { setApart } from './beside.ts';
import { checkDataSet, type DataSetCheck } from './data-set.ts';
import { hashOf, type Earlier } from './earlier.ts';
import { checkTable, type TableCheck } from './evaluate.ts';
import { makeTable, type ValueOrder } from './make-table.ts';
import { readTable, tableRuleOf } from './read-table.ts';
import type { DataSetRule, Rules, TableRule } from './rules.ts';
import { openSolver } from './solver.ts';
import { holdSame, readableExtensions, readSource, stemOf, type Source } from './source.ts';
import type { Crowd } from './statistics-source.ts';

export interface CheckedDataSet extends DataSetCheck {
  readonly sha256: string;
  /** Persons whom it and an earlier release set apart, in too small groups. */
  readonly apart: number;
  /** The same beside another file of this release, to which it can be joined by person. */
  readonly joined: number;
}

export interface Outcome {
  readonly dataSets: readonly CheckedDataSet[];
  readonly tables: readonly TableCheck[];
  /** Files of the folder that were not read, by name: they do not leave. */
  readonly unread: readonly string[];
}

export interface Question {
  /** A folder of a data set, or one file. */
  readonly path: string;
  readonly study: Study;
  readonly rules: Rules;
  readonly earlier: Earlier;
  /** Tables are wanted: those of the rules from a folder, or the one in a file. */
  readonly isTable: boolean;
  readonly suppress: boolean;
}

const codebook = 'codebook';
/** The schema of a data set's file of that name. */
type SchemaOf = (file: string) => FileSchema | undefined;

function schemasOf(study: Study): SchemaOf {
  const schemas = dataSchema(study, study.language, true);
  return (file) => schemas.find(({ stem }) => stem === stemOf(file));
}

/** Codes in the order of the study. */
function orderOf(study: Study): ValueOrder {
  const orders = new Map<string, readonly string[]>();
  for (const { payload } of study.registers) {
    for (const variable of payload) {
      if (variable.type !== 'code') continue;
      orders.set(
        ownColumn(variable.name, registerColumns),
        variable.codes.map(({ value }) => value),
      );
    }
  }
  return (name) => orders.get(name) ?? [];
}

/** The files that the check reads, by name. FILE_MISSING. */
export function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new KoppelError('FILE_MISSING', { file: path });
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => readableExtensions.includes(extname(name)));
  return names.sort().map((name) => join(path, name));
}

function unreadOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => !readableExtensions.includes(extname(name)) || stemOf(name) === codebook)
    .sort();
}

/** A file that no rule speaks of: each of its columns is undeclared. */
const unknownRule = (file: string): DataSetRule => ({
  file, unit: 'pseudonym', quasiIdentifiers: [], sensitive: [], harmless: [],
}); // prettier-ignore

interface Beside {
  readonly path: string;
  readonly rule: DataSetRule;
  readonly sha256?: string;
}

/** The rule for a file; one of which no rule speaks has none that allows anything. */
function ruleFor({ dataSets }: Rules, file: string): DataSetRule {
  return dataSets.find((one) => one.file === stemOf(file)) ?? unknownRule(stemOf(file));
}

/** The most persons whom a file sets apart beside one of the others, in groups below k. */
async function apartFrom(
  store: Store,
  source: Source,
  [rule, sha256]: readonly [DataSetRule, string],
  others: readonly Beside[],
  { k, schemaOf }: { readonly k: number; readonly schemaOf: SchemaOf },
): Promise<number> {
  let most = 0;
  for (const other of others) {
    // The same bytes again tell nothing new.
    if (other.sha256 === sha256) continue;
    const before = await readSource(store, 'before', other.path, schemaOf(other.path));
    const sides = [{ source, rule }, { source: before, rule: other.rule }] as const; // prettier-ignore
    most = Math.max(most, await setApart(store, ...sides, k));
    await store.run('DROP TABLE before');
  }
  return most;
}

/**
 * Columns without a rule, by name where it is one of the study's and by place otherwise: of a file
 * without a first line of names, what stands there is a person's.
 */
function namedOrPlaced(
  { columns }: Source,
  undeclared: readonly string[],
  study: Study,
  schema: FileSchema | undefined,
): string[] {
  const known = new Set([
    ...registerColumns.en.map(({ name }) => name),
    ...study.registers.flatMap(({ payload }) => payload.map(({ name }) => name)),
    ...(schema?.variables ?? []).map(({ variable }) => variable.name),
  ]);
  return undeclared.map((name) => (known.has(name) ? name : String(columns.indexOf(name) + 1)));
}

/** Those of the files that hold the same data as another of their name, in another format. */
async function copiesOf(
  store: Store,
  source: Source,
  files: readonly string[],
  [schemaOf, crowd]: readonly [SchemaOf, Crowd],
): Promise<string[]> {
  const copies: string[] = [];
  for (const file of files) {
    if (stemOf(file) !== stemOf(source.file)) continue;
    const other = await readSource(store, 'copy', file, schemaOf(file), crowd);
    if (await holdSame(store, source, other)) copies.push(file);
    await store.run('DROP TABLE copy');
  }
  return copies;
}

async function checkDataSets(store: Store, question: Question, reporter: Reporter) {
  const { path, rules, earlier } = question;
  const beside = { k: rules.thresholds.k, schemaOf: schemasOf(question.study) };
  /** What was found of the file of which another is a copy. */
  const copies = new Map<string, CheckedDataSet>();
  // What explains the data holds no rows of persons.
  const all = filesOf(path);
  const isFolder = statSync(path).isDirectory();
  const files = all.filter((file) => !isFolder || stemOf(file) !== codebook);
  if (files.length === 0) throw new KoppelError('FILE_MISSING', { file: path });
  const progress = reporter.progress('check files', files.length);
  const found: CheckedDataSet[] = [];
  for (const [at, file] of files.entries()) {
    const rule = ruleFor(rules, file);
    const sha256 = hashOf(file);
    const same = copies.get(file);
    if (same !== undefined) {
      found.push({ ...same, file, sha256 });
      progress.update(at + 1);
      continue;
    }
    const crowd: Crowd = { unit: rule.unit, k: beside.k };
    const source = await readSource(store, 'now', file, beside.schemaOf(file), crowd);
    const check = await checkDataSet(store, source, rule, rules.thresholds);
    const apart = await apartFrom(store, source, [rule, sha256], earlier.dataSets, beside);
    // Each pair of files once. The same data in another format are no other file; other data are.
    const later = files.slice(at + 1).filter((one) => !copies.has(one));
    const own = await copiesOf(store, source, later, [beside.schemaOf, crowd]);
    const others = later.filter((one) => !own.includes(one));
    const rest = others.map((one) => ({ path: one, rule: ruleFor(rules, one) }));
    const joined = await apartFrom(store, source, [rule, sha256], rest, beside);
    await store.run('DROP TABLE now');
    const undeclared = namedOrPlaced(source, check.undeclared, question.study, beside.schemaOf(file)); // prettier-ignore
    const checked = { ...check, undeclared, sha256, apart, joined };
    found.push(checked);
    for (const copy of own) copies.set(copy, checked);
    progress.update(at + 1);
  }
  progress.end();
  return found;
}

/** The file of a data set that a table is counted from. FILE_MISSING. */
function fileFor(path: string, from: string): string {
  const found = filesOf(path).find((file) => stemOf(file) === from);
  if (found === undefined) throw new KoppelError('FILE_MISSING', { file: join(path, from) });
  return found;
}

async function checkTables(store: Store, question: Question, reporter: Reporter) {
  const { path, study, rules, suppress } = question;
  const solver = await openSolver();
  const order = orderOf(study);
  const isFolder = statSync(path).isDirectory();
  const wanted = isFolder ? rules.tables.filter(({ from }) => from !== undefined) : [undefined];
  if (wanted.length === 0) throw new KoppelError('RULES_INVALID', { path: 'tables' });
  const progress = reporter.progress('check tables', wanted.length);
  const checks: TableCheck[] = [];
  let open: Source | undefined;
  for (const [at, rule] of wanted.entries()) {
    const file = rule === undefined ? path : fileFor(path, rule.from!);
    if (open?.file !== file) {
      if (open !== undefined) await store.run('DROP TABLE now');
      open = await readSource(store, 'now', file, schemasOf(study)(file));
    }
    const own = rule ?? ownRule(rules, open);
    const make = rule === undefined ? readTable : makeTable;
    const table = await make(store, open, own, order);
    // Tables of one release stand beside each other too.
    const earlier = [...question.earlier.tables, ...checks.map(({ released }) => released)];
    checks.push(checkTable(table, { thresholds: rules.thresholds, earlier, solver, suppress }));
    progress.update(at + 1);
  }
  progress.end();
  return checks;
}

function ownRule({ tables }: Rules, source: Source): TableRule {
  const stem = stemOf(source.file);
  return tables.find(({ id }) => id === stem) ?? tableRuleOf(stem, source);
}

/** Runs every check. FILE_MISSING, CHECK_TABLE, CHECK_TABLE_SIZE, RULES_INVALID. */
export async function runChecks(
  store: Store,
  question: Question,
  reporter: Reporter,
): Promise<Outcome> {
  if (question.isTable) {
    return { dataSets: [], tables: await checkTables(store, question, reporter), unread: [] };
  }
  const dataSets = await checkDataSets(store, question, reporter);
  return { dataSets, tables: [], unread: unreadOf(question.path) };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * `rules.yaml`: what of a data set can point to a person, what is sensitive, and which tables are
 * made. Thresholds can be stricter than those of the project, not looser; only k and l, which depend
 * on who else could know the quasi-identifiers, are the privacy officer's to choose. Pure.
 */
import { Problems } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { Register, Study } from '@koppel/study';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ownColumn, personColumns, registerColumns } from '../columns.ts';
import { fixedStems, registerStem } from '../formats/schema.ts';
import { spellRegisters } from '../formats/spell-schema.ts';
import type { Thresholds } from './cells.ts';

const name = z.string().min(1).max(100);
const names = z.array(name).max(40).default([]);
/** A file without its extension, or a table: it becomes the name of a file. */
const stem = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/);

const thresholds = z.strictObject({
  smallCell: z.int().min(10).max(10_000).default(10),
  dominance: z.number().gt(0).max(0.5).default(0.5),
  group: z.number().gt(0).max(0.9).default(0.9),
  k: z.int().min(2).max(10_000).default(10),
  l: z.int().min(2).max(1000).default(2),
});

const dataSet = z.strictObject({
  file: stem,
  /** The column that tells persons apart; records are counted where there is none. */
  unit: name.default('pseudonym'),
  quasiIdentifiers: names,
  sensitive: names,
  /** Says nothing that anyone could know or mind. */
  harmless: names,
});

const dimension = z.strictObject({
  name,
  /** Name of a group → the values that it takes together. */
  groups: z.record(name, z.array(z.string().max(100)).min(1)).optional(),
  harmless: z.boolean().default(false),
});

const table = z.strictObject({
  id: stem,
  /** The file of the data set that is counted; absent where the table comes as a file. */
  from: stem.optional(),
  unit: name.default('pseudonym'),
  dimensions: z.array(dimension).min(1).max(6),
  sum: name.optional(),
  /** Only records that have one of these values. */
  where: z.record(name, z.array(z.string().max(100)).min(1)).default({}),
  margins: z.boolean().default(true),
  /** What the file has for a total. */
  total: name.default('total'),
});

const rulesSchema = z.strictObject({
  thresholds: thresholds.default(thresholds.parse({})),
  dataSets: z.array(dataSet).default([]),
  tables: z.array(table).default([]),
});

export type DataSetRule = z.output<typeof dataSet>;
export type TableRule = z.output<typeof table>;

export interface Rules {
  readonly thresholds: Thresholds;
  readonly dataSets: readonly DataSetRule[];
  readonly tables: readonly TableRule[];
}

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Names that stand twice, which would leave one of them unchecked. */
function twice(rules: Rules): string[] {
  const found: string[] = [];
  const look = (list: readonly string[], path: (at: number) => string): void => {
    for (const [at, one] of list.entries()) if (list.indexOf(one) !== at) found.push(path(at));
  };
  look(rules.dataSets.map(({ file }) => file), (at) => `dataSets.${String(at)}.file`); // prettier-ignore
  look(rules.tables.map(({ id }) => id), (at) => `tables.${String(at)}.id`); // prettier-ignore
  for (const [at, { dimensions }] of rules.tables.entries()) {
    look(dimensions.map((one) => one.name), (which) => `tables.${String(at)}.dimensions.${String(which)}`); // prettier-ignore
    for (const [which, { groups = {} }] of dimensions.entries()) {
      look(Object.values(groups).flat(), () => `tables.${String(at)}.dimensions.${String(which)}.groups`); // prettier-ignore
    }
  }
  return found;
}

/** Rules from the text of a file. Problems of RULES_INVALID with every place that is wrong. */
export function parseRules(text: string, file: string): Rules {
  const document = parseDocument(text, { uniqueKeys: true });
  const invalid = (paths: readonly string[]): Problems =>
    new Problems(paths.map((path) => new KoppelError('RULES_INVALID', { file, path })));
  if (document.errors.length > 0) throw invalid(['yaml']);
  const read = rulesSchema.safeParse(document.toJS() ?? {});
  if (!read.success) throw invalid(read.error.issues.map(({ path }) => pathOf(path)));
  const wrong = twice(read.data);
  if (wrong.length > 0) throw invalid(wrong);
  return read.data;
}

/** What the linkage says about itself, and who holds a record: no trait of a person that one knows. */
const ownHarmless = ['linked', 'matchProbability', 'matchQuality', 'review'];

function registerRule(register: Register): DataSetRule {
  const of = (isSensitive: boolean): string[] =>
    register.payload.filter(({ type }) => (type === 'number') === isSensitive).map((one) => ownColumn(one.name, registerColumns)); // prettier-ignore
  return {
    file: registerStem(register.id),
    unit: 'pseudonym',
    quasiIdentifiers: ['owner', ...of(false)],
    sensitive: of(true),
    harmless: ownHarmless,
  };
}

/** What the file says beside its days follows from them and from the person's other rows. */
const spellsRule: DataSetRule = {
  file: fixedStems.spells,
  unit: 'pseudonym',
  quasiIdentifiers: ['register', 'owner', 'start', 'end', 'state'],
  sensitive: [],
  harmless: ['linked', 'matchProbability', 'spell', 'episode', 'overlaps'],
};

/**
 * Rules for who gives none: every code, date and yes or no could be known to somebody, and so could in
 * which registers a person is; every number is sensitive.
 */
export function defaultRules(study: Study): Rules {
  const persons: DataSetRule = {
    file: 'persons',
    unit: 'pseudonym',
    quasiIdentifiers: study.registers.map(({ id }) => ownColumn(id, personColumns)),
    sensitive: [],
    harmless: ['linked', 'weakestMatchProbability', 'weakestMatchQuality', 'review'],
  }; // prettier-ignore
  return {
    thresholds: thresholds.parse({}),
    dataSets: [
      persons,
      ...study.registers.map(registerRule),
      ...(spellRegisters(study).length === 0 ? [] : [spellsRule]),
    ],
    tables: [],
  };
}

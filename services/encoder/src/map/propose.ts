// SPDX-License-Identifier: EUPL-1.2
/**
 * Which column is which field, proposed from names and values. The best pairs are taken first, and
 * a column once; what the names leave open the values decide. A person looks at it before it counts.
 */
import { MAIN_PART, partsOf } from '@koppel/encoding';
import type { EncodingSpec, FieldSpec, PayloadVariable, Register } from '@koppel/study';
import { payloadNumber } from '../payload.ts';
import { aliases, type Role } from './alias-table.ts';
import { fit, looksLikeBsn, share, speaksForItself, type ColumnSample } from './evidence.ts';
import { isOfAnother, meaning, overlap, plain, wordsOf } from './words.ts';

/** On what a proposal rests. */
export type Basis = 'name' | 'values' | 'both';

export interface Choice {
  readonly column: string;
  readonly basis: Basis;
}

export interface Proposal {
  readonly recordId: Choice | undefined;
  readonly bsn: Choice | undefined;
  /** Per field of the study, its parts with a column. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Choice>>;
  readonly absent: readonly string[];
  readonly payload: ReadonlyMap<string, Choice>;
  readonly missing: readonly string[];
  readonly ignore: readonly string[];
  /** Of `ignore`, columns that look like citizen service numbers. */
  readonly otherBsn: readonly string[];
}

/** What a part of a field of this type is. The main part of the others is known by the field's name. */
const partRoles: Readonly<Record<string, Role>> = {
  'surname value': 'surname',
  'surname prefix': 'prefix',
  'surname partner': 'partner',
  'surname partnerPrefix': 'partnerPrefix',
  'surname usage': 'usage',
  'givenNames value': 'givenNames',
  'givenNames initials': 'initials',
  'givenNames callName': 'callName',
  'postcode value': 'postcode',
  'postcode letterAddress': 'letterAddress',
  'houseNumber value': 'houseNumber',
  'houseNumber letter': 'houseLetter',
  'houseNumber addition': 'houseAddition',
  'houseNumber letterAddress': 'letterAddress',
  'sex value': 'sex',
};

const roles = Object.keys(aliases) as Role[];

/** The role that a name says, by the list of aliases. */
export function roleNamed(name: string): Role | undefined {
  return roles.find((role) => aliases[role].includes(plain(name)));
}

interface Target {
  readonly kind: 'field' | 'payload' | 'recordId' | 'bsn';
  readonly field: string;
  readonly part: string;
  readonly score: (sample: ColumnSample) => number;
}

/** A pair below this is not proposed. */
const enough = 50;

/** Short aliases that are told from the end of a longer name all the same. */
const aliasesThatEnd: ReadonlySet<string> = new Set([
  'bsn',
  'roepnaam',
  'street',
  'straat',
  'huisnr',
]);

const asPartner: ReadonlySet<Role> = new Set(['partner', 'partnerPrefix']);

/** 100 for a name of the list, less for one that ends or begins with it; 0 for any other. */
function nameScore(name: string, role: Role): number {
  const text = plain(name);
  const ofAnother = isOfAnother(name) && !asPartner.has(role);
  if (aliases[role].includes(text)) return 100;
  if (ofAnother) return 0;
  if (role === 'recordId' && wordsOf(name).some((word) => word === 'id' || word === 'nr'))
    return 65;
  // Every second column of a register ends with `nummer`.
  const long = aliases[role].filter((alias) => alias.length > 6 || aliasesThatEnd.has(alias));
  if (long.some((alias) => text.endsWith(alias))) return 70;
  return long.some((alias) => text.startsWith(alias)) ? 60 : 0;
}

/** Names and values together: values that contradict a name take it back. */
function roleScore(sample: ColumnSample, role: Role, field?: string): number {
  const same = field !== undefined && plain(field) === plain(sample.name);
  const named = same ? 100 : nameScore(sample.name, role);
  const fits = fit(sample, role);
  if (named === 0) return !isOfAnother(sample.name) && speaksForItself(sample, role) ? 55 : 0;
  if (fits === undefined) return named;
  return fits < 0.3 && sample.filled.length >= 5 ? named - 60 : named + Math.round(fits * 30);
}

function fieldTargets(field: FieldSpec): Target[] {
  const named = roleNamed(field.name);
  return partsOf(field.type).map((part) => {
    const role =
      partRoles[`${field.type} ${part}`] ??
      (part === MAIN_PART ? named : named === 'birthDate' ? 'birthDateCertainty' : undefined);
    return {
      kind: 'field',
      field: field.name,
      part,
      score: (sample) => {
        const main = part === MAIN_PART ? field.name : undefined;
        if (role !== undefined) return roleScore(sample, role, main);
        return main === undefined ? 0 : wordScore(sample.name, [main]);
      },
    };
  });
}

/** 100 for the same name, or the same words in another language; less for one that shares some. */
function wordScore(column: string, names: readonly string[]): number {
  if (names.some((name) => plain(name) === plain(column))) return 100;
  const words = meaning(column);
  const shared = Math.max(...names.map((name) => overlap(meaning(name), words)));
  return shared === 1 ? 100 : Math.round(80 * shared);
}

function payloadTarget(variable: PayloadVariable): Target {
  const passes = (cell: string): boolean => payloadNumber(variable, cell).ok;
  return {
    kind: 'payload',
    field: variable.name,
    part: MAIN_PART,
    score: (sample) => {
      const named = wordScore(sample.name, [variable.name, variable.label]);
      const fits = share(sample, passes);
      if (fits === undefined) return named;
      if (fits < 0.3) return named - 60;
      // Codes of a list are no accident; any number fits a number.
      const listed = variable.type === 'code' && fits >= 0.9 && sample.distinct >= 2 ? 60 : 0;
      return Math.max(named === 0 ? 0 : named + Math.round(fits * 30), listed);
    },
  };
}

function recordIdTarget(): Target {
  return {
    kind: 'recordId',
    field: '',
    part: '',
    score: (sample) => {
      const unique = sample.distinct === sample.cells.length && sample.cells.length > 0;
      const named = nameScore(sample.name, 'recordId');
      if (unique) return named === 0 ? 0 : named + 30;
      return sample.cells.length === 0 ? named : 0;
    },
  };
}

const bsnTarget: Target = {
  kind: 'bsn',
  field: '',
  part: '',
  score: (sample) => {
    const named = nameScore(sample.name, 'bsn');
    const valued = looksLikeBsn(sample) && !isOfAnother(sample.name) ? 60 : 0;
    return named === 0 ? valued : named + valued;
  },
};

/** `both`: the name is one of the list or the study's own, and the values do not contradict it. */
function basisOf(target: Target, { name }: ColumnSample): Basis {
  const byName = target.score({ name, cells: [], filled: [], distinct: 0 });
  if (byName >= 100) return 'both';
  return byName >= enough ? 'name' : 'values';
}

/** Pairs from the best down, each target and each column once; ties in the order of study and file. */
function assign(targets: readonly Target[], samples: readonly ColumnSample[]): Map<Target, Choice> {
  const pairs = targets.flatMap((target, at) =>
    samples.map((sample, column) => ({ target, at, sample, column, score: target.score(sample) })),
  );
  const chosen = new Map<Target, Choice>();
  const used = new Set<string>();
  pairs
    .filter(({ score }) => score >= enough)
    .sort((a, b) => b.score - a.score || a.at - b.at || a.column - b.column)
    .forEach(({ target, sample }) => {
      if (chosen.has(target) || used.has(sample.name)) return;
      chosen.set(target, { column: sample.name, basis: basisOf(target, sample) });
      used.add(sample.name);
    });
  return chosen;
}

/** A column that no row repeats, where none is called a number of the record. */
function anyUnique(samples: readonly ColumnSample[]): Choice | undefined {
  const found = samples.find(
    ({ cells, distinct }) => cells.length >= 2 && distinct === cells.length,
  );
  return found === undefined ? undefined : { column: found.name, basis: 'values' };
}

/** Proposes a mapping for a register of the study. The samples are in the order of the file. */
export function propose(
  encoding: EncodingSpec,
  register: Register,
  samples: readonly ColumnSample[],
): Proposal {
  const numbers = samples.filter(
    (sample) => looksLikeBsn(sample) || nameScore(sample.name, 'bsn') > 0,
  );
  const bsn = assign([bsnTarget], numbers).get(bsnTarget);
  const bsnColumns = new Set(numbers.map(({ name }) => name));
  const others = samples.filter(({ name }) => !bsnColumns.has(name));
  const recordIdIs = recordIdTarget();
  const fieldsAre = encoding.fields.flatMap(fieldTargets);
  const payloadIs = register.payload.map(payloadTarget);
  const chosen = assign([recordIdIs, ...fieldsAre, ...payloadIs], others);
  const used = new Set([...chosen.values()].map(({ column }) => column));
  const rest = others.filter(({ name }) => !used.has(name));
  const recordId = chosen.get(recordIdIs) ?? anyUnique(rest) ?? (bsn && anyUnique(numbers));
  const fields = new Map<string, Map<string, Choice>>();
  for (const target of fieldsAre) {
    const choice = chosen.get(target);
    if (choice === undefined) continue;
    const parts = fields.get(target.field) ?? new Map<string, Choice>();
    fields.set(target.field, parts.set(target.part, choice));
  }
  const taken = new Set([...used, recordId?.column, bsn?.column]);
  const ignore = samples.map(({ name }) => name).filter((name) => !taken.has(name));
  return {
    recordId,
    bsn,
    fields,
    absent: encoding.fields.map(({ name }) => name).filter((name) => !fields.has(name)),
    payload: new Map(
      payloadIs.flatMap((target) => {
        const choice = chosen.get(target);
        return choice === undefined ? [] : [[target.field, choice] as const];
      }),
    ),
    missing: payloadIs.filter((target) => !chosen.has(target)).map(({ field }) => field),
    ignore,
    otherBsn: ignore.filter((name) => bsnColumns.has(name)),
  };
}

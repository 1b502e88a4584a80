// SPDX-License-Identifier: EUPL-1.2
/** `datapackage.json`: the CSV files as a Data Package of Frictionless Data (specification v1). Pure. */
import type { Study } from '@koppel/study';
import { fixedStems, type DataVariable, type FileSchema } from '../formats/schema.ts';
import { codesOf } from './codebook-table.ts';

function fieldOf(one: DataVariable): object {
  const { variable, unit, min, max } = one;
  const { name, label: title, kind } = variable;
  const codes = codesOf(one);
  const common = { name, title, ...(unit === '' ? {} : { unit }) };
  const values = codes.length === 0 ? {} : { values: codes.map(({ value, label, isMissing }) => ({ value, label, missing: isMissing })) };
  switch (kind) {
    case 'text':
      return { ...common, type: 'string' };
    case 'date':
      return { ...common, type: 'date', format: 'default' };
    case 'boolean':
      return { ...common, type: 'boolean', trueValues: ['1'], falseValues: ['0'], ...values };
    case 'code':
      return { ...common, type: 'string', constraints: { enum: codes.map(({ value }) => value) }, ...values };
    case 'number': {
      const constraints = {
        ...(min === undefined ? {} : { minimum: min }),
        ...(max === undefined ? {} : { maximum: max }),
      };
      // A code for "no answer" lies outside the range, on purpose: then the range is not a rule.
      const rule = codes.length > 0 || Object.keys(constraints).length === 0 ? {} : { constraints };
      return { ...common, type: 'number', ...rule, ...values };
    }
  }
} // prettier-ignore

/** Which column of which file names a row of another. */
function keysOf({ stem, register }: FileSchema): object {
  if (stem === 'persons') return { primaryKey: 'pseudonym' };
  if (register === undefined && stem !== fixedStems.spells) return {};
  const reference = { resource: 'persons', fields: 'pseudonym' };
  return { foreignKeys: [{ fields: 'pseudonym', reference }] };
}

/** A file as it was written. */
export interface WrittenFile {
  readonly rows: number;
  readonly bytes?: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash?: string;
}

export interface PackageVersion {
  readonly version: string;
  /** By stem. */
  readonly files: ReadonlyMap<string, WrittenFile>;
}

/** The descriptor. The same study and version give the same bytes. */
export function dataPackage(
  study: Study,
  schema: readonly FileSchema[],
  { version, files }: PackageVersion,
): string {
  const resources = schema.map((file) => ({
    name: file.stem,
    path: `${file.stem}.csv`,
    title: file.label,
    profile: 'tabular-data-resource',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    ...files.get(file.stem),
    dialect: { delimiter: ',', header: true, lineTerminator: '\n' },
    schema: { fields: file.variables.map(fieldOf), missingValues: [''], ...keysOf(file) },
  }));
  const descriptor = {
    profile: 'tabular-data-package',
    name: study.id,
    title: study.title,
    version,
    description: study.questions.map(({ text }) => text).join(' '),
    resources,
  };
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

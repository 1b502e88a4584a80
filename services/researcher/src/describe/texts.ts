// SPDX-License-Identifier: EUPL-1.2
/** Everything that explains a data set: codebooks, DDI and the descriptor, of the files as written. */
import type { Study } from '@koppel/study';
import { dataSchema } from '../formats/data-schema.ts';
import type { ReleaseText, Written } from '../release.ts';
import { codebookPage } from './codebook-page.ts';
import { codebookTable } from './codebook-table.ts';
import { dataPackage, type WrittenFile } from './data-package.ts';
import { ddiDocument } from './ddi.ts';

export interface Described {
  /** The version of the data set, for people and programs. */
  readonly version: string;
  readonly hasEvents: boolean;
  readonly isTwin?: boolean;
}

/** `datapackage.json` is about the CSV files: without them there is none. */
export function describingTexts(
  study: Study,
  { version, hasEvents, isTwin = false }: Described,
  written: Written,
): readonly ReleaseText[] {
  const schema = dataSchema(study, study.language, hasEvents);
  const rows = new Map([...written].map(([stem, file]) => [stem, file.rows]));
  const files = new Map(
    [...written].flatMap(([stem, { rows: count, formats }]): [string, WrittenFile][] => {
      const { csv } = formats;
      if (csv === undefined) return [];
      return [[stem, { rows: count, bytes: csv.bytes, hash: `sha256:${csv.sha256}` }]];
    }),
  );
  const page = (language: 'en' | 'nl'): ReleaseText => {
    const ownSchema = dataSchema(study, language, hasEvents);
    const text = codebookPage(study, ownSchema, language, { rows, isTwin });
    return { name: `codebook.${language}.html`, text };
  };
  return [
    { name: 'codebook.csv', text: codebookTable(schema) },
    page('en'),
    page('nl'),
    { name: 'ddi.xml', text: ddiDocument(study, schema, { version, rows }) },
    ...(files.size === 0
      ? []
      : [{ name: 'datapackage.json', text: dataPackage(study, schema, { version, files }) }]),
  ];
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * `ddi.xml`: the data set in DDI Codebook 2.5, for archives and catalogues. Elements stand in the
 * order that the schema of the DDI Alliance prescribes. Pure.
 */
import { recipientsOf, type Study } from '@koppel/study';
import type { DataVariable, FileSchema } from '../formats/schema.ts';
import { codesOf } from './codebook-table.ts';
import { element, type Xml } from './xml.ts';

const namespace = 'ddi:codebook:2_5';
const schemaPlace = 'https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd';

const missingFlag = (isMissing: boolean): string => (isMissing ? 'Y' : 'N');

function formatOf({ variable }: DataVariable): Xml {
  switch (variable.kind) {
    case 'number':
    case 'boolean':
      return element('varFormat', { type: 'numeric', schema: 'other' });
    case 'date':
      return element('varFormat', { type: 'character', schema: 'ISO', category: 'date' }, 'YYYY-MM-DD');
    case 'code':
    case 'text':
      return element('varFormat', { type: 'character', schema: 'other' });
  }
} // prettier-ignore

function rangeOf({ min, max }: DataVariable): Xml[] {
  if (min === undefined && max === undefined) return [];
  return [element('valrng', {}, [element('range', { UNITS: 'REAL', min, max })])];
} // prettier-ignore

const nature = { number: 'ratio', date: 'interval', code: 'nominal', boolean: 'nominal', text: 'nominal' } as const; // prettier-ignore

function variableElement(one: DataVariable, id: string, file: string): Xml {
  const { variable, unit, coarse } = one;
  const { name, label, kind } = variable;
  const categories = codesOf(one).map(({ value, label: meaning, isMissing }) =>
    element('catgry', { missing: missingFlag(isMissing) }, [
      element('catValu', {}, value),
      element('labl', {}, meaning),
    ]),
  );
  const attributes = {
    ID: id, name, files: file, nature: nature[kind],
    intrvl: kind === 'number' || kind === 'date' ? 'contin' : 'discrete',
    dcml: variable.kind === 'number' ? variable.decimals : undefined,
  }; // prettier-ignore
  return element('var', attributes, [
    element('location', { fileid: file }),
    element('labl', {}, label),
    ...rangeOf(one),
    ...[unit, coarse ?? ''].filter((text) => text !== '').map((text) => element('txt', {}, text)),
    ...categories,
    formatOf(one),
  ]);
}

function fileElement(file: FileSchema, id: string, rows: number | undefined): Xml {
  const quantities = [
    ...(rows === undefined ? [] : [element('caseQnty', {}, String(rows))]),
    element('varQnty', {}, String(file.variables.length)),
  ];
  return element('fileDscr', { ID: id }, [
    element('fileTxt', {}, [
      element('fileName', {}, file.stem),
      element('fileCont', {}, file.label),
      element('dimensns', {}, quantities),
    ]),
  ]);
}

function studyElement(study: Study, version: string): Xml {
  const { population, cities } = study;
  const summary = element('sumDscr', {}, [
    element('timePrd', { date: population.from, event: 'start' }, population.from),
    element('timePrd', { date: population.to, event: 'end' }, population.to),
    element('nation', { abbr: 'NL' }, 'Nederland'),
    ...cities.map(({ name }) => element('geogCover', {}, name)),
    element('universe', {}, population.description),
  ]);
  const questions = study.questions.map(({ text }) => element('abstract', {}, text));
  return element('stdyDscr', {}, [
    element('citation', {}, [
      element('titlStmt', {}, [
        element('titl', {}, study.title),
        element('IDNo', { agency: 'Koppel' }, study.id),
      ]),
      element(
        'rspStmt',
        {},
        recipientsOf(study).map(({ name }) => element('AuthEnty', {}, name)),
      ),
      element('prodStmt', {}, [element('producer', {}, study.linkageUnit.name)]),
      element('verStmt', {}, [element('version', {}, version)]),
    ]),
    element('stdyInfo', {}, [...questions, summary]),
  ]);
}

/** What differs between versions of a data set. */
export interface DdiVersion {
  /** Its name for people and programs. */
  readonly version: string;
  /** Rows by stem, where they are known. */
  readonly rows: ReadonlyMap<string, number>;
}

/** The document, in UTF-8. The same study and version give the same bytes. */
export function ddiDocument(
  study: Study,
  schema: readonly FileSchema[],
  { version, rows }: DdiVersion,
): string {
  const files = schema.map((file, at) => ({ file, id: `F${String(at + 1)}` }));
  const variables = files.flatMap(({ file, id }) =>
    file.variables.map((one, at) => variableElement(one, `${id}V${String(at + 1)}`, id)),
  );
  const attributes = {
    version: '2.5',
    xmlns: namespace,
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': `${namespace} ${schemaPlace}`,
    'xml:lang': study.language,
  };
  const book = element('codeBook', attributes, [
    studyElement(study, version),
    ...files.map(({ file, id }) => fileElement(file, id, rows.get(file.stem))),
    element('dataDscr', {}, variables),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${book.text}\n`;
}

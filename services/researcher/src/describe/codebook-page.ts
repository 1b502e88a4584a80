// SPDX-License-Identifier: EUPL-1.2
/** The codebook as a page, for people and for paper. No script, no network. Pure. */
import { html, pageText, section, table, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { Study } from '@koppel/study';
import type { DataVariable, FileSchema } from '../formats/schema.ts';
import { codesOf, namesIn } from './codebook-table.ts';

const words = {
  en: {
    title: 'Codebook',
    intro: (title: string) =>
      `What the files of the study “${title}” hold. Every file comes as CSV, Parquet, SPSS (.sav) and Stata (.dta), as far as asked for.`,
    twin: 'This is a synthetic twin: the files have these variables, and no row of them is of a real person.',
    contents: 'Files',
    variable: 'Variable', label: 'Label', type: 'Type', values: 'Values', file: 'File', rows: 'Rows',
    types: { text: 'text', code: 'code list', date: 'date', number: 'number', boolean: 'yes or no' },
    from: 'from', to: 'to', missing: 'missing',
    also: (name: string) => `in Stata: ${name}`,
    numbered: (number: string) => `Stata ${number}`,
    formats: 'How files differ',
    notes: [
      'A value that a register did not have is an empty cell in CSV, a null in Parquet, system-missing in SPSS and “.” in Stata.',
      'Values marked “missing” say why there is no answer: SPSS counts them as user-missing, in Stata they are .a, .b and .c.',
      'Code lists that hold whole numbers only are numbers in SPSS and Stata. Others are text in SPSS, and in Stata they are numbered in the order of the list.',
      'Dates are YYYY-MM-DD in CSV, and dates of their own type in the other formats.',
      'Names that Stata does not accept are changed there; the list says so.',
    ],
    footer: 'This page describes files and holds no data. It loads nothing from a network.',
  },
  nl: {
    title: 'Codeboek',
    intro: (title: string) =>
      `Wat de bestanden van de studie “${title}” bevatten. Elk bestand komt als CSV, Parquet, SPSS (.sav) en Stata (.dta), voor zover gevraagd.`,
    twin: 'Dit is een synthetische tweeling: de bestanden hebben deze variabelen, en geen rij ervan is van een echt mens.',
    contents: 'Bestanden',
    variable: 'Variabele', label: 'Omschrijving', type: 'Soort', values: 'Waarden', file: 'Bestand', rows: 'Rijen',
    types: { text: 'tekst', code: 'codelijst', date: 'datum', number: 'getal', boolean: 'ja of nee' },
    from: 'vanaf', to: 'tot en met', missing: 'ontbrekend',
    also: (name: string) => `in Stata: ${name}`,
    numbered: (number: string) => `Stata ${number}`,
    formats: 'Waarin de bestanden verschillen',
    notes: [
      'Een waarde die een register niet had, is een lege cel in CSV, null in Parquet, system-missing in SPSS en “.” in Stata.',
      'Waarden met het merk “ontbrekend” zeggen waarom er geen antwoord is: SPSS telt ze als user-missing, in Stata zijn ze .a, .b en .c.',
      'Codelijsten met alleen hele getallen zijn getallen in SPSS en Stata. Andere zijn tekst in SPSS; in Stata zijn zij genummerd in de volgorde van de lijst.',
      'Datums zijn JJJJ-MM-DD in CSV, en in de andere formaten datums van hun eigen soort.',
      'Namen die Stata niet aanneemt zijn daar veranderd; de lijst meldt dat.',
    ],
    footer: 'Deze pagina beschrijft bestanden en bevat geen gegevens. Zij haalt niets van een netwerk.',
  },
} as const; // prettier-ignore

type Words = (typeof words)[Language];

function valuesCell(one: DataVariable, text: Words): Markup {
  const { unit, min, max, coarse } = one;
  const range = [
    ...(unit === '' ? [] : [unit]),
    ...(min === undefined ? [] : [`${text.from} ${String(min)}`]),
    ...(max === undefined ? [] : [`${text.to} ${String(max)}`]),
    ...(coarse === undefined ? [] : [coarse]),
  ].join(', ');
  const codes = codesOf(one);
  if (codes.length === 0) return html`${range}`;
  const lines = codes.map(({ value, label, isMissing, dta }, at) => {
    const marks = [
      ...(isMissing ? [text.missing] : []),
      ...(dta === value ? [] : [text.numbered(dta)]),
    ];
    const broken = at > 0 || range !== '' ? html`<br />` : '';
    return html`${broken}${value} = ${label}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  });
  return html`${range}${lines}`;
}

function fileSection(file: FileSchema, text: Words, rows: number | undefined): Markup {
  const { dta } = namesIn(file);
  const lines = file.variables.map((one, at) => {
    const { name, label, kind } = one.variable;
    const shown = dta[at] === name ? html`${name}` : html`${name}<br />(${text.also(dta[at]!)})`;
    return [shown, label, text.types[kind], valuesCell(one, text)];
  });
  const head = [text.variable, text.label, text.type, text.values];
  const counted = rows === undefined ? '' : ` (${text.rows.toLowerCase()}: ${String(rows)})`;
  const content = table(file.label, head, lines, 'words');
  return section(`file-${file.stem}`, `${file.stem}: ${file.label}${counted}`, content);
}

/** What a page may say beside the variables. */
export interface CodebookNotes {
  /** Rows by stem, where they are known. */
  readonly rows?: ReadonlyMap<string, number>;
  readonly isTwin?: boolean;
}

/** The codebook in a language; labels of the study's own variables stay in the study's language. */
export function codebookPage(
  study: Study,
  schema: readonly FileSchema[],
  language: Language,
  { rows, isTwin = false }: CodebookNotes = {},
): string {
  const text = words[language];
  const content = html`
    <nav aria-label="${text.contents}">
      <ul>
        ${schema.map(({ stem, label }) => html`<li><a href="#file-${stem}">${stem}: ${label}</a></li>`)}
      </ul>
    </nav>
    ${schema.map((file) => fileSection(file, text, rows?.get(file.stem)))}
    ${section('formats', text.formats, html`<ul>${text.notes.map((note) => html`<li>${note}</li>`)}</ul>`)}
  `; // prettier-ignore
  return pageText({
    language,
    title: `${text.title}: ${study.title}`,
    introduction: isTwin ? text.twin : text.intro(study.title),
    content,
    footer: text.footer,
  });
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The release check as a page for the privacy officer. It tells which cells break a rule and not how
 * many persons they have. The same outcome gives the same bytes.
 */
import { html, pageText, section, table, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import { basename } from 'node:path';
import type { Thresholds } from './cells.ts';
import type { CheckedDataSet, Outcome } from './run.ts';
import { tableSection, type PageContext } from './table-page.ts';
import { words, type Words } from './words.ts';

const verdict = (isSafe: boolean, text: Words): string => (isSafe ? text.pass : text.fail);

function dataSetRows(one: CheckedDataSet, text: Words): (readonly string[])[] {
  const { kAnonymity, lDiversity, undeclared, apart, joined } = one;
  const row = (name: string, isSafe: boolean, found: string): readonly string[] => [
    name,
    verdict(isSafe, text),
    found,
  ];
  return [
    row(text.undeclared, undeclared.length === 0, undeclared.join(', ')),
    row(text.kAnonymity, kAnonymity.records === 0, `${String(kAnonymity.records)} ${text.classes}`),
    ...lDiversity.map(({ variable, uniform, grouped }) =>
      row(
        `${text.lDiversity}: ${variable}`,
        uniform + grouped === 0,
        `${String(uniform)} ${text.uniform}, ${String(grouped)} ${text.grouped}`,
      ),
    ),
    row(text.joined, joined === 0, `${String(joined)} ${text.apart}`),
    row(text.earlier, apart === 0, `${String(apart)} ${text.apart}`),
  ];
}

function stepsOf({ kAnonymity: { steps } }: CheckedDataSet, text: Words): Markup {
  if (steps.length === 0) return html``;
  const rows = steps.map(({ variable, coarser, values = [], left }) => {
    const names = values.map((value) => (value === '' ? text.noValue : value)).join(text.and);
    const what = coarser === 'merge' ? `${text.together} ${names}` : text[coarser];
    return [`${variable}: ${what}`, String(left)];
  });
  return html`<h3>${text.repair}</h3>
    <p>${text.steps}:</p>
    ${table(text.steps, [text.step, text.left], rows)}
    <p>${text.manySteps}</p>`;
}

function dataSetSection(one: CheckedDataSet, at: number, text: Words): Markup {
  const name = basename(one.file);
  const { quasiIdentifiers, sensitive, harmless } = one.rule;
  const listed = (label: string, names: readonly string[]): string =>
    `${label}: ${names.length === 0 ? text.none : names.join(', ')}.`;
  return section(
    `data-set-${String(at)}`,
    `${text.dataSet}: ${name}`,
    html`<p>${String(one.rows)} ${text.rows}. ${listed(text.quasi, quasiIdentifiers)} ${listed(text.sensitive, sensitive)} ${listed(text.harmless, harmless)}</p>
      ${table(`${text.dataSet}: ${name}`, [text.check, text.outcome, text.found], dataSetRows(one, text), 'words')}
      ${stepsOf(one, text)}`,
  );
} // prettier-ignore

function rulesSection(thresholds: Thresholds, { text, number }: PageContext): Markup {
  const names = ['smallCell', 'dominance', 'group', 'k', 'l'] as const;
  const isShare = (name: (typeof names)[number]): boolean => name === 'dominance' || name === 'group';
  const rows = names.map((name) => [
    text[name],
    isShare(name) ? `${number(100 * thresholds[name])}%` : number(thresholds[name]),
  ]);
  return section('rules', text.rules, table(text.rules, [text.rule, text.threshold], rows));
} // prettier-ignore

export interface PageInput {
  readonly study: string;
  readonly outcome: Outcome;
  readonly thresholds: Thresholds;
  readonly isSafe: boolean;
  readonly language: Language;
}

export function checkPage({ study, outcome, thresholds, isSafe, language }: PageInput): string {
  const text = words[language];
  const format = new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB');
  const context: PageContext = { text, number: (value) => format.format(value), thresholds };
  const { dataSets, tables, unread } = outcome;
  const content = html`<p><strong>${isSafe ? text.passes : text.fails}</strong></p>
    ${dataSets.map((one, at) => dataSetSection(one, at, text))}
    ${tables.map((one, at) => tableSection(one, at, context))}
    ${unread.length === 0 ? '' : section('unread', text.unread, html`<p>${unread.join(', ')}</p>`)}
    ${rulesSection(thresholds, context)}`;
  const title = `${text.title}: ${study}`;
  return pageText({ language, title, introduction: text.intro, content, footer: text.footer });
}

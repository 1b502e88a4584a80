// SPDX-License-Identifier: EUPL-1.2
/**
 * The profile as a page for the owner of the register. It may hold counts of any size and no value of
 * a record; codes come from the study and from lists of the program.
 */
import { figure, html, pageText, section, table, type Markup, type Part } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { Register } from '@koppel/study';
import { unusableStates, type ProfileReport, type Verdict } from '../model.ts';
import { wordingOf, type Wording } from '../words.ts';
import { adviceOn } from './advice.ts';
import { completenessChart, countAndShare, verdictMark, withCode, word } from './parts.ts';
import { addressSection, birthSection, repeatSection } from './person-sections.ts';
import {
  characterSection,
  consistencySection,
  periodSection,
  powerSection,
} from './value-sections.ts';
import { weightSection } from './weight-section.ts';

function goOf(list: readonly { readonly verdict: Verdict }[]): string {
  return `${list.filter(({ verdict }) => verdict === 'go').length} / ${list.length}`;
}

function keyFigures(report: ProfileReport, wording: Wording): Markup {
  const { texts, count } = wording;
  const item = (name: string, value: Markup | string, detail: string): Markup =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}<small>${detail}</small></dd>
    </div>`;
  const identity = report.duplicates.find(({ kind }) => kind === 'identity')!;
  const content = html`<dl class="key">
    ${item(texts.whole, verdictMark(report.verdict, wording), '')}
    ${item(texts.rows, count(report.rows), '')}
    ${item(texts.linkageFields, goOf(report.fields), texts.ofWhich)}
    ${
      report.variables.length === 0
        ? html``
        : item(texts.researchVariables, goOf(report.variables), texts.ofWhich)
    }
    ${item(texts.repeats, count(identity.repeated), texts.identityDuplicates)}
  </dl>`;
  return section('key', texts.keyFigures, content);
}

function adviceSection(report: ProfileReport, wording: Wording): Markup {
  const { texts } = wording;
  const list = adviceOn(report, wording);
  const lines = list.map(
    ({ verdict, name, text }) =>
      html`<li>
        ${verdictMark(verdict, wording)} ${name === undefined ? '' : html`<strong>${name}</strong>`}
        ${withCode(text)}
      </li>`,
  );
  const content =
    list.length === 0
      ? html`<p>${texts.nothingToDo}</p>`
      : html`<ul class="advice">
          ${lines}
        </ul>`;
  return section(
    'advice',
    texts.toDo,
    html`${content}
      <h3>${texts.thresholdsIntro}</h3>
      <p class="soft">${texts.thresholds}</p>`,
  );
}

type Named = ProfileReport['fields'] | ProfileReport['variables'];

/** Broken rules, parts and codes: tables beside the chart, where there is something to tell. */
function detailTables(
  list: Named,
  report: ProfileReport,
  subject: string,
  wording: Wording,
): Readonly<Record<'rules' | 'others', Markup[]>> {
  const { texts } = wording;
  const share = (count: number): Markup => countAndShare(count, report.rows, wording);
  const broken = list.flatMap(({ name, rules }) =>
    rules.map(({ rule, rows }) => [name, texts[rule], share(rows)]),
  );
  const parts = list.flatMap((one) =>
    'parts' in one
      ? one.parts.map(({ part, filled }) => [
          one.name,
          part === 'letterAddress' ? texts.letterAddressPart : word(part, texts),
          share(filled),
        ])
      : [],
  );
  const codes = list.flatMap(({ name, codes: own }) =>
    own.map(({ code, rows }) => [name, code, share(rows)]),
  );
  const tableOf = (
    heading: string,
    column: string,
    lines: readonly (readonly Part[])[],
    counted: string = texts.rows,
  ) =>
    lines.length === 0
      ? []
      : [
          html`<h3>${heading}</h3>
            ${table(heading, [subject, column, counted], lines)}`,
        ];
  return {
    rules: tableOf(texts.rules, texts.rule, broken),
    others: [
      ...tableOf(texts.parts, texts.part, parts, texts.filled),
      ...tableOf(texts.codes, texts.code, codes),
    ],
  };
}

/** Completeness and validity of fields or variables. */
function cellSection(
  id: 'fields' | 'variables',
  list: Named,
  report: ProfileReport,
  wording: Wording,
): Markup {
  if (list.length === 0) return html``;
  const { texts, count } = wording;
  const { rows, absent, nothingToLink } = report;
  const isFields = id === 'fields';
  const caption = isFields ? texts.fieldsCaption : texts.variablesCaption;
  const subject = isFields ? texts.field : texts.variable;
  const marks = isFields ? [0.95, 0.98] : [0.85, 0.95];
  const states = (['usable', ...unusableStates] as const).filter(
    (state) => state !== 'letterAddress' || list.some(({ cells }) => cells[state] > 0),
  );
  const numbers = table(
    caption,
    [subject, texts.verdict, ...states.map((state) => texts[state])],
    list.map(({ name, cells, verdict }) => [
      name,
      verdictMark(verdict, wording),
      ...states.map((state) => countAndShare(cells[state], rows, wording)),
    ]),
  );
  const notes = [
    ...(absent.length > 0 ? [`${texts.absent}: ${absent.join(', ')}.`] : []),
    `${texts.nothingToLink}: ${count(nothingToLink)}.`,
  ].join(' ');
  const details = detailTables(list, report, subject, wording);
  const drawing = completenessChart(caption, list, { rows, marks }, wording);
  return section(
    id,
    isFields ? texts.linkageFields : texts.researchVariables,
    html`<div class="columns">
        <div>${figure(drawing, caption)}${details.rules}</div>
        <div>${details.others}</div>
      </div>
      <h3>${texts.rows}</h3>
      ${numbers} ${isFields ? html`<p class="soft">${notes}</p>` : html``}`,
  );
}

/** The page as UTF-8 text. The same profile gives the same bytes. */
export function profilePage(report: ProfileReport, register: Register, language: Language): string {
  const wording = wordingOf(language);
  const { texts } = wording;
  const introduction = [
    ...(report.synthetic ? [texts.synthetic] : []),
    texts.introduction,
    `${texts.profiled} ${report.day}.`,
  ].join(' ');
  return pageText({
    language,
    title: `${texts.title}: ${register.label}`,
    introduction,
    content: html`${keyFigures(report, wording)}${adviceSection(report, wording)}
    ${cellSection('fields', report.fields, report, wording)}
    ${powerSection(report, wording)}${weightSection(report, wording)}${repeatSection(report, wording)}
    ${consistencySection(report, wording)}${birthSection(report, wording)}
    ${addressSection(report, wording)}${characterSection(report, wording)}
    ${cellSection('variables', report.variables, report, wording)} ${periodSection(report, wording)}`,
    footer: texts.footer,
  });
}

// SPDX-License-Identifier: EUPL-1.2
/** The first sections of the page: key figures, what to look at, and how the linkage was done. */
import { html, section, table, type Markup, type Part } from '@koppel/console';
import type { CellInterval, ExpectedFigures, QualityReport } from '../model.ts';
import { guildItems, type GuildName } from '../guild.ts';
import { wordFor, type Wording } from './words.ts';
import type { Texts } from './words-en.ts';

const item = (name: string, value: Part, detail: string): Markup =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}<small>${detail}</small></dd>
  </div>`;

function expectedItems(expected: ExpectedFigures | null, wording: Wording): Markup[] {
  const { texts, percent, range, cell, cellRange } = wording;
  if (expected === null) {
    return [
      item(texts.expectedPrecision, '–', texts.notEstimated),
      item(texts.expectedRecall, '–', texts.notEstimated),
    ];
  }
  const number = (name: string, interval: CellInterval): Markup =>
    item(name, cell(interval.value), cellRange(interval));
  return [
    item(texts.expectedPrecision, percent(expected.precision.value), range(expected.precision)),
    item(texts.expectedRecall, percent(expected.recall.value), range(expected.recall)),
    number(texts.falseLinks, expected.falseLinks),
    number(texts.missedLinks, expected.missedLinks),
  ];
}

function measuredItems({ measured }: QualityReport, { texts, percent, range }: Wording): Markup[] {
  if (measured === null) return [];
  return [
    item(texts.measuredPrecision, percent(measured.precision.value), range(measured.precision)),
    item(texts.measuredRecall, percent(measured.recall.value), range(measured.recall)),
  ];
}

export function keySection(report: QualityReport, wording: Wording): Markup {
  const { texts, cell, decimal } = wording;
  const meaning = (name: string, words: string): Markup =>
    html`<div>
      <dt>${name}:</dt>
      <dd>${words}</dd>
    </div>`;
  const content = html`<dl class="key">
      ${item(texts.persons, cell(report.persons), '')}${item(texts.links, cell(report.links), '')}
      ${expectedItems(report.expected, wording)}${measuredItems(report, wording)}
      ${item(texts.threshold, decimal(report.method.threshold, 3), wordFor(report.method.similarity, texts))}
    </dl>
    <dl class="meanings">
      ${meaning(texts.persons, texts.personsMeaning)}${meaning(texts.links, texts.linksMeaning)}
      ${meaning(texts.precision, texts.precisionMeaning)}${meaning(texts.recall, texts.recallMeaning)}
      ${meaning(texts.falseLinks, texts.falseMeaning)}${meaning(texts.missedLinks, texts.missedMeaning)}
      ${meaning(texts.threshold, texts.thresholdMeaning)}
    </dl>
    <p class="meanings">
      ${texts.intervals}${report.measured === null ? '' : ` ${texts.intervalsMeasured}`}
    </p>`;
  return section('key', texts.key, content);
}

/** A text of ours, in which what stands between backticks is to be typed as it is. */
function withCode(words: string): Markup {
  const parts = words.split('`');
  return html`${parts.map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;
}

export function warningSection({ warnings }: QualityReport, { texts }: Wording): Markup {
  const lines = warnings.map(
    ({ code, register }) =>
      html`<li>
        <span class="verdict conditional">!</span>
        ${register === null ? '' : html`<strong>${register}</strong> `}${withCode(texts[code])}
      </li>`,
  );
  const content =
    lines.length === 0
      ? html`<p>${texts.noWarnings}</p>`
      : html`<ul class="advice">
          ${lines}
        </ul>`;
  return section('warnings', texts.warnings, content);
}

export function methodSection({ method, candidatePairs }: QualityReport, wording: Wording): Markup {
  const { texts, cell, decimal, percent, range } = wording;
  const { search } = method;
  const searched =
    search.method === 'exact'
      ? texts.exact
      : search.low === 0 && search.high === 1
        ? `${texts.approximate}; ${texts.searchUnmeasured}`
        : `${texts.approximate}; ${texts.searchRecall} ${percent(search.measured)} (${range({ value: search.measured, ...search })})`;
  const rows: (readonly [string, string])[] = [
    [texts.scheme, method.scheme],
    ...(method.reason === null ? [] : [[texts.reason, method.reason] as const]),
    [texts.fields, method.fields.join(', ')],
    [texts.measure, wordFor(method.similarity, texts)],
    [texts.search, searched],
    [texts.candidates, cell(candidatePairs)],
    [texts.threshold, decimal(method.threshold, 4)],
    [texts.thresholdBy, wordFor(method.thresholdMethod, texts)],
    [texts.upper, decimal(method.thresholdUpper, 4)],
    [texts.lower, decimal(method.thresholdLower, 4)],
    [texts.assignment, wordFor(method.assignment, texts)],
  ];
  return section(
    'method',
    texts.method,
    table(texts.method, [texts.what, texts.choice], rows, 'words'),
  );
}

function answerOf(
  { answeredBy, sections, item: name }: (typeof guildItems)[number],
  report: QualityReport,
  texts: Texts,
): Part {
  if (answeredBy === 'dataOwner') return texts.byDataOwner;
  if (answeredBy === 'coordinator') return texts.byCoordinator;
  if (answeredBy === 'researcher') return texts.byResearcher;
  if (name === 'validation' && report.measured === null) return texts.noTruth;
  const links = sections.map((id, at) => {
    const heading = id === 'method' ? texts.method : texts[id];
    return html`${at === 0 ? '' : ', '}<a href="#${id}">${heading}</a>`;
  });
  return html`${texts.here}: ${links}`;
}

/** The guidance as a table, with links to where an item is answered. */
export function guildSection(report: QualityReport, { texts }: Wording): Markup {
  const nameOf = (name: GuildName): string => (name === 'method' ? texts.methodItem : texts[name]);
  const rows = guildItems.map((one) => [
    html`${nameOf(one.item)}<small>${texts[`step${one.step}`]}</small>`,
    answerOf(one, report, texts),
  ]);
  return section(
    'guild',
    texts.guild,
    html`<p class="soft">${texts.guildIntro}</p>
      ${table(texts.guild, [texts.item, texts.answered], rows, 'words')}`,
  );
}

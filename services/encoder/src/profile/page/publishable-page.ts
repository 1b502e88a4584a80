// SPDX-License-Identifier: EUPL-1.2
/** The publishable profile as a page: from the publishable form alone, so that it cannot tell more. */
import { html, pageText, section, table, type Markup, type Part } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { PublishableCell, PublishableProfile } from '@koppel/study';
import { wordingOf, type Wording } from '../words.ts';
import { verdictMark, word } from './parts.ts';

function cellText(cell: PublishableCell, { count, texts }: Wording): string {
  if (cell === '<10') return cell;
  return cell === 'most' ? texts.most : count(cell);
}

function named(name: string, type: string): Markup {
  return html`${name}<small>${type}</small>`;
}

function fieldSection({ fields, absent }: PublishableProfile, wording: Wording): Markup {
  const { texts, count, decimal } = wording;
  const numbers = table(
    texts.linkageFields,
    [
      texts.field,
      texts.verdict,
      texts.unusable,
      texts.mainReason,
      texts.commonValues,
      texts.bits,
      texts.weightTokens,
    ],
    fields.map((field) => [
      named(field.name, field.type),
      verdictMark(field.verdict, wording),
      cellText(field.unusable, wording),
      field.mainReason === undefined ? '–' : texts[field.mainReason],
      count(field.commonValues),
      decimal(Math.log2(Math.max(1, field.effectiveValues)), 1),
      field.meanTokens === undefined ? '–' : decimal(field.meanTokens, 1),
    ]),
  );
  const marks = fields.flatMap(({ name, marks: own }) =>
    own.map(({ mark, rows }) => [name, word(mark, texts), cellText(rows, wording)]),
  );
  return section(
    'fields',
    texts.linkageFields,
    html`${numbers}${absent.length === 0 ? html`` : html`<p>${texts.absent}: ${absent.join(', ')}</p>`}
    ${
      marks.length === 0
        ? html``
        : html`<h3>${texts.characters}</h3>
            ${table(texts.characters, [texts.field, texts.mark, texts.rows], marks)}`
    }`,
  );
}

function yearTable(
  caption: string,
  years: PublishableProfile['birthYears'],
  wording: Wording,
): Markup {
  return table(
    caption,
    [wording.texts.years, wording.texts.share],
    years.map(({ from, to, percent }) => [
      from === to ? String(from) : `${from}–${to}`,
      `${percent}%`,
    ]),
  );
}

function variableSection({ variables }: PublishableProfile, wording: Wording): Markup {
  if (variables.length === 0) return html``;
  const { texts, count } = wording;
  const numbers = table(
    texts.researchVariables,
    [texts.variable, texts.verdict, texts.unusable, texts.mainReason, texts.monthsCovered],
    variables.map(({ name, type, verdict, unusable, mainReason, dates }): Part[] => [
      named(name, type),
      verdictMark(verdict, wording),
      cellText(unusable, wording),
      mainReason === undefined ? '–' : texts[mainReason],
      dates === undefined ? '–' : count(dates.monthsCovered),
    ]),
  );
  const periods = variables
    .filter(({ dates }) => (dates?.years.length ?? 0) > 0)
    .map(
      ({ name, dates }) =>
        html`<div>
          <h3>${name}</h3>
          ${yearTable(name, dates!.years, wording)}
        </div>`,
    );
  return section(
    'variables',
    texts.researchVariables,
    html`${numbers}
      <div class="columns">${periods}</div>`,
  );
}

function checkSection(profile: PublishableProfile, wording: Wording): Markup {
  const { texts } = wording;
  const lines = [
    ...profile.duplicates.map(({ kind, repeated, verdict }) => [
      html`${texts.repeats}<small>${texts[`${kind}Duplicates`]}</small>`,
      verdictMark(verdict, wording),
      cellText(repeated, wording),
    ]),
    ...profile.consistency.map(({ check, fields, broken, verdict }) => [
      html`${word(check, texts)}<small>${fields.join(', ')}</small>`,
      verdictMark(verdict, wording),
      cellText(broken, wording),
    ]),
    ...(profile.rowsAtCrowdedAddresses === undefined
      ? []
      : [[texts.rowsAtCrowded, '–', cellText(profile.rowsAtCrowdedAddresses, wording)]]),
  ];
  return section(
    'checks',
    texts.consistency,
    table(texts.consistency, [texts.check, texts.verdict, texts.rows], lines),
  );
}

function birthSection({ birthYears, birthPeaks }: PublishableProfile, wording: Wording): Markup {
  if (birthYears.length === 0) return html``;
  const { texts, dayName } = wording;
  const peaks = table(
    texts.births,
    [texts.day, texts.rows, texts.verdict],
    birthPeaks.map(({ day, rows, suspicious }) => [
      dayName(day),
      cellText(rows, wording),
      suspicious ? html`<strong>${texts.suspicious}</strong>` : texts.notSuspicious,
    ]),
  );
  return section(
    'births',
    texts.births,
    html`<div class="columns">
      ${yearTable(texts.births, birthYears, wording)}
      <div>${peaks}</div>
    </div>`,
  );
}

export function publishablePage(profile: PublishableProfile, language: Language): string {
  const wording = wordingOf(language);
  const { texts, count } = wording;
  const { rows, verdict } = profile;
  const key = html`<dl class="key">
    <div>
      <dt>${texts.whole}</dt>
      <dd>${verdictMark(verdict, wording)}</dd>
    </div>
    <div>
      <dt>${texts.rows}</dt>
      <dd>${rows === '<10' ? rows : count(rows)}</dd>
    </div>
  </dl>`;
  const sections =
    rows === '<10'
      ? html`<p>${texts.tooFew}</p>`
      : html`${fieldSection(profile, wording)}${checkSection(profile, wording)}${birthSection(profile, wording)}${variableSection(profile, wording)}`;
  return pageText({
    language,
    title: `${texts.title}: ${profile.register}`,
    introduction: `${profile.synthetic ? `${texts.synthetic} ` : ''}${texts.introductionPublishable} ${texts.profiled} ${profile.month}.`,
    content: html`${section('key', texts.keyFigures, key)}${sections}`,
    footer: texts.footerPublishable,
  });
}

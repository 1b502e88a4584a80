// SPDX-License-Identifier: EUPL-1.2
/** Registers, expected linkage, documents and evidence: what the findings come from. Pure. */
import { figure, html, section, table, type Markup, type Part } from '@koppel/console';
import type { Estimated } from '@koppel/feasibility';
import type { PublishableCell, PublishableProfile } from '@koppel/study';
import { documentNames } from '../words/names.ts';
import type { ReportInput } from './input.ts';
import { overlapChart } from './overlap-chart.ts';
import { wordTable } from './parts.ts';

/** Share of the rows with a value; a small cell counts for its largest. */
function complete(cell: PublishableCell, rows: number): number {
  if (cell === '<10') return 1 - 9 / Math.max(rows, 9);
  return cell === 'most' ? 0 : 1 - cell / rows;
}

function least(
  list: readonly { readonly name: string; readonly unusable: PublishableCell }[],
  rows: number,
  { wording }: ReportInput,
): Part {
  const sorted = list
    .map(({ name, unusable }) => ({ name, share: complete(unusable, rows) }))
    .sort((one, other) => one.share - other.share);
  const [worst] = sorted;
  return worst === undefined ? '–' : html`${wording.percent(worst.share)}<small>${worst.name}</small>`;
} // prettier-ignore

function profileRow(
  { city, register }: { readonly city: string; readonly register: string },
  profile: PublishableProfile,
  input: ReportInput,
): Part[] {
  const { wording } = input;
  const name = html`${wording.register(register)}<small>${wording.city(city)}</small>`;
  const { rows } = profile;
  if (rows === '<10') return [name, rows, '–', '–', '–', '–'];
  const doubles = profile.duplicates.filter(({ kind }) => kind !== 'recordId');
  const most = Math.max(0, ...doubles.map(({ repeated }) => 1 - complete(repeated, rows)));
  const months = profile.variables.flatMap(({ dates }) => dates?.monthsCovered ?? []);
  return [
    name,
    wording.count(rows),
    least(profile.fields, rows, input),
    least(
      profile.variables.filter(({ openEnded }) => !openEnded),
      rows,
      input,
    ),
    doubles.length === 0 ? '–' : wording.percent(most),
    months.length === 0 ? '–' : wording.count(Math.min(...months)),
  ];
}

export function qualitySection(input: ReportInput): Markup {
  const { feasibility, profiles, texts } = input;
  const rows = feasibility.profiles.map((one) =>
    profileRow(one, profiles.get(`${one.city} ${one.register}`)!, input),
  );
  const head = [
    texts.register,
    texts.rows,
    texts.worstField,
    texts.worstVariable,
    texts.doubles,
    texts.months,
  ];
  const content =
    rows.length === 0
      ? html`<p>${texts.noProfiles}</p>`
      : html`<p>${texts.qualityNote}</p>
          ${table(texts.quality, head, rows)}`;
  return section('quality', texts.quality, content);
}

/** A picture for each city, as the scales of cities differ. */
function overlapCharts({ study, feasibility, texts, wording }: ReportInput): Markup[] {
  return study.cities.flatMap(({ id }) => {
    const rows = feasibility.overlaps
      .filter(({ city }) => city === id)
      .map(({ one, other, persons, wanted }) => ({
        name: `${wording.register(one)} + ${wording.register(other)}`,
        persons,
        wanted,
      }));
    if (rows.length === 0) return [];
    const chart = overlapChart({
      label: `${texts.overlap}: ${wording.city(id)}`,
      rows,
      wantedName: texts.needed,
      intervalName: texts.limits,
      count: wording.count,
    });
    return [figure(chart, `${texts.overlap}: ${wording.city(id)}`)];
  });
}

export function linkageSection(input: ReportInput): Markup {
  const { feasibility, texts, wording } = input;
  const interval = ({ value, low, high }: Estimated, told: (value: number) => string): Part =>
    html`${told(value)}<small>${told(low)}–${told(high)}</small>`;
  const expected = feasibility.expected.map(({ city, recall, precision, recallGap }) => [
    city === undefined ? texts.all : wording.city(city),
    interval(recall, wording.percent),
    interval(precision, wording.percent),
    recallGap === undefined ? '–' : wording.percent(recallGap),
  ]);
  const overlaps = feasibility.overlaps.map(({ city, one, other, persons, wanted }) => [
    html`${wording.register(one)} + ${wording.register(other)}<small>${wording.city(city)}</small>`,
    interval(persons, wording.count),
    wording.count(wanted),
  ]);
  const content =
    expected.length === 0
      ? html`<p>${texts.notRehearsed}</p>`
      : html`<p>${texts.linkageNote}</p>
          ${table(texts.linkage, [texts.city, texts.recall, texts.precision, texts.gap], expected)}`;
  const shared =
    overlaps.length === 0
      ? html``
      : html`<h3>${texts.overlap}</h3>
          <p>${texts.overlapNote}</p>
          ${table(texts.overlap, [texts.registers, texts.inBoth, texts.needed], overlaps)}
          <div class="columns">${overlapCharts(input)}</div>`;
  return section('linkage', texts.linkage, html`${content}${shared}`);
}

export function documentSection(input: ReportInput): Markup {
  const { documents, texts, wording } = input;
  const rows = (documents ?? []).map(({ id, document, covers }) => {
    const named = [
      ...(covers.cities ?? []).map(wording.city),
      ...(covers.registers ?? []).map(wording.register),
    ];
    return [
      html`${wording.pick(documentNames[document.kind])}<small>${id}, ${document.version}</small>`,
      document.owner,
      named.length === 0 ? texts.wholeStudy : named.join(', '),
      wording.day(document.validUntil),
      html`<span class="hash">${document.sha256.slice(0, 16)}…</span>`,
    ];
  });
  const head = [texts.kind, texts.owner, texts.covers, texts.until, 'SHA-256'];
  const content =
    rows.length > 0
      ? wordTable(texts.documents, head, rows)
      : html`<p>${documents === undefined ? texts.documentsUnread : texts.noDocuments}</p>`;
  return section('documents', texts.documents, content);
}

export function evidenceSection({ feasibility, texts }: ReportInput): Markup {
  const rows = Object.entries(feasibility.evidence).map(([name, sha256]) => [
    name,
    html`<span class="hash">${sha256}</span>`,
  ]);
  const content =
    rows.length === 0
      ? html`<p>${texts.none}</p>`
      : html`<p>${texts.evidenceNote}</p>
          ${wordTable(texts.evidence, [texts.file, 'SHA-256'], rows)}`;
  return section('evidence', texts.evidence, content);
}

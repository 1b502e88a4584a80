// SPDX-License-Identifier: EUPL-1.2
/** Sections about persons: repeated ones, their births, and how many share an address. */
import {
  columns,
  figure,
  html,
  type Markup,
  namedBars,
  section,
  table,
  withTicks,
} from '@koppel/console';
import type { BsnProfile, ProfileReport } from '../model.ts';
import { shareOf } from '../verdicts.ts';
import type { Wording } from '../words.ts';
import { chartWithFigures, countAndShare, verdictMark } from './parts.ts';

function bsnTable(bsn: BsnProfile, rows: number, wording: Wording): Markup {
  const { texts } = wording;
  const lines = [
    [texts.bsnValid, bsn.valid],
    [texts.bsnShortened, bsn.shortened],
    [texts.bsnInvalid, bsn.invalid],
    [texts.bsnDefault, bsn.default],
    [texts.bsnMissing, bsn.missing],
  ] as const;
  return html`<div>
    <h3>${texts.bsn}</h3>
    ${table(
      texts.bsn,
      [texts.bsn, texts.rows],
      lines.map(([name, count]) => [name, countAndShare(count, rows, wording)]),
    )}
  </div>`;
}

export function repeatSection(report: ProfileReport, wording: Wording): Markup {
  const { texts, count } = wording;
  const { rows, recordId } = report;
  const repeats = table(
    texts.repeats,
    [texts.whatRepeats, texts.verdict, texts.withValue, texts.repeated],
    report.duplicates.map(({ kind, verdict, rows: having, repeated, exact }) => [
      exact
        ? texts[`${kind}Duplicates`]
        : html`${texts[`${kind}Duplicates`]}<small>${texts.estimate}</small>`,
      verdictMark(verdict, wording),
      count(having),
      countAndShare(repeated, having, wording),
    ]),
  );
  const faults = table(
    texts.rows,
    ['', texts.rows],
    [
      [texts.rowsOfOtherWidth, count(report.rowsOfOtherWidth)],
      [texts.recordIdMissing, count(recordId.missing)],
      [texts.recordIdTooLong, count(recordId.tooLong)],
    ],
  );
  return section(
    'repeats',
    texts.repeats,
    html`<p>${texts.repeatsIntro} ${report.unique ? '' : texts.severalAllowed}</p>
      <div class="columns">
        <div>${repeats}${faults}</div>
        ${report.bsn === undefined ? html`` : bsnTable(report.bsn, rows, wording)}
      </div>`,
  );
}

export function birthSection({ births }: ProfileReport, wording: Wording): Markup {
  if (births === undefined || births.rows === 0) return html``;
  const { texts, count, decimal, dayName } = wording;
  const [first, last] = [births.years[0]!.year, births.years.at(-1)!.year];
  const byYear = new Map(births.years.map(({ year, rows }) => [year, rows]));
  const all = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const years = columns(
    texts.birthYearsCaption,
    withTicks(
      all.map(String),
      all.map((year) => byYear.get(year) ?? 0),
    ),
    count,
  );
  const yearTable = table(
    texts.birthYearsCaption,
    [texts.year, texts.rows],
    births.years.map(({ year, rows }) => [String(year), count(rows)]),
  );
  const marked = new Set(births.peaks.map(({ day }) => day));
  const days = columns(
    texts.birthDaysCaption,
    births.days.map((rows, at) => {
      const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(5, 10);
      const tick = /^(?:01|04|07|10)-01$/.test(day) ? { tick: dayName(day) } : {};
      return { rows, isMarked: marked.has(day), ...tick };
    }),
    count,
  );
  const peaks = table(
    texts.birthDaysCaption,
    [texts.day, texts.rows, texts.expected, texts.verdict],
    births.peaks.map(({ day, rows, expected, suspicious }) => [
      dayName(day),
      countAndShare(rows, births.rows, wording),
      decimal(expected, 0),
      suspicious ? html`<strong>${texts.suspicious}</strong>` : texts.notSuspicious,
    ]),
  );
  return section(
    'births',
    texts.births,
    html`<div class="columns">
      ${chartWithFigures(years, texts.birthYearsCaption, yearTable, wording)}
      <div>${figure(days, texts.birthDaysCaption)}${peaks}</div>
    </div>`,
  );
}

export function addressSection({ addresses }: ProfileReport, wording: Wording): Markup {
  if (addresses === undefined || addresses.rows === 0) return html``;
  const { texts, count, percent } = wording;
  const names = addresses.classes.map(({ from }, at) => {
    const next = addresses.classes[at + 1]?.from;
    if (next === undefined) return `${count(from)}+`;
    return next === from + 1 ? count(from) : `${count(from)}–${count(next - 1)}`;
  });
  const drawing = namedBars(
    texts.addressesCaption,
    addresses.classes.map(({ rows }, at) => ({
      name: names[at]!,
      number: rows,
      value: percent(shareOf(rows, addresses.rows)),
    })),
  );
  const numbers = table(
    texts.addressesCaption,
    [texts.addresses, texts.addresses, texts.rows],
    addresses.classes.map(({ values, rows }, at) => [names[at]!, count(values), count(rows)]),
  );
  const largest = texts.addressesAt.replace('{rows}', count(addresses.largest));
  return section(
    'addresses',
    texts.addresses,
    html`<div class="columns">
      ${chartWithFigures(drawing, texts.addressesCaption, numbers, wording)}
      <dl class="key">
        <div>
          <dt>${texts.crowded}</dt>
          <dd>${count(addresses.crowded)}<small>${addresses.crowded > 0 ? largest : ''}</small></dd>
        </div>
        <div>
          <dt>${texts.rowsAtCrowded}</dt>
          <dd>
            ${count(addresses.rowsAtCrowded)}<small
              >${percent(shareOf(addresses.rowsAtCrowded, addresses.rows))}</small
            >
          </dd>
        </div>
      </dl>
    </div>`,
  );
}

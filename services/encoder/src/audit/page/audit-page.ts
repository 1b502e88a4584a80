// SPDX-License-Identifier: EUPL-1.2
/**
 * The audit as a page for a privacy officer. It has counts of people from ten up, shares, and texts of
 * the program; no value of a record can come here, as the report has none.
 */
import { html, pageText, section, table, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { Register } from '@koppel/study';
import { withCode } from '../../profile/page/parts.ts';
import type { AuditReport, AuditVerdict } from '../model.ts';
import type { SchemeTexts } from '../scheme-texts.ts';
import { auditWording, levelName, shownShare, type AuditWording } from '../words.ts';
import { attackSection, explanationSection, skippedSection } from './attack-sections.ts';
import { riskSection } from './risk-section.ts';

const signs = { passed: ['go', '✓'], failed: ['noGo', '✕'], incomplete: ['conditional', '!'] } as const; // prettier-ignore

function verdictMark(verdict: AuditVerdict, { texts }: AuditWording): Markup {
  const [style, sign] = signs[verdict];
  return html`<span class="verdict ${style}">${sign} ${texts[verdict]}</span>`;
}

/** The most that an attack recognised that points at persons. */
function worstOf({ attacks }: AuditReport, wording: AuditWording): { value: string; by: string } {
  const { texts } = wording;
  const all = attacks.filter(({ attack }) => attack !== 'tupleTest');
  const worst = all.reduce<(typeof all)[number] | undefined>(
    (one, other) => (one === undefined || other.result.share > one.result.share ? other : one),
    undefined,
  );
  if (worst === undefined) return { value: '–', by: '' };
  if (worst.result.recovered === 0) return { value: texts.nobody, by: '' };
  const by = `${texts[worst.attack]}, ${levelName(worst, wording)}`;
  return { value: shownShare(worst.result, wording).percent, by };
}

function keyFigures(report: AuditReport, wording: AuditWording): Markup {
  const { texts, count } = wording;
  const { parameters, scheme, persons, rows, verdict } = report;
  const bits = Number(parameters['bits']);
  const worst = worstOf(report, wording);
  const item = (name: string, value: Markup | string, detail: string): Markup =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}<small>${detail}</small></dd>
    </div>`;
  const sizes = texts.bitsEach.replace('{bits}', count(bits)).replace('{bytes}', count(bits / 8));
  const content = html`<dl class="key">
    ${item(texts.outcome, verdictMark(verdict, wording), '')}
    ${item(texts.worst, worst.value, worst.by)} ${item(texts.encoding, scheme, sizes)}
    ${item(texts.persons, count(persons), texts.ofRows.replace('{rows}', count(rows)))}
  </dl>`;
  return section('key', texts.keyFigures, content);
}

function meaningSection({ texts }: AuditWording): Markup {
  return section(
    'meaning',
    texts.meaning,
    html`<p><strong>${texts.lowerBound}</strong></p>
      <p>${texts.madeUpKey}</p>`,
  );
}

function adviceSection(report: AuditReport, scheme: SchemeTexts, wording: AuditWording): Markup {
  const { texts } = wording;
  const { parameters } = report;
  const first = { passed: texts.doPassed, failed: texts.doFailed, incomplete: texts.doIncomplete };
  const lines = [
    first[report.verdict],
    ...(report.risk.frequency.duplicateShare > skewedShare ? [texts.doSkewed] : []),
    ...(typeof parameters['reason'] === 'string'
      ? [`${texts.doReason} “${parameters['reason']}”`]
      : []),
    ...scheme.warnings,
    texts.doRepeat,
  ];
  return section(
    'advice',
    texts.toDo,
    html`<ul class="advice">
      ${lines.map((line) => html`<li>${withCode(line)}</li>`)}
    </ul>`,
  );
}

/** Share of encodings that others have too from which a register is worth a look. */
const skewedShare = 0.02;

function schemeSection(scheme: SchemeTexts, { texts }: AuditWording): Markup {
  return section(
    'scheme',
    texts.withstands,
    html`<h3>${texts.knownTo}</h3>
      <p>${scheme.withstands}</p>
      <h3>${texts.notKnownTo}</h3>
      <p>${scheme.doesNotWithstand}</p>`,
  );
}

function madeSection(report: AuditReport, { texts, count }: AuditWording): Markup {
  const salt = report.salt === undefined ? '' : `, salt ${report.salt}`;
  const parameters = Object.entries(report.parameters)
    .filter(([name]) => name !== 'reason')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  const numbers = table(
    texts.made,
    ['', ''],
    [
      [texts.rowsRead, count(report.rows)],
      [texts.rejectedRows, count(report.rejected)],
      [texts.excludedRows, count(report.excluded)],
      [texts.persons, count(report.persons)],
      [texts.encoding, `${report.scheme} ${report.schemeVersion}: ${parameters}${salt}`],
      [texts.similarity, texts[report.similarity]],
      [texts.profileHash, html`<code>${report.profileHash.slice(0, 16)}</code>`],
      [texts.seed, html`${String(report.seed)}<small>${texts.sameSeed}</small>`],
    ],
  );
  return section('made', texts.made, numbers);
}

/** The page as UTF-8 text. The same report gives the same bytes. */
export function auditPage(
  report: AuditReport,
  register: Register,
  scheme: SchemeTexts,
  language: Language,
): string {
  const wording = auditWording(language);
  const { texts } = wording;
  const introduction = [
    ...(report.synthetic ? [texts.synthetic] : []),
    texts.introduction,
    `${texts.audited} ${report.day}.`,
  ].join(' ');
  return pageText({
    language,
    title: `${texts.title}: ${register.label}`,
    introduction,
    content: html`${keyFigures(report, wording)}${meaningSection(wording)}
    ${adviceSection(report, scheme, wording)}${attackSection(report, wording)}
    ${explanationSection(report, wording)}
    ${skippedSection(report, wording)}${riskSection(report, wording)}
    ${schemeSection(scheme, wording)}${madeSection(report, wording)}`,
    footer: texts.footer,
  });
}

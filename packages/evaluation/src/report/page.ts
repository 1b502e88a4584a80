// SPDX-License-Identifier: EUPL-1.2
/**
 * Builds the report as one HTML page that needs nothing else: no script, no network. Every chart
 * has a table with its numbers. All texts are escaped. Pure: the caller writes the file.
 */
import {
  figure,
  folded,
  html,
  pageText,
  section,
  table,
  type Markup,
  type Part,
} from '@koppel/console';
import type { CurvePoint, Estimate, Histogram } from '../metrics/index.ts';
import { countsChart, curveChart, histogramChart, qualityChart, timeChart } from './charts.ts';
import type { RegisterCounts, Report } from './model.ts';
import { wordingOf, type Wording } from './texts.ts';

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

function keyFigures({ registers, overall, steps }: Report, wording: Wording): Markup {
  const { texts, count, decimal } = wording;
  const of = (part: keyof RegisterCounts & ('records' | 'encoded' | 'linked')): number =>
    sum(registers.map((register) => register[part]));
  const item = (name: string, value: string, detail: string): Markup =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}<small>${detail}</small></dd>
    </div>`;
  const measure = (name: string, estimate: Estimate): Markup =>
    item(name, wording.percent(estimate.value), wording.interval(estimate));
  const encoded = of('encoded');
  const meaning = (name: string, text: string): Markup =>
    html`<div>
      <dt>${name}:</dt>
      <dd>${text}</dd>
    </div>`;
  const content = html`<dl class="key">
      ${measure(texts.precision, overall.precision)}${measure(texts.recall, overall.recall)}${measure(texts.f1, overall.f1)}
      ${item(texts.records, count(of('records')), `${texts.encoded}: ${count(encoded)}`)}
      ${item(texts.linked, count(of('linked')), `${wording.percent(of('linked') / encoded)} ${texts.ofEncoded}`)}
      ${item(texts.duration, `${decimal(sum(steps.map(({ seconds }) => seconds)), 1)} s`, '')}
    </dl>
    <dl class="meanings">
      ${meaning(texts.precision, texts.precisionMeaning)}${meaning(texts.recall, texts.recallMeaning)}${meaning(texts.f1, texts.f1Meaning)}
    </dl>
    <p class="meanings">${texts.intervalMeaning}</p>`;
  return section('key', texts.keyFigures, content);
}

function qualitySection({ overall, pairs }: Report, wording: Wording): Markup {
  const { texts, count } = wording;
  const rows = [
    { name: texts.overall, quality: overall },
    ...pairs.map(({ first, second, quality }) => ({ name: `${first} – ${second}`, quality })),
  ];
  const estimate = (value: Estimate): Markup =>
    html`${wording.percent(value.value)}<small>${wording.interval(value)}</small>`;
  const numbers = table(
    texts.qualityCaption,
    [texts.between, texts.precision, texts.recall, texts.f1],
    rows.map(({ name, quality }) => [
      name,
      estimate(quality.precision),
      estimate(quality.recall),
      estimate(quality.f1),
    ]),
  );
  const counts = table(
    texts.figures,
    [texts.between, texts.pairsLinked, texts.pairsTrue, texts.pairsCorrect],
    rows.map(({ name, quality }) => [
      name,
      count(quality.predicted),
      count(quality.actual),
      count(quality.correct),
    ]),
  );
  const drawing = figure(qualityChart(rows, wording), texts.qualityCaption);
  return section(
    'quality',
    texts.quality,
    html`<div class="columns">
      ${drawing}
      <div>${numbers}${folded(texts.figures, counts)}</div>
    </div>`,
  );
}

function histogramFigure(histogram: Histogram, threshold: number, wording: Wording): Markup {
  const { texts, count, decimal } = wording;
  const width = (1 - histogram.from) / histogram.matches.length;
  const numbers = table(
    texts.histogramCaption,
    [texts.from, texts.to, texts.matches, texts.nonMatches],
    histogram.matches.map((matches, bin) => [
      decimal(histogram.from + bin * width, 3),
      decimal(histogram.from + (bin + 1) * width, 3),
      count(matches),
      count(histogram.nonMatches[bin]!),
    ]),
  );
  const drawing = figure(histogramChart(histogram, threshold, wording), texts.histogramCaption);
  return html`<div>${drawing}${folded(texts.figures, numbers)}</div>`;
}

/** About twenty points of a curve, ends included. */
function thinned(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  const every = Math.ceil(curve.length / 20);
  return curve.filter((_, index) => index % every === 0 || index === curve.length - 1);
}

function curveFigure(curve: readonly CurvePoint[], threshold: number, wording: Wording): Markup {
  const { texts } = wording;
  const numbers = table(
    texts.curveCaption,
    [texts.threshold, texts.precision, texts.recall, texts.f1],
    thinned(curve).map((point) => [
      wording.decimal(point.threshold, 3),
      wording.percent(point.precision),
      wording.percent(point.recall),
      wording.percent(point.f1),
    ]),
  );
  const drawing = figure(curveChart(curve, threshold, wording), texts.curveCaption);
  return html`<div>${drawing}${folded(texts.figures, numbers)}</div>`;
}

function thresholdSection({ threshold, best, curve, histogram }: Report, wording: Wording): Markup {
  const { texts, decimal } = wording;
  const drawings = [
    ...(histogram === undefined ? [] : [histogramFigure(histogram, threshold, wording)]),
    ...(curve === undefined || curve.length === 0 ? [] : [curveFigure(curve, threshold, wording)]),
  ];
  const bestText =
    best === undefined
      ? ''
      : ` · ${texts.best}: ${decimal(best.threshold, 3)} (F1 ${wording.percent(best.f1)})`;
  return section(
    'threshold',
    texts.thresholdSection,
    html`<p>${texts.used}: <strong>${decimal(threshold, 3)}</strong>${bestText}</p>
      <div class="columns">${drawings}</div>`,
  );
}

function registersSection({ registers }: Report, wording: Wording): Markup {
  const { texts, count } = wording;
  const numbers = table(
    texts.registersCaption,
    [texts.register, texts.records, texts.encoded, texts.rejected, texts.linked],
    registers.map(({ owner, register, records, encoded, rejected, linked }) => [
      html`${register}<small>${owner}</small>`,
      count(records),
      count(encoded),
      count(rejected),
      html`${count(linked)}<small
          >${wording.percent(encoded === 0 ? NaN : linked / encoded)}</small
        >`,
    ]),
  );
  const drawing = figure(countsChart(registers, wording), texts.registersCaption);
  return section(
    'registers',
    texts.registersSection,
    html`<div class="columns">${drawing}${numbers}</div>`,
  );
}

function timeSection({ steps }: Report, wording: Wording): Markup {
  const { texts, decimal } = wording;
  const total = sum(steps.map(({ seconds }) => seconds));
  const row = (name: string, seconds: number): Part[] => [
    name,
    decimal(seconds, 2),
    wording.percent(seconds / total),
  ];
  const numbers = table(
    texts.timeCaption,
    [texts.step, texts.seconds, texts.share],
    [...steps.map(({ name, seconds }) => row(name, seconds)), row(texts.total, total)],
  );
  const drawing = figure(timeChart(steps, wording), texts.timeCaption);
  return section('time', texts.timeSection, html`<div class="columns">${drawing}${numbers}</div>`);
}

function notesSection({ notes = [] }: Report, wording: Wording): Markup {
  if (notes.length === 0) return html``;
  const note = ({ heading, text, page }: (typeof notes)[number]): Markup =>
    html`<h3>${heading}</h3>
      <p>${text}${page === undefined ? '' : html` <a href="${page.path}">${page.name}</a>`}</p>`;
  return section('notes', wording.texts.notesSection, html`${notes.map(note)}`);
}

/** The whole page as UTF-8 text. The same report gives the same bytes. */
export function renderReport(report: Report): string {
  const wording = wordingOf(report.language);
  return pageText({
    language: report.language,
    title: report.title,
    introduction: report.introduction,
    content: html`${keyFigures(report, wording)}${qualitySection(report, wording)}${thresholdSection(report, wording)}${registersSection(report, wording)}${timeSection(report, wording)}${notesSection(report, wording)}`,
    footer: wording.texts.footer,
  });
}

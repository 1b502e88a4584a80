// SPDX-License-Identifier: EUPL-1.2
/** Sections about pairs: how similar they are, how probable links are, what other thresholds give. */
import {
  colours,
  figure,
  folded,
  html,
  namedBars,
  section,
  table,
  type Markup,
  type Part,
} from '@koppel/console';
import type { Cell, QualityReport, ThresholdFigures } from '../model.ts';
import { bandChart, stepChart, type BandSeries, type StepSeries } from './charts.ts';
import { drawn } from './record-sections.ts';
import type { Wording } from './words.ts';

const withFigures = (drawing: Markup, caption: string, numbers: Markup, { texts }: Wording) =>
  html`<div>${figure(drawing, caption)}${folded(texts.figures, numbers)}</div>`;

const isSomething = (cell: Cell | undefined): boolean => cell !== undefined && cell !== 0;

/** A chart of counts per step with its table, of which steps that hold nothing are left out. */
function stepsWithFigures(
  caption: string,
  columnsOf: readonly (Omit<StepSeries, 'counts'> & { readonly cells: readonly Cell[] })[],
  report: QualityReport,
  wording: Wording,
): Markup {
  const { similarities, method } = report;
  const { texts, cell, decimal } = wording;
  const { from, width } = similarities;
  const drawing = stepChart(
    caption,
    columnsOf.map(({ cells, ...one }) => ({ ...one, counts: cells.map(drawn) })),
    {
      from,
      step: width,
      threshold: method.threshold,
      thresholdWord: texts.threshold,
      xName: texts.similarity,
      yName: texts.pairsLog,
      format: (value) => decimal(value, 2),
      count: (value) => cell(value),
    },
  );
  // What lies below every count, or is not told, needs no row.
  const rows = columnsOf[0]!.cells.flatMap((_, step): Part[][] => {
    const cells = columnsOf.map((one) => one.cells[step]!);
    if (!cells.some((one) => isSomething(one) && one !== '<10' && Math.round(one) > 0)) return [];
    return [[decimal(from + step * width, 3), ...cells.map(cell)]];
  });
  const numbers = table(caption, [texts.from, ...columnsOf.map(({ name }) => name)], rows);
  return withFigures(drawing, caption, numbers, wording);
}

export function similaritySection(report: QualityReport, wording: Wording): Markup {
  const { similarities } = report;
  const { texts } = wording;
  const candidates = stepsWithFigures(
    texts.candidatesCaption,
    [
      { name: texts.linked, cells: similarities.links, fill: colours.blue },
      { name: texts.notLinkedPairs, cells: similarities.notLinked, fill: colours.orange },
    ],
    report,
    wording,
  );
  const estimated = similarities.nearest.some((one) => drawn(one) >= 1);
  const nearest = stepsWithFigures(
    texts.nearestCaption,
    [
      { name: texts.nearest, cells: similarities.nearest, fill: colours.blue },
      { name: texts.nearestFalse, cells: similarities.nearestFalse, fill: colours.orange },
      {
        name: texts.strangers,
        cells: similarities.strangers,
        fill: colours.text,
        isOutline: true,
      },
    ],
    report,
    wording,
  );
  return section(
    'similarities',
    texts.similarities,
    html`<div class="columns">${candidates}${estimated ? nearest : html``}</div>
      ${probabilityPart(report, wording)}`,
  );
}

function probabilityPart({ probabilities }: QualityReport, wording: Wording): Markup {
  const { texts, cell, decimal } = wording;
  if (probabilities === null) return html`<p class="soft">${texts.noProbabilities}</p>`;
  const caption = texts.probabilitiesCaption;
  const width = 1 / probabilities.links.length;
  const steps = probabilities.links
    .map((links, at) => ({
      name: `${decimal(at * width, 2)}–${decimal((at + 1) * width, 2)}`,
      links,
      notLinked: probabilities.notLinked[at]!,
    }))
    .filter(({ links, notLinked }) => drawn(links) + drawn(notLinked) > 0)
    .reverse();
  const bars = steps
    .filter(({ links }) => drawn(links) > 0)
    .map(({ name, links }) => ({ name, number: drawn(links), value: cell(links) }));
  const numbers = table(
    caption,
    [texts.probability, texts.linked, texts.notLinkedPairs],
    steps.map(({ name, links, notLinked }) => [name, cell(links), cell(notLinked)]),
  );
  return html`<h3>${texts.probabilities}</h3>
    ${withFigures(namedBars(caption, bars), caption, numbers, wording)}`;
}

function bandOf(
  rows: readonly ThresholdFigures[],
  which: 'precision' | 'recall',
): Pick<BandSeries, 'points' | 'marks'> {
  return {
    points: rows.flatMap(({ threshold, expected }) =>
      expected === null ? [] : [{ x: threshold, ...expected[which] }],
    ),
    marks: rows.flatMap(({ threshold, measured }) =>
      measured === null ? [] : [{ x: threshold, value: measured[which].value }],
    ),
  };
}

function sensitivityChart(report: QualityReport, wording: Wording): Markup {
  const { sensitivity, method } = report;
  const { texts, decimal } = wording;
  if (sensitivity.filter(({ expected }) => expected !== null).length < 2) return html``;
  const suffix = report.measured === null ? '' : ` (○ ${texts.measuredLine})`;
  const drawing = bandChart(
    texts.sensitivityCaption,
    [
      {
        name: `${texts.precision}${suffix}`,
        fill: colours.blue,
        ...bandOf(sensitivity, 'precision'),
      },
      {
        name: `${texts.recall}${suffix}`,
        fill: colours.orange,
        dash: '7 4',
        ...bandOf(sensitivity, 'recall'),
      },
    ],
    {
      threshold: method.threshold,
      thresholdWord: texts.used,
      xName: texts.threshold,
      format: (value) => decimal(value, 3),
      percent: (share) => `${decimal(100 * share, Math.round(1000 * share) % 10 === 0 ? 0 : 1)}%`,
    },
  );
  return figure(drawing, texts.sensitivityCaption);
}

export function sensitivitySection(report: QualityReport, wording: Wording): Markup {
  const { texts, cell, cellRange, decimal, percent, range } = wording;
  const dash = (value: Cell | null): string => (value === null ? '–' : cell(value));
  const share = (interval: { value: number; low: number; high: number } | undefined): Part =>
    interval === undefined
      ? '–'
      : html`${percent(interval.value)}<small>${range(interval)}</small>`;
  const isMeasured = report.measured !== null;
  const rows = report.sensitivity.map((one) => {
    const { expected, measured } = one;
    return [
      html`${decimal(one.threshold, 3)}<small>${texts[one.basis]}</small>`,
      cell(one.links),
      dash(one.persons),
      one.basis === 'used' ? '' : `${dash(one.lost)} / ${dash(one.gained)}`,
      share(expected?.precision),
      share(expected?.recall),
      expected === null
        ? '–'
        : html`${cell(expected.falseLinks.value)}<small>${cellRange(expected.falseLinks)}</small>`,
      expected === null
        ? '–'
        : html`${cell(expected.missedLinks.value)}<small
              >${cellRange(expected.missedLinks)}</small
            >`,
      ...(isMeasured ? [share(measured?.precision), share(measured?.recall)] : []),
    ];
  });
  const head = [
    texts.threshold, texts.links, texts.persons, texts.lostGained, texts.expectedPrecision,
    texts.expectedRecall, texts.falseLinks, texts.missedLinks,
    ...(isMeasured ? [texts.measuredPrecision, texts.measuredRecall] : []),
  ]; // prettier-ignore
  return section(
    'sensitivity',
    texts.sensitivity,
    html`<p class="soft">${texts.sensitivityIntro}</p>
      ${sensitivityChart(report, wording)} ${table(texts.sensitivity, head, rows)}`,
  );
}

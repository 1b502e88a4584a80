// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether the match probabilities of a model are right, on data of which the truth is known: figures,
 * and the part of a report's page with the plot. Pairs are those that were compared field by field.
 */
import { figure, folded, html, section, table, type Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { LinkOutcome } from '@koppel/linkage';
import { reliabilityOf, type PairColumns, type Reliability } from '../metrics/index.ts';
import { reliabilityChart, type ReliabilityWords } from './reliability-chart.ts';

/**
 * Of the candidates of an outcome, what was said of them and what is true.
 * @param outcome at a low threshold, as pairs below it are not among its candidates
 * @param truth pairs of one person: rows of the first and of the last source
 */
export function outcomeReliability(
  { candidates, sources, threshold }: LinkOutcome,
  truth: PairColumns,
): Reliability {
  const { similarity, leftRow, leftSource, rightRow } = candidates;
  const width = sources.at(-1)!.cluster.length;
  const dedupe = sources.length === 1;
  const placeOf = (a: number, b: number): number =>
    dedupe && a > b ? b * width + a : a * width + b;
  const isTrue = new Set(Array.from(truth.a, (row, at) => placeOf(row, truth.b[at]!)));
  const probabilities = Float64Array.from(similarity, (place) => threshold.probability(place));
  return reliabilityOf(probabilities, (pair) => {
    const [left, right] = [leftRow[pair]!, rightRow[pair]!];
    const turned = leftSource[pair]! > 0;
    return isTrue.has(turned ? placeOf(right, left) : placeOf(left, right));
  });
}

const words = {
  en: {
    title: 'Are the probabilities right?',
    introduction:
      'Each mark is a range of match probabilities: to the right what the model states, upwards the share that is true, with an interval of 95 %. Marks on the line are right; below it the model is too sure.',
    stated: 'stated probability', measured: 'share that is true', perfect: 'as stated',
    figures: 'Figures', from: 'From', to: 'To', pairs: 'Pairs', interval: 'Interval',
    error: 'Expected calibration error', brier: 'Brier score', judged: 'pairs judged',
  },
  nl: {
    title: 'Kloppen de kansen?',
    introduction:
      'Elk teken is een bereik van koppelkansen: naar rechts wat het model zegt, naar boven het deel dat waar is, met een interval van 95 %. Tekens op de lijn kloppen; eronder is het model te zeker.',
    stated: 'genoemde kans', measured: 'deel dat waar is', perfect: 'zoals genoemd',
    figures: 'Cijfers', from: 'Van', to: 'Tot', pairs: 'Paren', interval: 'Interval',
    error: 'Verwachte ijkfout', brier: 'Brierscore', judged: 'beoordeelde paren',
  },
} as const; // prettier-ignore

/** A section of a page, with the plot as SVG and its numbers. */
export function reliabilitySection(
  { ranges, pairs, expectedCalibrationError, brierScore }: Reliability,
  language: Language,
): Markup {
  const text: ReliabilityWords & (typeof words)[Language] = words[language];
  const decimal = new Intl.NumberFormat(language, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  const whole = new Intl.NumberFormat(language);
  const of = (value: number): string => decimal.format(value);
  const filled = ranges.filter((range) => range.pairs > 0);
  const numbers = table(
    text.title,
    [text.from, text.to, text.pairs, text.stated, text.measured, text.interval],
    filled.map(({ from, to, pairs: count, stated, measured }) => [
      of(from),
      of(to),
      whole.format(count),
      of(stated),
      of(measured.value),
      `${of(measured.low)}–${of(measured.high)}`,
    ]),
  );
  const summary = `${text.error}: ${of(expectedCalibrationError)} · ${text.brier}: ${of(brierScore)} · ${whole.format(pairs)} ${text.judged}`;
  const drawing = figure(reliabilityChart(filled, text, language), text.title);
  return section(
    'reliability',
    text.title,
    html`<p>${text.introduction}</p>
      <p>${summary}</p>
      ${drawing}${folded(text.figures, numbers)}`,
  );
}

// SPDX-License-Identifier: EUPL-1.2
/** The outcome of a demo as a summary on the terminal and as a page for a browser. */
import { encodingLabels } from '@koppel/encoding';
import type { Language } from '@koppel/errors';
import type { Estimate, PairQuality } from '../metrics/index.ts';
import { renderReport, type RegisterCounts } from '../report/index.ts';
import type { Score } from './score.ts';
import {
  qualityFolder,
  type Assembled,
  type EncodedRun,
  type LinkedRun,
  type LookRounds,
} from './steps.ts';
import { demoEncoding } from './study.ts';
import { lookSteps, pageWords, stepWords, summaryWords, type DemoStep } from './words.ts';

export interface DemoOutcome {
  readonly seconds: readonly { readonly step: DemoStep; readonly seconds: number }[];
  readonly encoded: readonly EncodedRun[];
  readonly linked: LinkedRun;
  /** What the data set itself expects, without the truth. */
  readonly expected: Assembled['expected'];
  readonly score: Score;
  /** What the first round alone comes to. */
  readonly firstRound: Pick<Score, 'overall'>;
  readonly looks: LookRounds;
  /** Folder of the data set. */
  readonly dataSet: string;
}

/** Every register's way through the line: what was read, encoded, rejected, linked. */
export function registerCounts({ encoded, linked }: DemoOutcome): RegisterCounts[] {
  return encoded.map(({ owner, register, rows, encoded: number, rejected }) => ({
    owner,
    register,
    records: rows,
    encoded: number,
    rejected,
    linked:
      linked.sources.find((one) => one.owner === owner && one.register === register)?.linked ?? 0,
  }));
}

function interval({ value, low, high }: Estimate): string {
  return `${value.toFixed(4)} (${low.toFixed(4)}–${high.toFixed(4)})`;
}

function row(first: string, ...cells: readonly (string | number)[]): string {
  return first.padEnd(34) + cells.map((cell) => String(cell).padStart(11)).join('');
}

function qualityRow(
  name: string,
  { precision, recall, f1 }: Pick<PairQuality, 'precision' | 'recall' | 'f1'>,
): string {
  const cells = [precision, recall, f1].map((estimate) => interval(estimate).padEnd(25));
  return name.padEnd(34) + cells.join('');
}

/** A change, which may go either way: +40, −14. */
const signed = (change: number): string =>
  change < 0 ? `−${String(-change)}` : `+${String(change)}`;

/** What the second round added to the first one, held against the truth. */
function gainOf({ firstRound, score, looks, seconds }: DemoOutcome) {
  const wrong = ({ predicted, correct }: PairQuality): number => predicted - correct;
  return {
    first: firstRound.overall.f1.value,
    second: score.overall.f1.value,
    right: signed(score.overall.correct - firstRound.overall.correct),
    wrong: signed(wrong(score.overall) - wrong(firstRound.overall)),
    looks: looks.looks,
    seconds: seconds
      .filter(({ step }) => lookSteps.includes(step))
      .reduce((sum, one) => sum + one.seconds, 0),
  };
}

function gainRows(outcome: DemoOutcome, words: (typeof summaryWords)[Language]): string[] {
  const { first, second, right, wrong, looks, seconds } = gainOf(outcome);
  return [
    words.gained,
    row('  F1', `${first.toFixed(4)} → ${second.toFixed(4)}`),
    row(`  ${words.rightLinks}`, right),
    row(`  ${words.wrongLinks}`, wrong),
    row(`  ${words.looks}`, looks),
    row(`  ${words.lookSeconds}`, seconds.toFixed(1)),
  ];
}

/** The same as a sentence. */
function gainText(outcome: DemoOutcome, language: Language): string {
  const { first, second, right, wrong, looks, seconds } = gainOf(outcome);
  return pageWords[language].twoRoundsText({
    first: first.toFixed(4),
    second: second.toFixed(4),
    right,
    wrong,
    looks: String(looks),
    seconds: seconds.toFixed(1),
  });
}

/** Aligned text. `report` is the path of the page. */
export function demoSummary(outcome: DemoOutcome, report: string, language: Language): string {
  const words = summaryWords[language];
  const { score, linked, expected } = outcome;
  const quality = (['precision', 'recall'] as const).map((name) => words[name].padEnd(25));
  return [
    '',
    row(words.register, words.records, words.encoded, words.rejected, words.linked),
    ...registerCounts(outcome).map((one) =>
      row(`${one.owner}/${one.register}`, one.records, one.encoded, one.rejected, one.linked),
    ),
    '',
    words.quality.padEnd(34),
    ''.padEnd(34) + [...quality, 'F1'].join(''),
    ...score.between.map((pair) => qualityRow(`${pair.first} – ${pair.second}`, pair.quality)),
    qualityRow(words.overall, score.overall),
    qualityRow(words.firstRound, outcome.firstRound.overall),
    ...(expected === null ? [] : [qualityRow(words.expected, expected)]),
    '',
    ...gainRows(outcome, words),
    '',
    row(words.threshold, linked.thresholdProbability.toFixed(3)),
    '',
    words.steps,
    ...outcome.seconds.map(({ step, seconds }) =>
      row(`  ${stepWords[language][step]}`.padEnd(52), seconds.toFixed(1)),
    ),
    '',
    `${words.dataSet}: ${outcome.dataSet}`,
    `${words.report}: ${report}`,
  ].join('\n');
}

function whatItWithstands(language: Language): string {
  const { withstands, doesNotWithstand } = encodingLabels(demoEncoding);
  return `${withstands[language]} ${doesNotWithstand[language]}`;
}

/** What the linkage unit expects of itself, beside what is true. */
function expectedText({ linked, score }: DemoOutcome, language: Language): string {
  const words = pageWords[language];
  const { expected } = linked;
  if (expected === undefined) return words.notExpected;
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const figures = (['precision', 'recall'] as const).map((what) => {
    const { value, low, high } = expected[what];
    const range = `${percent(value)} (${percent(low)}–${percent(high)})`;
    return `${summaryWords[language][what]} ${range}, ${words.measured} ${percent(score.overall[what].value)}`;
  });
  return `${words.expectedText} ${figures.join('; ')}.`;
}

/** One HTML page that needs no network. */
export function demoReport(outcome: DemoOutcome, language: Language): string {
  const words = pageWords[language];
  return renderReport({
    language,
    title: words.title,
    introduction: words.introduction,
    registers: registerCounts(outcome),
    overall: outcome.score.overall,
    pairs: outcome.score.between,
    threshold: outcome.linked.thresholdProbability,
    steps: outcome.seconds.map(({ step, seconds }) => ({
      name: stepWords[language][step],
      seconds,
    })),
    notes: [
      { heading: words.twoRounds, text: gainText(outcome, language) },
      { heading: words.encoding, text: whatItWithstands(language) },
      { heading: words.truth, text: words.truthText },
      {
        heading: words.expected,
        text: expectedText(outcome, language),
        page: { path: `linkage-unit/${qualityFolder}/quality.html`, name: words.qualityPage },
      },
    ],
  });
}

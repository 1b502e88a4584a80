// SPDX-License-Identifier: EUPL-1.2
/** The quality report of an evaluation: what the linkage expects of itself beside what is true. */
import type { Language } from '@koppel/errors';
import { qualityFigures, type EncodedSource, type LinkOutcome } from '@koppel/linkage';
import { qualityPage, reportOf, type QualityReport } from '@koppel/quality-report';
import { similarityOf, type EncodingSpec } from '@koppel/study';
import type { PairColumns, Reliability } from '../metrics/index.ts';
import { examplesOf, exampleSection } from './examples.ts';
import { reliabilitySection } from './reliability.ts';

export interface EvaluationToReport {
  /** What was evaluated. */
  readonly name: string;
  readonly spec: EncodingSpec;
  readonly sources: readonly EncodedSource[];
  readonly outcome: LinkOutcome;
  /** Whether a second round decided, on field filters of the same fields. */
  readonly looked: boolean;
  /** How the threshold came about. */
  readonly method: string;
  /** What the fields of the encoding are called in the data. */
  readonly fieldNames?: ReadonlyMap<string, string>;
  /** Pairs of one person: rows of the first and of the last source. */
  readonly truth: PairColumns;
  /** Of match probabilities, where there are any. */
  readonly reliability?: Reliability | undefined;
}

/** Ends by source and row, as records numbered over all sources. */
function numbered(sources: readonly EncodedSource[], rows: Uint32Array, of: Uint16Array) {
  const first = [0];
  for (const { count } of sources) first.push(first.at(-1)! + count);
  return rows.map((row, at) => row + first[of[at]!]!);
}

/** As data; the numbers of a report are those of `qualityOf`. */
export function evaluationReport(evaluated: EvaluationToReport): QualityReport {
  const { name, spec, sources, outcome, looked, method, truth } = evaluated;
  const { candidates, threshold, assignment, search, decidedGreedily } = outcome;
  // What a second round shows of a pair lies on the scale of field filters.
  const similarity = looked ? 'dice' : similarityOf(spec);
  const shift = sources.length > 1 ? sources[0]!.count : 0;
  const figures = qualityFigures({
    sources,
    clusters: outcome.sources.map(({ cluster }) => cluster),
    pairs: {
      left: numbered(sources, candidates.leftRow, candidates.leftSource),
      right: numbered(sources, candidates.rightRow, candidates.rightSource),
      similarity: candidates.similarity,
    },
    threshold,
    similarity,
    assignment,
    oneToOne: true,
    truth: { left: truth.a, right: truth.b.map((row) => row + shift) },
  });
  return reportOf(figures, {
    study: name,
    specHash: null,
    linkage: null,
    method: {
      scheme: spec.scheme,
      reason: null,
      fields: spec.fields.map((field) => field.name),
      similarity: looked ? 'looks' : similarity,
      threshold: threshold.threshold,
      thresholdUpper: threshold.thresholdUpper,
      thresholdLower: threshold.thresholdLower,
      thresholdMethod: method,
      assignment,
      search,
      decidedGreedily,
    },
    registers: sources.map((source, at) => ({
      owner: name,
      register: source.name,
      unique: source.unique,
      received: null,
      source: at,
    })),
    history: [],
  });
}

/** The report as a page. */
export function evaluationPage(evaluated: EvaluationToReport, language: Language): string {
  const examples = examplesOf(evaluated.outcome, evaluated.truth, evaluated.fieldNames);
  const { reliability } = evaluated;
  const plot = reliability === undefined ? [] : [reliabilitySection(reliability, language)];
  const more = [...plot, ...exampleSection(examples, language)];
  return qualityPage(evaluationReport(evaluated), language, more);
}

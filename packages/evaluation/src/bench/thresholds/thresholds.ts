// SPDX-License-Identifier: EUPL-1.2
/**
 * Thresholds and quality as they are estimated without labels, against what the truth says: the
 * F1 that the threshold costs, and whether stated intervals hold what is measured.
 */
import type { Expectation, Interval } from '@koppel/linkage';
import { similarityOf, type EncodingSpec } from '@koppel/study';
import { bestThreshold, link, qualityOf } from '../../evaluate/score.ts';
import { encodingCases } from '../encodings/cases.ts';
import { encodeSides } from '../encodings/value-set.ts';
import type { NamedSet } from './sets.ts';

/** An estimate beside what it is an estimate of. */
export interface Judged {
  readonly estimated: Interval;
  readonly measured: number;
  readonly covered: boolean;
}

export interface ThresholdRow {
  readonly set: string;
  readonly encoding: string;
  readonly truePairs: number;
  readonly method: string;
  readonly threshold: number;
  readonly f1: number;
  /** Knowing the truth. */
  readonly best: { readonly f1: number; readonly threshold: number };
  /** Undefined where the data were refused an estimate. */
  readonly judged: Readonly<Record<keyof Expectation, Judged>> | undefined;
}

const encodings = ['clk 2048', 'saul k=3 2048'] as const;

function judge(estimated: Interval, measured: number): Judged {
  // An interval that ends at a bound ends there but for rounding.
  const rounding = 1e-9;
  const covered = measured >= estimated.low - rounding && measured <= estimated.high + rounding;
  return { estimated, measured, covered };
}

async function rowOf(
  { name, make }: NamedSet,
  encoding: string,
  specOf: (base: EncodingSpec) => EncodingSpec,
): Promise<ThresholdRow> {
  const { sides, truth, base } = make();
  const spec = specOf(base);
  const similarity = similarityOf(spec);
  const sources = encodeSides(spec, sides);
  const { outcome, method } = await link(
    sources,
    { threshold: 'auto', similarity },
    () => undefined,
  );
  const quality = qualityOf(outcome, truth);
  const best = await bestThreshold(sources, truth, similarity);
  const { threshold, expected } = outcome.threshold;
  const f1 = quality.f1.value;
  return {
    set: name,
    encoding,
    truePairs: quality.actual,
    method,
    threshold,
    f1,
    best: best.f1 > f1 ? best : { f1, threshold },
    judged: expected && {
      precision: judge(expected.precision, quality.precision.value),
      recall: judge(expected.recall, quality.recall.value),
      f1: judge(expected.f1, f1),
    },
  };
}

/** One set after the other, with each encoding. */
export async function benchThresholds(
  sets: readonly NamedSet[],
  onRow: (row: ThresholdRow, done: number, total: number) => void,
): Promise<ThresholdRow[]> {
  const cases = encodingCases().filter(({ name }) => encodings.some((one) => one === name));
  const rows: ThresholdRow[] = [];
  for (const set of sets) {
    for (const { name, specOf } of cases) {
      const row = await rowOf(set, name, specOf);
      rows.push(row);
      onRow(row, rows.length, sets.length * cases.length);
    }
  }
  return rows;
}

/** What all rows say together. */
export function summaryOf(rows: readonly ThresholdRow[]) {
  const losses = rows.map(({ f1, best }) => best.f1 - f1).sort((m, n) => m - n);
  const judged = rows.flatMap((row) => row.judged ?? []);
  const coverage = (of: keyof Expectation): number =>
    judged.filter((one) => one[of].covered).length / Math.max(1, judged.length);
  return {
    rows: rows.length,
    refused: rows.length - judged.length,
    meanLoss: losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length),
    medianLoss: losses[losses.length >> 1] ?? 0,
    withinOnePoint: losses.filter((loss) => loss <= 0.01).length,
    coverage: {
      precision: coverage('precision'),
      recall: coverage('recall'),
      f1: coverage('f1'),
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Linking by how fields agree against linking by one filter per record, on the same data with known
 * truth: F1 at the threshold that each chooses without labels and at the best one, and whether the
 * probabilities of the model are right.
 */
import { linkSources, type EncodedSource } from '@koppel/linkage';
import { fieldFiltersOf, similarityOf, type EncodingSpec } from '@koppel/study';
import { bestOf, link, predictedPairs, qualityOf } from '../../evaluate/score.ts';
import { fieldFilterSpec } from '../../evaluate/encode.ts';
import type { PairColumns } from '../../metrics/index.ts';
import { encodeSides } from '../encodings/value-set.ts';
import type { NamedSet } from '../thresholds/sets.ts';

/** One way of linking on one set. */
export interface ModelResult {
  readonly method: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Knowing the truth. */
  readonly best: number;
}

/** Links of a range of probability: how many, what was said of them, and what is true. */
export interface ReliabilityBin {
  readonly from: number;
  readonly links: number;
  readonly stated: number;
  readonly measured: number;
}

export interface ModelRow {
  readonly set: string;
  readonly truePairs: number;
  readonly fields: ModelResult;
  readonly record: ModelResult;
  readonly reliability: readonly ReliabilityBin[];
}

/** Lower ends of the ranges of probability. */
const RANGES = [0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999] as const;
/** Where the reliability begins: pairs less probable than this are not linked by anyone. */
const LEAST = 0.05;

async function resultOf(
  spec: EncodingSpec,
  sources: readonly EncodedSource[],
  truth: PairColumns,
): Promise<ModelResult> {
  const [similarity, groups] = [similarityOf(spec), fieldFiltersOf(spec)];
  const { outcome, method } = await link(
    sources,
    { threshold: 'auto', similarity, groups },
    () => undefined,
  );
  const { precision, recall, f1 } = qualityOf(outcome, truth);
  const best = await bestOf(sources, truth, { similarity, groups });
  return {
    method,
    precision: precision.value,
    recall: recall.value,
    f1: f1.value,
    best: Math.max(best.f1, f1.value),
  };
}

/** Probabilities of the links at a low threshold, against the truth. */
async function reliabilityOf(
  spec: EncodingSpec,
  sources: readonly EncodedSource[],
  truth: PairColumns,
): Promise<ReliabilityBin[]> {
  const groups = fieldFiltersOf(spec)!;
  const outcome = await linkSources(sources, { threshold: LEAST, groups, oneToOne: true });
  const key = (a: number, b: number): string =>
    sources.length > 1
      ? `${String(a)} ${String(b)}`
      : `${String(Math.min(a, b))} ${String(Math.max(a, b))}`;
  const isTrue = new Set(Array.from(truth.a, (row, at) => key(row, truth.b[at]!)));
  const pairs = predictedPairs(outcome);
  const bins = RANGES.map((from) => ({ from, links: 0, stated: 0, measured: 0 }));
  const probability = new Map<string, number>();
  outcome.candidates.similarity.forEach((place, at) => {
    const { leftSource, leftRow, rightRow } = outcome.candidates;
    const turned = leftSource[at]! > 0;
    const [a, b] = turned ? [rightRow[at]!, leftRow[at]!] : [leftRow[at]!, rightRow[at]!];
    probability.set(key(a, b), outcome.threshold.probability(place));
  });
  pairs.a.forEach((row, at) => {
    const name = key(row, pairs.b[at]!);
    const stated = probability.get(name);
    // Two records that a third one holds together were no candidates of each other.
    if (stated === undefined) return;
    const bin = bins.findLast(({ from }) => stated >= from) ?? bins[0]!;
    bin.links += 1;
    bin.stated += stated;
    bin.measured += Number(isTrue.has(name));
  });
  return bins.map(({ from, links, stated, measured }) => {
    const count = Math.max(1, links);
    return { from, links, stated: stated / count, measured: measured / count };
  });
}

export async function modelRow({ name, make }: NamedSet): Promise<ModelRow> {
  const { sides, truth, base } = make();
  const spec = fieldFilterSpec(base);
  const encoded = encodeSides(spec, sides);
  const fields = await resultOf(spec, encoded, truth);
  const refused = fields.method === 'fallback';
  const reliability = refused ? [] : await reliabilityOf(spec, encoded, truth);
  const record = await resultOf(base, encodeSides(base, sides), truth);
  return { set: name, truePairs: truth.a.length, fields, record, reliability };
}

/** The reliability of all rows together. */
export function reliabilityOfAll(rows: readonly ModelRow[]): ReliabilityBin[] {
  return RANGES.map((from, at) => {
    const bins = rows.flatMap(({ reliability }) => reliability[at] ?? []);
    const links = bins.reduce((sum, bin) => sum + bin.links, 0);
    const sumOf = (of: 'stated' | 'measured'): number =>
      bins.reduce((sum, bin) => sum + bin.links * bin[of], 0) / Math.max(1, links);
    return { from, links, stated: sumOf('stated'), measured: sumOf('measured') };
  });
}

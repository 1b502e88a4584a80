// SPDX-License-Identifier: EUPL-1.2
/** What the linkage unit tells the researcher, and nobody else, about the quality of a linkage. */
import type { ThresholdEstimate } from '@koppel/linkage';
import { warningBits, type LinkStatement, type LinkWarning, type ReviewState } from '@koppel/wire';
import { clusterBound, type LinkedRows, type Outcome } from './outcome.ts';

/** Fewer links than this make the choice of a threshold rough (docs/adr/0041). */
const FEW_LINKS = 150;
/** A 95 % interval of F1 that is wider than this is said to be. */
const WIDE = 0.1;

/** Four decimals: an estimate is no more certain than that. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

/** Whether a person decided about a row's link, or should. */
export function reviewOf(
  { quality, verdict }: LinkedRows,
  row: number,
  { thresholdUpper }: Pick<ThresholdEstimate, 'thresholdUpper'>,
): ReviewState {
  return verdict?.[row] ?? (quality[row]! < thresholdUpper ? 'open' : 'none');
}

interface Counts {
  readonly persons: number;
  readonly linkedRecords: number;
  /** Records that are linked to another that comes before them: links, were each person a chain. */
  readonly links: number;
  readonly openRecords: number;
  readonly decidedRecords: number;
}

function countsOf({ sources, estimate }: Outcome): Counts {
  const isPerson = new Uint8Array(clusterBound(sources));
  let [persons, linkedPersons] = [0, 0];
  let [linkedRecords, openRecords, decidedRecords] = [0, 0, 0];
  for (const { rows } of sources) {
    rows.cluster.forEach((cluster, row) => {
      const isLinked = rows.clusterSize[row]! > 1;
      if (isPerson[cluster] === 0) {
        isPerson[cluster] = 1;
        persons += 1;
        if (isLinked) linkedPersons += 1;
      }
      if (isLinked) linkedRecords += 1;
      const review = reviewOf(rows, row, estimate);
      if (review === 'open') openRecords += 1;
      else if (review !== 'none') decidedRecords += 1;
    });
  }
  const links = linkedRecords - linkedPersons;
  return { persons, linkedRecords, links, openRecords, decidedRecords };
}

function warningsOf({ estimate, search, decidedGreedily }: Outcome, links: number): LinkWarning[] {
  const { method, expected } = estimate;
  const holds: Record<LinkWarning, boolean> = {
    thresholdGiven: method === 'given',
    fewLinks: links < FEW_LINKS,
    wideInterval: expected !== undefined && expected.f1.high - expected.f1.low > WIDE,
    noUniqueRegister: method === 'tail',
    assignmentBounded: decidedGreedily > 0,
    recallNotReached: !search.reached,
  };
  return (Object.keys(holds) as LinkWarning[]).filter((warning) => holds[warning]);
}

/** The statement about an outcome: a function of what was linked, not of how it came about. */
export function statementOf(outcome: Outcome): LinkStatement {
  const { estimate, candidatePairs } = outcome;
  const { links, ...counts } = countsOf(outcome);
  const nothing = { value: 0, low: 0, high: 0 };
  const { precision, recall, f1 } = estimate.expected ?? {
    precision: nothing,
    recall: nothing,
    f1: nothing,
  };
  return {
    method: estimate.method,
    thresholdUpper: rounded(estimate.thresholdUpper),
    thresholdLower: rounded(estimate.thresholdLower),
    precision: rounded(precision.value),
    precisionLow: rounded(precision.low),
    precisionHigh: rounded(precision.high),
    recall: rounded(recall.value),
    recallLow: rounded(recall.low),
    recallHigh: rounded(recall.high),
    f1: rounded(f1.value),
    f1Low: rounded(f1.low),
    f1High: rounded(f1.high),
    candidatePairs,
    ...counts,
    warnings: warningBits(warningsOf(outcome, links)),
  };
}

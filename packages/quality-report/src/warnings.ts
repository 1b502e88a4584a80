// SPDX-License-Identifier: EUPL-1.2
/** What a reader has to know before believing the figures. From the whole report's counts. Pure. */
import type { Cell, MethodFigures, QualityReport, Warning, WarningCode } from './model.ts';

/** Below these, or above those, a figure is worth a word. */
const LIMITS = {
  precision: 0.95,
  /** Width of an interval of precision or recall. */
  interval: 0.2,
  /** Links that change within two steps of the threshold, as a share of all. */
  sensitive: 0.05,
  withoutEncoding: 0.01,
  repeated: 0.01,
  tied: 0.01,
} as const;

export type Warned = Omit<QualityReport, 'warnings' | 'guild'>;

const shareOver = (part: Cell, whole: Cell, limit: number): boolean =>
  typeof part === 'number' && typeof whole === 'number' && whole > 0 && part / whole > limit;

const isNone = (cell: Cell): boolean => cell === 0;

function wholeWarnings({ expected, links, method, sensitivity }: Warned): WarningCode[] {
  const found: WarningCode[] = [];
  if (isNone(links)) found.push('nothingLinked');
  if (expected === null) found.push('noEstimate');
  else {
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    if (expected.precision.value < LIMITS.precision) found.push('lowPrecision');
    const widest = Math.max(width(expected.precision), width(expected.recall));
    if (widest > LIMITS.interval) found.push('wideInterval');
  }
  const used = sensitivity.findIndex(({ basis }) => basis === 'used');
  const beside = [sensitivity[used - 1], sensitivity[used + 1]];
  const moves = beside.some((one) =>
    [one?.lost ?? 0, one?.gained ?? 0].some((count) => shareOver(count, links, LIMITS.sensitive)),
  );
  if (moves) found.push('sensitive');
  return [...found, ...methodWarnings(method)];
}

function methodWarnings({ decidedGreedily, search }: MethodFigures): WarningCode[] {
  return [
    ...(decidedGreedily > 0 ? (['decidedGreedily'] as const) : []),
    ...(search.reached ? [] : (['searchNotReached'] as const)),
  ];
}

/** In the order of registers, after those on the whole. */
export function warningsOn(report: Warned): Warning[] {
  const { registers, clusters } = report;
  const whole = wholeWarnings(report);
  // Where a register may hold a person more than once, no size is too large.
  const unique = registers.every((one) => one.unique);
  if (!unique && clusters.largest !== null && clusters.largest > 4 * registers.length) {
    whole.push('largeCluster');
  }
  const each = registers.flatMap((one) => {
    const { records, received } = one;
    const codes: [WarningCode, boolean][] = [
      ['registerMissing', received?.runs === 0],
      ['registerUnlinked', !isNone(records) && isNone(one.linked) && !isNone(report.links)],
      ['withoutEncoding', shareOver(one.withoutEncoding, records, LIMITS.withoutEncoding)],
      ['repeatedEncodings', one.unique && shareOver(one.repeated, records, LIMITS.repeated)],
      ['tied', shareOver(one.tied, records, LIMITS.tied)],
      ['refusedBatches', (received?.refusedBatches.length ?? 0) > 0],
      ['passedOver', (received?.passedOver ?? 0) > 0],
    ];
    const register = `${one.owner}/${one.register}`;
    return codes.filter(([, holds]) => holds).map(([code]) => ({ code, register }));
  });
  return [...whole.map((code) => ({ code, register: null })), ...each];
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The form of a report that may leave the linkage unit. Counts of persons, records and pairs are told
 * in tens, and as `<10` where they are fewer; so a difference of two counts, of one report or of two
 * that follow each other, hardly ever tells of a single person (limits: docs/adr/0045). Shares that were counted are computed from such
 * counts, estimated ones are rounded. Patterns of few clusters are joined, and no single cluster is told.
 */
import type {
  Cell,
  CellInterval,
  ClusterFigures,
  ExpectedFigures,
  HistoryFigures,
  Measured,
  MeasuredShares,
  QualityReport,
  RegisterFigures,
  ThresholdFigures,
} from './model.ts';
import { wilson } from './wilson.ts';

const LEAST = 10;

/** A count as it may be told. */
export function publishCount(count: Cell): Cell {
  if (typeof count !== 'number' || count < LEAST) return '<10';
  return Math.round(count / LEAST) * LEAST;
}

const orNull = (count: Cell | null): Cell | null => (count === null ? null : publishCount(count));
const rounded = (share: number): number => Math.round(share * 1000) / 1000;

function interval({ value, low, high }: CellInterval): CellInterval {
  return { value: publishCount(value), low: publishCount(low), high: orNull(high) };
}

function expectedOf(expected: ExpectedFigures | null): ExpectedFigures | null {
  if (expected === null) return null;
  const share = (of: 'precision' | 'recall' | 'f1') => {
    const { value, low, high } = expected[of];
    return { value: rounded(value), low: rounded(low), high: rounded(high) };
  };
  return {
    precision: share('precision'),
    recall: share('recall'),
    f1: share('f1'),
    falseLinks: interval(expected.falseLinks),
    missedLinks: interval(expected.missedLinks),
  };
}

/** A share of told counts: those are all that one can know. */
function shareOf(part: number, whole: number) {
  const tens = (count: number): number => Math.round(count / LEAST) * LEAST;
  const { value, low, high } = wilson(Math.min(tens(part), tens(whole)), tens(whole));
  return { value: rounded(value), low: rounded(low), high: rounded(high) };
}

function sharesOf(shares: MeasuredShares | null, links: Cell, truePairs: Cell) {
  if (shares === null) return null;
  const [whole, all] = [Number(links), Number(truePairs)];
  return {
    precision: shareOf(shares.precision.value * whole, whole),
    recall: shareOf(shares.recall.value * all, all),
  };
}

function thresholdOf(one: ThresholdFigures, measured: Measured | null): ThresholdFigures {
  return {
    threshold: one.threshold,
    basis: one.basis,
    links: publishCount(one.links),
    persons: orNull(one.persons),
    lost: orNull(one.lost),
    gained: orNull(one.gained),
    expected: expectedOf(one.expected),
    measured: sharesOf(one.measured, one.links, measured?.truePairs ?? 0),
  };
}

/**
 * Two parts of a whole that everyone knows, as the number of records stands in the result on the log:
 * only one of them is told of itself, so that no part below ten follows from the other.
 */
function partsOf({ records, linked, unlinked }: RegisterFigures) {
  const whole = publishCount(records);
  if (Number(unlinked) < LEAST) return { records: whole, linked: whole, unlinked: publishCount(0) };
  const told = publishCount(linked);
  const rest = typeof told === 'number' ? Math.max(LEAST, Number(whole) - told) : whole;
  return { records: whole, linked: told, unlinked: rest };
}

function registerOf(one: RegisterFigures): RegisterFigures {
  const { owner, register, unique, received } = one;
  return {
    owner,
    register,
    unique,
    received: received === null ? null : { ...received, rows: publishCount(received.rows) },
    ...partsOf(one),
    withoutEncoding: publishCount(one.withoutEncoding),
    repeated: publishCount(one.repeated),
    duplicates: publishCount(one.duplicates),
    tied: publishCount(one.tied),
  };
}

/** Large sizes are joined until there are ten such clusters: a size alone may be one person's. */
function joinedSizes(sizes: ClusterFigures['sizes']): ClusterFigures['sizes'] {
  const told = sizes.map(({ size, clusters }) => ({ size, clusters: Number(clusters) }));
  while (told.length > 1 && told.at(-1)!.clusters < LEAST) {
    const { clusters } = told.pop()!;
    told[told.length - 1] = {
      ...told.at(-1)!,
      clusters: told.at(-1)!.clusters + clusters,
    };
  }
  return told.map(({ size, clusters }) => ({ size, clusters: publishCount(clusters) }));
}

function clustersOf({ alone, sizes, patterns, between }: ClusterFigures): ClusterFigures {
  const few = ({ clusters }: ClusterFigures['patterns'][number]): boolean =>
    Number(clusters) < LEAST;
  const told = patterns.filter((one) => one.registers.length > 0 && !few(one));
  const rest = patterns.filter((one) => !told.includes(one));
  const sum = (of: 'clusters' | 'records'): number =>
    rest.reduce((total, one) => total + Number(one[of]), 0);
  const joined = { registers: [], clusters: sum('clusters'), records: sum('records') };
  return {
    alone: publishCount(alone),
    largest: null,
    sizes: joinedSizes(sizes),
    patterns: [...told, ...(rest.length === 0 ? [] : [joined])].map((one) => ({
      registers: one.registers,
      clusters: publishCount(one.clusters),
      records: publishCount(one.records),
    })),
    between: between.map(({ a, b, links }) => ({ a, b, links: publishCount(links) })),
  };
}

function historyOf(one: HistoryFigures): HistoryFigures {
  const { linkage, day, threshold, precision, recall, events } = one;
  return {
    linkage,
    day,
    threshold,
    records: publishCount(one.records),
    linked: publishCount(one.linked),
    persons: publishCount(one.persons),
    links: publishCount(one.links),
    precision: precision === null ? null : rounded(precision),
    recall: recall === null ? null : rounded(recall),
    events:
      events === null
        ? null
        : Object.fromEntries(
            Object.entries(events).map(([kind, count]) => [kind, publishCount(count)]),
          ),
  };
}

function measuredOf(measured: Measured | null, links: Cell): Measured | null {
  if (measured === null) return null;
  const { truePairs, trueLinks } = measured;
  return {
    truePairs: publishCount(truePairs),
    trueLinks: publishCount(trueLinks),
    ...sharesOf(measured, links, truePairs)!,
  };
}

/** @param report the whole one */
export function publishable(report: QualityReport): QualityReport {
  const { similarities, probabilities } = report;
  const cells = (counts: readonly Cell[]): Cell[] => counts.map(publishCount);
  return {
    ...report,
    publishable: true,
    registers: report.registers.map(registerOf),
    persons: publishCount(report.persons),
    links: publishCount(report.links),
    candidatePairs: publishCount(report.candidatePairs),
    expected: expectedOf(report.expected),
    measured: measuredOf(report.measured, report.links),
    sensitivity: report.sensitivity.map((one) => thresholdOf(one, report.measured)),
    similarities: {
      from: similarities.from,
      width: similarities.width,
      links: cells(similarities.links),
      notLinked: cells(similarities.notLinked),
      nearest: cells(similarities.nearest),
      nearestFalse: cells(similarities.nearestFalse),
      strangers: cells(similarities.strangers),
    },
    probabilities:
      probabilities === null
        ? null
        : { links: cells(probabilities.links), notLinked: cells(probabilities.notLinked) },
    clusters: clustersOf(report.clusters),
    history: report.history.map(historyOf),
  };
}

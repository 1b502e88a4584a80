// SPDX-License-Identifier: EUPL-1.2
/** From the figures of a linkage, and what is known of how it came about, to its report. Pure. */
import type { QualityFigures, ThresholdOutcome } from '@koppel/linkage';
import { guildItems } from './guild.ts';
import {
  REPORT_KIND,
  REPORT_VERSION,
  type HistoryFigures,
  type Measured,
  type MeasuredShares,
  type MethodFigures,
  type QualityReport,
  type Received,
  type RegisterFigures,
} from './model.ts';
import { warningsOn } from './warnings.ts';
import { wilson } from './wilson.ts';

/** A register that the study knows: its owner, and what came of it. */
export interface ReportedRegister {
  readonly owner: string;
  readonly register: string;
  readonly unique: boolean;
  readonly received: Received | null;
  /** Its place among the sources of the figures; undefined when it was not linked. */
  readonly source: number | undefined;
}

export interface ReportFacts {
  readonly study: string;
  readonly specHash: string | null;
  readonly linkage: string | null;
  readonly method: MethodFigures;
  readonly registers: readonly ReportedRegister[];
  /** Linkages up to this one. */
  readonly history: readonly HistoryFigures[];
}

function registerOf(one: ReportedRegister, { sources }: QualityFigures): RegisterFigures {
  const found = one.source === undefined ? undefined : sources[one.source];
  const { owner, register, unique, received } = one;
  const records = found?.records ?? 0;
  const linked = found?.linked ?? 0;
  return {
    owner,
    register,
    unique,
    received,
    records,
    linked,
    unlinked: records - linked,
    withoutEncoding: found?.withoutEncoding ?? 0,
    repeated: found?.repeated ?? 0,
    duplicates: found?.duplicates ?? 0,
    tied: found?.tied ?? 0,
  };
}

function sharesOf(trueLinks: number, links: number, truePairs: number): MeasuredShares {
  return { precision: wilson(trueLinks, links), recall: wilson(trueLinks, truePairs) };
}

function measuredOf({ measured, clusters }: QualityFigures): Measured | null {
  if (measured === null) return null;
  const { truePairs, trueLinks } = measured;
  return { truePairs, trueLinks, ...sharesOf(trueLinks, clusters.links, truePairs) };
}

/** The report of the linkage unit itself: counts of any size. */
export function reportOf(figures: QualityFigures, facts: ReportFacts): QualityReport {
  const { clusters, measured } = figures;
  const { registers: known, ...said } = facts;
  const nameOf = (source: number): string => {
    const one = known.find((register) => register.source === source);
    return one === undefined ? figures.sources[source]!.name : `${one.owner}/${one.register}`;
  };
  const thresholdOf = ({ trueLinks, ...outcome }: ThresholdOutcome) => ({
    ...outcome,
    measured:
      trueLinks === undefined || measured === null
        ? null
        : sharesOf(trueLinks, outcome.links, measured.truePairs),
  });
  const report = {
    kind: REPORT_KIND,
    version: REPORT_VERSION,
    publishable: false,
    ...said,
    registers: known.map((one) => registerOf(one, figures)),
    persons: clusters.count,
    links: clusters.links,
    candidatePairs: figures.candidatePairs,
    expected: figures.expected,
    measured: measuredOf(figures),
    sensitivity: figures.sensitivity.map(thresholdOf),
    similarities: figures.similarities,
    probabilities: figures.probabilities,
    clusters: {
      alone: clusters.alone,
      largest: clusters.largest,
      sizes: clusters.sizes,
      patterns: clusters.patterns.map(({ sources, ...counts }) => ({
        registers: sources.map(nameOf).sort(),
        ...counts,
      })),
      between: clusters.between
        .map(({ a, b, links }) => ({ a: nameOf(a), b: nameOf(b), links }))
        .sort((m, n) => (m.a === n.a ? Number(m.b > n.b) : m.a > n.a ? 1 : -1)),
    },
  } as const;
  return { ...report, warnings: warningsOn(report), guild: guildItems };
}

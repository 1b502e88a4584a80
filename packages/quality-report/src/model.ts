// SPDX-License-Identifier: EUPL-1.2
/**
 * A linkage quality report as data, which is also its JSON form (quality-report.schema.json). Two forms:
 * the whole one, for the linkage unit alone, with counts of any size; and the publishable one, in
 * which counts are in tens and none is below ten. No field names a record or holds a value of one.
 */
import type { Interval } from '@koppel/linkage';

export const REPORT_KIND = 'koppel/linkage-quality';
export const REPORT_VERSION = 1;

/** A count; in the publishable form in tens, or `<10` for none up to nine. */
export type Cell = number | '<10';

/** An estimated number with its 95 % interval; `high` is null where nothing bounds it. */
export interface CellInterval {
  readonly value: Cell;
  readonly low: Cell;
  readonly high: Cell | null;
}

export interface ExpectedFigures {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
  readonly falseLinks: CellInterval;
  readonly missedLinks: CellInterval;
}

/** How the linkage was done. */
export interface MethodFigures {
  readonly scheme: string;
  readonly reason: string | null;
  /** Linkage fields, as the study names them. */
  readonly fields: readonly string[];
  /** Of encodings; `looks` where a second round decided, field by field. */
  readonly similarity: 'dice' | 'hamming' | 'looks';
  readonly threshold: number;
  readonly thresholdUpper: number;
  readonly thresholdLower: number;
  /** `given` in the study, or how it was estimated. */
  readonly thresholdMethod: string;
  readonly assignment: string;
  readonly search: {
    readonly method: 'exact' | 'approximate';
    readonly wanted: number;
    readonly measured: number;
    readonly low: number;
    readonly high: number;
    readonly reached: boolean;
  };
  /** Groups of pairs too large for the optimal assignment, which were decided greedily. */
  readonly decidedGreedily: number;
}

/** What an owner's topic brought for a register. Batches are public on the log, so exact. */
export interface Received {
  readonly runs: number;
  readonly batches: number;
  /** Rows in accepted batches of all runs, changes and retractions included. */
  readonly rows: Cell;
  readonly refusedBatches: readonly { readonly code: string; readonly batches: number }[];
  /** Complete runs, newer than the one that was linked, that do not count. */
  readonly passedOver: number;
}

export interface RegisterFigures {
  readonly owner: string;
  readonly register: string;
  /** Each person at most once, as the study says. */
  readonly unique: boolean;
  /** Null where nothing is known of how the records came. */
  readonly received: Received | null;
  /** Records that were linked or not: linked + unlinked. */
  readonly records: Cell;
  readonly linked: Cell;
  readonly unlinked: Cell;
  readonly withoutEncoding: Cell;
  /** Records whose encoding another record of the register has too. */
  readonly repeated: Cell;
  /** Records beyond the first of a person. */
  readonly duplicates: Cell;
  /** Records with two equally similar counterparts, of which the order of tokens chose one. */
  readonly tied: Cell;
}

/** What became of the links at another threshold. */
export interface ThresholdFigures {
  readonly threshold: number;
  readonly basis: 'used' | 'counted' | 'estimated';
  readonly links: Cell;
  readonly persons: Cell | null;
  readonly lost: Cell | null;
  readonly gained: Cell | null;
  readonly expected: ExpectedFigures | null;
  readonly measured: MeasuredShares | null;
}

/** Against the truth or a gold sample, with Wilson intervals of 95 %. */
export interface MeasuredShares {
  readonly precision: Interval;
  readonly recall: Interval;
}

export interface Measured extends MeasuredShares {
  readonly truePairs: Cell;
  readonly trueLinks: Cell;
}

export interface HistogramFigures {
  readonly from: number;
  readonly width: number;
  readonly links: readonly Cell[];
  readonly notLinked: readonly Cell[];
  readonly nearest: readonly Cell[];
  readonly nearestFalse: readonly Cell[];
  readonly strangers: readonly Cell[];
}

export interface ClusterFigures {
  readonly alone: Cell;
  /** Null in the publishable form: it would be of one person. */
  readonly largest: number | null;
  readonly sizes: readonly { readonly size: number; readonly clusters: Cell }[];
  /** Empty `registers`: all patterns that are not told one by one. */
  readonly patterns: readonly {
    readonly registers: readonly string[];
    readonly clusters: Cell;
    readonly records: Cell;
  }[];
  readonly between: readonly { readonly a: string; readonly b: string; readonly links: Cell }[];
}

/** One linkage in the course of time. */
export interface HistoryFigures {
  /** 32 hexadecimal digits, from the runs that were linked. */
  readonly linkage: string;
  /** `YYYY-MM-DD` on which it was first done. */
  readonly day: string;
  readonly threshold: number;
  readonly records: Cell;
  readonly linked: Cell;
  readonly persons: Cell;
  readonly links: Cell;
  readonly precision: number | null;
  readonly recall: number | null;
  /** What became of persons since the linkage before; null where that is not followed. */
  readonly events: Readonly<Record<string, Cell>> | null;
}

/** Something that a reader has to know of before believing the figures. */
export type WarningCode =
  | 'noEstimate'
  | 'lowPrecision'
  | 'wideInterval'
  | 'sensitive'
  | 'nothingLinked'
  | 'registerUnlinked'
  | 'registerMissing'
  | 'withoutEncoding'
  | 'repeatedEncodings'
  | 'tied'
  | 'largeCluster'
  | 'decidedGreedily'
  | 'searchNotReached'
  | 'refusedBatches'
  | 'passedOver';

export interface Warning {
  readonly code: WarningCode;
  /** `owner/register`, where it is about one. */
  readonly register: string | null;
}

export interface QualityReport {
  readonly kind: typeof REPORT_KIND;
  readonly version: typeof REPORT_VERSION;
  readonly publishable: boolean;
  readonly study: string;
  /** SHA-256 of the study in hexadecimal; null for an evaluation, which has none. */
  readonly specHash: string | null;
  /** 32 hexadecimal digits that name what was linked; null for an evaluation. */
  readonly linkage: string | null;
  readonly method: MethodFigures;
  readonly registers: readonly RegisterFigures[];
  readonly persons: Cell;
  readonly links: Cell;
  readonly candidatePairs: Cell;
  /** Null where the threshold was given: nothing was estimated. */
  readonly expected: ExpectedFigures | null;
  /** Null where no truth is known. */
  readonly measured: Measured | null;
  readonly sensitivity: readonly ThresholdFigures[];
  readonly similarities: HistogramFigures;
  /** Twenty steps from 0 to 1; null where probabilities are unknown. */
  readonly probabilities: {
    readonly links: readonly Cell[];
    readonly notLinked: readonly Cell[];
  } | null;
  readonly clusters: ClusterFigures;
  /** Oldest first. */
  readonly history: readonly HistoryFigures[];
  readonly warnings: readonly Warning[];
  /** Which item of GUILD is answered where, or by whom. */
  readonly guild: readonly {
    readonly step: number;
    readonly item: string;
    readonly answeredBy: string;
    readonly sections: readonly string[];
  }[];
}

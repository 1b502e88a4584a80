// SPDX-License-Identifier: EUPL-1.2
/** What a report tells: counts, qualities and times. No field holds a value of any record. */
import type { CurvePoint, Histogram, PairQuality } from '../metrics/index.ts';

export type ReportLanguage = 'en' | 'nl';

/** The way of one register's records through the linkage. */
export interface RegisterCounts {
  readonly owner: string;
  readonly register: string;
  readonly records: number;
  readonly encoded: number;
  /** Records that could not be encoded: records = encoded + rejected. */
  readonly rejected: number;
  /** Encoded records that were linked to at least one other. */
  readonly linked: number;
}

export interface RegisterPairQuality {
  /** What the two registers are called, e.g. `rotterdam population`. */
  readonly first: string;
  readonly second: string;
  readonly quality: PairQuality;
}

export interface Report {
  readonly language: ReportLanguage;
  readonly title: string;
  /** One or two sentences under the title: what was linked, where the data come from. */
  readonly introduction: string;
  readonly registers: readonly RegisterCounts[];
  readonly overall: PairQuality;
  readonly pairs: readonly RegisterPairQuality[];
  /** Similarity (0–1) at and above which a pair was accepted. */
  readonly threshold: number;
  /** Quality at other thresholds; left out where the truth is unknown. */
  readonly curve?: readonly CurvePoint[];
  readonly best?: CurvePoint | undefined;
  readonly histogram?: Histogram;
  readonly steps: readonly { readonly name: string; readonly seconds: number }[];
  /** What a reader must know besides, e.g. what the encoding is known to withstand. */
  readonly notes?: readonly {
    readonly heading: string;
    readonly text: string;
    /** Another page beside this one, by its relative path, and what it is called. */
    readonly page?: { readonly path: string; readonly name: string };
  }[];
}

// SPDX-License-Identifier: EUPL-1.2
/** What the data set is worth: counts per source, what was not linked, what did not fit together. */
import type { ErrorCode } from '@koppel/errors';
import type { StatedEncoding } from '@koppel/study';
import {
  byLooks,
  warningsIn,
  type EventKind,
  type LinkStatement,
  type LinkWarning,
} from '@koppel/wire';
import { hex } from './bytes.ts';
import type { AnyResult } from './results.ts';
import type { Disagreement } from './meanings/meanings.ts';
import type { SpellCounts } from './spells/table.ts';
import type { SourceCounts } from './store/counts.ts';
import type { SourceDifference } from './store/difference.ts';
import type { Stratum } from './strata/strata.ts';

export interface SourceQuality {
  readonly owner: string;
  readonly register: string;
  readonly records: number;
  readonly linked: number;
  readonly unlinked: number;
  /** Rows with research variables whose record is in no link batch: left out. */
  readonly payloadWithoutLink: number;
  /** Records without research variables: kept, with empty cells. */
  readonly linkWithoutPayload: number;
}

/** Which share of the pairs the linkage found, 0–1: what it missed is not linked. */
export interface StatedRecall {
  readonly wanted: number;
  readonly measured: number;
  /** An interval of at least 95 %. */
  readonly low: number;
  readonly high: number;
  /** Of every 1,000 links that an exact search would find, so many are expected to be missing. */
  readonly expectedMissedPerThousand: number;
}

/** An estimate with its 95 % interval, each 0–1. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the linkage unit expects of the links, without having seen which are true. */
export interface ExpectedQuality {
  readonly precision: Estimate;
  readonly recall: Estimate;
  readonly f1: Estimate;
}

/** What was linked, in numbers. */
export interface LinkCounts {
  readonly persons: number;
  readonly linkedRecords: number;
  readonly candidatePairs: number;
  readonly openRecords: number;
  readonly decidedRecords: number;
}

/** Two registers, as `owner/register`, and the round that decided on their pairs: 1 or 2. */
export interface DecidedPair {
  readonly registers: readonly [string, string];
  readonly round: 1 | 2;
}

/** What changed since an earlier data set. */
export interface SincePrevious {
  readonly result: string;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
  /** Records that came, went or have other values, by source. */
  readonly records: readonly SourceDifference[];
}

export interface Quality {
  readonly study: string;
  readonly specHash: string;
  readonly result: string;
  readonly threshold: number;
  /** Null in results from before these were stated. */
  readonly thresholdUpper: number | null;
  readonly thresholdLower: number | null;
  /** How the threshold came about. */
  readonly method: LinkStatement['method'] | null;
  /** Null where the study gave the threshold: then nothing is estimated. */
  readonly expected: ExpectedQuality | null;
  readonly warnings: readonly (LinkWarning | 'notStated')[];
  readonly counts: LinkCounts | null;
  readonly similarity: string;
  /** Per pair of registers, by which round it was decided who is who. */
  readonly decidedBy: readonly DecidedPair[];
  /** `exact`, or what an approximate search found. */
  readonly search: 'exact' | StatedRecall;
  /** How the records were encoded that were linked, with the study's reason where it gives one. */
  readonly encoding: StatedEncoding;
  readonly sources: readonly SourceQuality[];
  readonly refusedByLinkageUnit: number;
  readonly refusedPayloadBatches: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly since?: SincePrevious;
  /** Variables whose values look as if owners mean different things by them. */
  readonly disagreements: readonly Disagreement[];
  /** Periods by kind, by owner and register; absent where the study has none. */
  readonly spells?: readonly SpellCounts[];
  /** For whom linking failed more often, by what the study allows to tell apart. */
  readonly strata: readonly Stratum[];
}

type Stated = Pick<
  Quality,
  'thresholdUpper' | 'thresholdLower' | 'method' | 'expected' | 'warnings' | 'counts'
>;

/** The statement of the linkage unit as it stands in `quality.json`. */
function statedBy(statement: LinkStatement | undefined): Stated {
  if (statement === undefined) {
    const unknown = { thresholdUpper: null, thresholdLower: null, method: null, counts: null };
    return { ...unknown, expected: null, warnings: ['notStated'] };
  }
  const { method, thresholdUpper, thresholdLower, warnings } = statement;
  const { persons, linkedRecords, candidatePairs, openRecords, decidedRecords } = statement;
  const estimate = (measure: 'precision' | 'recall' | 'f1'): Estimate => ({
    value: statement[measure],
    low: statement[`${measure}Low`],
    high: statement[`${measure}High`],
  });
  return {
    thresholdUpper,
    thresholdLower,
    method,
    expected:
      method === 'given'
        ? null
        : {
            precision: estimate('precision'),
            recall: estimate('recall'),
            f1: estimate('f1'),
          },
    warnings: warningsIn(warnings),
    counts: { persons, linkedRecords, candidatePairs, openRecords, decidedRecords },
  };
}

function searchOf(result: AnyResult): Quality['search'] {
  const {
    recallWanted: wanted,
    recallMeasured: measured,
    recallLow: low,
    recallHigh: high,
  } = result;
  if (wanted === 1) return 'exact';
  const expectedMissedPerThousand = Math.round((1 - measured) * 10_000) / 10;
  return { wanted, measured, low, high, expectedMissedPerThousand };
}

const none: SourceCounts = { linked: 0, payloadWithoutLink: 0, linkWithoutPayload: 0 };

function decidedBy({ sources, similarity }: AnyResult): DecidedPair[] {
  const names = sources.map(({ owner, register }) => `${owner}/${register}`);
  const round = similarity === byLooks ? 2 : 1;
  return names.flatMap((one, at) =>
    names.slice(at + 1).map((other): DecidedPair => ({ registers: [one, other], round })),
  );
}

/** `counts` gives what was counted of an owner's register, if anything. */
export function qualityOf(
  { result, statement }: { result: AnyResult; statement: LinkStatement | undefined },
  counts: (owner: string, register: string) => SourceCounts | undefined,
  refused: ReadonlyMap<ErrorCode, number>,
  encoding: StatedEncoding,
): Omit<Quality, 'strata' | 'disagreements'> {
  const sources = result.sources.map(({ owner, register, records }) => {
    const { linked, ...unmatched } = counts(owner, register) ?? none;
    return { owner, register, records, linked, unlinked: records - linked, ...unmatched };
  });
  return {
    study: result.study,
    specHash: hex(result.specHash),
    result: hex(result.result),
    threshold: result.threshold,
    ...statedBy(statement),
    similarity: result.similarity,
    decidedBy: decidedBy(result),
    search: searchOf(result),
    encoding,
    sources,
    refusedByLinkageUnit: result.refusedBatches,
    refusedPayloadBatches: Object.fromEntries(refused),
  };
}

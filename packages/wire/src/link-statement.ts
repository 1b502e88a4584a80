// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit states about the quality of one linkage, sealed to the researcher: in the
 * clear its counts would tell the owner of a register of one person whether the others know that
 * person. Its size is always the same. It holds nothing about a pair or a record.
 */
import type { Fields } from './codec.ts';
import { enumField, intField, uint32Field, unitField } from './field.ts';
import { framed } from './frame.ts';
import { recordCodec } from './record.ts';

/**
 * What a reader of the figures has to know. A closed list, a bit each: only ever added at the end.
 * - `thresholdGiven`: the study gave the threshold, so nothing is estimated: no probability, no quality.
 * - `fewLinks`: fewer than 150 true links are expected; the estimates are rough.
 * - `wideInterval`: the 95 % interval of F1 is wider than 0.1.
 * - `noUniqueRegister`: no register is one of unique persons, so the estimate is the weaker kind.
 * - `assignmentBounded`: groups of pairs were too large for the optimal assignment.
 * - `recallNotReached`: an approximate search may have missed more pairs than the study allows.
 */
export const linkWarnings = [
  'thresholdGiven',
  'fewLinks',
  'wideInterval',
  'noUniqueRegister',
  'assignmentBounded',
  'recallNotReached',
] as const;
export type LinkWarning = (typeof linkWarnings)[number];

/** How the threshold came about. */
export type StatedMethod = 'given' | 'selfNull' | 'tail' | 'fellegiSunter';

export interface LinkStatement {
  readonly method: StatedMethod;
  /** From here on a pair is a match, 0–1. */
  readonly thresholdUpper: number;
  /** Below it a pair is none, 0–1; between the two a person should decide. */
  readonly thresholdLower: number;
  /** The expected share of true links among all, with its 95 % interval; all 0 when it is given. */
  readonly precision: number;
  readonly precisionLow: number;
  readonly precisionHigh: number;
  /** The expected share of true links that were found, in the same way. */
  readonly recall: number;
  readonly recallLow: number;
  readonly recallHigh: number;
  /** The harmonic mean of the two, in the same way. */
  readonly f1: number;
  readonly f1Low: number;
  readonly f1High: number;
  /** Pairs at or above the threshold. */
  readonly candidatePairs: number;
  /** Clusters, those of one record included. */
  readonly persons: number;
  /** Records in a cluster with at least one other. */
  readonly linkedRecords: number;
  /** Linked records whose pair is so unsure that a person should decide, and has not. */
  readonly openRecords: number;
  /** Records about which a person decided. */
  readonly decidedRecords: number;
  /** Warnings as one number: warning n is bit n. */
  readonly warnings: number;
}

const fields: Fields<LinkStatement> = {
  method: enumField('StatedMethod', ['given', 'selfNull', 'tail', 'fellegiSunter']),
  thresholdUpper: unitField,
  thresholdLower: unitField,
  precision: unitField,
  precisionLow: unitField,
  precisionHigh: unitField,
  recall: unitField,
  recallLow: unitField,
  recallHigh: unitField,
  f1: unitField,
  f1Low: unitField,
  f1High: unitField,
  candidatePairs: uint32Field,
  persons: uint32Field,
  linkedRecords: uint32Field,
  openRecords: uint32Field,
  decidedRecords: uint32Field,
  // Below 64 Avro writes one byte.
  warnings: intField(0, 2 ** linkWarnings.length - 1),
};

const measures = ['precision', 'recall', 'f1'] as const;

/** The field that contradicts another one, or undefined. */
function conflictOf(stated: LinkStatement): keyof LinkStatement | undefined {
  if (stated.thresholdLower > stated.thresholdUpper) return 'thresholdLower';
  const given = stated.method === 'given';
  if (given !== warningsIn(stated.warnings).includes('thresholdGiven')) return 'warnings';
  return measures.find((measure) => {
    const [value, low, high] = [stated[measure], stated[`${measure}Low`], stated[`${measure}High`]];
    return low > value || value > high || (given && high > 0);
  });
}

const codec = framed(
  'linkStatement',
  1024,
  recordCodec<LinkStatement>('LinkStatement', fields, conflictOf),
);

/** Warnings as one number, for `LinkStatement.warnings`. */
export function warningBits(warnings: readonly LinkWarning[]): number {
  return warnings.reduce((bits, warning) => bits | (1 << linkWarnings.indexOf(warning)), 0);
}

/** The warnings in a number, in the order of `linkWarnings`. */
export function warningsIn(bits: number): LinkWarning[] {
  return linkWarnings.filter((_, at) => (bits & (1 << at)) !== 0);
}

/** Bytes to seal, always equally many. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeLinkStatement(statement: LinkStatement): Uint8Array {
  return codec.encode(statement);
}

/** The inverse. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLinkStatement(bytes: Uint8Array): LinkStatement {
  return codec.decode(bytes);
}

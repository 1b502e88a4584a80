// SPDX-License-Identifier: EUPL-1.2
/**
 * What the account of decisions says. An entry names pairs and records by tags that mean nothing
 * without the key file, registers by their name, and a reviewer by an id; it has no place for free text.
 */

export const verdicts = ['same', 'different', 'unsure', 'withdrawn'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * - `figures`: what the list shows. `secondReviewer`: two persons looked and agreed.
 * - `protocol`: a rule that the parties of the study wrote down. `correction`: an earlier decision was
 *   wrong. `notEnough`: the list does not show enough to decide.
 */
export const decisionReasons = [
  'figures',
  'secondReviewer',
  'protocol',
  'correction',
  'notEnough',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** Letters and a number, such as `reviewer-1` or `kp017`: no name, and no room for one. */
export const reviewerForm = /^[a-z]{1,12}-?[0-9]{1,6}$/;

/** A record that was decided upon: its register, as `owner/register`, and its tag. */
export interface TaggedRecord {
  readonly source: string;
  readonly tag: string;
}

/** What somebody decided about a pair. */
export interface PairDecision {
  readonly pair: string;
  readonly left: TaggedRecord;
  readonly right: TaggedRecord;
  /** As it was on the list, 0–1. */
  readonly similarity: number;
  /** The model had both in one cluster. */
  readonly together: boolean;
  readonly verdict: Verdict;
  readonly reviewer: string;
  readonly reason: DecisionReason;
}

/** The decisions of one file, all of them. */
export interface DecidedEntry {
  readonly kind: 'decided';
  /** SHA-256 of the file. */
  readonly file: string;
  readonly decisions: readonly PairDecision[];
}

/** Decisions that no longer hold, as a record of theirs is gone or is another one now. */
export interface VoidedEntry {
  readonly kind: 'voided';
  readonly pairs: readonly string[];
}

export type EntryBody = DecidedEntry | VoidedEntry;

/** An entry in its place. */
export type Entry = EntryBody & {
  readonly n: number;
  /** ISO 8601. */
  readonly time: string;
  /** SHA-256 of the entry before. */
  readonly previous: string;
  readonly study: string;
  /** Version of the study, 64 hexadecimal digits. */
  readonly specHash: string;
};

// SPDX-License-Identifier: EUPL-1.2
/** What a batch changes, and what became of the clusters. Tokens and similarities only. */
/** A record: its source and its token, 32 hexadecimal digits in lower case. */
export interface RecordName {
  readonly source: string;
  readonly token: string;
}

export interface AddedRecord extends RecordName {
  /**
   * When the record came into the study, as a number that grows, such as that of the linkage in which
   * it was first. Part of the content: the same for a record however often the state is made anew.
   */
  readonly since: number;
}

export interface NamedPair {
  readonly left: RecordName;
  readonly right: RecordName;
  /** At or above the threshold of the state, up to 1. */
  readonly similarity: number;
}

/** What somebody decided about two records; `withdrawn` leaves it to the model again. */
export interface Decision {
  readonly left: RecordName;
  readonly right: RecordName;
  readonly verdict: 'same' | 'different' | 'withdrawn';
}

/** One batch of changes. A record is in at most one of the first four. */
export interface Changes {
  readonly added?: readonly AddedRecord[];
  /** Records that have another encoding now: all their pairs go, and `pairs` brings the new ones. */
  readonly changed?: readonly RecordName[];
  /** Records that stayed as they are and have other pairs now, as the threshold is another one. */
  readonly reconsidered?: readonly RecordName[];
  readonly retracted?: readonly RecordName[];
  /** Every candidate pair that an added, changed or reconsidered record has with any there is now. */
  readonly pairs?: readonly NamedPair[];
  readonly decisions?: readonly Decision[];
}

export const reasons = ['added', 'changed', 'retracted', 'reviewed', 'threshold'] as const;
/**
 * What happened to records or pairs that the clusters of an event hang together with; `reviewed`: a
 * person decided, or a decision no longer holds; `threshold`: it is another one, or fields weigh
 * otherwise than before.
 */
export type Reason = (typeof reasons)[number];

export interface ClusterView {
  /** The record that the cluster's pseudonym comes from. */
  readonly anchor: RecordName;
  /** By source and token. */
  readonly members: readonly RecordName[];
}

/**
 * - `appeared`: a cluster of records that are all new.
 * - `grown`, `shrunk`: the same cluster with records more or less; both is `shrunk`.
 * - `merged`: several became one. `split`: one became several.
 * - `regrouped`: several became several others.
 * - `retracted`: nothing is left of it.
 */
export type EventKind =
  'appeared' | 'grown' | 'shrunk' | 'merged' | 'split' | 'regrouped' | 'retracted';

export interface ClusterEvent {
  readonly kind: EventKind;
  /** In the order of `reasons`; never empty. */
  readonly reasons: readonly Reason[];
  /** Clusters that there were and are no more, and those that took their place. By their members. */
  readonly before: readonly ClusterView[];
  readonly after: readonly ClusterView[];
}

export const tokenForm = /^[0-9a-f]{32}$/;

/** One text for one record. */
export function idOf({ source, token }: RecordName): string {
  return `${token} ${source}`;
}

/** The order of records everywhere here: by source, then by token. */
export function compareNames(one: RecordName, other: RecordName): number {
  if (one.source !== other.source) return one.source < other.source ? -1 : 1;
  if (one.token === other.token) return 0;
  return one.token < other.token ? -1 : 1;
}

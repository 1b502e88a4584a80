// SPDX-License-Identifier: EUPL-1.2
/**
 * What can become of a person between two results, and why. Closed lists: a number on the wire is a
 * place in them, so a word is only ever added at the end.
 */

/**
 * - `appeared`: a person of whom all records are new.
 * - `grown`, `shrunk`: the same person with records more or less; both is `shrunk`.
 * - `merged`: several persons became one. `split`: one became several.
 * - `regrouped`: several became several others.
 * - `retracted`: no record of the person is left.
 */
export const eventKinds = [
  'appeared',
  'grown',
  'shrunk',
  'merged',
  'split',
  'regrouped',
  'retracted',
] as const;
export type EventKind = (typeof eventKinds)[number];

/**
 * What happened to records, or to others that they hang together with: added to a register, changed
 * in it, retracted from it; a person decided about a pair, or no longer; the threshold is another one.
 */
export const eventReasons = ['added', 'changed', 'retracted', 'reviewed', 'threshold'] as const;
export type EventReason = (typeof eventReasons)[number];

/** Several reasons as one number: reason n is bit n. */
export function reasonBits(reasons: readonly EventReason[]): number {
  return reasons.reduce((bits, reason) => bits | (1 << eventReasons.indexOf(reason)), 0);
}

/** The reasons in a number, in the order of `eventReasons`. */
export function reasonsIn(bits: number): EventReason[] {
  return eventReasons.filter((_, at) => (bits & (1 << at)) !== 0);
}

// SPDX-License-Identifier: EUPL-1.2
/** A list of made-up pairs, and decisions about them. For tests only. */
import type { PairDecision } from '../review/entry.ts';
import type { KnownDecision } from '../review/in-force.ts';
import type { ZoneFile, ZonePair } from '../review/zone-file.ts';

/** Records go by a letter for their register and a number: `a1`. */
function tagged(name: string): ZonePair['left'] {
  const tag = Buffer.from(name).toString('hex').padEnd(32, '0');
  return { source: `${name[0]!.repeat(2)}/population`, tag };
}

/** The reference of a pair of such records. */
export const referenceOf = (left: string, right: string): string =>
  `P${`${left}${right}`.toUpperCase().padEnd(16, '0')}`;

export function zonePair(left: string, right: string, more: Partial<ZonePair> = {}): ZonePair {
  return {
    pair: referenceOf(left, right), left: tagged(left), right: tagged(right), similarity: 0.8125,
    probability: 0.62, together: false, nextLeft: 0.71, nextRight: null, sizeLeft: 1, sizeRight: 2,
    afterLeft: 3, afterRight: 3, changed: 2, exact: true, expected: 1.24, ...more,
  }; // prettier-ignore
}

export function zoneFile(pairs: readonly ZonePair[]): ZoneFile {
  return {
    study: 'sample', specHash: '0'.repeat(64), list: 'L00000001', threshold: 0.8, thresholdLower: 0.6,
    thresholdUpper: 0.9, reviewFrom: 0.6, found: pairs.length, pairs, account: { next: 0, hash: '' },
    applied: { same: 0, different: 0, waiting: 0 },
  }; // prettier-ignore
}

export function decisionAbout(
  { pair, left, right, similarity, together }: ZonePair,
  more: Partial<PairDecision> = {},
): PairDecision {
  return {
    pair, left, right, similarity, together, verdict: 'same', reviewer: 'kp1', reason: 'figures',
    ...more,
  }; // prettier-ignore
}

export function knownDecision(pair: ZonePair, more: Partial<KnownDecision> = {}): KnownDecision {
  return { ...decisionAbout(pair), time: '2026-01-01T00:00:00.000Z', voided: false, ...more };
}

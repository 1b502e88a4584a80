// SPDX-License-Identifier: EUPL-1.2
/** From the account of decisions to those that hold: of each pair the last one, unless it ended. */
import type { Account } from './decision-log.ts';
import type { PairDecision } from './entry.ts';

/** The last decision about a pair. */
export interface KnownDecision extends PairDecision {
  readonly time: string;
  /** A record of the pair is gone or is another one now. */
  readonly voided: boolean;
}

/** Of every pair of this version of the study the last decision, in the order of the account. */
export function lastDecisions(
  { entries }: Account,
  specHash: Uint8Array,
): Map<string, KnownDecision> {
  const version = Buffer.from(specHash).toString('hex');
  const found = new Map<string, KnownDecision>();
  for (const entry of entries) {
    if (entry.specHash !== version) continue;
    if (entry.kind === 'decided') {
      const { time } = entry;
      for (const one of entry.decisions) found.set(one.pair, { ...one, time, voided: false });
    } else {
      for (const pair of entry.pairs) {
        const known = found.get(pair);
        if (known !== undefined) found.set(pair, { ...known, voided: true });
      }
    }
  }
  return found;
}

/** A decision that the linkage has to follow. */
export type Held = KnownDecision & { readonly verdict: 'same' | 'different' };

export function isHeld(decision: KnownDecision): decision is Held {
  const { verdict, voided } = decision;
  return !voided && (verdict === 'same' || verdict === 'different');
}

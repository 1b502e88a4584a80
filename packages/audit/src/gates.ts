// SPDX-License-Identifier: EUPL-1.2
/**
 * Limits that an audit may be held to. That they hold shows that these attacks, as written here, got
 * no further: a lower bound of the risk, and no proof of safety.
 */
import { requireEnough } from './least.ts';
import type { AttackId, AttackResult, GateOutcome } from './result.ts';

/** What an attack must have been given for its gate to apply: no less, and no more. */
export const gateSettings = {
  seededProfile: { seeds: 100 },
  knownPairDecoding: { pairs: 300 },
} as const;

/** The highest share that may be recovered, where guessing gives less. */
const SHARE_LIMIT = 0.01;
/** The highest figure of the tuple test, in standard deviations of one tuple. */
const Z_LIMIT = 3;

/** ln of n!, by Stirling's series beyond where a sum is quick (error below 1e-10). */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series;
}

/**
 * The share that guessing stays at or below in 95 of 100 audits: the 95 % quantile of a binomial
 * number of right guesses, over their number. 1 without targets.
 * @param chance of one guess, 0–1
 */
export function chanceBound(targets: number, chance: number): number {
  if (targets === 0 || chance >= 1) return 1;
  if (chance <= 0) return 0;
  let sum = 0;
  for (let right = 0; right <= targets; right++) {
    const ways = logFactorial(targets) - logFactorial(right) - logFactorial(targets - right);
    sum += Math.exp(ways + right * Math.log(chance) + (targets - right) * Math.log1p(-chance));
    if (sum >= 0.95) return right / targets;
  }
  return 1;
}

function shareGate(result: AttackResult, limit: number): GateOutcome {
  requireEnough(result.attack, result.targets);
  const { attack, share: measured } = result;
  return { attack, measured, limit, passed: measured <= limit };
}

/** By attack, what its result comes to; undefined where it was run with other than the gate's settings. */
const gateOf: Readonly<Record<AttackId, (result: AttackResult) => GateOutcome | undefined>> = {
  seededProfile: (result) =>
    result.given['seeds'] === gateSettings.seededProfile.seeds
      ? shareGate(result, SHARE_LIMIT)
      : undefined,
  knownPairDecoding: (result) =>
    result.given['pairs'] === gateSettings.knownPairDecoding.pairs
      ? shareGate(result, SHARE_LIMIT)
      : undefined,
  tupleTest: ({ attack, given, figures }) => {
    requireEnough(attack, given['tuples'] ?? 0);
    const measured = figures['z'] ?? Infinity;
    return { attack, measured, limit: Z_LIMIT, passed: measured <= Z_LIMIT };
  },
  patternMining: (result) => chanceGate(result),
  frequency: (result) => chanceGate(result),
  fakeRecords: (result) => chanceGate(result),
  chosenRecords: (result) => chanceGate(result),
  ownKey: (result) => chanceGate(result),
  doubleHashing: ({ attack, given, figures }) => {
    requireEnough(attack, given['tested'] ?? 0);
    const { z = Infinity, found } = figures;
    // A z that shuffling reaches as often as not is none.
    const measured = found === 0 ? Math.min(z, Z_LIMIT) : z;
    return { attack, measured, limit: Z_LIMIT, passed: measured <= Z_LIMIT };
  },
  graphMatching: (result) => chanceGate(result),
};

/** For attackers who are given no pairs: no more than 1 %, or than guessing gives. */
function chanceGate(result: AttackResult): GateOutcome {
  const bound = chanceBound(result.targets, result.chance);
  return shareGate(result, Math.max(SHARE_LIMIT, bound));
}

/**
 * Holds results to their limits, in their order. Results with other settings than a gate's have none.
 * @throws KoppelError AUDIT_TOO_FEW where a result has too few cases to hold anything to
 */
export function gateOutcomes(results: readonly AttackResult[]): GateOutcome[] {
  return results.flatMap((result) => gateOf[result.attack](result) ?? []);
}

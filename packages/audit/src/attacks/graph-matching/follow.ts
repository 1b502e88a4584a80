// SPDX-License-Identifier: EUPL-1.2
/**
 * From a laid-over graph that is right in places to one that is right everywhere: the pairs that are
 * surest are taken for known, and everybody is compared by how alike he is to those, as with known pairs
 * (`seeded-profile`). Unlike those they may be wrong, so each round draws them anew.
 */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import type { KnownPair } from '../known-pairs.ts';
import { bestPairs, type BestPairs } from '../seeded-profile/best-pairs.ts';
import { profilesOf, surest } from '../seeded-profile/profiles.ts';
import type { Nearest } from './nearest.ts';

/** Pairs that are taken for known, per round. */
const SEEDS = [300, 300, 450, 600, 600, 600] as const;
/** Fewer pairs that chose each other say nothing. */
const LEAST_SEEDS = 20;

/** Those that chose each other, the surest first. */
export function surestNearest({ best, lead, bestBack }: Nearest): KnownPair[] {
  return surest({ best, margin: lead, bestBack });
}

/**
 * Per encoding its row of the attacker's register, or undefined where there is nothing to start from.
 * @param told awaited after each round with the fraction done
 */
export async function followed(
  encodings: FilterSet,
  own: FilterSet,
  similarity: Similarity,
  start: readonly KnownPair[],
  told: (fraction: number) => Promise<void>,
): Promise<BestPairs | undefined> {
  if (start.length < LEAST_SEEDS) return undefined;
  const everybody = ({ count }: FilterSet): Uint32Array =>
    Uint32Array.from({ length: count }, (_, at) => at);
  const left = { set: encodings, places: everybody(encodings) };
  const right = { set: own, places: everybody(own) };
  let pairs = start;
  let found: BestPairs | undefined;
  for (const [round, count] of SEEDS.entries()) {
    const seeds = pairs.slice(0, count);
    found = bestPairs(
      profilesOf(left, seeds.map((pair) => pair.encoding), similarity),
      profilesOf(right, seeds.map((pair) => pair.row), similarity),
    ); // prettier-ignore
    pairs = surest(found);
    if (pairs.length < LEAST_SEEDS) return undefined;
    await told((round + 1) / SEEDS.length);
  }
  return found;
}

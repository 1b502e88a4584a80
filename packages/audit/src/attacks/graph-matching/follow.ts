// SPDX-License-Identifier: EUPL-1.2
/**
 * From pairs of which a few are right to pairs that are right everywhere: the surest are taken for
 * known, and everybody is compared by how alike he is to those, as with known pairs (`seeded-profile`).
 * Unlike those they may be wrong, so each round draws them anew.
 */
import type { FilterSet } from '@koppel/kernel';
import type { Similarity } from '@koppel/study';
import type { KnownPair } from '../known-pairs.ts';
import { bestPairs, type BestPairs } from '../seeded-profile/best-pairs.ts';
import { profilesOf, surest } from '../seeded-profile/profiles.ts';
import type { Nearest } from './nearest.ts';

/** Pairs that are taken for known, per round: few at first, among which most are right. */
const SEEDS = [200, 200, 200, 300, 300, 450, 450, 600, 600, 600, 600, 600, 600, 600, 600, 600];
/** Fewer pairs that chose each other say nothing. */
const LEAST_SEEDS = 20;
/** Share of the seeds of a round that the next one draws again, when nothing is to be gained any more. */
const SETTLED = 0.98;

/** Those that chose each other, the surest first. */
export function surestNearest({ best, lead, bestBack }: Nearest): KnownPair[] {
  return surest({ best, margin: lead, bestBack });
}

function shareKept(before: readonly KnownPair[], after: readonly KnownPair[]): number {
  const rows = new Map(before.map(({ encoding, row }) => [encoding, row]));
  return after.filter(({ encoding, row }) => rows.get(encoding) === row).length / after.length;
}

/**
 * Per encoding its row of the attacker's register, or undefined where there is nothing to start from.
 * @param start pairs, the surest first
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
    if (shareKept(seeds, pairs.slice(0, count)) >= SETTLED) break;
  }
  return found;
}

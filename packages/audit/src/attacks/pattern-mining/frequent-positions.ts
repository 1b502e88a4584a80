// SPDX-License-Identifier: EUPL-1.2
/** The largest set of bit positions that are set together often enough: what one token leaves behind. */
import { intersect, sharedBy, sizeOf } from '../../decoding/bits.ts';

export interface FrequentPositions {
  /** Ascending. */
  readonly positions: readonly number[];
  /** The encodings of the part in which all are set. */
  readonly members: Uint32Array;
  readonly support: number;
}

interface Candidate {
  readonly position: number;
  readonly column: Uint32Array;
}

/** Adds to a position, one by one, the one that leaves most encodings, while enough are left. */
function growFrom(
  seed: Candidate,
  neighbours: readonly Candidate[],
  least: number,
): FrequentPositions {
  const positions = [seed.position];
  let members = seed.column;
  let support = sharedBy(members, members);
  let open = neighbours;
  for (;;) {
    let [best, most]: [Candidate | undefined, number] = [undefined, least - 1];
    const kept: Candidate[] = [];
    for (const candidate of open) {
      const shared = sharedBy(members, candidate.column);
      // One that is too rare now is so with fewer members, too.
      if (shared < least) continue;
      kept.push(candidate);
      if (shared > most) [best, most] = [candidate, shared];
    }
    if (best === undefined) return { positions: positions.sort((a, b) => a - b), members, support };
    const added = best;
    positions.push(added.position);
    members = intersect(members, added.column);
    support = most;
    open = kept.filter((candidate) => candidate !== added);
  }
}

/**
 * A maximal frequent item set of positions (as mined by FPmax, Grahne & Zhu 2003), found greedily from
 * every position that is in none found so far: the positions of a token are set together whenever
 * it is there, so that they follow each other at the top. Cost: candidates² · encodings / 64.
 * @param columns per position the encodings that have it
 * @param part the encodings that count
 * @param least how many of these must have all positions, ≥ 1
 * @param excluded positions that do not count
 */
export function findFrequentPositions(
  columns: readonly Uint32Array[],
  part: Uint32Array,
  least: number,
  excluded: ReadonlySet<number>,
): FrequentPositions | undefined {
  const candidates: Candidate[] = [];
  let total = 0;
  columns.forEach((column, position) => {
    const support = excluded.has(position) ? 0 : sharedBy(column, part);
    if (support < least) return;
    candidates.push({ position, column: intersect(column, part) });
    total += support;
  });
  // Where two positions that have nothing to do with each other are together as often, a set is none.
  if (total ** 2 / candidates.length ** 2 >= least * sizeOf(part)) return undefined;
  let largest: FrequentPositions | undefined;
  const covered = new Set<number>();
  for (const seed of candidates) {
    if (covered.has(seed.position)) continue;
    const neighbours = candidates.filter(
      (other) => other !== seed && sharedBy(seed.column, other.column) >= least,
    );
    if (neighbours.length + 1 < (largest?.positions.length ?? 0)) continue;
    const found = growFrom(seed, neighbours, least);
    for (const position of found.positions) covered.add(position);
    const longer = found.positions.length - (largest?.positions.length ?? 0);
    if (longer > 0 || (longer === 0 && found.support > largest!.support)) largest = found;
  }
  return largest;
}

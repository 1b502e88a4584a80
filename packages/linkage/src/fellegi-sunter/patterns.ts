// SPDX-License-Identifier: EUPL-1.2
/**
 * Patterns: the levels of a pair in all groups together, and how many pairs have each. There are as
 * many pairs as anyone likes and few patterns, so what an estimate needs fits in memory.
 */

/** Groups whose levels go into one number, of 16 levels at most. */
const CHUNK = 8;
const LEVELS_MOST = 16;

/** Numbers patterns from 0 as they come. */
export class PatternTable {
  readonly groups: number;
  readonly #levels: number[] = [];
  readonly #chunks: Map<number, number>[];
  #counts = new Float64Array(256);
  #count = 0;

  constructor(groups: number) {
    this.groups = groups;
    this.#chunks = Array.from(
      { length: Math.ceil(groups / CHUNK) },
      () => new Map<number, number>(),
    );
  }

  /** The number of patterns so far. */
  get size(): number {
    return this.#count;
  }

  /** The number of a pattern, a new one if it has not been seen. @param levels one per group, 0–15 */
  numberOf(levels: ArrayLike<number>): number {
    let node = 0;
    for (const [part, known] of this.#chunks.entries()) {
      let place = node;
      const end = Math.min(this.groups, (part + 1) * CHUNK);
      for (let group = part * CHUNK; group < end; group++) {
        place = place * LEVELS_MOST + levels[group]!;
      }
      const isLast = part === this.#chunks.length - 1;
      const found = known.get(place);
      if (found !== undefined) node = found;
      else {
        node = isLast ? this.#add(levels) : known.size;
        known.set(place, node);
      }
    }
    return node;
  }

  /** The levels of a pattern, one per group. */
  levelsOf(pattern: number): number[] {
    return this.#levels.slice(pattern * this.groups, (pattern + 1) * this.groups);
  }

  #add(levels: ArrayLike<number>): number {
    for (let group = 0; group < this.groups; group++) this.#levels.push(levels[group]!);
    if (this.#count === this.#counts.length) {
      const wider = new Float64Array(2 * this.#count);
      wider.set(this.#counts);
      this.#counts = wider;
    }
    return this.#count++;
  }

  /** Counts pairs of a pattern. */
  add(pattern: number, pairs = 1): void {
    this.#counts[pattern]! += pairs;
  }

  /** All patterns and their counts. */
  counts(): PatternCounts {
    return {
      groups: this.groups,
      count: this.#count,
      levels: Uint8Array.from(this.#levels),
      pairs: this.#counts.slice(0, this.#count),
    };
  }
}

/** How many pairs have which levels. */
export interface PatternCounts {
  readonly groups: number;
  readonly count: number;
  /** By pattern and then group. */
  readonly levels: Uint8Array;
  /** Per pattern; whole numbers, or weights. */
  readonly pairs: Float64Array;
}

/** Number of pairs of all patterns. */
export const totalPairs = ({ pairs }: PatternCounts): number =>
  pairs.reduce((sum, one) => sum + one, 0);

/**
 * Per group and level how many pairs have it, each pair counted by its `share`.
 * @param levelCounts levels per group
 */
export function tally(
  { groups, count, levels, pairs }: PatternCounts,
  levelCounts: readonly number[],
  share?: ArrayLike<number>,
): Float64Array[] {
  const sums = levelCounts.map((length) => new Float64Array(length));
  for (let pattern = 0; pattern < count; pattern++) {
    const weight = pairs[pattern]! * (share === undefined ? 1 : share[pattern]!);
    if (weight === 0) continue;
    for (let group = 0; group < groups; group++) {
      sums[group]![levels[pattern * groups + group]!]! += weight;
    }
  }
  return sums;
}

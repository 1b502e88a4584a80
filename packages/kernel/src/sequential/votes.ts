// SPDX-License-Identifier: EUPL-1.2
/**
 * The statistics of the sequential test: how many pieces of two codes disagree, and what that says.
 *
 * The positions of a code are taken in a random order and cut into pieces of `width` bits. A piece
 * *votes against* a pair when at least `least` of its bits differ. Of a pair whose codes differ in d
 * of `bits` positions every set of d positions is equally likely under the random order, so the
 * number of votes against has one distribution, worked out here exactly: no data, no approximation.
 *
 * More differing positions give more votes against (take away a difference, and no piece gains a
 * vote). A bound for the distance that is just allowed therefore holds for all smaller ones.
 */

/** What is counted of a code. */
export interface VoteDesign {
  /** Bits of a code. */
  readonly bits: number;
  /** Bits of a piece, 1–8, and how many of them differ for a vote against the pair. */
  readonly width: number;
  readonly least: number;
  /** Pieces that vote: at most `bits / width`. */
  readonly votes: number;
}

export type PieceShape = Pick<VoteDesign, 'bits' | 'width' | 'least'>;

function logFactorials(limit: number): Float64Array {
  const logs = new Float64Array(limit + 1);
  for (let n = 2; n <= limit; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}

/** Chance of `k` of `n` at chance `p` each, in logarithms: (0, 1) for p. */
function logBinomial(logs: Float64Array, n: number, k: number, p: number): number {
  if (k < 0 || k > n) return -Infinity;
  return logs[n]! - logs[k]! - logs[n - k]! + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

/** What the sums below may leave out, in all far less than any miss that can be asked for. */
const LOG_NEGLIGIBLE = Math.log(1e-20);

/**
 * Joint chances of votes and differing bits, piece after piece, were each bit to differ by itself
 * with chance p. Given the differences of the whole code p drops out again; it is there only to keep
 * the numbers in the range of doubles.
 */
export class VoteChances {
  readonly #shape: PieceShape;
  readonly #p: number;
  readonly #logs: Float64Array;
  readonly #piece: Float64Array;
  readonly #columns: number;
  /** Chances below it cannot matter at any distance of interest. */
  readonly #negligible: number;
  #votes = 0;
  /** Row s, column t: the chance of s votes and t differing bits so far. */
  #table: Float64Array;
  #next: Float64Array;

  /**
   * @param distance the most differing bits of interest, 1 – bits − 1
   * @param reach the fewest
   * @param most pieces that will be added at most
   */
  constructor(shape: PieceShape, distance: number, reach: number, most: number) {
    this.#shape = shape;
    this.#p = distance / shape.bits;
    this.#logs = logFactorials(shape.bits);
    const logChance = (differing: number): number =>
      logBinomial(this.#logs, shape.bits, differing, this.#p);
    this.#negligible = Math.exp(LOG_NEGLIGIBLE + logChance(reach) - logChance(distance));
    this.#piece = Float64Array.from({ length: shape.width + 1 }, (_, bits) =>
      Math.exp(logBinomial(this.#logs, shape.width, bits, this.#p)),
    );
    this.#columns = most * shape.width + 1;
    this.#table = new Float64Array((most + 1) * this.#columns);
    this.#table[0] = 1;
    this.#next = new Float64Array(this.#table.length);
  }

  /** One piece more. */
  add(): void {
    const { width, least } = this.#shape;
    const columns = this.#columns;
    const next = this.#next.fill(0, 0, (this.#votes + 2) * columns);
    const widest = this.#votes * width;
    for (let votes = 0; votes <= this.#votes; votes++) {
      // So many votes take so many differing bits at least.
      for (let bits = votes * least; bits <= widest; bits++) {
        const chance = this.#table[votes * columns + bits]!;
        if (chance <= this.#negligible) continue;
        const here = votes * columns + bits;
        for (let more = 0; more <= width; more++) {
          next[here + more + (more >= least ? columns : 0)]! += chance * this.#piece[more]!;
        }
      }
    }
    this.#next = this.#table;
    this.#table = next;
    this.#votes++;
  }

  /** Per number of votes, the chance of just so many, given the differences of the whole code. */
  chancesAt(distance: number): Float64Array {
    const { bits: all, width } = this.#shape;
    const seen = this.#votes * width;
    const whole = logBinomial(this.#logs, all, distance, this.#p);
    const rest = Float64Array.from({ length: seen + 1 }, (_, bits) =>
      Math.exp(logBinomial(this.#logs, all - seen, distance - bits, this.#p) - whole),
    );
    return Float64Array.from({ length: this.#votes + 1 }, (_, votes) => {
      let sum = 0;
      for (let bits = 0; bits <= seen; bits++) {
        sum += this.#table[votes * this.#columns + bits]! * rest[bits]!;
      }
      return sum;
    });
  }

  /** The least number of votes that a pair of this distance exceeds with at most this chance. */
  boundAt(distance: number, miss: number): number {
    const chances = this.chancesAt(distance);
    let [tail, bound] = [0, this.#votes];
    while (bound > 0 && tail + chances[bound]! <= miss) tail += chances[bound--]!;
    return bound;
  }
}

/** Distances below this share of the largest get its bound: doubles do not reach much further. */
const LEAST_SHARE = 0.8;

/** The chances of a design with all its pieces, for distances from `reach` to `distance`. */
export function chancesOf(design: VoteDesign, distance: number, reach: number): VoteChances {
  const chances = new VoteChances(design, distance, reach, design.votes);
  for (let vote = 0; vote < design.votes; vote++) chances.add();
  return chances;
}

export interface VoteBounds {
  /** Per distance 0 – most, the votes that a pair so far apart may get; ascending. */
  readonly bounds: Uint16Array;
  /** Per distance, the chance that a pair so far apart gets more, at most. */
  readonly misses: Float64Array;
}

/**
 * The bounds for pairs of distance 0 – `most` < bits, each exceeded with a chance of at most `miss`.
 * @param single all distances get the bound of `most`: for a search with one threshold
 */
export function boundsUpTo(
  design: VoteDesign,
  most: number,
  miss: number,
  single: boolean,
): VoteBounds {
  const bounds = new Uint16Array(most + 1).fill(design.votes);
  const misses = new Float64Array(most + 1);
  if (design.votes === 0) return { bounds, misses };
  // Of equal codes no piece differs.
  if (most === 0) return { bounds: bounds.fill(0), misses };
  const least = Math.max(1, Math.ceil(most * LEAST_SHARE));
  const chances = chancesOf(design, most, least);
  const largest = chances.boundAt(most, miss);
  for (let distance = most; distance >= least; distance--) {
    const at = chances.chancesAt(distance);
    let bound = single ? largest : design.votes;
    let tail = 0;
    for (let votes = design.votes; votes > bound; votes--) tail += at[votes]!;
    while (!single && bound > 0 && tail + at[bound]! <= miss) tail += at[bound--]!;
    bounds[distance] = bound;
    misses[distance] = tail;
  }
  bounds.fill(bounds[least]!, 0, least);
  misses.fill(misses[least]!, 0, least);
  return { bounds, misses };
}

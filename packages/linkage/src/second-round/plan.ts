// SPDX-License-Identifier: EUPL-1.2
/**
 * Which pairs the linkage unit looks at in a second round (docs/second-round.md). Every record of a
 * round gets exactly as many looks as every other: its best candidates, then pairs drawn at random,
 * and where one register is larger, looks whose other side nobody is asked. Pairs are shuffled before
 * they are numbered, by chance that owners cannot repeat.
 */
import { KoppelError } from '@koppel/errors';
import { comparisonsOf, shareProgress, type Watch } from '../candidates.ts';
import type { OrderedSource } from '../source.ts';
import type { LinkSimilarity } from '../threshold/scale.ts';
import { rankedCandidates } from './ranked-candidates.ts';
import { SecretNumbers } from './secret-numbers.ts';

/** Why a pair is looked at. */
export const CANDIDATE = 0;
export const RANDOM = 1;
export const ONE_SIDED = 2;

/** The row of a side that is not asked. */
export const NOBODY = 0xffff_ffff;

/** The pairs of one round, by number: equally long columns. */
export interface PlannedRound {
  /** Places of the two sources in their order; the same for a round of a source with itself. */
  readonly a: number;
  readonly b: number;
  /** Looks per record. */
  readonly looks: number;
  /** Rows in the order of the sources, or NOBODY. */
  readonly rowsA: Uint32Array;
  readonly rowsB: Uint32Array;
  /** CANDIDATE, RANDOM or ONE_SIDED. */
  readonly reason: Uint8Array;
}

export interface PlanOptions {
  /** Looks per record and round, 4–40. */
  readonly looks: number;
  readonly similarity: LinkSimilarity;
  /** 32 bytes that only the linkage unit knows. */
  readonly seed: Uint8Array;
}

export const LOOKS = { least: 4, most: 40 } as const;
/** Looks that are kept for pairs drawn at random, of which chance is learned. */
const RANDOM_SHARE = 0.25;
/** Draws for a pair that was not looked at yet, before its two records get a look each by themselves. */
const TRIES = 20;

/** Looks for candidates among all of a record. */
export const candidateLooks = (looks: number): number =>
  looks - Math.max(1, Math.round(RANDOM_SHARE * looks));

class RoundPlan {
  readonly #within: boolean;
  readonly #width: number;
  readonly #looked = new Set<number>();
  readonly #left: readonly [Uint8Array, Uint8Array];
  readonly #rowsA: number[] = [];
  readonly #rowsB: number[] = [];
  readonly #reason: number[] = [];

  constructor(counts: readonly [number, number], within: boolean, looks: number) {
    this.#within = within;
    this.#width = counts[1];
    const left = new Uint8Array(counts[0]).fill(looks);
    this.#left = [left, within ? left : new Uint8Array(counts[1]).fill(looks)];
  }

  /** Takes candidates, the most promising first, while both records have a look for one left. */
  addCandidates(candidates: { rowsA: Uint32Array; rowsB: Uint32Array }, kept: number): void {
    const [leftA, leftB] = this.#left;
    candidates.rowsA.forEach((rowA, at) => {
      const rowB = candidates.rowsB[at]!;
      if (leftA[rowA]! > kept && leftB[rowB]! > kept) this.#look(rowA, rowB, CANDIDATE);
    });
  }

  /** Gives all looks that are left to pairs drawn at random, or to one side. */
  fill(random: SecretNumbers): void {
    const sideA = random.shuffle(this.#slots(0));
    const sideB = this.#within
      ? sideA.subarray(sideA.length >>> 1)
      : random.shuffle(this.#slots(1));
    const pairs = Math.min(this.#within ? sideA.length >>> 1 : sideA.length, sideB.length);
    const first = this.#within ? sideA.subarray(0, pairs) : sideA;
    const second = this.#within ? sideB.subarray(0, pairs) : sideB;
    for (let at = 0; at < pairs; at++) {
      for (let tries = 0; tries < TRIES && !this.#isNew(first[at]!, second[at]!); tries++) {
        // With any pair that comes later: those before have their partner already.
        const other = at + random.below(second.length - at);
        const kept = second[at]!;
        second[at] = second[other]!;
        second[other] = kept;
      }
      if (this.#isNew(first[at]!, second[at]!)) this.#look(first[at]!, second[at]!, RANDOM);
    }
    this.#alone(0);
    if (!this.#within) this.#alone(1);
  }

  /** Numbers the pairs in an order that says nothing. */
  numbered(random: SecretNumbers) {
    const order = random.shuffle(Uint32Array.from(this.#reason.keys()));
    return {
      rowsA: order.map((at) => this.#rowsA[at]!),
      rowsB: order.map((at) => this.#rowsB[at]!),
      reason: Uint8Array.from(order, (at) => this.#reason[at]!),
    };
  }

  /** Every record as often as it has looks left. */
  #slots(side: 0 | 1): Uint32Array {
    const left = this.#left[side];
    const slots = new Uint32Array(left.reduce((sum, one) => sum + one, 0));
    let at = 0;
    left.forEach((count, row) => {
      slots.fill(row, at, at + count);
      at += count;
    });
    return slots;
  }

  #placeOf(rowA: number, rowB: number): number {
    const turned = this.#within && rowB < rowA;
    return turned ? rowB * this.#width + rowA : rowA * this.#width + rowB;
  }

  #isNew(rowA: number, rowB: number): boolean {
    return !(this.#within && rowA === rowB) && !this.#looked.has(this.#placeOf(rowA, rowB));
  }

  #look(rowA: number, rowB: number, reason: number): void {
    const turned = this.#within && rowB < rowA;
    this.#rowsA.push(turned ? rowB : rowA);
    this.#rowsB.push(turned ? rowA : rowB);
    this.#reason.push(reason);
    this.#looked.add(this.#placeOf(rowA, rowB));
    this.#left[0][rowA]! -= 1;
    this.#left[1][rowB]! -= 1;
  }

  #alone(side: 0 | 1): void {
    const left = this.#left[side];
    left.forEach((count, row) => {
      for (let look = 0; look < count; look++) {
        this.#rowsA.push(side === 0 ? row : NOBODY);
        this.#rowsB.push(side === 0 ? NOBODY : row);
        this.#reason.push(ONE_SIDED);
      }
      left[row] = 0;
    });
  }
}

/**
 * The rounds of a run: every comparison of sources, and each unique source with itself, for how alike
 * different persons are. Those get as many looks as the others: seen less deeply, look-alikes would
 * seem rarer within than between, and the difference be taken for matches.
 */
export function roundsOf(sources: readonly OrderedSource[]): [number, number][] {
  const within = sources.flatMap(({ unique, set }, at): [number, number][] =>
    unique && set.count > 1 ? [[at, at]] : [],
  );
  return [...comparisonsOf(sources), ...within];
}

/** What is planned of a round before it has a place among those of a run. */
export type RoundColumns = Omit<PlannedRound, 'a' | 'b'>;

/**
 * Plans one round: of two sources, or of one with itself. The same sources, seed and looks give the
 * same plan.
 * @param part which of the plans under this seed
 * @throws LINKAGE_LOOKS for another number of looks; LINKAGE_TOO_MANY_PAIRS; KERNEL_* as the search
 *   for candidates
 */
export async function planRound(
  [one, other]: readonly [OrderedSource, OrderedSource],
  { looks, similarity, seed }: PlanOptions,
  watch: Watch,
  part = 0,
): Promise<RoundColumns> {
  if (!Number.isInteger(looks) || looks < LOOKS.least || looks > LOOKS.most) {
    throw new KoppelError('LINKAGE_LOOKS');
  }
  const [left, right] = [one.set, other.set];
  // As many pairs as one table of the engine holds: more would end in an error without a name.
  const most = 2 ** 24;
  const expected = (left.count + right.count) * looks;
  if (expected > most) throw new KoppelError('LINKAGE_TOO_MANY_PAIRS', { expected, most });
  const top = candidateLooks(looks);
  const candidates = await rankedCandidates(left, right, { top, similarity }, watch);
  const random = new SecretNumbers(seed, part);
  const plan = new RoundPlan([left.count, right.count], one === other, looks);
  plan.addCandidates(candidates, looks - top);
  plan.fill(random);
  return { looks, ...plan.numbered(random) };
}

/** Plans all rounds of a run, as `planRound` does each. */
export async function planRounds(
  sources: readonly OrderedSource[],
  options: PlanOptions,
  watch: Watch,
): Promise<PlannedRound[]> {
  const rounds = roundsOf(sources);
  const costs = rounds.map(([a, b]) => sources[a]!.set.count * sources[b]!.set.count);
  const progressOf = shareProgress(costs, watch.onProgress);
  const planned: PlannedRound[] = [];
  for (const [part, [a, b]] of rounds.entries()) {
    const own = { ...watch, onProgress: progressOf(part) };
    const columns = await planRound([sources[a]!, sources[b]!], options, own, part);
    planned.push({ a, b, ...columns });
  }
  return planned;
}

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
import { rankedCandidates, type CandidateOptions, type RankedPairs } from './ranked-candidates.ts';
import { RoundPlan } from './round-plan.ts';
import { SecretNumbers } from './secret-numbers.ts';

export { CANDIDATE, NOBODY, ONE_SIDED, RANDOM } from './round-plan.ts';

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
  /** Of each code, compared each by itself; 1 where nothing is said. */
  readonly parts?: number | undefined;
  /** 32 bytes that only the linkage unit knows. */
  readonly seed: Uint8Array;
  /** Who searches for candidates instead of this process. */
  readonly elsewhereOf?: CandidateOptions['elsewhereOf'];
}

export const LOOKS = { least: 4, most: 40 } as const;
/** Looks that are kept for pairs drawn at random, of which chance is learned. */
const RANDOM_SHARE = 0.25;
/** Looks for candidates among all of a record. */
export const candidateLooks = (looks: number): number =>
  looks - Math.max(1, Math.round(RANDOM_SHARE * looks));

/**
 * The rounds of a run: every comparison of sources, and each unique source with itself, for how alike
 * different persons are. Those get as many looks as the others: seen less deeply, look-alikes would
 * seem rarer within than between, and the difference be taken for matches.
 */
function roundsOf(sources: readonly OrderedSource[]): [number, number][] {
  const within = sources.flatMap(({ unique, set }, at): [number, number][] =>
    unique && set.count > 1 ? [[at, at]] : [],
  );
  return [...comparisonsOf(sources), ...within];
}

/** What is planned of a round before it has a place among those of a run. */
export type RoundColumns = Omit<PlannedRound, 'a' | 'b'>;

/** Positions of looks are numbers of 32 bits, half of which say which record. */
const LOOKS_MOST = 2 ** 31;

/**
 * The round of two sources of which the candidates are known.
 * @param part which of the rounds under this seed
 * @throws LINKAGE_LOOKS for another number of looks; LINKAGE_TOO_MANY_PAIRS
 */
export function planWith(
  candidates: RankedPairs,
  counts: readonly [number, number],
  isWithin: boolean,
  { looks, seed }: Pick<PlanOptions, 'looks' | 'seed'>,
  part: number,
): RoundColumns {
  const expected = (counts[0] + counts[1]) * looks;
  if (expected > LOOKS_MOST) {
    throw new KoppelError('LINKAGE_TOO_MANY_PAIRS', { expected, most: LOOKS_MOST });
  }
  const random = new SecretNumbers(seed, part);
  const plan = new RoundPlan(counts, isWithin, looks);
  plan.addCandidates(candidates, looks - candidateLooks(looks));
  plan.fill(random);
  return { looks, ...plan.numbered(random) };
}

/**
 * Plans one round of two sources, or of one with itself.
 * @param part which of the rounds under this seed
 * @throws LINKAGE_LOOKS for another number of looks; LINKAGE_TOO_MANY_PAIRS; KERNEL_* as the search
 */
export async function planRound(
  [one, other]: readonly [OrderedSource, OrderedSource],
  options: PlanOptions,
  watch: Watch,
  part = 0,
): Promise<RoundColumns> {
  const { looks, similarity, parts, elsewhereOf } = options;
  if (!Number.isInteger(looks) || looks < LOOKS.least || looks > LOOKS.most) {
    throw new KoppelError('LINKAGE_LOOKS');
  }
  const [left, right] = [one.set, other.set];
  const top = candidateLooks(looks);
  const candidates = await rankedCandidates(
    left,
    right,
    { top, similarity, parts, elsewhereOf },
    watch,
  );
  return planWith(candidates, [left.count, right.count], left === right, options, part);
}

/**
 * Plans all rounds. The same sources, seed and looks give the same plan.
 * @throws as `planRound`
 */
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
    const ends = [sources[a]!, sources[b]!] as const;
    planned.push({ a, b, ...(await planRound(ends, options, own, part)) });
  }
  return planned;
}

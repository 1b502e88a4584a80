// SPDX-License-Identifier: EUPL-1.2
/**
 * The model of I. P. Fellegi and A. B. Sunter (JASA 64, 1969) without labels. Levels of different
 * persons, u, come from pairs drawn at random and are held fixed; those of matches, m, from candidate
 * pairs by expectation–maximisation; the prior from what share of all pairs the matches are, which
 * the sizes of unique registers bound. With u free, and from candidates alone, the estimate falls
 * into whatever divides candidates best: a test shows it.
 *
 * Groups are not independent of each other: a family shares surname and address, who moves has
 * another street, number and postcode at once. So both sides are made of classes, in each of which
 * they are (W. E. Winkler 1993; ADR 0047):
 *
 *  - of different persons: chance; look-alikes, learned within unique registers, where there are no
 *    matches; and a few more that only show between registers;
 *  - of matches: one, and a few of those who have changed several groups at once.
 */
import { KoppelError } from '@koppel/errors';
import { growChanges, type CrossedLevels } from './changes.ts';
import { growClasses } from './classes.ts';
import { MISSING } from './levels.ts';
import {
  chancesOf,
  fitMixture,
  logChances,
  type LevelChances,
  type MixtureClass,
  type MixtureOptions,
} from './mixture.ts';
import { tally, totalPairs, type PatternCounts } from './patterns.ts';
import { startingShares, type WithinEvidence } from './start.ts';

/** Whatever is known before the estimate. All patterns have the same groups and levels. */
export interface ModelEvidence {
  /** Levels per group, missing included. */
  readonly levelCounts: readonly number[];
  /** Per group the level of crossed comparisons, where there is one; absent: nowhere. */
  readonly crossed?: CrossedLevels | undefined;
  /** Pairs drawn at random among all that could be compared. */
  readonly random: PatternCounts;
  readonly candidates: PatternCounts;
  /** All pairs that could be compared, candidates or not. */
  readonly pairs: number;
  /** More matches than this there cannot be. */
  readonly mostMatches: number;
  /** From registers that hold everybody once; absent where there is none. */
  readonly within?: WithinEvidence | undefined;
}

export interface FieldModel {
  /** Levels of chance: of pairs drawn at random, without the matches among them. */
  readonly u: LevelChances;
  /** Levels of matches, all their classes together. */
  readonly m: LevelChances;
  readonly differing: readonly MixtureClass[];
  readonly matching: readonly MixtureClass[];
  /** The share of matches among all pairs. */
  readonly lambda: number;
  /** Expected number of matches. */
  readonly matches: number;
  readonly rounds: number;
}

const SMOOTHING = { chance: 0.5, classes: 0.1 } as const;
const CLASSES = { lookalikes: 6, furtherDiffering: 3, changes: 3 } as const;
const ROUNDS = 300;
const TOLERANCE = 0.01;
/** How often u is freed of the matches among random pairs. */
const CLEANINGS = 2;
/** Fewer matches than this could be chance. */
const LEAST_MATCHES = 10;

/**
 * From so few pairs to start from a further class of different persons rather takes matches that have
 * a fault than strangers: it is not looked for.
 */
const FEW_MATCHES = 200;
/** Where the start is small: how much of it what is usual among matches counts as, at most. */
const USUAL = { below: 500, share: 0.25, most: 30 } as const;

/** Levels of matches before anything is known: mostly equal, seldom different. */
function usualMatch(levelCounts: readonly number[]): LevelChances {
  return levelCounts.map((count) => {
    const between = Math.max(1, count - 3);
    const row = Float64Array.from({ length: count }, (_, level) => {
      if (level === MISSING) return 0;
      return level === 1 ? 0.15 : level === count - 1 ? 0.6 : 0.25 / between;
    });
    const sum = row.reduce((total, one) => total + one, 0);
    return row.map((one) => one / sum);
  });
}

/** u: levels of random pairs; the matches among them, told by a first model, are taken out. */
function chanceOf(evidence: ModelEvidence, options: MixtureOptions): LevelChances {
  const { random, candidates, levelCounts, mostMatches, pairs } = evidence;
  let u = chancesOf(tally(random, levelCounts), SMOOTHING.chance);
  let match: MixtureClass = {
    chances: usualMatch(levelCounts),
    share: (0.3 * mostMatches) / pairs,
    fixed: false,
    most: mostMatches,
  };
  for (let round = 0; round < CLEANINGS; round++) {
    const chance = { chances: u, share: 1 - match.share, fixed: true };
    match = fitMixture(candidates, [chance, match], options).classes[1]!;
    const [logU, logM] = [logChances(random, u), logChances(random, match.chances)];
    const { share } = match;
    const different = logU.map(
      (log, at) => 1 / (1 + (share / (1 - share)) * Math.exp(logM[at]! - log)),
    );
    u = chancesOf(tally(random, levelCounts, different), SMOOTHING.chance);
  }
  return u;
}

/** Pairs of each pattern times a share. */
function part(patterns: PatternCounts, share: (pattern: number) => number): PatternCounts {
  return { ...patterns, pairs: patterns.pairs.map((count, at) => count * share(at)) };
}

/** Look-alikes: what is more frequent within unique registers than chance explains. */
function lookalikesOf(
  { within }: ModelEvidence,
  chance: MixtureClass,
  options: MixtureOptions,
): MixtureClass[] {
  if (within === undefined) return [];
  const own = { ...options, pairs: within.pairs };
  const { classes } = growClasses(within.patterns, [chance], CLASSES.lookalikes, own);
  return classes.slice(1).map((one) => ({ ...one, fixed: true }));
}

/** Per pattern the share of matches to start from; of pairs that know all of it where others show none. */
function startOf({ candidates, pairs, within }: ModelEvidence, u: LevelChances): Float64Array {
  const shares = startingShares(candidates, u, pairs, within, false);
  const found = totalPairs(part(candidates, (at) => shares[at]!));
  return found < LEAST_MATCHES ? startingShares(candidates, u, pairs, within, true) : shares;
}

/** Classes of matches, from the patterns that the estimate starts from. */
function firstMatches(
  start: PatternCounts,
  evidence: ModelEvidence,
  chance: MixtureClass,
  options: MixtureOptions,
): MixtureClass[] {
  const { levelCounts, pairs } = evidence;
  const chances = chancesOf(tally(start, levelCounts), SMOOTHING.chance);
  const all = { chances, share: totalPairs(start) / pairs, fixed: false };
  // Nothing of the start is chance: hardly a share is left for it.
  const none = { ...chance, share: 1e-9 };
  const { classes } = growChanges(
    start,
    { chance: none, base: all },
    CLASSES.changes,
    { ...evidence, crossed: evidence.crossed ?? levelCounts.map(() => undefined) },
    options,
  );
  return classes.slice(1);
}

/** @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT */
function checkEvidence({ random, candidates, levelCounts }: ModelEvidence): void {
  if (totalPairs(candidates) < LEAST_MATCHES || totalPairs(random) < 100) {
    throw new KoppelError('LINKAGE_TOO_FEW');
  }
  // A group in which all pairs look alike tells nothing; if all groups do, nothing tells.
  const telling = tally(random, levelCounts).some((counts) => {
    const known = counts.subarray(1);
    return known.filter((count) => count > 0).length > 1;
  });
  if (!telling) throw new KoppelError('LINKAGE_INDISTINCT');
}

/** Classes of one side as one: their levels by their shares. */
function joined(classes: readonly MixtureClass[]): LevelChances {
  const total = classes.reduce((sum, { share }) => sum + share, 0);
  return classes[0]!.chances.map((row, group) =>
    row.map((_, level) =>
      classes.reduce(
        (sum, { chances, share }) => sum + (share / total) * chances[group]![level]!,
        0,
      ),
    ),
  );
}

/**
 * Estimates the model from patterns alone.
 * @throws LINKAGE_TOO_FEW, LINKAGE_INDISTINCT when there is too little to estimate from;
 *   LINKAGE_THRESHOLD_UNKNOWN when matches do not stand out
 */
export function fitModel(evidence: ModelEvidence): FieldModel {
  checkEvidence(evidence);
  const { candidates, pairs, mostMatches } = evidence;
  const options: MixtureOptions = {
    pairs,
    smoothing: SMOOTHING.classes,
    rounds: ROUNDS,
    tolerance: TOLERANCE,
  };
  const u = chanceOf(evidence, options);
  const chance: MixtureClass = { chances: u, share: 1, fixed: true };
  const lookalikes = lookalikesOf(evidence, chance, options);
  const shares = startOf(evidence, u);
  const start = part(candidates, (at) => shares[at]!);
  if (totalPairs(start) < LEAST_MATCHES) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  const rest = part(candidates, (at) => 1 - shares[at]!);
  const others = 1 - lookalikes.reduce((sum, { share }) => sum + share, 0);
  const known = [{ ...chance, share: Math.max(others, 0.5) }, ...lookalikes];
  const begun = totalPairs(start);
  const further = begun < FEW_MATCHES ? 0 : CLASSES.furtherDiffering;
  const { classes: differing } = growClasses(rest, known, further, options);
  const usual = begun < USUAL.below ? Math.min(USUAL.most, USUAL.share * begun) : 0;
  const prior = usualMatch(evidence.levelCounts).map((row) => row.map((one) => one * usual));
  const matching = firstMatches(start, evidence, chance, options).map((one) => ({ ...one, prior }));
  const limit = mostMatches / matching.reduce((sum, { share }) => sum + share * pairs, 0);
  const { classes, rounds, converged } = fitMixture(
    candidates,
    [
      ...differing.map((one) => ({ ...one, fixed: true })),
      ...matching.map((one) => ({
        ...one,
        share: one.share * Math.min(1, limit),
        fixed: false,
        most: mostMatches,
      })),
    ],
    options,
  );
  const found = classes.slice(differing.length);
  const lambda = found.reduce((sum, { share }) => sum + share, 0);
  const matches = Math.min(mostMatches, lambda * pairs);
  if (matches < LEAST_MATCHES) throw new KoppelError('LINKAGE_THRESHOLD_UNKNOWN');
  if (!converged) throw new KoppelError('LINKAGE_MODEL_UNSETTLED');
  return {
    u,
    m: joined(found),
    differing: classes.slice(0, differing.length),
    matching: found,
    lambda: matches / pairs,
    matches,
    rounds,
  };
}

/** Natural logarithm of the chance of each pattern on one side, by the shares of its classes. */
function logSide(patterns: PatternCounts, classes: readonly MixtureClass[]): Float64Array {
  const total = classes.reduce((sum, { share }) => sum + share, 0);
  const logs = classes.map((one) => {
    const prior = Math.log(one.share / total);
    return logChances(patterns, one.chances).map((log) => log + prior);
  });
  return logs[0]!.map((_, pattern) => {
    const most = logs.reduce((value, row) => Math.max(value, row[pattern]!), -Infinity);
    return most + Math.log(logs.reduce((sum, row) => sum + Math.exp(row[pattern]! - most), 0));
  });
}

/** The match weight of each pattern: log2 of m / u, with all that is known of dependence. */
export function matchWeights({ matching, differing }: FieldModel, patterns: PatternCounts) {
  const same = logSide(patterns, matching);
  const different = logSide(patterns, differing);
  return same.map((log, at) => (log - different[at]!) / Math.LN2);
}

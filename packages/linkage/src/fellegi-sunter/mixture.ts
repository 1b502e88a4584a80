// SPDX-License-Identifier: EUPL-1.2
/**
 * A mixture of classes of pairs by expectation–maximisation (A. P. Dempster, N. M. Laird and D. B.
 * Rubin, JRSS B 39, 1977; for linkage W. E. Winkler, 1988). In a class the levels of groups are
 * independent; a level that is missing says nothing. Classes whose levels are given stay as they are.
 *
 * Only candidate pairs have been compared. All other pairs belong to the first class: that is what
 * makes them no candidates, and it is why shares are shares of all pairs.
 */
import { tally, type PatternCounts } from './patterns.ts';
import { MISSING } from './levels.ts';

/** Per group the probability of each level, missing (0) left out: they sum to 1 without it. */
export type LevelChances = readonly Float64Array[];

/** Per group fixed levels, where there are any. */
export type GroupChanges = readonly (Float64Array | undefined)[];

export interface MixtureClass {
  readonly chances: LevelChances;
  /** Its share of all pairs; that of the first class is what the others leave. */
  readonly share: number;
  /** Its levels are known: only its share is estimated. */
  readonly fixed: boolean;
  /** The class has at most so many pairs. */
  readonly most?: number;
  /** Pairs per group and level that count beside those that are found: what is known before. */
  readonly prior?: readonly Float64Array[] | undefined;
  /**
   * Per group the levels of members who have changed it; undefined where they have not. All classes
   * with this share the levels of the groups that are not changed.
   */
  readonly changed?: GroupChanges | undefined;
}

export interface Mixture {
  readonly classes: readonly MixtureClass[];
  /** Per class and pattern the probability that a pair of it belongs there. */
  readonly posterior: readonly Float64Array[];
  readonly rounds: number;
  readonly converged: boolean;
  /** Natural logarithm of the likelihood of the candidates, up to a constant. */
  readonly logLikelihood: number;
}

export interface MixtureOptions {
  /** All pairs, candidates or not. */
  readonly pairs: number;
  /** Added to the count of every level of a class that is estimated. */
  readonly smoothing: number;
  readonly rounds: number;
  /** Ends when the logarithm of the likelihood moves by no more than this. */
  readonly tolerance: number;
}

/** Natural logarithms of the chance of each pattern in a class. */
export function logChances(
  { groups, count, levels }: PatternCounts,
  chances: LevelChances,
): Float64Array {
  const logs = chances.map((row) => row.map((chance) => Math.log(chance)));
  const found = new Float64Array(count);
  for (let pattern = 0; pattern < count; pattern++) {
    let sum = 0;
    for (let group = 0; group < groups; group++) {
      const level = levels[pattern * groups + group]!;
      if (level !== MISSING) sum += logs[group]![level]!;
    }
    found[pattern] = sum;
  }
  return found;
}

/** Chances from counts of levels, each raised by `smoothing`; missing is left out. */
export function chancesOf(counts: readonly Float64Array[], smoothing: number): LevelChances {
  return counts.map((row) => {
    const raised = row.map((count, level) => (level === MISSING ? 0 : count + smoothing));
    const total = raised.reduce((sum, count) => sum + count, 0);
    return raised.map((count) => (total === 0 ? 0 : count / total));
  });
}

/** Levels of a class, with those of the groups that its members have changed. */
export const withChanges = (own: LevelChances, changed: GroupChanges | undefined): LevelChances =>
  changed === undefined ? own : own.map((row, at) => changed[at] ?? row);

function withPrior(
  counts: readonly Float64Array[],
  prior: MixtureClass['prior'],
): readonly Float64Array[] {
  if (prior === undefined) return counts;
  return counts.map((row, group) => row.map((count, level) => count + prior[group]![level]!));
}

function expectation(
  patterns: PatternCounts,
  classes: readonly MixtureClass[],
  logs: readonly Float64Array[],
): { posterior: Float64Array[]; logLikelihood: number } {
  const posterior = classes.map(() => new Float64Array(patterns.count));
  const logShares = classes.map(({ share }) => Math.log(share));
  let logLikelihood = 0;
  for (let pattern = 0; pattern < patterns.count; pattern++) {
    let most = -Infinity;
    for (let at = 0; at < classes.length; at++) {
      most = Math.max(most, logShares[at]! + logs[at]![pattern]!);
    }
    let sum = 0;
    for (let at = 0; at < classes.length; at++) {
      const value = Math.exp(logShares[at]! + logs[at]![pattern]! - most);
      posterior[at]![pattern] = value;
      sum += value;
    }
    for (const row of posterior) row[pattern]! /= sum;
    logLikelihood += patterns.pairs[pattern]! * (most + Math.log(sum));
  }
  return { posterior, logLikelihood };
}

/** Pairs per group and level of all classes that share levels, where these have changed nothing. */
function sharedCounts(
  patterns: PatternCounts,
  classes: readonly MixtureClass[],
  posterior: readonly Float64Array[],
  levelCounts: readonly number[],
): Float64Array[] {
  const sums = levelCounts.map((length) => new Float64Array(length));
  classes.forEach(({ changed }, at) => {
    if (changed === undefined) return;
    tally(patterns, levelCounts, posterior[at]).forEach((row, group) => {
      if (changed[group] !== undefined) return;
      row.forEach((count, level) => {
        sums[group]![level]! += count;
      });
    });
  });
  return sums;
}

/** @param start at least two classes, the first of them that of chance, fixed */
export function fitMixture(
  patterns: PatternCounts,
  start: readonly MixtureClass[],
  { pairs, smoothing, rounds, tolerance }: MixtureOptions,
): Mixture {
  const levelCounts = start[0]!.chances.map(({ length }) => length);
  let classes = start;
  const fixedLogs = start.map((one) => (one.fixed ? logChances(patterns, one.chances) : undefined));
  const logsOf = (all: readonly MixtureClass[]): Float64Array[] =>
    all.map((one, at) => fixedLogs[at] ?? logChances(patterns, one.chances));
  let round = 0;
  let converged = false;
  let found = expectation(patterns, classes, logsOf(classes));
  while (round < rounds && !converged) {
    round++;
    const { posterior } = found;
    const shared = sharedCounts(patterns, classes, posterior, levelCounts);
    const next = classes.map((one, at): MixtureClass => {
      if (at === 0) return one;
      const members = posterior[at]!.reduce((sum, p, n) => sum + p * patterns.pairs[n]!, 0);
      const share = Math.min(Math.max(members, 1e-3), one.most ?? Infinity) / pairs;
      if (one.fixed) return { ...one, share };
      const { changed } = one;
      const counted = changed === undefined ? tally(patterns, levelCounts, posterior[at]) : shared;
      const own = chancesOf(withPrior(counted, one.prior), smoothing);
      return { ...one, share, chances: withChanges(own, changed) };
    });
    const rest = 1 - next.slice(1).reduce((sum, { share }) => sum + share, 0);
    next[0] = { ...next[0]!, share: Math.max(rest, 1e-12) };
    classes = next;
    const { logLikelihood: before } = found;
    found = expectation(patterns, classes, logsOf(classes));
    converged = Math.abs(found.logLikelihood - before) <= tolerance;
  }
  return { classes, ...found, rounds: round, converged };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Finds the classes that pairs fall into, one after the other: the pattern of which there are most
 * more than the classes so far expect becomes the heart of a new one, if the likelihood gains more
 * than its parameters cost (G. Schwarz, "Estimating the dimension of a model", 1978). Greedy, so it
 * is the same on every run. Several classes of different persons instead of one is what W. E.
 * Winkler did for households (1993, "Improved decision rules in the Fellegi–Sunter model").
 */
import { MISSING } from './levels.ts';
import {
  fitMixture,
  logChances,
  type LevelChances,
  type Mixture,
  type MixtureClass,
  type MixtureOptions,
} from './mixture.ts';
import { totalPairs, type PatternCounts } from './patterns.ts';

/** How much of a new class is the pattern that it starts from. */
const HEART = 0.7;

/** Pairs that classes expect of each pattern. */
export function expectedPairs(
  patterns: PatternCounts,
  classes: readonly MixtureClass[],
  pairs: number,
): Float64Array {
  const logs = classes.map((one) => logChances(patterns, one.chances));
  return patterns.pairs.map((_, pattern) =>
    classes.reduce((sum, { share }, at) => sum + pairs * share * Math.exp(logs[at]![pattern]!), 0),
  );
}

/** The pattern that is most in excess, by its part of the likelihood ratio; −1 for none. */
function mostInExcess({ pairs }: PatternCounts, expected: Float64Array): number {
  let [best, found] = [0, -1];
  pairs.forEach((count, pattern) => {
    if (count < 1) return;
    const excess = count * Math.log(count / expected[pattern]!);
    if (excess > best) [best, found] = [excess, pattern];
  });
  return found;
}

/** Levels as a pattern has them, mixed with those of chance. */
function around(patterns: PatternCounts, pattern: number, chance: LevelChances): LevelChances {
  return chance.map((row, group) => {
    const level = patterns.levels[pattern * patterns.groups + group]!;
    if (level === MISSING) return row;
    return row.map((one, at) => (1 - HEART) * one + (at === level ? HEART : 0));
  });
}

/** Parameters of one class: its share, and per group one less than the levels. */
const parametersOf = (chance: LevelChances): number =>
  1 + chance.reduce((sum, { length }) => sum + length - 2, 0);

/**
 * The classes that explain patterns, those that are given first.
 * @param most new classes
 */
export function growClasses(
  patterns: PatternCounts,
  start: readonly MixtureClass[],
  most: number,
  options: MixtureOptions,
): Mixture {
  const chance = start[0]!.chances;
  const cost = 0.5 * parametersOf(chance) * Math.log(Math.max(2, totalPairs(patterns)));
  let best = fitMixture(patterns, start, options);
  for (let round = 0; round < most; round++) {
    const expected = expectedPairs(patterns, best.classes, options.pairs);
    const heart = mostInExcess(patterns, expected);
    if (heart < 0) break;
    const chances = around(patterns, heart, chance);
    const added = { chances, share: patterns.pairs[heart]! / options.pairs, fixed: false };
    const next = fitMixture(patterns, [...best.classes, added], options);
    if (next.logLikelihood - best.logLikelihood < cost) break;
    best = next;
  }
  return best;
}

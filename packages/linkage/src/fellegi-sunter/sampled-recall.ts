// SPDX-License-Identifier: EUPL-1.2
/**
 * Which share of the matches is among the candidates of large registers, of which not everything was
 * compared: some records were, and of the pairs of theirs that the model takes for matches this share
 * was found. The interval is that of E. B. Wilson (JASA 22, 1927), at 95 %. Pure.
 */
import type { SearchStatement } from '../candidate-search.ts';
import type { Gathered } from './evidence.ts';
import { matchWeights, type FieldModel } from './model.ts';

/** What is asked for where the study asks for nothing. */
const WANTED = 0.95;
const Z = 1.96;

const EXACT: SearchStatement = {
  method: 'exact', wanted: 1, measured: 1, low: 1, high: 1, reached: true,
}; // prettier-ignore

function wilson(found: number, of: number): { low: number; high: number } {
  const share = found / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { low: Math.max(0, middle - half), high: found === of ? 1 : Math.min(1, middle + half) };
}

/** @param wanted the share that the study asks for */
export function sampledRecall(
  {
    coverage,
    sampled,
    sampledPatterns,
  }: Pick<Gathered, 'coverage' | 'sampled' | 'sampledPatterns'>,
  model: FieldModel,
  wanted: number = WANTED,
): SearchStatement {
  if (coverage === 'all') return EXACT;
  // Nothing is made up: the share may be anything, and what was asked for was not shown to be reached.
  if (coverage === 'unknown') {
    return { method: 'approximate', wanted, measured: 1, low: 0, high: 1, reached: false };
  }
  const prior = Math.log2(model.lambda / (1 - model.lambda));
  const weights = matchWeights(model, sampledPatterns);
  let [matches, found] = [0, 0];
  for (const { pattern, found: isFound } of sampled) {
    pattern.forEach((number, at) => {
      // More likely one person than two.
      if (prior + weights[number]! <= 0) return;
      matches++;
      found += isFound[at]!;
    });
  }
  const { low, high } = matches === 0 ? { low: 0, high: 1 } : wilson(found, matches);
  const measured = matches === 0 ? 1 : Math.max(found, 0.5) / matches;
  return { method: 'approximate', wanted, measured, low, high, reached: low >= wanted };
}

/**
 * Matches in all: those that are expected among the compared pairs, and where only some pairs of two
 * sources were compared also those that were missed there. Sources compared whole miss none.
 * @param found per comparison, matches expected among its pairs
 */
export function expectedMatches(
  { comparisons, sampled }: Pick<Gathered, 'comparisons' | 'sampled'>,
  found: readonly number[],
  { measured }: Pick<SearchStatement, 'measured'>,
): number {
  return comparisons.reduce((sum, { a, b }, part) => {
    const isPartial = sampled.some((one) => one.a === a && one.b === b);
    return sum + found[part]! / (isPartial ? measured : 1);
  }, 0);
}

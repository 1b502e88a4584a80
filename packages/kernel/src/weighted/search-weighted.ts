// SPDX-License-Identifier: EUPL-1.2
/**
 * Exact search over records with several filters each: a few groups are searched at a bar that no
 * wanted pair can miss (`cover.ts`), and what is found is measured in all groups. `reference.ts` is
 * the specification. The filters are personal data and stay in this process.
 */
import { KoppelError } from '@koppel/errors';
import type { FilterSet } from '../filter-set.ts';
import type { HitColumns } from '../hits.ts';
import { searchEach, type SearchOptions } from '../search.ts';
import { chooseCover, type Cover, type Part } from './cover.ts';
import { GrowingHits } from './growing-hits.ts';
import { pickSet, recordsOf, rowsByPattern, similarityAt, type Records } from './records.ts';
import { checkWeighted, scoreOf, type Scoring, type WeightedRule } from './score.ts';

export interface WeightedOptions extends Omit<SearchOptions, 'resume' | 'onPlan'>, WeightedRule {}

/** What says which cover a part gets; the least costly one, but for tests. */
type CoverChoice = typeof chooseCover;

const DEFAULT_MAX_PAIRS = 20_000_000;

/** Both sides, what is wanted of a pair, and where pairs go. */
interface Work {
  readonly scoring: Scoring;
  readonly a: Records;
  readonly b: Records;
  readonly options: WeightedOptions;
  readonly keep: (query: number, candidate: number, similarity: number) => void;
}

/** Parts by what records have in common; one part when a missing group counts as unlike. */
function partsOf({ scoring, a, b, options: { within = false } }: Work): Part[] {
  const all = scoring.weights.map((_, group) => group);
  if (scoring.missing === 'zero') {
    const rowsOf = ({ count }: Records): Uint32Array =>
      Uint32Array.from({ length: count }, (_, row) => row);
    return [{ groups: all, queries: rowsOf(a), candidates: rowsOf(b), within }];
  }
  const right = rowsByPattern(b);
  return [...rowsByPattern(a)].flatMap(([patternA, queries]) =>
    [...right].flatMap(([patternB, candidates]): Part[] => {
      const groups = all.filter((group) => ((patternA & patternB) >> group) % 2 === 1);
      // Added up as `scoreOf` does, so that both mean the same pairs.
      const compared = groups.reduce((sum, group) => sum + scoring.weights[group]!, 0);
      if (compared === 0 || compared < scoring.leastCompared) return [];
      if (within && patternB < patternA) return [];
      return [{ groups, queries, candidates, within: within && patternA === patternB }];
    }),
  );
}

/** Searches the n-th group of a cover, and keeps what earlier groups of it did not find. */
async function searchGroup(
  work: Work,
  part: Part,
  { groups, bar }: Cover,
  n: number,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const { scoring, a, b, keep, options } = work;
  const { queries, candidates, within } = part;
  const { similarity, weights, threshold } = scoring;
  const own = groups[n]!;
  const earlier = groups.slice(0, n);
  const similarities = new Float64Array(weights.length);
  const measure = (rowA: number, rowB: number): void => {
    for (let group = 0; group < similarities.length; group++) {
      similarities[group] = similarityAt(similarity, group, a, rowA, b, rowB);
    }
    // A search knows no missing groups: to it, two empty filters may be equal.
    if (Number.isNaN(similarities[own]!)) return;
    if (earlier.some((group) => similarities[group]! >= bar)) return;
    const score = scoreOf(scoring, similarities);
    if (score >= threshold) keep(rowA, rowB, score);
  };
  const [left, right] = [pickSet(a, own, queries), pickSet(b, own, candidates)];
  const { workers, signal, memory } = options;
  const run = {
    similarity,
    within,
    onProgress,
    ...(workers === undefined ? {} : { workers }),
    ...(signal === undefined ? {} : { signal }),
    ...(memory === undefined ? {} : { memory }),
  };
  await searchEach(
    left,
    right,
    bar,
    (hits) => {
      hits.query.forEach((query, at) => {
        measure(queries[query]!, candidates[hits.candidate[at]!]!);
      });
    },
    run,
  );
}

/** As `searchWeighted`, with the cover of each part chosen by the caller. */
export async function searchByCover(
  work: Omit<Work, 'keep'>,
  choose: CoverChoice,
): Promise<HitColumns> {
  const { a, b, scoring, options } = work;
  const { maxPairs = DEFAULT_MAX_PAIRS, within = false } = options;
  const found = new GrowingHits();
  const keep = (rowA: number, rowB: number, similarity: number): void => {
    if (found.count === maxPairs) throw new KoppelError('KERNEL_TOO_MANY_PAIRS');
    const turned = within && rowB < rowA;
    found.push(turned ? rowB : rowA, turned ? rowA : rowB, similarity);
  };
  const parts = partsOf({ ...work, keep });
  const costOf = ({ queries, candidates }: Part): number => queries.length * candidates.length;
  const total = parts.reduce((sum, part) => sum + costOf(part), 0);
  let [done, told] = [0, 0];
  for (const part of parts) {
    const cover = choose(scoring, a, b, part);
    const cost = costOf(part) / cover.groups.length;
    for (const n of cover.groups.keys()) {
      await searchGroup({ ...work, keep }, part, cover, n, (fraction) => {
        told = Math.max(told, (done + fraction * cost) / total);
        if (told < 1) options.onProgress?.(told);
      });
      done += cost;
    }
  }
  options.onProgress?.(1);
  return found.sorted();
}

/**
 * Every pair whose weighted mean of similarities is ≥ threshold, sorted by (query, candidate).
 * @param queries, candidates one set per group, all of one side with the same number of records;
 *   groups may differ in length
 * @param weights one per group, above 0; only their proportions matter
 * @param threshold in (0, 1]
 * @throws KERNEL_LENGTH, KERNEL_THRESHOLD, KERNEL_WEIGHTS, KERNEL_WORKERS for what is asked;
 *   KERNEL_TOO_MANY_PAIRS, KERNEL_CANCELLED, KERNEL_WORKER_LOST for what happens
 */
export async function searchWeighted(
  queries: readonly FilterSet[],
  candidates: readonly FilterSet[],
  weights: readonly number[],
  threshold: number,
  options: WeightedOptions = {},
): Promise<HitColumns> {
  const scoring = checkWeighted(queries, candidates, weights, threshold, options);
  const a = recordsOf(queries);
  const b = options.within === true ? a : recordsOf(candidates);
  return searchByCover({ scoring, a, b, options }, chooseCover);
}

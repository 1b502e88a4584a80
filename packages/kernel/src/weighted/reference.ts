// SPDX-License-Identifier: EUPL-1.2
/** The plain twin of the search over groups: every pair, every group, one after the other. */
import { filterAt, popcount, type FilterSet } from '../filter-set.ts';
import { similarityReference, type SearchHit } from '../reference.ts';
import { checkWeighted, scoreOf, type WeightedRule } from './score.ts';

/** As `searchWeighted`, by (query, candidate). */
export function searchWeightedReference(
  queries: readonly FilterSet[],
  candidates: readonly FilterSet[],
  weights: readonly number[],
  threshold: number,
  options: WeightedRule & { readonly within?: boolean } = {},
): SearchHit[] {
  const scoring = checkWeighted(queries, candidates, weights, threshold, options);
  const hits: SearchHit[] = [];
  for (let query = 0; query < queries[0]!.count; query++) {
    const first = options.within === true ? query + 1 : 0;
    for (let candidate = first; candidate < candidates[0]!.count; candidate++) {
      const similarities = queries.map((set, group) => {
        const [a, b] = [filterAt(set, query), filterAt(candidates[group]!, candidate)];
        const isMissing = popcount(a) === 0 || popcount(b) === 0;
        return isMissing ? NaN : similarityReference(scoring.similarity, a, b);
      });
      const similarity = scoreOf(scoring, similarities);
      if (similarity >= threshold) hits.push({ query, candidate, similarity });
    }
  }
  return hits;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Links per step of similarity as a sum of matches and strangers, by the greatest likelihood that two
 * orders allow: matches get more with similarity, up to the top of their lowest hump, and strangers
 * fewer in proportion to their null. Each alone can explain much of the links; together, and with what
 * is known of the strangers beforehand, they leave little choice. Counts are Poisson, their means are
 * linear in what is sought and both orders are convex, so there is one best fit; EM climbs to it,
 * with monotone regressions as its second step (T. Robertson et al., 1988). Pure.
 */
import { ascendingFit, descendingFit } from './isotonic.ts';

/** What is counted and known, per step of the grid, ascending. */
export interface Counted {
  readonly links: ArrayLike<number>;
  /** Null pairs, in the number of pairs of records that links are of. */
  readonly nulls: readonly number[];
  /** Strangers per null pair as expected beforehand, and how many null pairs that is worth. */
  readonly prior: readonly number[];
  readonly trust: readonly number[];
  /** Widths of the steps on the scale on which matches get more. */
  readonly widths: readonly number[];
  /** The first step that may hold matches. */
  readonly from: number;
  /** The first step after those in which matches get more. */
  readonly top: number;
}

/** Means per step. */
export interface Mixture {
  readonly matches: readonly number[];
  readonly strangers: readonly number[];
}

const ROUNDS = 300;
/** Nowhere does a fit begin with fewer matches than this share of the links: none could come back. */
const LEAST_START = 0.05;

/** The fit of greatest likelihood. Arrays of equal length. */
export function fitMixture(counted: Counted): Mixture {
  const { links, nulls, prior, trust, widths, from, top } = counted;
  const weights = nulls.map((n, step) => n + trust[step]!);
  let rate = prior;
  let matches = nulls.map((n, step) => {
    const all = links[step]!;
    return step < from ? 0 : Math.max(LEAST_START * all, all - rate[step]! * n);
  });
  for (let round = 0; round < ROUNDS; round++) {
    const strangers = nulls.map((n, step) => {
      const expected = rate[step]! * n;
      const total = matches[step]! + expected;
      return total > 0 ? (links[step]! * expected) / total : 0;
    });
    const others = strangers.map((n, step) => (step < from ? 0 : links[step]! - n));
    const density = ascendingFit(
      others.slice(from, top).map((n, at) => n / widths[from + at]!),
      widths.slice(from, top),
    );
    matches = others.map((n, step) =>
      step < from || step >= top ? n : density[step - from]! * widths[step]!,
    );
    const rates = strangers.map((n, step) =>
      weights[step]! > 0 ? (n + trust[step]! * prior[step]!) / weights[step]! : 0,
    );
    rate = descendingFit(rates, weights);
  }
  return { matches, strangers: nulls.map((n, step) => n * rate[step]!) };
}

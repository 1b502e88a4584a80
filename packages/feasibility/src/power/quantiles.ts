// SPDX-License-Identifier: EUPL-1.2
/**
 * Quantiles of the normal distribution and of Student's t, by turning their distribution functions
 * around. Slow and plain: a report asks for some hundreds. Pure. The library that has both, jstat, is
 * without types and a licence in its manifest.
 */

/** ln Γ(x), x > 0, to 2e-10 (C. Lanczos, SIAM J. Numerical Analysis B 1 (1964) 86–96; γ = 5). */
function logGamma(x: number): number {
  const coefficients = [
    76.18009172947146, -86.5053203294168, 24.01409824083091, -1.231739572450155,
    0.001208650973866179, -0.000005395239384953,
  ]; // prettier-ignore
  const series = coefficients.reduce(
    (sum, coefficient, at) => sum + coefficient / (x + at + 1),
    1.000000000190015,
  );
  const shifted = x + 5.5;
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310002 * series) / x);
}

/** The continued fraction of the incomplete beta function, evaluated as W. J. Lentz (1976) does. */
function betaFraction(a: number, b: number, x: number): number {
  const least = 1e-300;
  const guarded = (value: number): number => (Math.abs(value) < least ? least : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return product;
}

/** The regularised incomplete beta function I(x; a, b), 0–1 (NIST DLMF 8.17.22). */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** Share of Student's t with `freedom` degrees of freedom, > 0, that is at most `t`. */
export function studentShare(t: number, freedom: number): number {
  const tail = betaShare(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** So many degrees of freedom are a normal distribution to 3e-7; with more, ln Γ loses digits. */
const NORMAL = 1e7;

/** Share of the normal distribution that is at most `z`. */
export function normalShare(z: number): number {
  return studentShare(z, NORMAL);
}

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The t below which a share of Student's distribution lies; share in (0, 1), to 1e-9. */
export function studentQuantile(share: number, freedom: number): number {
  if (share < 0.5) return -studentQuantile(1 - share, freedom);
  let [low, high] = [0, 1];
  while (studentShare(high, freedom) < share && high < 1e12) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (studentShare(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The z below which a share of the normal distribution lies; share in (0, 1). */
export function normalQuantile(share: number): number {
  return studentQuantile(share, NORMAL);
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Which component of the encodings is which of the attacker's own: graduated assignment (Gold &
 * Rangarajan 1996), by what each looks like and how any two go together; some have no counterpart.
 * Months of birth, say, are much alike, so that some are mixed up; a match that is kept soft says less
 * about those and so is right in more.
 */
import { multiplyTransposedFast } from '../../algebra/fast-product.ts';
import { makeMatrix, rowOf, rowsOf, type Matrix } from '../../algebra/matrix.ts';
import type { ComponentShapes } from './component-shapes.ts';

/** How much each kind of likeness counts, per square of a standard deviation of chance. */
const WEIGHT = { quantiles: 0.25, outer: 0.05, widths: 0.02, pairs: 0.05 };
/** What differs more than this differs in any case. */
const MOST = { alone: 40, pair: 6 };
/** How much worse than the usual best a match may be. */
const SLACK = 8;
const SHARPNESS = { first: 0.05, growth: 1.1, steps: 50, softSteps: 30 };
const BALANCING_ROUNDS = 60;

/** Adds weight · squared distances of all rows, as variances of chance. */
function addDistances(sum: Matrix, a: Matrix, b: Matrix, weight: number): void {
  for (let i = 0; i < a.rows; i++) {
    const left = rowOf(a, i);
    for (let j = 0; j < b.rows; j++) {
      const right = rowOf(b, j);
      let square = 0;
      for (let c = 0; c < left.length; c++) square += (left[c]! - right[c]!) ** 2;
      sum.data[i * b.rows + j]! += weight * square;
    }
  }
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >>> 1]!;
}

/** Costs of matching i with j, below 0 where it pays. */
function costsAlone(a: ComponentShapes, b: ComponentShapes, count: number): Matrix {
  const costs = makeMatrix(a.widths.rows, b.widths.rows);
  for (const kind of ['quantiles', 'outer', 'widths'] as const) {
    addDistances(costs, a[kind], b[kind], WEIGHT[kind] * count);
  }
  costs.data.forEach((cost, at) => {
    costs.data[at] = Math.min(cost, MOST.alone);
  });
  const lowest = Array.from({ length: costs.rows }, (_, i) => Math.min(...rowOf(costs, i)));
  const from = median(lowest) + SLACK;
  for (let at = 0; at < costs.data.length; at++) costs.data[at]! -= from;
  return costs;
}

function squaresOf(rows: Matrix): Float64Array {
  return Float64Array.from({ length: rows.rows }, (_, r) =>
    rowOf(rows, r).reduce((sum, value) => sum + value ** 2, 0),
  );
}

/** Costs of matching i with j and i′ with j′ at ((i·k + i′)·l + j)·l + j′, of mean 0. */
function costsOfPairs(a: ComponentShapes, b: ComponentShapes, count: number): Float32Array {
  const [k, l] = [a.widths.rows, b.widths.rows];
  const costs = new Float32Array(k * k * l * l);
  const [left, right] = [squaresOf(a.pairs), squaresOf(b.pairs)];
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const products = multiplyTransposedFast(rowsOf(a.pairs, i * k, (i + 1) * k), b.pairs);
    for (let other = 0; other < k; other++) {
      const start = (i * k + other) * l * l;
      for (let at = 0; at < l * l; at++) {
        const square = left[i * k + other]! + right[at]! - 2 * products.data[other * l * l + at]!;
        const cost = Math.min(WEIGHT.pairs * count * square, MOST.pair);
        costs[start + at] = cost;
        sum += cost;
      }
    }
  }
  const mean = sum / costs.length;
  for (let pair = 0; pair < k * k; pair++) {
    const isOne = pair % (k + 1) === 0;
    for (let at = 0; at < l * l; at++) {
      const place = pair * l * l + at;
      costs[place] = isOne || at % (l + 1) === 0 ? 0 : costs[place]! - mean;
    }
  }
  return costs;
}

/** A match in which every row and column has weight 1, part of it perhaps with none. */
function balanced(costs: Matrix, sharpness: number): Matrix {
  const { rows: k, columns: l } = costs;
  const highest = costs.data.reduce((most, cost) => Math.max(most, -sharpness * cost), 0);
  const wide = l + 1;
  const weights = new Float64Array((k + 1) * wide).fill(Math.exp(-highest));
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < l; j++)
      weights[i * wide + j] = Math.exp(-sharpness * costs.data[i * l + j]! - highest);
  }
  for (let round = 0; round < BALANCING_ROUNDS; round++) {
    const sums = new Float64Array(wide);
    for (let i = 0; i <= k; i++) {
      const row = weights.subarray(i * wide, (i + 1) * wide);
      const scale = (i === k ? l : 1) / row.reduce((sum, weight) => sum + weight, 0);
      for (let j = 0; j <= l; j++) sums[j]! += row[j]! *= scale;
    }
    for (let at = 0; at < weights.length; at++) {
      const j = at % wide;
      weights[at]! *= (j === l ? k : 1) / sums[j]!;
    }
  }
  const match = makeMatrix(k, l);
  for (let i = 0; i < k; i++) rowOf(match, i).set(weights.subarray(i * wide, i * wide + l));
  return match;
}

/** Costs of matching i with j where the others are matched so. */
function costsUnder(alone: Matrix, pairs: Float32Array, match: Matrix): Matrix {
  const { rows: k, columns: l } = match;
  const costs = makeMatrix(k, l, alone.data.slice());
  for (let i = 0; i < k; i++) {
    for (let other = 0; other < k; other++) {
      for (let j = 0; j < l; j++) {
        const from = ((i * k + other) * l + j) * l;
        let sum = 0;
        for (let at = 0; at < l; at++) sum += pairs[from + at]! * match.data[other * l + at]!;
        costs.data[i * l + j]! += sum;
      }
    }
  }
  return costs;
}

/**
 * How much component i (row) of the one is component j (column) of the other, 0–1.
 * @param softness sharpness at which the match is left, each below 1: one result for each
 */
export function matchComponents(
  a: ComponentShapes,
  b: ComponentShapes,
  softness: readonly number[],
): Matrix[] {
  const count = (2 * a.count * b.count) / (a.count + b.count);
  const alone = costsAlone(a, b, count);
  const pairs = costsOfPairs(a, b, count);
  let sharpness = SHARPNESS.first;
  let match = balanced(alone, 2 * sharpness);
  for (let step = 0; step < SHARPNESS.steps; step++) {
    match = balanced(costsUnder(alone, pairs, match), sharpness);
    sharpness = Math.min(1, sharpness * SHARPNESS.growth);
  }
  return softness.map((soft) => {
    let softer = match;
    for (let step = 0; step < SHARPNESS.softSteps; step++) {
      softer = balanced(costsUnder(alone, pairs, softer), soft);
    }
    return softer;
  });
}

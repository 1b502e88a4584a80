// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countClusterPairs,
  countClusterPairsBetween,
  countPairs,
  f1Estimate,
  pairQuality,
  similarityHistogram,
  sweepThresholds,
  wilson,
  type PairColumns,
  type ScoredPairs,
} from './index.ts';

const columns = (pairs: readonly (readonly [number, number])[]): PairColumns => ({
  a: Uint32Array.from(pairs, ([a]) => a),
  b: Uint32Array.from(pairs, ([, b]) => b),
});

const scored = (pairs: readonly (readonly [number, number, number])[]): ScoredPairs => ({
  a: Uint32Array.from(pairs, ([a]) => a),
  b: Uint32Array.from(pairs, ([, b]) => b),
  similarity: Float64Array.from(pairs, ([, , similarity]) => similarity),
});

describe('intervals', () => {
  // The four examples of R. G. Newcombe, Statistics in Medicine 17 (1998), method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('Wilson %d of %d', (successes, trials, low, high) => {
    const interval = wilson(successes, trials);
    expect(interval.value).toBe(successes / trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('nothing to estimate is NaN, not zero', () => {
    expect(wilson(0, 0)).toEqual({ value: NaN, low: NaN, high: NaN });
  });

  test('always lie in 0–1 around the value', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (correct, wrong, missed) => {
        fc.pre(correct + wrong > 0 && correct + missed > 0);
        const { precision, recall, f1 } = pairQuality({
          correct,
          predicted: correct + wrong,
          actual: correct + missed,
        });
        for (const { value, low, high } of [precision, recall, f1]) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(high).toBeLessThanOrEqual(1);
        }
        const [p, r] = [precision.value, recall.value];
        expect(f1.value).toBeCloseTo(p + r === 0 ? 0 : (2 * p * r) / (p + r), 12);
      }),
    );
  });

  test('that of F1 covers the truth about 95 times in 100', () => {
    // A small linear congruential sequence: 400 samples of 200 pairs, true J = 0.8.
    let state = 1;
    const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    let covered = 0;
    for (let sample = 0; sample < 400; sample++) {
      let correct = 0;
      for (let pair = 0; pair < 200; pair++) if (uniform() < 0.8) correct++;
      const { low, high } = f1Estimate({ correct, predicted: 200, actual: correct });
      if (low <= 1.6 / 1.8 && high >= 1.6 / 1.8) covered++;
    }
    expect(covered).toBeGreaterThan(366);
    expect(covered).toBeLessThan(394);
  });
});

describe('sets of pairs', () => {
  test('a pair counts once however often it is listed', () => {
    const predicted = columns([
      [1, 2],
      [1, 2],
      [0, 0],
      [5, 1],
    ]);
    const actual = columns([
      [0, 0],
      [1, 2],
      [9, 9],
    ]);
    expect(countPairs(predicted, actual)).toEqual({ correct: 2, predicted: 3, actual: 3 });
  });

  test('empty sets count nothing', () => {
    expect(countPairs(columns([]), columns([]))).toEqual({ correct: 0, predicted: 0, actual: 0 });
  });

  test('agrees with plain sets of text', () => {
    const pairs = fc.array(fc.tuple(fc.nat(12), fc.nat(12)));
    fc.assert(
      fc.property(pairs, pairs, (predicted, actual) => {
        const [found, sought] = [new Set(predicted.map(String)), new Set(actual.map(String))];
        expect(countPairs(columns(predicted), columns(actual))).toEqual({
          correct: [...found].filter((pair) => sought.has(pair)).length,
          predicted: found.size,
          actual: sought.size,
        });
      }),
    );
  });

  test('columns must be equally long, and codes exact', () => {
    const broken = { a: new Uint32Array(2), b: new Uint32Array(1) };
    expect(() => countPairs(broken, columns([]))).toThrow('USAGE');
    const huge = columns([[4_294_967_295, 4_294_967_295]]);
    expect(() => countPairs(huge, huge)).toThrow('USAGE');
  });
});

describe('clusters', () => {
  const record = fc.record({ cluster: fc.nat(6), person: fc.nat(6), register: fc.nat(2) });

  test('agree with listing every pair', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.boolean(), (records, apart) => {
        const expected = { correct: 0, predicted: 0, actual: 0 };
        records.forEach((one, index) => {
          for (const other of records.slice(index + 1)) {
            if (apart && one.register === other.register) continue;
            const [linked, same] = [one.cluster === other.cluster, one.person === other.person];
            expected.predicted += Number(linked);
            expected.actual += Number(same);
            expected.correct += Number(linked && same);
          }
        });
        const cluster = Uint32Array.from(records, (r) => r.cluster);
        const person = Uint32Array.from(records, (r) => r.person);
        const register = Uint32Array.from(records, (r) => r.register);
        const counted = countClusterPairs({ cluster, person, ...(apart ? { register } : {}) });
        expect(counted).toEqual(expected);
      }),
    );
  });

  test('can be counted between two registers', () => {
    const clustering = {
      cluster: Uint32Array.of(7, 7, 7, 8, 9),
      person: Uint32Array.of(1, 1, 2, 2, 1),
      register: Uint32Array.of(0, 1, 2, 0, 2),
    };
    expect(countClusterPairsBetween(clustering, 0, 1)).toEqual({
      correct: 1,
      predicted: 1,
      actual: 1,
    });
    expect(countClusterPairsBetween(clustering, 0, 2)).toEqual({
      correct: 0,
      predicted: 1,
      actual: 2,
    });
  });

  test('columns must be equally long', () => {
    const [two, three] = [new Uint32Array(2), new Uint32Array(3)];
    expect(() => countClusterPairs({ cluster: two, person: three })).toThrow('USAGE');
    expect(() => countClusterPairs({ cluster: two, person: two, register: three })).toThrow(
      'USAGE',
    );
  });
});

describe('threshold sweep', () => {
  const actual = columns([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  const pairs = scored([
    [0, 0, 0.9],
    [0, 1, 0.85],
    [1, 1, 0.8],
    [2, 0, 0.7],
    [2, 2, 0.6],
  ]);

  test('one-to-one drops pairs whose records are taken', () => {
    const { curve, best } = sweepThresholds(pairs, actual, { oneToOne: true });
    expect(curve.map(({ threshold }) => threshold)).toEqual([0.9, 0.8, 0.6]);
    expect(best).toEqual({ threshold: 0.6, precision: 1, recall: 1, f1: 1, predicted: 3 });
  });

  test('without it every pair counts', () => {
    const { curve, best } = sweepThresholds(pairs, actual, { oneToOne: false });
    expect(curve.map(({ predicted }) => predicted)).toEqual([1, 2, 3, 4, 5]);
    expect(best).toMatchObject({ threshold: 0.6, precision: 0.6, recall: 1, f1: 0.75 });
  });

  test('equal similarities stand or fall together', () => {
    const ties = scored([
      [0, 0, 0.5],
      [1, 2, 0.5],
      [2, 1, 0.5],
    ]);
    const { curve } = sweepThresholds(ties, actual, { oneToOne: true });
    expect(curve).toEqual([
      { threshold: 0.5, precision: 1 / 3, recall: 1 / 3, f1: 1 / 3, predicted: 3 },
    ]);
  });

  test('a short curve still ends at the last pair and knows the exact best', () => {
    const long = scored(Array.from({ length: 1000 }, (_, row) => [row, row, 1 - row / 1000]));
    const truth = columns(Array.from({ length: 501 }, (_, row) => [row, row]));
    const { curve, best } = sweepThresholds(long, truth, { oneToOne: true, points: 10 });
    expect(curve.length).toBeLessThanOrEqual(11);
    expect(curve.at(-1)!.predicted).toBe(1000);
    expect(best).toMatchObject({ predicted: 501, f1: 1 });
  });

  test('agrees with counting the accepted pairs at each threshold', () => {
    const pair = fc.tuple(
      fc.nat(6),
      fc.nat(6),
      fc.nat(8).map((step) => step / 8),
    );
    const unique = fc.uniqueArray(pair, { selector: ([a, b]) => `${a} ${b}`, minLength: 1 });
    fc.assert(
      fc.property(unique, (list) => {
        const { curve } = sweepThresholds(scored(list), actual, { oneToOne: false });
        for (const { threshold, precision, recall, predicted } of curve) {
          const accepted = list.filter(([, , similarity]) => similarity >= threshold);
          const counts = countPairs(columns(accepted.map(([a, b]) => [a, b])), actual);
          expect(predicted).toBe(counts.predicted);
          expect(precision).toBe(counts.correct / counts.predicted);
          expect(recall).toBe(counts.correct / counts.actual);
        }
      }),
    );
  });

  test('without candidates there is no best', () => {
    expect(sweepThresholds(scored([]), actual, { oneToOne: true })).toEqual({
      curve: [],
      best: undefined,
    });
  });

  test('columns must be equally long', () => {
    const broken = { ...columns([[0, 0]]), similarity: new Float64Array(2) };
    expect(() => sweepThresholds(broken, actual, { oneToOne: true })).toThrow('USAGE');
  });

  test('the histogram parts true from false pairs', () => {
    const four = scored([
      [0, 0, 1],
      [0, 1, 0.24],
      [1, 1, 0.5],
      [2, 1, 0.76],
    ]);
    expect(similarityHistogram(four, actual, 4)).toEqual({
      from: 0,
      matches: [0, 0, 1, 1],
      nonMatches: [1, 0, 0, 1],
    });
    expect(similarityHistogram(four, actual, 2, 0.5)).toEqual({
      from: 0.5,
      matches: [1, 1],
      nonMatches: [0, 1],
    });
  });
});

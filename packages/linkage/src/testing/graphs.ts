// SPDX-License-Identifier: EUPL-1.2
/** Small candidate graphs for tests: pairs in the order of decision, and generated problems. */
import fc from 'fast-check';
import type { CandidatePairs } from '../candidates.ts';
import type { RecordShape } from '../clusters/component.ts';

export type Pair = readonly [left: number, right: number, similarity: number];

export function pairsOf(...pairs: readonly Pair[]): CandidatePairs {
  const sorted = [...pairs].sort((m, n) => n[2] - m[2] || m[0] - n[0] || m[1] - n[1]);
  return {
    count: sorted.length,
    left: Uint32Array.from(sorted, ([left]) => left),
    right: Uint32Array.from(sorted, ([, right]) => right),
    similarity: Float64Array.from(sorted, ([, , similarity]) => similarity),
  };
}

export const shapeOf = (sourceOf: readonly number[], unique: readonly boolean[]): RecordShape => ({
  records: sourceOf.length,
  sourceOf: Uint32Array.from(sourceOf),
  oneToOne: unique,
  comparedWithin: unique.map((is) => !is),
});

/** Records of up to three sources, unique or not, and pairs with similarities that often tie. */
export const problem = fc
  .record({
    sourceOf: fc.array(fc.nat(2), { minLength: 1, maxLength: 14 }),
    unique: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    enforced: fc.boolean(),
    levels: fc.array(fc.nat(9), { minLength: 91, maxLength: 91 }),
    least: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ sourceOf, unique, enforced, levels, least }) => {
    const sorted = [...sourceOf].sort();
    const pairs: Pair[] = [];
    let at = 0;
    for (let left = 0; left < sorted.length; left++) {
      for (let right = left + 1; right < sorted.length; right++) {
        const level = levels[at++]!;
        const compared = sorted[left] !== sorted[right] || !unique[sorted[left]!]!;
        if (compared && level >= least) pairs.push([left, right, level / 10]);
      }
    }
    const shape = shapeOf(sorted, unique);
    const oneToOne = shape.oneToOne.map((is) => is && enforced);
    return { pairs: pairsOf(...pairs), shape: { ...shape, oneToOne } };
  });

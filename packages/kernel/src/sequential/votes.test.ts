// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seeded } from '../testing/filter-sets.ts';
import { roughBound } from './design.ts';
import { wilson } from './miss.ts';
import { shuffled } from './positions.ts';
import { boundsUpTo, chancesOf, type VoteDesign } from './votes.ts';

/** Votes of every way in which `distance` of the bits can differ, and how many ways there are. */
function enumerated({ bits, width, least, votes }: VoteDesign, distance: number): number[] {
  const counts = Array.from({ length: votes + 1 }, () => 0);
  for (let differing = 0; differing < 2 ** bits; differing++) {
    const at = Array.from({ length: bits }, (_, bit) => (differing >> bit) & 1);
    if (at.reduce((sum, bit) => sum + bit, 0) !== distance) continue;
    let against = 0;
    for (let piece = 0; piece < votes; piece++) {
      const own = at.slice(piece * width, (piece + 1) * width);
      if (own.reduce((sum, bit) => sum + bit, 0) >= least) against++;
    }
    counts[against]!++;
  }
  const ways = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / ways);
}

test.each<VoteDesign>([
  { bits: 12, width: 3, least: 2, votes: 4 },
  { bits: 13, width: 4, least: 2, votes: 3 },
  { bits: 11, width: 2, least: 1, votes: 3 },
])('the chances of votes are those of counting all ways: %j', (design) => {
  for (let distance = 1; distance < design.bits; distance++) {
    const chances = chancesOf(design, 7, 1).chancesAt(distance);
    enumerated(design, distance).forEach((chance, votes) => {
      expect(chances[votes]).toBeCloseTo(chance, 12);
    });
  }
});

const designs = fc.constantFrom<VoteDesign>(
  { bits: 512, width: 6, least: 3, votes: 64 },
  { bits: 512, width: 8, least: 4, votes: 64 },
  { bits: 1024, width: 6, least: 3, votes: 96 },
);

test('bounds rise with the distance, and no chance of more exceeds the miss', () => {
  fc.assert(
    fc.property(
      designs,
      fc.constantFrom(1e-9, 1e-4, 0.1),
      fc.double({ min: 0.02, max: 0.6, noNaN: true }),
      fc.boolean(),
      (design, miss, share, single) => {
        const most = Math.floor(share * design.bits);
        const { bounds, misses } = boundsUpTo(design, most, miss, single);
        expect(bounds).toHaveLength(most + 1);
        for (let distance = 1; distance <= most; distance++) {
          expect(bounds[distance]).toBeGreaterThanOrEqual(bounds[distance - 1]!);
        }
        expect(Math.max(...misses)).toBeLessThanOrEqual(miss);
        expect(Math.abs(roughBound(design, design.votes, most, miss) - bounds[most]!)).toBeLessThan(
          4,
        );
      },
    ),
    { numRuns: 6 },
  );
});

test('pairs at the threshold are missed as often as is said', () => {
  const design = { bits: 512, width: 6, least: 3, votes: 48 };
  const [distance, pairs] = [200, 6000];
  const { bounds, misses } = boundsUpTo(design, distance, 0.02, true);
  const random = seeded(11);
  let missed = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const differs = new Uint8Array(design.bits);
    shuffled(design.bits, distance, random() * 2 ** 32).forEach((bit) => (differs[bit] = 1));
    let against = 0;
    for (let piece = 0; piece < design.votes; piece++) {
      let sum = 0;
      for (let bit = 0; bit < design.width; bit++) sum += differs[piece * design.width + bit]!;
      if (sum >= design.least) against++;
    }
    if (against > bounds[distance]!) missed++;
  }
  const chance = misses[distance]!;
  expect(chance).toBeGreaterThan(0.005);
  // Five standard deviations: the seed is fixed, and other seeds hold as well.
  const deviation = Math.sqrt((chance * (1 - chance)) / pairs);
  expect(Math.abs(missed / pairs - chance)).toBeLessThan(5 * deviation);
});

test('an order of positions is one of all of them, the same each time', () => {
  const order = shuffled(2048, 2048, 1);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from(order, (_, n) => n));
  expect(shuffled(2048, 100, 1)).toEqual(order.subarray(0, 100));
  expect(shuffled(2048, 100, 2)).not.toEqual(order.subarray(0, 100));
});

test.each([
  [0, 0, 0, 1],
  [0, 100, 0, 0.037],
  [5, 100, 0.0215, 0.1118],
  [100, 100, 0.963, 1],
])('the interval of %d of %d is %d – %d', (count, of, low, high) => {
  const interval = wilson(count, of);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

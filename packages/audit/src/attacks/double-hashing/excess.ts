// SPDX-License-Identifier: EUPL-1.2
/**
 * Whether encodings hold more progressions than chance makes. With independent hash functions every
 * order of the bit positions is as likely as the one at hand, so that shuffling the positions, for all
 * encodings alike, shows what chance makes: a test that is exact for any register.
 */
import type { FilterSet } from '@koppel/kernel';
import { bitsOf } from '../../decoding/bits.ts';
import type { Pace } from '../../pace.ts';
import { sampleBelow, type Random } from '../../random.ts';
import { families, makeTurned, runsOfStep, stepsOf, turn, type Family } from './progressions.ts';

/** Lengths of progressions that are counted: short ones for few hash functions, long ones for full codes. */
const lengths = [3, 4, 6, 8];
const LONGEST = 8;
/**
 * Of the steps with most progressions so many hundredths are left out: some hardenings tie each bit to
 * one at a fixed distance, which is one step, where double hashing uses them all.
 */
const LEFT_OUT = 0.02;

export interface Excess {
  /** Standard deviations above the mean of the shuffled ones, of the family and length that stand out most. */
  readonly z: number;
  /** Share of shufflings, this one included, that are as extreme: the chance of it without double hashing. */
  readonly p: number;
  readonly family: Family;
  readonly shuffles: number;
}

/** For each family and length the number of progressions, without the steps that have most. */
function countAll(
  rows: readonly (readonly number[])[],
  bits: number,
  order: Uint32Array,
): number[] {
  const turned = makeTurned(bits);
  const left = new Uint32Array(bits / 32);
  const counts = new Float64Array(LONGEST);
  const steps = families.map((family) => stepsOf(family, bits, LONGEST));
  const totals = steps.map((all) => lengths.map(() => new Float64Array(all.length)));
  for (const row of rows) {
    turn(
      turned,
      row.map((position) => order[position]!),
    );
    families.forEach((family, f) => {
      steps[f]!.forEach((step, at) => {
        runsOfStep(turned, family, step, counts, left);
        lengths.forEach((length, l) => {
          totals[f]![l]![at]! += counts[length - 1]!;
        });
      });
    });
  }
  return totals.flatMap((ofLengths) =>
    ofLengths.map((ofSteps) => {
      const kept = Math.ceil((1 - LEFT_OUT) * ofSteps.length);
      return ofSteps
        .sort()
        .subarray(0, kept)
        .reduce((sum, count) => sum + count, 0);
    }),
  );
}

/** How far the values of one column stand out, in its own standard deviations. */
function standardised(column: readonly number[]): number[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
  return column.map((value) => (variance === 0 ? 0 : (value - mean) / Math.sqrt(variance)));
}

/** Stops early once so many shufflings were as extreme (Besag & Clifford 1991, Biometrika 78, p. 301). */
const ENOUGH = 8;
const FIRST_LOOK = 19;

/** What stands out most in each draw; the first is the one at hand. */
function extremesOf(draws: readonly (readonly number[])[]): number[] {
  const columns = draws[0]!.map((_, column) => standardised(draws.map((draw) => draw[column]!)));
  return draws.map((_, draw) => Math.max(...columns.map((values) => values[draw]!)));
}

/**
 * Measures the excess.
 * @param set some dozens of encodings; cost per shuffling and encoding: bits² / 4 words
 */
export async function measureExcess(
  set: FilterSet,
  shuffles: number,
  random: Random,
  pace: Pace,
): Promise<Excess> {
  const bits = 8 * set.bytes;
  const rows = Array.from({ length: set.count }, (_, row) =>
    bitsOf(set.filters.subarray(row * set.bytes, (row + 1) * set.bytes)),
  );
  const asIs = Uint32Array.from({ length: bits }, (_, n) => n);
  const draws = [countAll(rows, bits, asIs)];
  for (let shuffle = 1; shuffle <= shuffles; shuffle += 1) {
    await pace.at((shuffle - 1) / shuffles);
    draws.push(countAll(rows, bits, sampleBelow(random, bits, bits)));
    if (shuffle < FIRST_LOOK) continue;
    const [own, ...others] = extremesOf(draws);
    if (others.filter((other) => other >= own!).length >= ENOUGH) break;
  }
  const [own, ...others] = extremesOf(draws);
  const scores = draws[0]!.map((observed, column) => {
    const chance = draws.slice(1).map((draw) => draw[column]!);
    const mean = chance.reduce((sum, value) => sum + value, 0) / chance.length;
    const squares = chance.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / Math.max(1, chance.length - 1));
    return deviation === 0 ? 0 : (observed - mean) / deviation;
  });
  const z = Math.max(...scores);
  return {
    z,
    p: (1 + others.filter((other) => other >= own!).length) / draws.length,
    family: families[Math.floor(scores.indexOf(z) / lengths.length)]!,
    shuffles: draws.length - 1,
  };
}

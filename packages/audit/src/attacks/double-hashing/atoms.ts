// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes encodings apart into atoms: the sets of k positions that one token leaves under double hashing
 * (Kroll & Steinmetzer, BIOSTEC 2015, and Niedermeyer and others 2014).
 */
import type { FilterSet } from '@koppel/kernel';
import { bitsOf } from '../../decoding/bits.ts';
import type { Pace } from '../../pace.ts';
import { makeTurned, positionAt, runsOfStep, stepsOf, turn, type Family } from './progressions.ts';

export interface Atoms {
  /** The positions of each atom, the most frequent atom first. */
  readonly positions: readonly (readonly number[])[];
  /** The atoms of each encoding, ascending. */
  readonly of: readonly (readonly number[])[];
}

/** log of the chance of at least `count` where λ are expected (Chernoff), as a positive number. */
function surprise(count: number, expected: number): number {
  return count <= expected ? 0 : count * Math.log(count / expected) - count + expected;
}

/** Fewer encodings than this do not make an atom. */
const LEAST_COUNT = 3;
const TURN = 64;

/**
 * Lists every progression of k positions that is wholly set, and keeps those that are so in more
 * encodings than the fill explains: with shares of set bits p, each is expected in Σ p^k of them.
 * Cost per encoding: k · bits² / 64 words.
 * @param most so many most frequent atoms are kept
 */
export async function findAtoms(
  set: FilterSet,
  family: Family,
  k: number,
  most: number,
  pace: Pace,
): Promise<Atoms> {
  const bits = 8 * set.bytes;
  const steps = stepsOf(family, bits, k);
  const turned = makeTurned(bits);
  const counts = new Float64Array(k);
  const left = new Uint32Array(bits / 32);
  const members = new Map<number, number[]>();
  let expected = 0;
  for (let row = 0; row < set.count; row += 1) {
    if (row % TURN === 0) await pace.at(row / set.count);
    const filter = set.filters.subarray(row * set.bytes, (row + 1) * set.bytes);
    const positions = bitsOf(filter);
    expected += (positions.length / bits) ** k;
    turn(turned, positions);
    for (const step of steps) {
      runsOfStep(turned, family, step, counts, left);
      if (counts[k - 1] === 0) continue;
      for (const start of bitsOf(new Uint8Array(left.buffer))) {
        const atom = step * bits + start;
        const found = members.get(atom);
        if (found === undefined) members.set(atom, [row]);
        else found.push(row);
      }
    }
  }
  const needed = Math.log(steps.length * bits);
  const kept = [...members]
    .filter(([, { length }]) => length >= LEAST_COUNT && surprise(length, expected) >= needed)
    .sort(([a, one], [b, other]) => other.length - one.length || a - b)
    .slice(0, most);
  const of = Array.from({ length: set.count }, (): number[] => []);
  kept.forEach(([, rows], atom) => {
    for (const row of rows) of[row]!.push(atom);
  });
  return {
    of,
    positions: kept.map(([atom]) =>
      Array.from({ length: k }, (_, i) =>
        positionAt(family, atom % bits, Math.floor(atom / bits), i, bits),
      ),
    ),
  };
}

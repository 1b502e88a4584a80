// SPDX-License-Identifier: EUPL-1.2
/**
 * Double hashing: found by the progressions that it leaves among the bits, and then used to take
 * encodings apart into tokens.
 */
import type { Attack } from '../../attack.ts';
import { classifyEncodings, classifyRegister, scoreGuesses } from '../../decoding/classes.ts';
import type { EncodingClasses, RegisterClasses } from '../../decoding/classes.ts';
import { isFinding, pickFilters } from '../../decoding/finding.ts';
import { decodeWith, growDecoding, guessesOf, mutualPairs } from '../../decoding/grow.ts';
import type { Decoded } from '../../decoding/grow.ts';
import { requireEnough } from '../../least.ts';
import { createPace, type Pace } from '../../pace.ts';
import { createRandom, sampleBelow } from '../../random.ts';
import { attackResult } from '../../result.ts';
import { findAtoms, type Atoms } from './atoms.ts';
import { measureExcess } from './excess.ts';
import { families } from './progressions.ts';
import { measureCompanionship, solveSubstitution } from './substitution.ts';

export interface DoubleHashingOptions {
  /** Positions that a token sets, 4–64; what the profile says unless told otherwise, or 10. */
  readonly positionsPerToken?: number;
  /** Encodings that are tested for progressions, drawn at random; 24 unless told otherwise. */
  readonly tested?: number;
  /** At most so many shufflings, at least 19; 99 unless told otherwise. No p is below 1 / (this + 1). */
  readonly shuffles?: number;
  /** At most so many encodings are taken apart; 2,000 unless told otherwise. */
  readonly takenApart?: number;
}

const MOST_ATOMS = 300;
const MOST_SWEEPS = 60;
const ROUNDS = 6;

/** Which atom each token is, by solving the cipher; then the register is read with them. */
async function readAtoms(
  atoms: Atoms,
  encodings: EncodingClasses,
  register: RegisterClasses,
  pace: Pace,
): Promise<Decoded> {
  const counts = new Uint32Array(register.vocabulary.size);
  register.tokens.forEach((tokens, value) => {
    for (const token of tokens) counts[token]! += register.sizes[value]!;
  });
  const byRank = Array.from(counts, (_, token) => token).sort(
    (a, b) => counts[b]! - counts[a]! || a - b,
  );
  const rankOf = new Uint32Array(counts.length);
  byRank.forEach((token, rank) => {
    rankOf[token] = rank;
  });
  const size = Math.min(atoms.positions.length, byRank.length);
  const rows = Array.from(register.of, (value) => register.tokens[value]!.map((t) => rankOf[t]!));
  const stands = solveSubstitution(
    measureCompanionship(atoms.of, size, 1),
    measureCompanionship(rows, size, atoms.of.length / Math.max(1, rows.length)),
    MOST_SWEEPS,
  );
  const positions = Array.from(counts, (): readonly number[] => []);
  stands.forEach((rank, atom) => {
    positions[byRank[rank]!] = atoms.positions[atom]!;
  });
  const pairs = await mutualPairs(await decodeWith(encodings, register, positions));
  return growDecoding({ encodings, register, pairs, rounds: ROUNDS }, pace);
}

/**
 * Assumes encodings of a population like that of the register, and no pair known; that a token sets a
 * certain number of positions, which the profile says. Cost: shufflings · tested · bits² / 4 words for
 * the test, and k · bits² / 64 words for each encoding that is taken apart.
 *
 * The test: with independent hash functions, shuffling the bit positions of all encodings alike changes
 * no chance, so that the number of progressions among them ranks anywhere among those after shuffling
 * (a permutation test, exact for every register and code of exchangeable bits). `found` is 1 where
 * p ≤ 0.05 and z > 3. Only then are encodings taken apart: Niedermeyer, Steinmetzer, Kroll & Schnell
 * (J. Privacy and Confidentiality 6(2), 2014) and Kroll & Steinmetzer (BIOSTEC 2015): of (l choose k)
 * sets of positions double hashing has l² at most, so that those of an encoding can be listed; which
 * token each is, their frequencies and companions say.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const doubleHashing: Attack<DoubleHashingOptions> = async (subject, options) => {
  const { tested = 24, shuffles = 99, takenApart = 2000, seed } = options;
  const pace = createPace(options);
  await pace.at(0);
  const random = createRandom('double hashing', seed);
  const { count } = subject.encodings;
  const order = sampleBelow(random, count, count);
  requireEnough('doubleHashing', Math.min(count, tested));
  const sample = pickFilters(subject.encodings, order.subarray(0, tested));
  const { z, p, family, shuffles: made } = await measureExcess(
    sample, shuffles, random, pace.within(0, 0.3),
  ); // prettier-ignore
  const found = isFinding(z, p);
  const register = classifyRegister(subject);
  const encodings = classifyEncodings(subject.encodings);
  let guesses: Int32Array = new Int32Array(count).fill(-1);
  let [atomCount, fit] = [0, 0];
  if (found) {
    const [weight] = subject.profile.spec.fields.map((field) => field.weight);
    const usual = weight !== undefined && 'bitsPerToken' in weight ? weight.bitsPerToken : 10;
    const k = options.positionsPerToken ?? usual;
    const chosen = pickFilters(subject.encodings, order.subarray(0, takenApart));
    const atoms = await findAtoms(chosen, family, k, MOST_ATOMS, pace.within(0.3, 0.6));
    const decoded = await readAtoms(atoms, encodings, register, pace.within(0.6, 1));
    atomCount = atoms.positions.length;
    fit = decoded.fit;
    guesses = guessesOf(encodings, decoded.values);
  }
  await pace.at(1);
  return attackResult({
    attack: 'doubleHashing',
    given: { encodings: count, records: subject.register.values.length, tested: sample.count },
    ...scoreGuesses(subject, register, guesses),
    figures: {
      z, p, shuffles: made, found: found ? 1 : 0, family: families.indexOf(family), atoms: atomCount, fit,
    }, // prettier-ignore
  });
};

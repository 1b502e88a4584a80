// SPDX-License-Identifier: EUPL-1.2
/**
 * The frequency and length attack. Equal values have equal encodings, so a code of one field shows how
 * often each value occurs; the attacker pairs the classes of equal encodings with the values that are as
 * frequent, and as long, in a register of his own.
 */
import type { Attack } from '../../attack.ts';
import {
  classifyEncodings,
  classifyRegister,
  scoreGuesses,
  type EncodingClasses,
  type RegisterClasses,
} from '../../decoding/classes.ts';
import { growDecoding, guessesOf, type Decoded, type Pairing } from '../../decoding/grow.ts';
import { requireEnough } from '../../least.ts';
import { createPace, type Pace } from '../../pace.ts';
import { attackResult } from '../../result.ts';
import type { AuditSubject } from '../../subject.ts';
import { alignClasses, measureLengths } from './alignment.ts';

export interface FrequencyOptions {
  /** The most frequent classes that are aligned, 1–1,000; 200 unless told otherwise. */
  readonly classes?: number;
  /**
   * A frequency table that got out: for each row of the register, how many of the encodings have its
   * values. Without it the frequencies of the register have to do.
   */
  readonly leaked?: Uint32Array;
  /** Rounds in which the aligned classes are used to read the others; 6 unless told otherwise. */
  readonly rounds?: number;
}

/** Below this fit the attacker sees that reading on has failed, and keeps what he aligned. */
const FIT_OF_A_DECODING = 0.7;

function expectedCounts(
  { encodings }: AuditSubject,
  register: RegisterClasses,
  leaked: Uint32Array | undefined,
): Float64Array {
  if (leaked !== undefined) return Float64Array.from(register.first, (row) => leaked[row]!);
  const scale = encodings.count / Math.max(1, register.of.length);
  return Float64Array.from(register.sizes, (size) => size * scale);
}

/** Reads on from the first 8, 16, 32 … pairs, as nobody knows how many are right; the best fit wins. */
async function readOn(
  encodings: EncodingClasses,
  register: RegisterClasses,
  aligned: readonly Pairing[],
  rounds: number,
  pace: Pace,
): Promise<Decoded | undefined> {
  const starts: number[] = [];
  for (let size = 8; size < 2 * aligned.length && rounds > 0; size *= 2) starts.push(size);
  let best: Decoded | undefined;
  for (const [at, size] of starts.entries()) {
    const growth = { encodings, register, pairs: aligned.slice(0, size), rounds };
    const part = pace.within(at / starts.length, (at + 1) / starts.length);
    const decoded = await growDecoding(growth, part);
    if (decoded.fit > (best?.fit ?? 0)) best = decoded;
  }
  return best;
}

/**
 * Assumes encodings of a population like that of the register, and no pair known. Cost: O(classes³) for
 * the alignment, and per round (distinct encodings × distinct values × bits).
 *
 * Alignment by frequency is the first step of Kuzu, Kantarcioglu, Durham & Malin (PETS 2011) and of
 * Niedermeyer, Steinmetzer, Kroll & Schnell (J. Privacy and Confidentiality 6(2), 2014); reading on from
 * it by what bits tokens can and cannot set is Christen, Schnell, Vatsalan & Ranbaduge (PAKDD 2017).
 * Against codes of whole records it has nothing to hold on to, as hardly two are equal.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const frequencyAttack: Attack<FrequencyOptions> = async (subject, options) => {
  const { classes = 200, leaked, rounds = 6, seed } = options;
  const pace = createPace(options);
  await pace.at(0);
  requireEnough('frequency', subject.truth.filter((row) => row !== -1).length);
  const encodings = classifyEncodings(subject.encodings);
  const register = classifyRegister(subject);
  const aligned = alignClasses({
    encodings,
    register,
    lengths: measureLengths(subject, register, seed),
    expected: expectedCounts(subject, register, leaked),
    exact: leaked !== undefined,
    most: classes,
  });
  const values = new Int32Array(encodings.distinct.count).fill(-1);
  for (const { encoding, value } of aligned) values[encoding] = value;
  const alignedScore = scoreGuesses(subject, register, guessesOf(encodings, values));
  await pace.at(0.1);
  const read = await readOn(encodings, register, aligned, rounds, pace.within(0.1, 1));
  const trusted = read !== undefined && read.fit >= FIT_OF_A_DECODING;
  const score = trusted
    ? scoreGuesses(subject, register, guessesOf(encodings, read.values))
    : alignedScore;
  await pace.at(1);
  return attackResult({
    attack: 'frequency',
    given: {
      encodings: subject.encodings.count,
      records: subject.register.values.length,
      leaked: leaked === undefined ? 0 : 1,
    },
    ...score,
    figures: {
      classes: encodings.distinct.count,
      largestClass: encodings.sizes.reduce((most, size) => Math.max(most, size), 0),
      aligned: aligned.length,
      recoveredByAlignment: alignedScore.recovered,
      fit: read?.fit ?? 0,
    },
  });
};

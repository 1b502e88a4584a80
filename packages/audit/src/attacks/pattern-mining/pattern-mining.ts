// SPDX-License-Identifier: EUPL-1.2
/**
 * Pattern mining: positions that are often set together belong to a frequent token, and which one, the
 * frequencies in a register of the attacker's say. It needs no equal encodings and no idea of the hash
 * functions.
 */
import type { EncodingProfile } from '@koppel/encoding';
import type { Attack } from '../../attack.ts';
import { holds, intersect, toColumns } from '../../decoding/bits.ts';
import {
  classifyEncodings,
  classifyRegister,
  scoreGuesses,
  type EncodingClasses,
  type RegisterClasses,
} from '../../decoding/classes.ts';
import { decodeWith, growDecoding, guessesOf, mutualPairs } from '../../decoding/grow.ts';
import { requireEnough } from '../../least.ts';
import { createPace, type Pace } from '../../pace.ts';
import { attackResult } from '../../result.ts';
import type { AuditSubject } from '../../subject.ts';
import { mineTokens, type MinedTokens } from './mine.ts';

export interface PatternMiningOptions {
  /**
   * Least gaps between the two most frequent tokens of a part, 0–2, tried one after the other until one
   * succeeds; 0.02 and 0.001 unless told otherwise.
   */
  readonly leastGaps?: readonly number[];
  /** Smaller parts are not split; a fiftieth of the encodings, and 40 at least, unless told otherwise. */
  readonly leastPart?: number;
  /** 200 unless told otherwise. */
  readonly mostTokens?: number;
  /** Rounds in which what was found is used to read on; 6 unless told otherwise, 0 for none. */
  readonly rounds?: number;
}

const LEAST_PART = 40;
const LEAST_POSITIONS = 3;
/** So many pairs are enough to start from. */
const MOST_PAIRS = 1000;
/** Below this fit the attacker sees that reading on has failed. */
const FIT_OF_A_DECODING = 0.7;

/**
 * Names the value of an encoding where a single one has just the known tokens that the encoding seems
 * to have (one-to-one guesses of the publication).
 */
function guessOneToOne(
  columns: readonly Uint32Array[],
  encodings: number,
  register: RegisterClasses,
  mined: MinedTokens,
): Int32Array {
  const tokens = [...mined.keys()].sort((a, b) => a - b);
  const having = tokens.map((token) =>
    mined
      .get(token)!
      .map((position) => columns[position]!)
      .reduce(intersect),
  );
  const valueOf = new Map<string, number>();
  register.tokens.forEach((all, value) => {
    const text = all.filter((token) => mined.has(token)).join();
    valueOf.set(text, valueOf.has(text) ? -1 : value);
  });
  return Int32Array.from({ length: encodings }, (_, encoding) => {
    const seen = tokens.filter((_token, at) => holds(having[at]!, encoding));
    return seen.length === 0 ? -1 : (valueOf.get(seen.join()) ?? -1);
  });
}

interface Scene {
  readonly subject: AuditSubject;
  readonly columns: readonly Uint32Array[];
  readonly register: RegisterClasses;
  readonly encodings: EncodingClasses;
}

interface Found {
  readonly tokens: number;
  readonly oneToOne: Int32Array;
  /** The better of the one-to-one guesses and of what was read on. */
  readonly guesses: Int32Array;
  readonly fit: number;
}

/** Half of the bits that a token sets, which the profile says, where it says it. */
function leastPositionsOf({ spec }: EncodingProfile): number {
  const perToken = spec.fields.map(({ weight }) =>
    'bitsPerToken' in weight ? weight.bitsPerToken : 0,
  );
  return Math.max(LEAST_POSITIONS, Math.floor(Math.min(...perToken) / 2));
}

async function mineAndRead(
  { subject, columns, register, encodings }: Scene,
  leastGap: number,
  options: PatternMiningOptions,
  pace: Pace,
): Promise<Found> {
  const { count } = subject.encodings;
  const { mostTokens = 200, rounds = 6 } = options;
  const leastPart = options.leastPart ?? Math.max(LEAST_PART, Math.ceil(count / 50));
  const leastPositions = leastPositionsOf(subject.profile);
  const mined = await mineTokens(
    { columns, encodings: count, register, leastGap, leastPart, leastPositions, mostTokens },
    pace.within(0, 0.5),
  );
  const oneToOne = guessOneToOne(columns, count, register, mined);
  const guessed = { tokens: mined.size, oneToOne, guesses: oneToOne, fit: 0 };
  if (mined.size === 0 || rounds === 0) return guessed;
  const positions = Array.from(
    { length: register.vocabulary.size },
    (_, token) => mined.get(token) ?? [],
  );
  const pairs = await mutualPairs(await decodeWith(encodings, register, positions));
  const { fit, values } = await growDecoding(
    { encodings, register, pairs: pairs.slice(0, MOST_PAIRS), rounds },
    pace.within(0.5, 1),
  );
  if (fit < FIT_OF_A_DECODING) return { ...guessed, fit };
  return { ...guessed, fit, guesses: guessesOf(encodings, values) };
}

/**
 * Assumes encodings of a population like that of the register, and no pair known. Cost: for each token
 * found (positions² · encodings / 64), and for each round (encodings × records × bits).
 *
 * Christen, Vidanage, Ranbaduge & Schnell, "Pattern-mining based cryptanalysis of Bloom filters for
 * privacy-preserving record linkage" (PAKDD 2018): with f₁, f₂ the shares of the two most frequent
 * tokens, the largest set of positions set together in at least (f₁ + f₂)/2 of the encodings is that of
 * the first, if 2(f₁ − f₂)/(f₁ + f₂) is large enough; then the same among those with and without it.
 * Published: most frequent values of one or two fields are found, and of whole records none. What it
 * found is then used to read on, which is not in the publication and finds more; `oneToOne` and
 * `oneToOneRight` are the published guesses.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const patternMining: Attack<PatternMiningOptions> = async (subject, options) => {
  const { leastGaps = [0.02, 0.001] } = options;
  const pace = createPace(options);
  await pace.at(0);
  requireEnough('patternMining', subject.truth.filter((row) => row !== -1).length);
  const scene: Scene = {
    subject,
    columns: toColumns(subject.encodings),
    register: classifyRegister(subject),
    encodings: classifyEncodings(subject.encodings),
  };
  let best: Found | undefined;
  for (const [at, leastGap] of leastGaps.entries()) {
    const part = pace.within(at / leastGaps.length, (at + 1) / leastGaps.length);
    const found = await mineAndRead(scene, leastGap, options, part);
    if (found.fit > (best?.fit ?? -1)) best = found;
    if (found.fit >= FIT_OF_A_DECODING) break;
  }
  await pace.at(1);
  const { count } = subject.encodings;
  const published = best?.oneToOne ?? new Int32Array(count).fill(-1);
  return attackResult({
    attack: 'patternMining',
    given: { encodings: count, records: subject.register.values.length },
    ...scoreGuesses(subject, scene.register, best?.guesses ?? published),
    figures: {
      tokens: best?.tokens ?? 0,
      oneToOne: published.filter((value) => value !== -1).length,
      oneToOneRight: scoreGuesses(subject, scene.register, published).recovered,
      fit: best?.fit ?? 0,
    },
  });
};

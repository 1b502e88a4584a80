// SPDX-License-Identifier: EUPL-1.2
/**
 * The attacker knows whose some encodings are, the seeds. He encodes his register under a key of his
 * own and compares: an encoding is as like the seeds' encodings as its person is like the seeds'
 * persons. Pairs of which he is surest become seeds too, and he starts over. Needs similarities of
 * unlike persons to tell something; a code that drowns them in noise withstands it. Cost: encodings ×
 * persons × seeds.
 */
import { similarityOf } from '@koppel/study';
import { advance, type Attack } from '../../attack.ts';
import { requireEnough } from '../../least.ts';
import { encodeOwnRegister } from '../../own-key.ts';
import { attackResult } from '../../result.ts';
import { givePairs, giveThese, type KnownPair } from '../known-pairs.ts';
import { bestPairs, type BestPairs } from './best-pairs.ts';
import { profilesOf, surest } from './profiles.ts';
import { shapesOf } from './shapes.ts';

export interface SeededProfileOptions {
  /** Known pairs. With 0 he starts from what is alike in shape alone: a figure, not a strong attack. */
  readonly seeds: number;
  /** Which pairs he knows, instead of so many drawn at random; `seeds` is their number. */
  readonly known?: readonly KnownPair[];
  /** How often he takes his surest pairs for seeds and starts over. Default 4. */
  readonly rounds?: number;
}

const ROUNDS = 4;
/** He doubles his seeds with each round, from this many or those given up to the last. */
const GROWTH = { from: 20, to: 600 };

/** What he found, and how it may be looked up. */
interface Outcome {
  readonly encodings: Uint32Array;
  readonly rows: Uint32Array;
  readonly found: BestPairs;
}

/** How many of some guesses, by place in the sides, are true. */
function rightOf(truth: Int32Array, { encodings, rows }: Outcome, guesses: KnownPair[]): number {
  return guesses.filter(({ encoding, row }) => truth[encodings[encoding]!] === rows[row]).length;
}

/** A1 of the self-audit: re-identified share with so many known pairs. @throws AUDIT_TOO_FEW */
export const seededProfile: Attack<SeededProfileOptions> = async (subject, options) => {
  const { seeds: given, rounds = ROUNDS, seed } = options;
  const similarity = similarityOf(subject.profile.spec);
  const { known, targets, encodings, rows } =
    options.known === undefined
      ? givePairs(subject, given, seed)
      : giveThese(subject, options.known);
  requireEnough('seededProfile', targets.length);
  const left = { set: subject.encodings, places: encodings };
  const right = { set: encodeOwnRegister(subject, seed), places: rows };
  let seeds = known;
  let found: BestPairs | undefined;
  for (let round = 0; round <= rounds; round++) {
    await advance(options, round / (rounds + 1));
    const [a, b] =
      seeds.length === 0
        ? [shapesOf(left, similarity, seed), shapesOf(right, similarity, seed)]
        : [
            profilesOf(left, seeds.map((pair) => pair.encoding), similarity),
            profilesOf(right, seeds.map((pair) => pair.row), similarity),
          ]; // prettier-ignore
    found = bestPairs(a, b);
    const more = Math.min(GROWTH.to, Math.max(given, GROWTH.from) * 2 ** (round + 1)) - given;
    const sure = surest(found).slice(0, Math.max(0, more));
    seeds = [
      ...known,
      ...sure.map((pair) => ({ encoding: encodings[pair.encoding]!, row: rows[pair.row]! })),
    ];
  }
  await advance(options, 1);
  const outcome = { encodings, rows, found: found! };
  const guesses = Array.from(outcome.found.best, (row, encoding) => ({ encoding, row }));
  const mutual = surest(outcome.found);
  return attackResult({
    attack: 'seededProfile',
    given: { seeds: given, encodings: encodings.length, persons: rows.length },
    targets: targets.length,
    recovered: rightOf(subject.truth, outcome, guesses),
    chance: 1 / rows.length,
    figures: {
      rounds,
      mutual: mutual.length,
      mutualRight: rightOf(subject.truth, outcome, mutual),
    },
  });
};

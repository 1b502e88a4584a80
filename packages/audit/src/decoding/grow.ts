// SPDX-License-Identifier: EUPL-1.2
/**
 * From a few encodings that an attacker believes to know to as many as he can read: learn which bits
 * tokens set, predict the encodings of his whole register, take what agrees best for known, and again.
 */
import { bestMatches, type FilterSet } from '@koppel/kernel';
import type { Pace } from '../pace.ts';
import type { EncodingClasses, RegisterClasses } from './classes.ts';
import { learnPositions, predictFilters, type Positions } from './positions.ts';

/** A class of encodings and the class of register rows that it is taken for. */
export interface Pairing {
  readonly encoding: number;
  readonly value: number;
}

export interface Growth {
  readonly encodings: EncodingClasses;
  readonly register: RegisterClasses;
  readonly pairs: readonly Pairing[];
  /** Pairs that are certain stay, whatever the rounds find. */
  readonly certain?: boolean;
  readonly rounds: number;
}

export interface Decoded {
  /** Per class of encodings the class of the register that it agrees with best, or −1. */
  readonly values: Int32Array;
  /** How well predictions fit on average over all encodings, 0–1: the attacker can see this. */
  readonly fit: number;
}

/** Weaker agreement tells nothing. */
const FLOOR = 0.1;
/** Of pairs that were found rather than given, so many may be wrong: in the first rounds, and then. */
const WRONG_PAIRS = [0.75, 0.5, 0.35, 0.2] as const;
/** Each round trusts so many times more pairs than the one before. */
const GROWTH = 2;

/** After the first rounds, one that gains less in fit is the last. */
const LEAST_ROUNDS = 3;
const LEAST_GAIN = 0.002;

interface Best {
  readonly of: Int32Array;
  readonly similarity: Float64Array;
}

async function bestOf(queries: FilterSet, candidates: FilterSet): Promise<Best> {
  const found = await bestMatches(queries, candidates, { floor: FLOOR });
  const of = new Int32Array(queries.count).fill(-1);
  const similarity = new Float64Array(queries.count);
  found.query.forEach((query, at) => {
    of[query] = found.candidate[at]!;
    similarity[query] = found.similarity[at]!;
  });
  return { of, similarity };
}

/** Predictions for the register, and how the encodings look beside them. */
export interface Comparison extends Decoded {
  readonly encodings: EncodingClasses;
  readonly forward: Best;
  readonly predicted: FilterSet;
}

/** The most similar prediction of each encoding; prediction v is of class v of the register. */
export async function compareWith(
  encodings: EncodingClasses,
  predicted: FilterSet,
): Promise<Comparison> {
  const forward = await bestOf(encodings.distinct, predicted);
  const total = encodings.of.length;
  const fit = forward.similarity.reduce(
    (sum, similarity, number) => sum + (similarity * encodings.sizes[number]!) / total,
    0,
  );
  return { values: forward.of, fit, encodings, forward, predicted };
}

/** The same for what positions make of the register. */
export function decodeWith(
  encodings: EncodingClasses,
  register: RegisterClasses,
  positions: Positions,
): Promise<Comparison> {
  const predicted = predictFilters(register.tokens, positions, encodings.distinct.bytes);
  return compareWith(encodings, predicted);
}

/** Pairs that are each other's best, those that agree most first. */
export async function mutualPairs({
  encodings,
  forward,
  predicted,
}: Comparison): Promise<Pairing[]> {
  const backward = await bestOf(predicted, encodings.distinct);
  const { of, similarity } = forward;
  const pairs: Pairing[] = [];
  of.forEach((value, encoding) => {
    if (value !== -1 && backward.of[value] === encoding) pairs.push({ encoding, value });
  });
  return pairs.sort(
    (a, b) => similarity[b.encoding]! - similarity[a.encoding]! || a.encoding - b.encoding,
  );
}

/** Learns, predicts and compares for a number of rounds. Cost per round: classes × classes × bits. */
export async function growDecoding(growth: Growth, pace: Pace): Promise<Decoded> {
  const { encodings, register, pairs, certain = false, rounds } = growth;
  let known = pairs;
  let decoded: Decoded = {
    values: new Int32Array(encodings.distinct.count).fill(-1),
    fit: 0,
  };
  for (let round = 0; round < rounds; round += 1) {
    await pace.at(round / rounds);
    const positions = learnPositions(
      encodings.distinct,
      known.map(({ encoding, value }) => ({ encoding, tokens: register.tokens[value]! })),
      register.vocabulary.size,
      certain ? (round === 0 ? 0 : WRONG_PAIRS[3]) : (WRONG_PAIRS[round] ?? WRONG_PAIRS[3]),
    );
    const compared = await decodeWith(encodings, register, positions);
    const gained = compared.fit - decoded.fit;
    decoded = compared;
    if (round === rounds - 1 || (round >= LEAST_ROUNDS && gained < LEAST_GAIN)) break;
    const mutual = await mutualPairs(compared);
    const trusted = mutual.slice(0, Math.max(8, pairs.length * GROWTH ** (round + 1)));
    const kept = certain ? pairs : [];
    const taken = new Set(kept.map(({ encoding }) => encoding));
    known = [...kept, ...trusted.filter(({ encoding }) => !taken.has(encoding))];
  }
  await pace.at(1);
  return decoded;
}

/** Per encoding what its class was taken for. */
export function guessesOf(encodings: EncodingClasses, values: Int32Array): Int32Array {
  return Int32Array.from(encodings.of, (number) => values[number]!);
}

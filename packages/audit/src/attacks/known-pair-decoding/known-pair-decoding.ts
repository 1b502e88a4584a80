// SPDX-License-Identifier: EUPL-1.2
/**
 * The attacker knows whose some encodings are, and learns from these what a bit says about the tokens
 * of a record. Of another encoding he then guesses the tokens, and takes the person of his register
 * who fits best. Needs bits that each say something about single tokens. Cost: encodings × pairs ×
 * tokens.
 */
import { makeMatrix, rowOf, type Matrix } from '../../algebra/matrix.ts';
import { advance, type Attack } from '../../attack.ts';
import { requireEnough } from '../../least.ts';
import { attackResult } from '../../result.ts';
import { wordsOf } from '../../similarity-table.ts';
import { givePairs, type Given } from '../known-pairs.ts';
import { featuresOf, type Features } from './features.ts';
import { fitRidge } from './ridge.ts';

export interface KnownPairDecodingOptions {
  /** Known pairs, at least 1. */
  readonly pairs: number;
  /** Strengths of the regression, of which the one that recovers most counts. Default 1e3 and 3e4. */
  readonly lambdas?: readonly number[];
}

const LAMBDAS = [1000, 30_000];
/** Encodings that are decoded at a time. */
const SLAB = 256;

/** What a slab of encodings is compared with. */
interface Search {
  readonly features: Features;
  /** Rows of the register that are of no known pair. */
  readonly rows: Uint32Array;
}

/**
 * The row whose tokens fit best: what they are predicted to be, weighed by how much each tells, over
 * the root of how many there are.
 */
function bestRow(predicted: Float64Array, { features, rows }: Search): number {
  const weighted = predicted.map((value, token) => value * features.idf[token]!);
  let best = -1;
  let highest = -Infinity;
  for (const row of rows) {
    let sum = 0;
    for (const token of features.ofRow[row]!) sum += weighted[token]!;
    const fit = sum / features.lengths[row]!;
    if (fit > highest) {
      highest = fit;
      best = row;
    }
  }
  return best;
}

/** The tokens of known persons: persons × tokens, 0 or 1. */
function heldBy({ known }: Given, { count, ofRow }: Features): Matrix {
  const held = makeMatrix(known.length, count);
  known.forEach(({ row }, at) => {
    for (const token of ofRow[row]!) held.data[at * count + token] = 1;
  });
  return held;
}

/** A2 of the self-audit: re-identified share with so many known pairs. @throws AUDIT_TOO_FEW */
export const knownPairDecoding: Attack<KnownPairDecodingOptions> = async (subject, options) => {
  const { pairs, lambdas = LAMBDAS, seed } = options;
  const given = givePairs(subject, pairs, seed);
  const { known, targets, rows } = given;
  requireEnough('knownPairDecoding', targets.length);
  const features = featuresOf(
    subject,
    known.map(({ row }) => row),
  );
  const encodings = wordsOf(
    subject.encodings,
    known.map(({ encoding }) => encoding),
  );
  const held = heldBy(given, features);
  const recovered: number[] = [];
  for (const [turn, lambda] of lambdas.entries()) {
    const ridge = fitRidge(encodings, held, lambda);
    let right = 0;
    for (let from = 0; from < targets.length; from += SLAB) {
      await advance(options, (turn + from / targets.length) / lambdas.length);
      const slab = targets.slice(from, from + SLAB);
      const of = slab.map(({ encoding }) => encoding);
      const predicted = ridge.predict(wordsOf(subject.encodings, of));
      slab.forEach(({ row }, at) => {
        if (bestRow(rowOf(predicted, at), { features, rows }) === row) right += 1;
      });
    }
    recovered.push(right);
  }
  await advance(options, 1);
  return attackResult({
    attack: 'knownPairDecoding',
    given: { pairs, encodings: targets.length, persons: rows.length },
    targets: targets.length,
    recovered: Math.max(...recovered),
    chance: 1 / rows.length,
    figures: {
      tokens: features.count,
      lambda: lambdas[recovered.indexOf(Math.max(...recovered))]!,
    },
  });
};

// SPDX-License-Identifier: EUPL-1.2
/**
 * The attacker knows nobody's encoding. He encodes a register that he holds under a key of his own; the
 * similarities among his encodings are spread as those among the encodings under attack, so he lays the
 * two similarity graphs over each other and reads off who is who (as Vidanage et al. 2020; Schäfer &
 * Armknecht 2024: embed, align, assign). He aligns by what the graphs have in common even where they
 * share hardly a person: the directions of single parts of names and dates. Needs similarities of unlike
 * persons that stand out of the noise of the code. Cost: encodings × persons × seeds, some ten times.
 */
import type { FilterSet } from '@koppel/kernel';
import { similarityOf } from '@koppel/study';
import { advance, type Attack } from '../../attack.ts';
import { requireEnough } from '../../least.ts';
import { encodeOwnRegister } from '../../own-key.ts';
import { createRandom, type Random } from '../../random.ts';
import { attackResult } from '../../result.ts';
import { wordsOf } from '../../similarity-table.ts';
import type { BestPairs } from '../seeded-profile/best-pairs.ts';
import { candidates, type Side } from './candidates.ts';
import { embed } from './embedding.ts';
import { followed } from './follow.ts';

export interface GraphMatchingOptions {
  /** Axes of the embedding, 60–256. Default 110. */
  readonly axes?: number;
  /** Numbers of axes among which components are looked for, each 20–100. Default five of them. */
  readonly sizes?: readonly number[];
}

const DEFAULTS = { axes: 110, sizes: [40, 55, 70, 85, 100] };

type Told = (fraction: number) => Promise<void>;

function sideOf(set: FilterSet, axes: number, random: Random): Side {
  return { embedding: embed(set, axes, random), ones: wordsOf(set).ones };
}

/** How many encodings were pointed at their own row, of all and of those that chose each other. */
function score(truth: Int32Array, found: BestPairs | undefined) {
  let [recovered, mutual, mutualRight] = [0, 0, 0];
  found?.best.forEach((row, e) => {
    const isMutual = found.bestBack[row] === e;
    if (isMutual) mutual += 1;
    if (truth[e] !== row) return;
    recovered += 1;
    if (isMutual) mutualRight += 1;
  });
  return { recovered, mutual, mutualRight };
}

/**
 * Re-identified share without any known pair. Figures: `mutual` pairs that chose each other, and
 * `mutualRight` of them, which say how far the attacker may trust his own result; `directions` of the
 * encodings that stand out of noise, without which there is nothing to align.
 * @throws KoppelError AUDIT_TOO_FEW, AUDIT_CANCELLED
 */
export const graphMatching: Attack<GraphMatchingOptions> = async (subject, options) => {
  const { seed, axes, sizes } = { ...DEFAULTS, ...options };
  const { encodings, register, truth } = subject;
  const targets = truth.filter((row) => row !== -1).length;
  const population = register.values.length;
  requireEnough('graphMatching', targets);
  const part =
    (from: number, to: number): Told =>
    (done) =>
      advance(options, from + (to - from) * done);
  await advance(options, 0);
  const size = Math.min(axes, encodings.count, population, 8 * encodings.bytes);
  const encoded = sideOf(encodings, size, createRandom('encoded axes', seed));
  await advance(options, 0.1);
  const own = encodeOwnRegister(subject, seed);
  const clear = sideOf(own, size, createRandom('clear axes', seed));
  await advance(options, 0.2);
  const random = createRandom('graph matching', seed);
  const fitting = sizes.filter((few) => few <= size);
  const start = await candidates(encoded, clear, fitting, random, part(0.2, 0.6));
  const similarity = similarityOf(subject.profile.spec);
  const found = await followed(encodings, own, similarity, start, part(0.6, 0.99));
  const { recovered, ...pairs } = score(truth, found);
  await advance(options, 1);
  return attackResult({
    attack: 'graphMatching',
    given: {
      encodings: encodings.count,
      population,
      overlap: targets / Math.min(encodings.count, population),
    },
    targets,
    recovered,
    chance: 1 / population,
    figures: { ...pairs, directions: encoded.embedding.directions },
  });
};

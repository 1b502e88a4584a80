// SPDX-License-Identifier: EUPL-1.2
/**
 * A code for tests of audits, of the form of `saul`: bit p is the XOR over j < k of the sign of a sum of
 * ±1 per token, ties by a bit of their own (Armknecht & Schäfer, PoPETs 2026). With k = 1 it is
 * SimHash (Charikar 2002). Its signs are from seeded chance, which is enough for statistics and for
 * nothing else.
 */
import { tokenise, type EncodingProfile } from '@koppel/encoding';
import { similarityOf } from '@koppel/study';
import { createRandom } from '../random.ts';
import type { CreateEncoder } from '../subject.ts';
import { populationProfile } from './population.ts';

/** A profile of Hamming codes of some length, for `majorityCode`. */
export function hammingProfile(bits: number): EncodingProfile {
  const profile = populationProfile({ parameters: { bits } });
  return { ...profile, spec: { ...profile.spec, similarity: 'hamming' } };
}

/** ±1, 32 of each number drawn. */
function signsOf(label: string, count: number): Int8Array {
  const random = createRandom(label, 0);
  const signs = new Int8Array(count);
  let word = 0;
  for (let at = 0; at < count; at += 1) {
    word = (at & 31) === 0 ? random.below(2 ** 32) : word >>> 1;
    signs[at] = (word & 1) * 2 - 1;
  }
  return signs;
}

/** Reads a field with one input as the encoder does; a profile with more is none for this code. */
function tokensOf(values: readonly (string | undefined)[], { spec }: EncodingProfile): string[] {
  return spec.fields.flatMap((field, at) =>
    tokenise(values[at] ?? '', field, [], spec.normalisation).tokens.map(
      (token) => `${field.group}/${field.type}/${token}`,
    ),
  );
}

/** Encoders of the code with k sums per bit. */
export function majorityCode(k: number): CreateEncoder {
  return (profile, encodingKey) => {
    if (similarityOf(profile.spec) !== 'hamming') throw new TypeError('a Hamming profile');
    const bits = 8 * profile.bytes;
    const keyText = encodingKey.join();
    const known = new Map<string, Int8Array>();
    const ties = signsOf(`tie/${keyText}`, k * bits);
    const sums = new Int16Array(k * bits);
    return {
      encodeInto(values, target, offset) {
        sums.fill(0);
        for (const token of new Set(tokensOf(values, profile))) {
          const signs = known.get(token) ?? signsOf(`${keyText}/${token}`, k * bits);
          known.set(token, signs);
          for (let at = 0; at < sums.length; at += 1) sums[at]! += signs[at]!;
        }
        target.fill(0, offset, offset + profile.bytes);
        for (let bit = 0; bit < bits; bit += 1) {
          let parity = 0;
          for (let j = 0; j < k; j += 1) {
            const at = j * bits + bit;
            const sum = sums[at] === 0 ? ties[at]! : sums[at]!;
            parity ^= sum > 0 ? 1 : 0;
          }
          target[offset + (bit >>> 3)]! |= parity << (bit & 7);
        }
        return { presence: 1, problems: [], tolerated: [] };
      },
      dispose() {
        known.clear();
      },
    };
  };
}

// SPDX-License-Identifier: EUPL-1.2
/** Encoders with a weakness put in on purpose, to see that audits find it. For tests only. */
import { createRecordEncoder, type EncodingProfile } from '@koppel/encoding';
import { positionAt, type Family } from '../attacks/double-hashing/progressions.ts';
import { createVocabulary } from '../decoding/vocabulary.ts';
import { createRandom } from '../random.ts';
import type { CreateEncoder } from '../subject.ts';

/** A Bloom filter of k positions a token by double hashing, keyed by seeded chance. */
export function doubleHashing(k: number, family: Family = 'double'): CreateEncoder {
  return (profile, encodingKey) => {
    const bits = 8 * profile.bytes;
    const vocabulary = createVocabulary(profile);
    const keyText = encodingKey.join();
    const known = new Map<number, readonly [start: number, step: number]>();
    const hashesOf = (token: number): readonly [number, number] => {
      const random = createRandom(`${keyText}/${vocabulary.name(token)}`, 0);
      const hashes = known.get(token) ?? ([random.below(bits), random.below(bits)] as const);
      known.set(token, hashes);
      return hashes;
    };
    return {
      encodeInto(values, target, offset) {
        target.fill(0, offset, offset + profile.bytes);
        for (const token of vocabulary.read(values.map((value) => value ?? ''))) {
          const [start, step] = hashesOf(token);
          for (let i = 0; i < k; i += 1) {
            const position = positionAt(family, start, step, i, bits);
            target[offset + (position >>> 3)]! |= 1 << (position & 7);
          }
        }
        return { presence: 1, problems: [], tolerated: [] };
      },
      dispose() {
        known.clear();
      },
    };
  };
}

/** The values of one field only, or of all but it. */
function only(
  { inputs }: EncodingProfile,
  values: readonly (string | undefined)[],
  keeps: (field: number) => boolean,
): string[] {
  return inputs.map(({ field }, at) => (keeps(field) ? (values[at] ?? '') : ''));
}

/** The profile's own scheme, in which one field is encoded under a key that anyone knows. */
export function unkeyedField(field: number, publicKey: Uint8Array): CreateEncoder {
  return (profile, encodingKey) => {
    const keyed = createRecordEncoder(profile, encodingKey);
    const open = createRecordEncoder(profile, publicKey);
    const part = new Uint8Array(profile.bytes);
    return {
      encodeInto(values, target, offset) {
        const record = keyed.encodeInto(
          only(profile, values, (at) => at !== field),
          target,
          offset,
        );
        open.encodeInto(
          only(profile, values, (at) => at === field),
          part,
          0,
        );
        part.forEach((byte, at) => {
          target[offset + at]! |= byte;
        });
        return record;
      },
      dispose() {
        keyed.dispose();
        open.dispose();
      },
    };
  };
}

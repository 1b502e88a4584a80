// SPDX-License-Identifier: EUPL-1.2
/** The bytes that every version must produce. A change here is a change of encodings. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { EncodingSpec } from '@koppel/study';
import { createProfile, createRecordEncoder } from './index.ts';

interface Vectors {
  encodingKey: string;
  encodings: {
    name: string;
    spec: EncodingSpec;
    profileHash: string;
    records: { values: string[]; presence: number; problems: object[]; filter: string }[];
  }[];
  mustFail: { name: string; spec: EncodingSpec; code: string; path: string }[];
}

function readVectors(name: string): Vectors {
  const file = new URL(`../vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Vectors;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe.each(['clk', 'nl', 'hardened', 'saul'])('%s', (name) => {
  const vectors = readVectors(name);

  test.each(vectors.encodings)('$name', ({ spec, profileHash, records }) => {
    const profile = createProfile(spec);
    expect(hex(profile.hash)).toBe(profileHash);
    const encoder = createRecordEncoder(profile, Buffer.from(vectors.encodingKey, 'hex'));
    for (const { values, presence, problems, filter } of records) {
      const target = new Uint8Array(profile.bytes);
      const encoded = encoder.encodeInto(values, target, 0);
      expect({ presence: encoded.presence, problems: encoded.problems }).toEqual({
        presence,
        problems,
      });
      expect(hex(target)).toBe(filter);
    }
  });

  test.each(vectors.mustFail)('refused: $name', ({ spec, code, path }) => {
    const failure = expect.objectContaining({ code, place: expect.objectContaining({ path }) });
    expect(() => createProfile(spec)).toThrow(failure);
  });
});

// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { createProfile, createRecordEncoder } from '@koppel/encoding';
import { makeSubject, type Staging } from './make-subject.ts';

const profile = createProfile({
  scheme: 'clk',
  parameters: { bits: 256 },
  normalisation: 'plain-1',
  fields: [
    {
      name: 'name',
      group: 'name',
      type: 'text',
      q: 2,
      weight: { bitsPerToken: 5 },
      onInvalid: 'reject',
    },
  ],
});
const encodingKey = Uint8Array.from({ length: 32 }, (_, n) => n + 1);
const records = { values: Array.from({ length: 40 }, (_, n) => [`person${n * 7919}x`]) };
const staging: Staging = {
  profile, encodingKey, records, encoded: 20, population: 25, both: 8, seed: 3,
}; // prettier-ignore

function encode(values: readonly string[]): Uint8Array {
  const filter = new Uint8Array(profile.bytes);
  createRecordEncoder(profile, encodingKey).encodeInto(values, filter, 0);
  return filter;
}

describe('a staged subject', () => {
  test('has the sizes asked for, and the truth names the very person', () => {
    const { encodings, register, truth } = makeSubject(staging);
    expect([encodings.count, register.values.length, truth.length]).toEqual([20, 25, 20]);
    const known = [...truth].filter((row) => row !== -1);
    expect(known).toHaveLength(8);
    expect(new Set(known).size).toBe(8);
    const inRegister = register.values.map((values) => encode(values).join());
    truth.forEach((row, e) => {
      const own = encodings.filters.subarray(e * profile.bytes, (e + 1) * profile.bytes).join();
      expect(inRegister.indexOf(own)).toBe(row);
    });
  });

  test('is the same for the same seed, and another for another', () => {
    expect(makeSubject(staging)).toEqual(makeSubject(staging));
    expect(makeSubject({ ...staging, seed: 4 })).not.toEqual(makeSubject(staging));
  });

  test('refuses sizes that the records do not allow', () => {
    for (const change of [{ encoded: 24 }, { both: 21 }, { both: -1 }, { population: 7 }]) {
      expect(() => makeSubject({ ...staging, ...change })).toThrow(
        expect.objectContaining({ code: 'AUDIT_TOO_FEW' }),
      );
    }
  });
});

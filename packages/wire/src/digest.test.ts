// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { sha256 as reference } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { sha256 } from './digest.ts';

test('an implementation that shares nothing with it gives the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), fc.nat(20), (bytes, from) => {
      // Also of a view into a larger buffer: what is around it does not count.
      const part = bytes.subarray(from);
      expect(sha256(part)).toEqual(reference(part));
    }),
  );
});

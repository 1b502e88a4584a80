// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byToken } from './read-request.ts';

/** Tokens of few different bytes, here and there: many begin alike, and some are the same. */
const tokens = fc
  .array(fc.record({ at: fc.nat({ max: 15 }), value: fc.constantFrom(0, 1, 128, 255) }))
  .map((all) => all.map(({ at, value }) => new Uint8Array(16).with(at, value)));

test('rows stand by token, and those of one token in their order', () => {
  fc.assert(
    fc.property(tokens, (all) => {
      const expected = all
        .map((token, row) => ({ token, row }))
        .sort((one, other) => Buffer.compare(one.token, other.token) || one.row - other.row)
        .map(({ row }) => row);
      const rows = byToken({ count: all.length, tokens: Buffer.concat(all) });
      expect([...rows]).toEqual(expected);
    }),
  );
});

// SPDX-License-Identifier: EUPL-1.2
/** Blocks: their size is a matter of shape alone, and columns that do not fit are refused. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeIdentifierBlock,
  encodeIdentifierBlock,
  identifierBlockBytes,
} from './identifier-block.ts';
import { encodeLinkBlock, linkBlockBytes } from './link-block.ts';
import {
  decodePayloadBlock,
  encodePayloadBlock,
  payloadBlockBytes,
  type PayloadBlock,
} from './payload-block.ts';
import { patched, payloadExample, refusalOf } from './testing/examples.ts';
import * as samples from './testing/samples.ts';

const identifierShape = { capacity: 3, filterBytes: 8 };
const identifierExample = {
  count: 2,
  tokens: new Uint8Array(48).fill(1, 0, 32),
  kinds: Uint8Array.of(1, 1, 0),
  filters: new Uint8Array(24).fill(2, 0, 16),
  presence: new Uint8Array(12).fill(3, 0, 8),
};

describe('the size of a block', () => {
  test('does not depend on count or content', () => {
    fc.assert(
      fc.property(samples.identifierBlock, ({ block, shape }) => {
        expect(encodeIdentifierBlock(block, shape)).toHaveLength(identifierBlockBytes(shape));
      }),
    );
    fc.assert(
      fc.property(samples.payloadBlock, ({ block, shape }) => {
        expect(encodePayloadBlock(block, shape)).toHaveLength(payloadBlockBytes(shape));
      }),
    );
    fc.assert(
      fc.property(samples.linkBlock, ({ block, shape }) => {
        expect(encodeLinkBlock(block, shape)).toHaveLength(linkBlockBytes(shape));
      }),
    );
  });

  test.each([63, 64, 511, 512, 8191, 8192, 65_536])(
    'is as computed where Avro lengths grow (%d filter bytes)',
    (filterBytes) => {
      for (const capacity of [1, 4, 16, 128]) {
        const block = {
          count: capacity,
          tokens: new Uint8Array(capacity * 16),
          kinds: new Uint8Array(capacity).fill(1),
          filters: new Uint8Array(capacity * filterBytes),
          presence: new Uint8Array(capacity * 4),
        };
        const shape = { capacity, filterBytes };
        expect(encodeIdentifierBlock(block, shape)).toHaveLength(identifierBlockBytes(shape));
      }
    },
  );

  test('is bounded', () => {
    const shape = { capacity: 2048, filterBytes: 2 ** 15 };
    const block = {
      count: 0,
      tokens: new Uint8Array(shape.capacity * 16),
      kinds: new Uint8Array(shape.capacity),
      filters: new Uint8Array(shape.capacity * shape.filterBytes),
      presence: new Uint8Array(shape.capacity * 4),
    };
    expect(refusalOf(() => encodeIdentifierBlock(block, shape))).toBe('WIRE_TOO_LARGE');
  });

  test.each([
    ['capacity', { capacity: 0, filterBytes: 8 }],
    ['capacity', { capacity: 1_000_001, filterBytes: 8 }],
    ['capacity', { capacity: 1.5, filterBytes: 8 }],
    ['filterBytes', { capacity: 1, filterBytes: 0 }],
    ['filterBytes', { capacity: 1, filterBytes: 65_537 }],
  ])('exists only for a possible %s', (field, shape) => {
    const refusal = `WIRE_LENGTH ${field}`;
    expect(refusalOf(() => identifierBlockBytes(shape))).toBe(refusal);
    expect(refusalOf(() => encodeIdentifierBlock(identifierExample, shape))).toBe(refusal);
    expect(refusalOf(() => decodeIdentifierBlock(new Uint8Array(), shape))).toBe(refusal);
  });

  test.each([-1, 0.5, 1001])('exists only for a possible number of variables (%d)', (variables) => {
    const shape = { capacity: 3, variables };
    expect(refusalOf(() => payloadBlockBytes(shape))).toBe('WIRE_LENGTH variables');
    expect(refusalOf(() => encodePayloadBlock(payloadExample, shape))).toBe(
      'WIRE_LENGTH variables',
    );
    expect(refusalOf(() => decodePayloadBlock(new Uint8Array(), shape))).toBe(
      'WIRE_LENGTH variables',
    );
  });
});

describe('an identifier block', () => {
  test.each(['tokens', 'kinds', 'filters', 'presence'] as const)(
    'has %s of one length',
    (column) => {
      for (const difference of [-1, 1]) {
        const wrong = new Uint8Array(identifierExample[column].length + difference);
        const block = { ...identifierExample, [column]: wrong };
        expect(refusalOf(() => encodeIdentifierBlock(block, identifierShape))).toBe(
          `WIRE_LENGTH ${column}`,
        );
      }
    },
  );

  test('of another shape is refused', () => {
    const bytes = encodeIdentifierBlock(identifierExample, identifierShape);
    expect(refusalOf(() => decodeIdentifierBlock(bytes, { capacity: 4, filterBytes: 8 }))).toBe(
      'WIRE_LENGTH tokens',
    );
    expect(refusalOf(() => decodeIdentifierBlock(bytes, { capacity: 3, filterBytes: 9 }))).toBe(
      'WIRE_LENGTH filters',
    );
  });

  test.each([-1, 4, 0.5, NaN])('has no count of %d', (count) => {
    const block = { ...identifierExample, count };
    expect(refusalOf(() => encodeIdentifierBlock(block, identifierShape))).toBe(
      'WIRE_MALFORMED count range',
    );
  });

  test('whose count exceeds its capacity is refused', () => {
    const bytes = encodeIdentifierBlock(identifierExample, identifierShape);
    expect(refusalOf(() => decodeIdentifierBlock(patched(bytes, 2, 4), identifierShape))).toBe(
      'WIRE_MALFORMED count range',
    );
  });

  test('is written without what the columns hold beyond the count', () => {
    const clean = encodeIdentifierBlock(identifierExample, identifierShape);
    const reused = {
      count: 2,
      tokens: new Uint8Array(48).fill(1),
      kinds: Uint8Array.of(1, 1, 2),
      filters: new Uint8Array(24).fill(2),
      presence: new Uint8Array(12).fill(3),
    };
    expect(encodeIdentifierBlock(reused, identifierShape)).toEqual(clean);
    expect(reused.tokens[47]).toBe(1);
  });

  test('that holds anything beyond its count is refused', () => {
    const bytes = encodeIdentifierBlock(identifierExample, identifierShape);
    expect(refusalOf(() => decodeIdentifierBlock(patched(bytes, 2, 1), identifierShape))).toBe(
      'WIRE_MALFORMED tokens padding',
    );
    expect(refusalOf(() => decodeIdentifierBlock(patched(bytes, -1, 1), identifierShape))).toBe(
      'WIRE_MALFORMED presence padding',
    );
  });
});

describe('a row', () => {
  test.each([0, 3, 255])('of kind %d does not exist', (kind) => {
    const kinds = Uint8Array.of(1, kind, 0);
    const refused = 'WIRE_MALFORMED kinds range';
    const shape = { capacity: 3, variables: 2 };
    expect(
      refusalOf(() => encodeIdentifierBlock({ ...identifierExample, kinds }, identifierShape)),
    ).toBe(refused);
    expect(refusalOf(() => encodePayloadBlock({ ...payloadExample, kinds }, shape))).toBe(refused);
  });

  test('that retracts is written without what the columns hold', () => {
    const kinds = Uint8Array.of(2, 1, 0);
    const identifiers = decodeIdentifierBlock(
      encodeIdentifierBlock({ ...identifierExample, kinds }, identifierShape),
      identifierShape,
    );
    expect(identifiers).toEqual({
      ...identifierExample,
      kinds,
      filters: new Uint8Array(24).fill(2, 8, 16),
      presence: new Uint8Array(12).fill(3, 4, 8),
    });
    const shape = { capacity: 3, variables: 2 };
    const unsound = { ...payloadExample, kinds, values: Float64Array.of(NaN, 0, -1.5, 1, 0, 0) };
    expect(decodePayloadBlock(encodePayloadBlock(unsound, shape), shape)).toEqual({
      ...payloadExample,
      kinds,
      present: Uint8Array.of(0, 0, 1, 1, 0, 0),
      values: Float64Array.of(0, 0, -1.5, 1, 0, 0),
    });
  });

  test('that retracts but has presence is refused', () => {
    const filters = new Uint8Array(24);
    const bytes = encodeIdentifierBlock({ ...identifierExample, filters }, identifierShape);
    // After the frame, the count, the length of the tokens, the tokens, the length of the kinds.
    const firstKind = 2 + 4 + 1 + 48 + 1;
    expect(
      refusalOf(() => decodeIdentifierBlock(patched(bytes, firstKind, 2), identifierShape)),
    ).toBe('WIRE_MALFORMED presence retraction');
  });
});

describe('a payload block', () => {
  const shape = { capacity: 3, variables: 2 };
  const bytes = encodePayloadBlock(payloadExample, shape);

  function encoded(changes: Partial<PayloadBlock>): string {
    return refusalOf(() => encodePayloadBlock({ ...payloadExample, ...changes }, shape));
  }

  test('has columns of one length, as written and as read', () => {
    expect(encoded({ tokens: new Uint8Array(47) })).toBe('WIRE_LENGTH tokens');
    expect(encoded({ kinds: new Uint8Array(4) })).toBe('WIRE_LENGTH kinds');
    expect(encoded({ present: new Uint8Array(7) })).toBe('WIRE_LENGTH present');
    expect(encoded({ values: new Float64Array(7) })).toBe('WIRE_LENGTH values');
    expect(refusalOf(() => decodePayloadBlock(bytes, { capacity: 3, variables: 1 }))).toBe(
      'WIRE_LENGTH present',
    );
  });

  test('has a count within its capacity', () => {
    expect(encoded({ count: 4 })).toBe('WIRE_MALFORMED count range');
    expect(refusalOf(() => decodePayloadBlock(patched(bytes, 2, 4), shape))).toBe(
      'WIRE_MALFORMED count range',
    );
  });

  test.each([NaN, Infinity, -Infinity])('holds no %d', (value) => {
    const values = Float64Array.of(value, 0, 0, 0, 0, 0);
    expect(encoded({ values })).toBe('WIRE_MALFORMED values range');
  });

  test('says of each value that it is there or not', () => {
    expect(encoded({ present: Uint8Array.of(2, 0, 0, 0, 0, 0) })).toBe(
      'WIRE_MALFORMED present range',
    );
  });

  test('is written without values that are not present, or lie beyond the count', () => {
    const values = Float64Array.of(20_045, NaN, -1.5, 1, 7, 8);
    const present = Uint8Array.of(1, 0, 1, 1, 1, 1);
    expect(encodePayloadBlock({ ...payloadExample, values, present }, shape)).toEqual(bytes);
  });

  test('that holds a value which is not present, or no number, is refused', () => {
    // The values are the last 48 bytes; the second of them is not present.
    expect(refusalOf(() => decodePayloadBlock(patched(bytes, -40, 1), shape))).toBe(
      'WIRE_MALFORMED values padding',
    );
    expect(refusalOf(() => decodePayloadBlock(patched(bytes, -33, 0x80), shape))).toBe(
      'WIRE_MALFORMED values padding',
    );
    expect(refusalOf(() => decodePayloadBlock(patched(bytes, -42, 0xf0, 0x7f), shape))).toBe(
      'WIRE_MALFORMED values range',
    );
    expect(refusalOf(() => decodePayloadBlock(patched(bytes, -1, 1), shape))).toBe(
      'WIRE_MALFORMED values padding',
    );
  });

  test('may have no variables at all', () => {
    const none = { capacity: 3, variables: 0 };
    const block = { ...payloadExample, present: new Uint8Array(), values: new Float64Array() };
    expect(decodePayloadBlock(encodePayloadBlock(block, none), none)).toEqual(block);
  });
});

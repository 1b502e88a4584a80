// SPDX-License-Identifier: EUPL-1.2
/**
 * What is sealed in a batch of identifiers: per row a token, whether it is a record or a
 * retraction, a filter and the mask of fields that were present. Opened by the linkage unit only, which must not trust that an owner filled it well.
 */
import {
  blockBytes,
  checkCapacity,
  checkCount,
  checkLength,
  checkShapePart,
  checkZeroTail,
  withZeroTail,
} from './column.ts';
import { bytesField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import { recordCodec } from './record.ts';
import { checkKinds, checkRetractions, withoutRetractions } from './row-kind.ts';

export interface IdentifierShape {
  /** Rows in a block, filled or not, 1–1,000,000. */
  readonly capacity: number;
  /** Bytes of one filter, 1–65,536. */
  readonly filterBytes: number;
}

export interface IdentifierBlock {
  /** Rows filled, 0 to the capacity. Rows beyond it are zero when read, and ignored when written. */
  readonly count: number;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row. A retraction has no filter and no presence: zero when read. */
  readonly kinds: Uint8Array;
  /** `filterBytes` a row. */
  readonly filters: Uint8Array;
  /** Four bytes a row: a little-endian mask, bit i for field i. */
  readonly presence: Uint8Array;
}

const columns = ['tokens', 'kinds', 'filters', 'presence'] as const;
const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'identifierBlock',
  maxMessageBytes,
  recordCodec<IdentifierBlock>('IdentifierBlock', {
    count: uint32Field,
    tokens: columnField,
    kinds: columnField,
    filters: columnField,
    presence: columnField,
  }),
);

/** Bytes a row takes in each column. Throws WIRE_LENGTH for an impossible shape. */
function rowWidths(shape: IdentifierShape): Record<(typeof columns)[number], number> {
  checkCapacity(shape.capacity);
  checkShapePart('filterBytes', shape.filterBytes, 1, 2 ** 16);
  return { tokens: 16, kinds: 1, filters: shape.filterBytes, presence: 4 };
}

/** The size in bytes of every block of this shape, whatever it holds. */
export function identifierBlockBytes(shape: IdentifierShape): number {
  const widths = rowWidths(shape);
  return blockBytes(
    4,
    columns.map((column) => shape.capacity * widths[column]),
  );
}

/**
 * Block bytes, always `identifierBlockBytes(shape)` of them. Throws WIRE_LENGTH when a column does
 * not fit the shape, WIRE_MALFORMED when the count does not or a kind is none, WIRE_TOO_LARGE.
 */
export function encodeIdentifierBlock(block: IdentifierBlock, shape: IdentifierShape): Uint8Array {
  const widths = rowWidths(shape);
  for (const column of columns) {
    checkLength(column, block[column], shape.capacity * widths[column]);
  }
  const { count, kinds } = block;
  checkCount(count, shape.capacity);
  checkKinds(kinds, count);
  return codec.encode({
    count,
    tokens: withZeroTail(block.tokens, count * widths.tokens),
    kinds: withZeroTail(kinds, count),
    filters: withoutRetractions(block.filters, widths.filters, kinds, count),
    presence: withoutRetractions(block.presence, widths.presence, kinds, count),
  });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeIdentifierBlock(bytes: Uint8Array, shape: IdentifierShape): IdentifierBlock {
  const widths = rowWidths(shape);
  const block = codec.decode(bytes);
  for (const column of columns) {
    checkLength(column, block[column], shape.capacity * widths[column]);
  }
  checkCount(block.count, shape.capacity);
  for (const column of columns) checkZeroTail(column, block[column], block.count * widths[column]);
  const { count, kinds } = block;
  checkKinds(kinds, count);
  checkRetractions('filters', block.filters, widths.filters, kinds, count);
  checkRetractions('presence', block.presence, widths.presence, kinds, count);
  return block;
}

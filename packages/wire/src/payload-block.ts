// SPDX-License-Identifier: EUPL-1.2
/**
 * What is sealed in a batch of payload: per row a token, whether it is a record or a retraction,
 * and per variable a number and whether it is there. Numbers only (an index into a code list, days since 1970-01-01, a quantity, 0 or 1): a free
 * text cannot be sent. Opened by the researcher only.
 */
import { KoppelError } from '@koppel/errors';
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

export interface PayloadShape {
  /** Rows in a block, filled or not, 1–1,000,000. */
  readonly capacity: number;
  /** Variables of the register, 0–1,000. */
  readonly variables: number;
}

export interface PayloadBlock {
  /** Rows filled, 0 to the capacity. Rows beyond it are zero when read, and ignored when written. */
  readonly count: number;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** One of `rowKinds` a row. A retraction has no values: none is present when read. */
  readonly kinds: Uint8Array;
  /** One byte, 0 or 1, per row and variable, row by row. */
  readonly present: Uint8Array;
  /** One finite number per row and variable, row by row; 0 where not present. */
  readonly values: Float64Array;
}

interface PayloadColumns {
  readonly count: number;
  readonly tokens: Uint8Array;
  readonly kinds: Uint8Array;
  readonly present: Uint8Array;
  readonly values: Uint8Array;
}

const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'payloadBlock',
  maxMessageBytes,
  recordCodec<PayloadColumns>('PayloadBlock', {
    count: uint32Field,
    tokens: columnField,
    kinds: columnField,
    present: columnField,
    values: columnField,
  }),
);

function checkShape(shape: PayloadShape): void {
  checkCapacity(shape.capacity);
  checkShapePart('variables', shape.variables, 0, 1000);
}

/** The size in bytes of every block of this shape, whatever it holds. */
export function payloadBlockBytes(shape: PayloadShape): number {
  checkShape(shape);
  const cells = shape.capacity * shape.variables;
  return blockBytes(4, [16 * shape.capacity, shape.capacity, cells, 8 * cells]);
}

/** Throws WIRE_LENGTH unless the columns fit the shape, and WIRE_MALFORMED unless count and kinds do. */
function checkColumns(block: PayloadColumns | PayloadBlock, shape: PayloadShape): void {
  const cells = shape.capacity * shape.variables;
  checkLength('tokens', block.tokens, 16 * shape.capacity);
  checkLength('kinds', block.kinds, shape.capacity);
  checkLength('present', block.present, cells);
  checkLength('values', block.values, block.values instanceof Float64Array ? cells : 8 * cells);
  checkCount(block.count, shape.capacity);
  checkKinds(block.kinds, block.count);
}

/** Throws WIRE_MALFORMED unless presence is 0 or 1 and a value that is there is finite. */
function checkCell(present: number, value: number): void {
  if (present > 1) throw new KoppelError('WIRE_MALFORMED', { field: 'present', rule: 'range' });
  if (present === 1 && !Number.isFinite(value)) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'values', rule: 'range' });
  }
}

/**
 * Block bytes, always `payloadBlockBytes(shape)` of them; a value that is not present is written as
 * 0, and a retraction has none. Throws WIRE_LENGTH when a column does not fit the shape,
 * WIRE_MALFORMED for a count, kind, presence or number out of range, WIRE_TOO_LARGE.
 */
export function encodePayloadBlock(block: PayloadBlock, shape: PayloadShape): Uint8Array {
  checkShape(shape);
  checkColumns(block, shape);
  const { count, kinds } = block;
  const filled = count * shape.variables;
  const presentColumn = withoutRetractions(block.present, shape.variables, kinds, count);
  const values = new Uint8Array(8 * block.values.length);
  const view = new DataView(values.buffer);
  for (let cell = 0; cell < filled; cell += 1) {
    const present = presentColumn[cell]!;
    checkCell(present, block.values[cell]!);
    if (present === 1) view.setFloat64(8 * cell, block.values[cell]!, true);
  }
  return codec.encode({
    count,
    tokens: withZeroTail(block.tokens, 16 * count),
    kinds: withZeroTail(kinds, count),
    present: presentColumn,
    values,
  });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodePayloadBlock(bytes: Uint8Array, shape: PayloadShape): PayloadBlock {
  checkShape(shape);
  const columns = codec.decode(bytes);
  checkColumns(columns, shape);
  const filled = columns.count * shape.variables;
  checkZeroTail('tokens', columns.tokens, 16 * columns.count);
  checkZeroTail('kinds', columns.kinds, columns.count);
  checkZeroTail('present', columns.present, filled);
  checkZeroTail('values', columns.values, 8 * filled);
  const view = new DataView(columns.values.buffer);
  const values = new Float64Array(columns.present.length);
  for (let cell = 0; cell < filled; cell += 1) {
    const value = view.getFloat64(8 * cell, true);
    checkCell(columns.present[cell]!, value);
    if (columns.present[cell] === 0 && !Object.is(value, 0)) {
      throw new KoppelError('WIRE_MALFORMED', { field: 'values', rule: 'padding' });
    }
    values[cell] = value;
  }
  const { count, tokens, kinds, present } = columns;
  checkRetractions('present', present, shape.variables, kinds, count);
  return { count, tokens, kinds, present, values };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What is sealed in an event batch: for rows of one register, the pseudonym that a token had in an
 * earlier result and the one that it has now, what became of its person and why. Records of persons
 * who stayed the same are in no row: laid over the earlier result, the rows give the later one.
 * Opened by the researcher only.
 */
import { KoppelError } from '@koppel/errors';
import {
  blockBytes,
  checkCapacity,
  checkCount,
  checkLength,
  checkZeroTail,
  withZeroTail,
} from './column.ts';
import { eventKinds, eventReasons } from './events.ts';
import { bytesField, paddedNameField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import type { LinkShape } from './link-block.ts';
import { maxNameLength } from './names.ts';
import { recordCodec } from './record.ts';

export interface EventBlock {
  /** Rows filled, 0 to the capacity. Rows beyond it are zero when read, and ignored when written. */
  readonly count: number;
  readonly owner: string;
  readonly register: string;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** 16 bytes a row: the pseudonym before; zeros for a record that was not there. */
  readonly before: Uint8Array;
  /** 16 bytes a row: the pseudonym after; zeros for a record that is no longer there. */
  readonly after: Uint8Array;
  /** A byte a row: its place in `eventKinds`. */
  readonly kinds: Uint8Array;
  /** A byte a row: `reasonBits`; never none. */
  readonly reasons: Uint8Array;
}

const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'eventBlock',
  maxMessageBytes,
  recordCodec<EventBlock>('EventBlock', {
    count: uint32Field,
    owner: paddedNameField,
    register: paddedNameField,
    tokens: columnField,
    before: columnField,
    after: columnField,
    kinds: columnField,
    reasons: columnField,
  }),
);

const widths = { tokens: 16, before: 16, after: 16, kinds: 1, reasons: 1 } as const;
const columns = Object.keys(widths) as (keyof typeof widths)[];

/** The size in bytes of every block of this shape. */
export function eventBlockBytes({ capacity }: LinkShape): number {
  checkCapacity(capacity);
  return blockBytes(
    4 + 2 * maxNameLength,
    columns.map((column) => capacity * widths[column]),
  );
}

function isZero(column: Uint8Array, row: number): boolean {
  return column.subarray(16 * row, 16 * (row + 1)).every((byte) => byte === 0);
}

/** The column that is wrong about a row, or undefined. */
function faultOf({ before, after, kinds, reasons }: EventBlock, row: number) {
  const kind = eventKinds[kinds[row]!];
  if (kind === undefined) return 'kinds';
  const bits = reasons[row]!;
  if (bits === 0 || bits >= 2 ** eventReasons.length) return 'reasons';
  const [wasThere, isThere] = [!isZero(before, row), !isZero(after, row)];
  if (kind === 'appeared' && wasThere) return 'before';
  if (kind === 'retracted' && isThere) return 'after';
  return wasThere || isThere ? undefined : 'after';
}

function checkRows(block: EventBlock): void {
  for (let row = 0; row < block.count; row += 1) {
    const field = faultOf(block, row);
    if (field !== undefined) throw new KoppelError('WIRE_MALFORMED', { field, rule: 'range' });
  }
}

/**
 * Block bytes, always `eventBlockBytes(shape)` of them. Throws WIRE_LENGTH when a column does not fit
 * the shape, WIRE_MALFORMED for a count, name, kind, reason or pseudonym out of range, WIRE_TOO_LARGE.
 */
export function encodeEventBlock(block: EventBlock, { capacity }: LinkShape): Uint8Array {
  checkCapacity(capacity);
  for (const column of columns) checkLength(column, block[column], capacity * widths[column]);
  checkCount(block.count, capacity);
  checkRows(block);
  const filled = columns.map((column) => [
    column,
    withZeroTail(block[column], block.count * widths[column]),
  ]);
  return codec.encode({ ...block, ...(Object.fromEntries(filled) as Pick<EventBlock, 'tokens'>) });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeEventBlock(bytes: Uint8Array, { capacity }: LinkShape): EventBlock {
  checkCapacity(capacity);
  const block = codec.decode(bytes);
  for (const column of columns) checkLength(column, block[column], capacity * widths[column]);
  checkCount(block.count, capacity);
  for (const column of columns) checkZeroTail(column, block[column], block.count * widths[column]);
  checkRows(block);
  return block;
}

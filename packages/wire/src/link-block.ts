// SPDX-License-Identifier: EUPL-1.2
/**
 * What is sealed in a link batch: for rows of one register, which pseudonym of this study a token
 * has, and how sure that is. Opened by the researcher only.
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
import { bytesField, paddedNameField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import { maxNameLength } from './names.ts';
import { recordCodec } from './record.ts';

export interface LinkShape {
  /** Rows in a block, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

interface Columns<Quality, ClusterSize> {
  /** Rows filled, 0 to the capacity. Rows beyond it are zero when read, and ignored when written. */
  readonly count: number;
  readonly owner: string;
  readonly register: string;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
  /** 16 bytes a row. */
  readonly pseudonyms: Uint8Array;
  /** Similarity of the row's best candidate pair within its cluster, 0–1; NaN: linked to nothing. */
  readonly quality: Quality;
  /** Rows in its cluster, itself included, 1–65,535. */
  readonly clusterSize: ClusterSize;
}

export type LinkBlock = Columns<Float32Array, Uint16Array>;

const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'linkBlock',
  maxMessageBytes,
  recordCodec<Columns<Uint8Array, Uint8Array>>('LinkBlock', {
    count: uint32Field,
    owner: paddedNameField,
    register: paddedNameField,
    tokens: columnField,
    pseudonyms: columnField,
    quality: columnField,
    clusterSize: columnField,
  }),
);

/** Bytes a row takes in each column. */
const widths = { tokens: 16, pseudonyms: 16, quality: 4, clusterSize: 2 } as const;
const columns = ['tokens', 'pseudonyms', 'quality', 'clusterSize'] as const;

/** The one NaN that is written, so that equal blocks have equal bytes. */
const quietNaN = 0x7fc00000;

/** The size in bytes of every block of this shape, whatever it holds and whoever owns it. */
export function linkBlockBytes(shape: LinkShape): number {
  checkCapacity(shape.capacity);
  return blockBytes(
    4 + 2 * maxNameLength,
    columns.map((column) => shape.capacity * widths[column]),
  );
}

/** Throws WIRE_MALFORMED unless quality is 0–1 or NaN, not −0, and the cluster holds the row. */
function checkRow(quality: number, clusterSize: number): void {
  if (quality < 0 || quality > 1 || Object.is(quality, -0)) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'quality', rule: 'range' });
  }
  if (clusterSize < 1) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'clusterSize', rule: 'range' });
  }
}

/**
 * Block bytes, always `linkBlockBytes(shape)` of them. Throws WIRE_LENGTH when a column does not fit
 * the shape, WIRE_MALFORMED for a count, name, quality or cluster size out of range, WIRE_TOO_LARGE.
 */
export function encodeLinkBlock(block: LinkBlock, shape: LinkShape): Uint8Array {
  const { capacity } = shape;
  checkCapacity(capacity);
  checkLength('tokens', block.tokens, capacity * widths.tokens);
  checkLength('pseudonyms', block.pseudonyms, capacity * widths.pseudonyms);
  checkLength('quality', block.quality, capacity);
  checkLength('clusterSize', block.clusterSize, capacity);
  checkCount(block.count, capacity);
  const quality = new DataView(new ArrayBuffer(capacity * widths.quality));
  const clusterSize = new DataView(new ArrayBuffer(capacity * widths.clusterSize));
  for (let row = 0; row < block.count; row += 1) {
    const similarity = block.quality[row]!;
    checkRow(similarity, block.clusterSize[row]!);
    if (Number.isNaN(similarity)) quality.setUint32(4 * row, quietNaN, true);
    else quality.setFloat32(4 * row, similarity, true);
    clusterSize.setUint16(2 * row, block.clusterSize[row]!, true);
  }
  return codec.encode({
    count: block.count,
    owner: block.owner,
    register: block.register,
    tokens: withZeroTail(block.tokens, block.count * widths.tokens),
    pseudonyms: withZeroTail(block.pseudonyms, block.count * widths.pseudonyms),
    quality: new Uint8Array(quality.buffer),
    clusterSize: new Uint8Array(clusterSize.buffer),
  });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLinkBlock(bytes: Uint8Array, shape: LinkShape): LinkBlock {
  const { capacity } = shape;
  checkCapacity(capacity);
  const raw = codec.decode(bytes);
  for (const column of columns) checkLength(column, raw[column], capacity * widths[column]);
  checkCount(raw.count, capacity);
  for (const column of columns) checkZeroTail(column, raw[column], raw.count * widths[column]);
  const qualityView = new DataView(raw.quality.buffer);
  const sizeView = new DataView(raw.clusterSize.buffer);
  const quality = new Float32Array(capacity);
  const clusterSize = new Uint16Array(capacity);
  for (let row = 0; row < raw.count; row += 1) {
    quality[row] = qualityView.getFloat32(4 * row, true);
    clusterSize[row] = sizeView.getUint16(2 * row, true);
    checkRow(quality[row]!, clusterSize[row]!);
    if (Number.isNaN(quality[row]) && qualityView.getUint32(4 * row, true) !== quietNaN) {
      throw new KoppelError('WIRE_MALFORMED', { field: 'quality', rule: 'canonical' });
    }
  }
  return { ...raw, quality, clusterSize };
}

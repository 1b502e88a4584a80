// SPDX-License-Identifier: EUPL-1.2
/**
 * What is sealed in a link batch: for rows of one register, which pseudonym of this study a token
 * has, and how sure that is. Opened by the researcher only. A function of the registers and what was
 * decided about them alone: what happened before is told in event blocks.
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
import { isProbabilityGrade, isQualityGrade } from './grades.ts';
import { decodeLinkBlockForm1 } from './link-block-form-1.ts';
import { reviewStates, type LinkBlock, type LinkColumns } from './link-rows.ts';
import { maxNameLength } from './names.ts';
import { recordCodec } from './record.ts';

export interface LinkShape {
  /** Rows in a block, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'linkBlock',
  maxMessageBytes,
  recordCodec<LinkColumns<Uint8Array>>('LinkBlock', {
    count: uint32Field,
    owner: paddedNameField,
    register: paddedNameField,
    tokens: columnField,
    pseudonyms: columnField,
    quality: columnField,
    clusterSize: columnField,
    probability: columnField,
    personProbability: columnField,
    review: columnField,
  }),
);

/** Bytes a row takes in each column. */
const widths = {
  tokens: 16,
  pseudonyms: 16,
  quality: 1,
  clusterSize: 2,
  probability: 1,
  personProbability: 1,
  review: 1,
} as const;
const columns = Object.keys(widths) as (keyof typeof widths)[];
const bytesOfColumn = columns.filter((column) => column !== 'clusterSize');

/** The size in bytes of every block of this shape, whatever it holds and whoever owns it. */
export function linkBlockBytes(shape: LinkShape): number {
  checkCapacity(shape.capacity);
  return blockBytes(
    4 + 2 * maxNameLength,
    columns.map((column) => shape.capacity * widths[column]),
  );
}

/** Throws WIRE_MALFORMED for a grade, a state or a size that does not exist. */
function checkRows(block: LinkBlock): void {
  const requireAll = (
    field: Exclude<keyof typeof widths, 'tokens' | 'pseudonyms'>,
    accepts: (value: number) => boolean,
  ): void => {
    if (!block[field].subarray(0, block.count).every(accepts)) {
      throw new KoppelError('WIRE_MALFORMED', { field, rule: 'range' });
    }
  };
  requireAll('quality', isQualityGrade);
  requireAll('clusterSize', (size) => size >= 1);
  requireAll('probability', isProbabilityGrade);
  requireAll('personProbability', isProbabilityGrade);
  requireAll('review', (state) => state < reviewStates.length);
}

/**
 * Block bytes, always `linkBlockBytes(shape)` of them. Throws WIRE_LENGTH when a column does not fit
 * the shape, WIRE_MALFORMED for a count, name, grade, state or size out of range, WIRE_TOO_LARGE.
 */
export function encodeLinkBlock(block: LinkBlock, shape: LinkShape): Uint8Array {
  const { capacity } = shape;
  checkCapacity(capacity);
  for (const column of bytesOfColumn) {
    checkLength(column, block[column], capacity * widths[column]);
  }
  checkLength('clusterSize', block.clusterSize, capacity);
  checkCount(block.count, capacity);
  checkRows(block);
  const sizes = new DataView(new ArrayBuffer(capacity * widths.clusterSize));
  for (let row = 0; row < block.count; row += 1) {
    sizes.setUint16(2 * row, block.clusterSize[row]!, true);
  }
  const filled = (column: (typeof bytesOfColumn)[number]): Uint8Array =>
    withZeroTail(block[column], block.count * widths[column]);
  return codec.encode({
    count: block.count,
    owner: block.owner,
    register: block.register,
    tokens: filled('tokens'),
    pseudonyms: filled('pseudonyms'),
    quality: filled('quality'),
    clusterSize: new Uint8Array(sizes.buffer),
    probability: filled('probability'),
    personProbability: filled('personProbability'),
    review: filled('review'),
  });
}

/**
 * The inverse; also reads the form before this one, which told no probability. Throws WIRE_LENGTH,
 * WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION.
 */
export function decodeLinkBlock(bytes: Uint8Array, shape: LinkShape): LinkBlock {
  const { capacity } = shape;
  checkCapacity(capacity);
  if (bytes[1] === 1) return decodeLinkBlockForm1(bytes, capacity);
  const raw = codec.decode(bytes);
  for (const column of columns) checkLength(column, raw[column], capacity * widths[column]);
  checkCount(raw.count, capacity);
  for (const column of columns) checkZeroTail(column, raw[column], raw.count * widths[column]);
  const sizes = new DataView(raw.clusterSize.buffer);
  const clusterSize = Uint16Array.from({ length: capacity }, (_, row) =>
    sizes.getUint16(2 * row, true),
  );
  const block = { ...raw, clusterSize };
  checkRows(block);
  return block;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The first form of a link block, which is read and no longer written: it held the similarity of a
 * record's best pair as it was measured. It is graded when read, so that old results are as coarse in
 * a data set as new ones.
 */
import { KoppelError } from '@koppel/errors';
import { checkCount, checkLength, checkZeroTail } from './column.ts';
import { bytesField, paddedNameField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import { noGrade, qualityGrade } from './grades.ts';
import type { LinkBlock } from './link-rows.ts';
import { recordCodec } from './record.ts';

interface Columns {
  readonly count: number;
  readonly owner: string;
  readonly register: string;
  readonly tokens: Uint8Array;
  readonly pseudonyms: Uint8Array;
  /** Float32 a row, 0–1; NaN: linked to nothing. */
  readonly quality: Uint8Array;
  /** Uint16 a row. */
  readonly clusterSize: Uint8Array;
}

const columnField = bytesField(0, maxMessageBytes);

const codec = framed(
  'linkBlock',
  maxMessageBytes,
  recordCodec<Columns>('LinkBlock', {
    count: uint32Field,
    owner: paddedNameField,
    register: paddedNameField,
    tokens: columnField,
    pseudonyms: columnField,
    quality: columnField,
    clusterSize: columnField,
  }),
  1,
);

const widths = { tokens: 16, pseudonyms: 16, quality: 4, clusterSize: 2 } as const;
const columns = ['tokens', 'pseudonyms', 'quality', 'clusterSize'] as const;

/** The one NaN that was written, so that equal blocks have equal bytes. */
const quietNaN = 0x7fc00000;

function gradeAt(view: DataView, row: number): number {
  const quality = view.getFloat32(4 * row, true);
  if (quality < 0 || quality > 1 || Object.is(quality, -0)) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'quality', rule: 'range' });
  }
  if (Number.isNaN(quality) && view.getUint32(4 * row, true) !== quietNaN) {
    throw new KoppelError('WIRE_MALFORMED', { field: 'quality', rule: 'canonical' });
  }
  return qualityGrade(quality);
}

/** As `decodeLinkBlock`, without probabilities and without what a person decided. */
export function decodeLinkBlockForm1(bytes: Uint8Array, capacity: number): LinkBlock {
  const raw = codec.decode(bytes);
  for (const column of columns) checkLength(column, raw[column], capacity * widths[column]);
  checkCount(raw.count, capacity);
  for (const column of columns) checkZeroTail(column, raw[column], raw.count * widths[column]);
  const qualityView = new DataView(raw.quality.buffer);
  const sizeView = new DataView(raw.clusterSize.buffer);
  const quality = new Uint8Array(capacity);
  const clusterSize = new Uint16Array(capacity);
  const probability = new Uint8Array(capacity).fill(noGrade, 0, raw.count);
  for (let row = 0; row < raw.count; row += 1) {
    quality[row] = gradeAt(qualityView, row);
    clusterSize[row] = sizeView.getUint16(2 * row, true);
    if (clusterSize[row]! < 1) {
      throw new KoppelError('WIRE_MALFORMED', { field: 'clusterSize', rule: 'range' });
    }
  }
  const { count, owner, register, tokens, pseudonyms } = raw;
  return {
    count, owner, register, tokens, pseudonyms, quality, clusterSize, probability,
    personProbability: probability.slice(), review: new Uint8Array(capacity),
  }; // prettier-ignore
}

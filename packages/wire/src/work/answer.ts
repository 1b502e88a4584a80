// SPDX-License-Identifier: EUPL-1.2
/**
 * What a worker of the linkage unit answers: that it began with a part, the pairs of a part in one
 * piece or several, that a part failed, or that it cannot take part. Pairs are rows and a similarity.
 * A piece is filled up to a power of two, so that its size hardly tells how many pairs a part has.
 */
import type { ErrorCode } from '@koppel/errors';
import type { Fields } from '../codec.ts';
import { checkZeroTail } from '../column.ts';
import { bytesField, codeField, countField, enumField, fixedField, intField } from '../field.ts';
import { framed } from '../frame.ts';
import { recordCodec } from '../record.ts';

export const workAnswers = ['began', 'found', 'failed', 'refused'] as const;

/** Pairs in a piece at most; 16 bytes each. */
export const maxPiecePairs: number = 2 ** 15;
const leastPiecePairs = 2 ** 10;

/** Columns of equal length. */
export interface WorkPairs {
  readonly query: Uint32Array;
  readonly candidate: Uint32Array;
  readonly similarity: Float64Array;
}

export interface WorkAnswer {
  readonly kind: (typeof workAnswers)[number];
  /** Place of the search in the topic of searches, and its identity, 32 bytes. */
  readonly job: number;
  readonly identity: Uint8Array;
  readonly part: number;
  /** Chosen by a worker at its start, 8 bytes. */
  readonly worker: Uint8Array;
  /** Place among the pieces of a part that was found, from 0; otherwise 0 of 1. */
  readonly piece: number;
  readonly pieces: number;
  /** Why it failed or was refused; otherwise `''`. */
  readonly code: ErrorCode | '';
  /** Of a table: meetings of records, and those left out. */
  readonly met: number;
  readonly skipped: number;
  /** Of what was found; otherwise empty. */
  readonly pairs: WorkPairs;
}

interface FlatAnswer extends Omit<WorkAnswer, 'pairs'> {
  readonly count: number;
  readonly similarity: Uint8Array;
  readonly query: Uint8Array;
  readonly candidate: Uint8Array;
}

const fields: Fields<FlatAnswer> = {
  kind: enumField('WorkAnswerKind', workAnswers),
  job: countField,
  identity: fixedField(32),
  part: intField(0),
  worker: fixedField(8),
  piece: intField(0),
  pieces: intField(1),
  code: codeField,
  met: countField,
  skipped: countField,
  count: intField(0, maxPiecePairs),
  similarity: bytesField(0, 8 * maxPiecePairs),
  query: bytesField(0, 4 * maxPiecePairs),
  candidate: bytesField(0, 4 * maxPiecePairs),
};

/** Pairs that a piece has room for. */
function roomFor(kind: WorkAnswer['kind'], count: number): number {
  if (kind !== 'found') return 0;
  let room = leastPiecePairs;
  while (room < count) room *= 2;
  return room;
}

function conflict(answer: FlatAnswer): keyof FlatAnswer | undefined {
  const { kind, piece, pieces, code, count, similarity, query, candidate } = answer;
  if (piece >= pieces) return 'piece';
  if ((code !== '') !== (kind === 'failed' || kind === 'refused')) return 'code';
  const room = roomFor(kind, count);
  if (count > room) return 'count';
  if (similarity.length !== 8 * room) return 'similarity';
  if (query.length !== 4 * room) return 'query';
  return candidate.length === 4 * room ? undefined : 'candidate';
}

const answers = framed('workAnswer', 2 ** 20, recordCodec('WorkAnswer', fields, conflict));

/** Numbers in little-endian order, whatever the machine's is. */
function writeColumn(
  { length }: ArrayLike<number>,
  bytesEach: 4 | 8,
  room: number,
  write: (view: DataView, at: number, row: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(bytesEach * room);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < length; row += 1) write(view, row * bytesEach, row);
  return bytes;
}

const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length);

/** Bytes of an answer. Throws WIRE_MALFORMED with the field that is out of range. */
export function encodeWorkAnswer({ pairs, ...answer }: WorkAnswer): Uint8Array {
  const count = pairs.query.length;
  const room = roomFor(answer.kind, count);
  const uint32 = (column: Uint32Array): Uint8Array =>
    writeColumn(column, 4, Math.max(room, count), (view, at, row) => {
      view.setUint32(at, column[row]!, true);
    });
  const similarity = writeColumn(pairs.similarity, 8, Math.max(room, count), (view, at, row) => {
    view.setFloat64(at, pairs.similarity[row]!, true);
  });
  const [query, candidate] = [uint32(pairs.query), uint32(pairs.candidate)];
  return answers.encode({ ...answer, count, similarity, query, candidate });
}

/** The inverse of `encodeWorkAnswer`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeWorkAnswer(bytes: Uint8Array): WorkAnswer {
  const { count, similarity, query, candidate, ...answer } = answers.decode(bytes);
  checkZeroTail('similarity', similarity, 8 * count);
  checkZeroTail('query', query, 4 * count);
  checkZeroTail('candidate', candidate, 4 * count);
  const [values, rows, others] = [viewOf(similarity), viewOf(query), viewOf(candidate)];
  return {
    ...answer,
    pairs: {
      query: Uint32Array.from({ length: count }, (_, row) => rows.getUint32(row * 4, true)),
      candidate: Uint32Array.from({ length: count }, (_, row) => others.getUint32(row * 4, true)),
      similarity: Float64Array.from({ length: count }, (_, row) =>
        values.getFloat64(row * 8, true),
      ),
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What a worker of the linkage unit answers: that it began with a part, the pairs of a part in one
 * piece or several, that a part failed, or that it cannot take part. Pairs are rows and a similarity.
 * A piece is filled up to a power of two, so that its size hardly tells how many pairs a part has.
 */
import type { ErrorCode } from '@koppel/errors';
import type { Fields } from '../codec.ts';
import { checkLength, checkZeroTail } from '../column.ts';
import {
  bytesField,
  codeField,
  countField,
  enumField,
  fixedField,
  intField,
  uint32Field,
} from '../field.ts';
import { framed } from '../frame.ts';
import { recordCodec } from '../record.ts';

export const workAnswers = ['began', 'found', 'failed', 'refused'] as const;

/** Pairs in a piece at most; 16 bytes each. */
export const maxPiecePairs: number = 2 ** 15;
const leastPiecePairs = 2 ** 10;
const pairBytes = 16;

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
  /** Similarities, then rows of the one side, then of the other: each with room for all. */
  readonly columns: Uint8Array;
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
  count: uint32Field,
  columns: bytesField(0, pairBytes * maxPiecePairs),
};

/** Pairs that a piece has room for. */
function roomFor(kind: WorkAnswer['kind'], count: number): number {
  if (kind !== 'found') return 0;
  let room = leastPiecePairs;
  while (room < count) room *= 2;
  return room;
}

function conflict(answer: FlatAnswer): keyof FlatAnswer | undefined {
  const { kind, piece, pieces, code, count, columns } = answer;
  if (piece >= pieces) return 'piece';
  if ((code !== '') !== (kind === 'failed' || kind === 'refused')) return 'code';
  const room = roomFor(kind, count);
  return count > room || columns.length !== pairBytes * room ? 'columns' : undefined;
}

const answers = framed('workAnswer', 2 ** 20, recordCodec('WorkAnswer', fields, conflict));

/** The columns of pairs with room for so many, each as a view; numbers are little-endian everywhere. */
function viewsOf(columns: Uint8Array, room: number) {
  const part = (from: number, bytes: number): Uint8Array =>
    columns.subarray(from * room, (from + bytes) * room);
  const parts = { similarity: part(0, 8), query: part(8, 4), candidate: part(12, 4) };
  const view = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
    new DataView(buffer, byteOffset, length);
  const [similarity, query, candidate] = [parts.similarity, parts.query, parts.candidate].map(view);
  return { parts, similarity: similarity!, query: query!, candidate: candidate! };
}

/** Bytes of an answer. Throws WIRE_LENGTH for unequal columns, WIRE_MALFORMED for what is out of range. */
export function encodeWorkAnswer({ pairs, ...answer }: WorkAnswer): Uint8Array {
  const count = pairs.query.length;
  checkLength('candidate', pairs.candidate, count);
  checkLength('similarity', pairs.similarity, count);
  const room = Math.max(roomFor(answer.kind, count), count);
  const columns = new Uint8Array(pairBytes * room);
  const { similarity, query, candidate } = viewsOf(columns, room);
  for (let row = 0; row < count; row += 1) {
    similarity.setFloat64(row * 8, pairs.similarity[row]!, true);
    query.setUint32(row * 4, pairs.query[row]!, true);
    candidate.setUint32(row * 4, pairs.candidate[row]!, true);
  }
  return answers.encode({ ...answer, count, columns });
}

/** The inverse of `encodeWorkAnswer`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeWorkAnswer(bytes: Uint8Array): WorkAnswer {
  const { count, columns, ...answer } = answers.decode(bytes);
  const { parts, similarity, query, candidate } = viewsOf(columns, columns.length / pairBytes);
  checkZeroTail('similarity', parts.similarity, 8 * count);
  checkZeroTail('query', parts.query, 4 * count);
  checkZeroTail('candidate', parts.candidate, 4 * count);
  const pairs = {
    query: new Uint32Array(count),
    candidate: new Uint32Array(count),
    similarity: new Float64Array(count),
  };
  for (let row = 0; row < count; row += 1) {
    pairs.similarity[row] = similarity.getFloat64(row * 8, true);
    pairs.query[row] = query.getUint32(row * 4, true);
    pairs.candidate[row] = candidate.getUint32(row * 4, true);
  }
  return { ...answer, pairs };
}

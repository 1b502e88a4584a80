// SPDX-License-Identifier: EUPL-1.2
/**
 * What an owner answers in a second round (docs/second-round.md): field filters under the key of one
 * pair each, sealed to the linkage unit, or a refusal with a code, in the clear. Both name the very
 * message that they answer, so that a request is answered once, and a doubled one is seen.
 */
import type { ErrorCode } from '@koppel/errors';
import { maxBatches, maxCapacity } from './batch.ts';
import { labelled } from './bytes.ts';
import type { Fields } from './codec.ts';
import {
  blockBytes,
  checkCapacity,
  checkCount,
  checkLength,
  checkShapePart,
  checkZeroTail,
  withZeroTail,
} from './column.ts';
import { sha256 } from './digest.ts';
import { bytesField, fixedField, intField, nameField, refusalField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import { numberBytes, numbersIn } from './look-request.ts';
import { recordCodec } from './record.ts';
import { messageKinds } from './schemas.ts';

/** What answers and refusals say in the clear. */
interface Reply {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  readonly owner: string;
  readonly register: string;
  /** The round, 32 bytes, as both work it out of the request (`roundIdentity`). */
  readonly round: Uint8Array;
  /** SHA-256 of the message that is answered, 32 bytes. */
  readonly request: Uint8Array;
  /** The place of that request in its round. */
  readonly sequence: number;
}

export interface LookAnswerHeader extends Reply {
  /** Rows in the block, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

export interface LookAnswer extends LookAnswerHeader {
  /** The block, sealed to the mailbox of the linkage unit. */
  readonly sealed: Uint8Array;
  /** Ed25519 by the owner over `lookAnswerSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

export interface UnsignedLookRefusal extends Reply {
  /** Why: a code of the catalogue. */
  readonly code: ErrorCode;
}

export interface LookRefusal extends UnsignedLookRefusal {
  /** Ed25519 by the owner over `lookRefusalSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** What stands on an owner's topic of answers. */
export type LookReply =
  | { readonly kind: 'answer'; readonly answer: LookAnswer }
  | { readonly kind: 'refusal'; readonly refusal: LookRefusal };

const replyFields: Fields<Reply> = {
  study: nameField,
  specHash: fixedField(32),
  owner: nameField,
  register: nameField,
  round: fixedField(32),
  request: fixedField(32),
  sequence: intField(0, maxBatches - 1),
};

const answerFields: Fields<LookAnswerHeader> = {
  ...replyFields,
  capacity: intField(1, maxCapacity),
};
const refusalFields: Fields<UnsignedLookRefusal> = { ...replyFields, code: refusalField };

const answerHeader = recordCodec<LookAnswerHeader>('LookAnswerHeader', answerFields);
const unsignedRefusal = recordCodec<UnsignedLookRefusal>('UnsignedLookRefusal', refusalFields);

const signedAnswer = framed(
  'lookAnswer',
  maxMessageBytes,
  recordCodec<LookAnswer>('LookAnswer', {
    ...answerFields,
    sealed: bytesField(1, maxMessageBytes),
    signature: fixedField(64),
  }),
);

const signedRefusal = framed(
  'lookRefusal',
  4096,
  recordCodec<LookRefusal>('LookRefusal', { ...refusalFields, signature: fixedField(64) }),
);

/** Message bytes of an answer. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
export function encodeLookAnswer(answer: LookAnswer): Uint8Array {
  return signedAnswer.encode(answer);
}

/** Message bytes of a refusal. Throws WIRE_MALFORMED with the field. */
export function encodeLookRefusal(refusal: LookRefusal): Uint8Array {
  return signedRefusal.encode(refusal);
}

/** Either, of what an owner puts on its topic. Throws WIRE_MALFORMED, WIRE_TOO_LARGE, WIRE_VERSION. */
export function decodeLookReply(bytes: Uint8Array): LookReply {
  if (bytes[0] === messageKinds.lookRefusal) {
    return { kind: 'refusal', refusal: signedRefusal.decode(bytes) };
  }
  return { kind: 'answer', answer: signedAnswer.decode(bytes) };
}

/** The context (HPKE `info`) of the sealing of an answer. */
export function lookAnswerSealingInfo(): Uint8Array {
  return labelled('koppel/v1/look/answer/sealing');
}

function headerOf(answer: LookAnswerHeader): LookAnswerHeader {
  const { study, specHash, owner, register, round, request, sequence, capacity } = answer;
  return { study, specHash, owner, register, round, request, sequence, capacity };
}

/** The associated data of the sealing: the whole header. */
export function lookAnswerAssociatedData(answer: LookAnswerHeader): Uint8Array {
  return labelled('koppel/v1/look/answer/associated-data', answerHeader.encode(headerOf(answer)));
}

/** What the owner signs of an answer: the whole header and SHA-256 of the sealed block. */
export function lookAnswerSigningBytes(answer: Omit<LookAnswer, 'signature'>): Uint8Array {
  const head = answerHeader.encode(headerOf(answer));
  return labelled('koppel/v1/look/answer/signature', head, sha256(answer.sealed));
}

/** What the owner signs of a refusal: all other fields. */
export function lookRefusalSigningBytes(refusal: UnsignedLookRefusal): Uint8Array {
  const { study, specHash, owner, register, round, request, sequence, code } = refusal;
  const unsigned = { study, specHash, owner, register, round, request, sequence, code };
  return labelled('koppel/v1/look/refusal/signature', unsignedRefusal.encode(unsigned));
}

/** Sizes of the columns of an answer. */
export interface LookAnswerShape {
  /** Rows in a block, filled or not, 1–1,000,000. */
  readonly capacity: number;
  /** Bytes of all field filters of a row, 1–65,536. */
  readonly filterBytes: number;
  /** Bytes of the rarity classes of a row, two bits a field, 0–8; 0 where the study allows none. */
  readonly rarityBytes: number;
}

/** Row i answers row i of the request: the same count, the same numbers. */
export interface LookAnswerBlock {
  readonly count: number;
  /** `capacity` numbers, zero beyond `count` when read. */
  readonly numbers: Uint32Array;
  /** `filterBytes` a row: each field's filter under the pair's permutation; empty: no value. */
  readonly filters: Uint8Array;
  /** `rarityBytes` a row: the class of field f in bits 2·(f mod 4) of byte f / 4, 0 the rarest. */
  readonly rarity: Uint8Array;
}

interface RawBlock extends Omit<LookAnswerBlock, 'numbers'> {
  readonly numbers: Uint8Array;
}

const columnField = bytesField(0, maxMessageBytes);

const block = framed(
  'lookAnswerBlock',
  maxMessageBytes,
  recordCodec<RawBlock>('LookAnswerBlock', {
    count: uint32Field,
    numbers: columnField,
    filters: columnField,
    rarity: columnField,
  }),
);

const columns = ['numbers', 'filters', 'rarity'] as const;

/** Bytes a row takes in each column. Throws WIRE_LENGTH for an impossible shape. */
function rowWidths(shape: LookAnswerShape): Record<(typeof columns)[number], number> {
  checkCapacity(shape.capacity);
  checkShapePart('filterBytes', shape.filterBytes, 1, 2 ** 16);
  checkShapePart('rarityBytes', shape.rarityBytes, 0, 8);
  return { numbers: 4, filters: shape.filterBytes, rarity: shape.rarityBytes };
}

/** The size in bytes of every block of this shape, whatever it holds. Throws WIRE_LENGTH. */
export function lookAnswerBlockBytes(shape: LookAnswerShape): number {
  const widths = rowWidths(shape);
  return blockBytes(
    4,
    columns.map((column) => shape.capacity * widths[column]),
  );
}

/** Block bytes, always `lookAnswerBlockBytes(shape)` of them. Throws WIRE_LENGTH, WIRE_MALFORMED. */
export function encodeLookAnswerBlock(
  answers: LookAnswerBlock,
  shape: LookAnswerShape,
): Uint8Array {
  const widths = rowWidths(shape);
  const { count, numbers, filters, rarity } = answers;
  checkLength('numbers', numbers, shape.capacity);
  checkLength('filters', filters, shape.capacity * widths.filters);
  checkLength('rarity', rarity, shape.capacity * widths.rarity);
  checkCount(count, shape.capacity);
  return block.encode({
    count,
    numbers: numberBytes(numbers, count),
    filters: withZeroTail(filters, count * widths.filters),
    rarity: withZeroTail(rarity, count * widths.rarity),
  });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLookAnswerBlock(bytes: Uint8Array, shape: LookAnswerShape): LookAnswerBlock {
  const widths = rowWidths(shape);
  const answers = block.decode(bytes);
  for (const column of columns) {
    checkLength(column, answers[column], shape.capacity * widths[column]);
  }
  checkCount(answers.count, shape.capacity);
  for (const column of columns) {
    checkZeroTail(column, answers[column], answers.count * widths[column]);
  }
  return { ...answers, numbers: numbersIn(answers.numbers) };
}

/** Bits of a class of rarity. */
const CLASS_BITS = 2;

/** The class (0–3, 0 the rarest) of a field in a row of answers; 0 where the study allows none. */
export function rarityClassOf(
  rarity: Uint8Array,
  row: number,
  field: number,
  rarityBytes: number,
): number {
  if (rarityBytes === 0) return 0;
  const byte = rarity[row * rarityBytes + (field >>> 2)]!;
  return (byte >>> (CLASS_BITS * (field & 3))) & 3;
}

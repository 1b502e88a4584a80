// SPDX-License-Identifier: EUPL-1.2
/**
 * What the linkage unit asks an owner in a second round (docs/second-round.md): the envelope in the
 * clear, which says nothing about a person, and the sealed block of looks. The owner trusts neither
 * before it has checked both.
 */
import { maxBatches, maxCapacity } from './batch.ts';
import { equalBytes, labelled } from './bytes.ts';
import type { Fields } from './codec.ts';
import {
  blockBytes,
  checkCapacity,
  checkCount,
  checkLength,
  checkZeroTail,
  withZeroTail,
} from './column.ts';
import { sha256 } from './digest.ts';
import { bytesField, fixedField, intField, nameField, uint32Field } from './field.ts';
import { framed, maxMessageBytes } from './frame.ts';
import { recordCodec } from './record.ts';

/** What a request says about itself in the clear. */
export interface LookRequestHeader {
  readonly study: string;
  /** SHA-256 of the study, 32 bytes. */
  readonly specHash: Uint8Array;
  /** Whose records are looked at: an owner, its register, and the run, 16 bytes. */
  readonly owner: string;
  readonly register: string;
  readonly run: Uint8Array;
  /** The run that they are compared with; the same for a run with itself. */
  readonly otherOwner: string;
  readonly otherRegister: string;
  readonly otherRun: Uint8Array;
  /** The linkage unit's, 16 bytes, new for every round. */
  readonly random: Uint8Array;
  /** Place of this request in its round, from 0, below `requests`. */
  readonly sequence: number;
  /** Requests in this round, 1–100,000; as many for the other owner. */
  readonly requests: number;
  /** Looks per record of the round, 4–40. */
  readonly looks: number;
  /** Rows in the block, filled or not, 1–1,000,000. */
  readonly capacity: number;
}

export interface LookRequest extends LookRequestHeader {
  /** The block, sealed to the mailbox of the owner. */
  readonly sealed: Uint8Array;
  /** Ed25519 by the linkage unit over `lookRequestSigningBytes`, 64 bytes. */
  readonly signature: Uint8Array;
}

const headerFields: Fields<LookRequestHeader> = {
  study: nameField,
  specHash: fixedField(32),
  owner: nameField,
  register: nameField,
  run: fixedField(16),
  otherOwner: nameField,
  otherRegister: nameField,
  otherRun: fixedField(16),
  random: fixedField(16),
  sequence: intField(0),
  requests: intField(1, maxBatches),
  looks: intField(4, 40),
  capacity: intField(1, maxCapacity),
};

/** Whether a round compares a run with itself, so that each number is asked twice of one owner. */
export function isWithinRound(
  header: Pick<LookRequestHeader, 'owner' | 'register' | 'run' | 'otherOwner' | 'otherRegister' | 'otherRun'>,
): boolean {
  const { owner, register, run, otherOwner, otherRegister, otherRun } = header;
  return owner === otherOwner && register === otherRegister && equalBytes(run, otherRun);
} // prettier-ignore

const withinRound = ({ sequence, requests }: LookRequestHeader): 'sequence' | undefined =>
  sequence < requests ? undefined : 'sequence';

const header = recordCodec<LookRequestHeader>('LookRequestHeader', headerFields);

const envelope = framed(
  'lookRequest',
  maxMessageBytes,
  recordCodec<LookRequest>(
    'LookRequest',
    { ...headerFields, sealed: bytesField(1, maxMessageBytes), signature: fixedField(64) },
    withinRound,
  ),
);

/** Message bytes of a request. Throws WIRE_MALFORMED (with the field) or WIRE_TOO_LARGE. */
export function encodeLookRequest(request: LookRequest): Uint8Array {
  return envelope.encode(request);
}

/** The inverse of `encodeLookRequest`. Throws WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLookRequest(bytes: Uint8Array): LookRequest {
  return envelope.decode(bytes);
}

/** The context (HPKE `info`) of the sealing: what is sealed as a request opens as nothing else. */
export function lookRequestSealingInfo(): Uint8Array {
  return labelled('koppel/v1/look/request/sealing');
}

/** The associated data of the sealing: the whole header, so that no block can change place. */
export function lookRequestAssociatedData(request: LookRequestHeader): Uint8Array {
  return labelled('koppel/v1/look/request/associated-data', header.encode(headerOf(request)));
}

/** What the linkage unit signs: the whole header and SHA-256 of the sealed block. */
export function lookRequestSigningBytes(request: Omit<LookRequest, 'signature'>): Uint8Array {
  const head = header.encode(headerOf(request));
  return labelled('koppel/v1/look/request/signature', head, sha256(request.sealed));
}

/**
 * By what a request is known to have been asked before: header and opened block, but not the sealing,
 * which is another each time. 32 bytes.
 */
export function lookRequestDigest(request: LookRequestHeader, block: Uint8Array): Uint8Array {
  const head = header.encode(headerOf(request));
  return sha256(labelled('koppel/v1/look/request/digest', head, sha256(block)));
}

/** The members of the header alone, in their order. */
function headerOf(request: LookRequestHeader): LookRequestHeader {
  const names = Object.keys(headerFields) as (keyof LookRequestHeader)[];
  return Object.fromEntries(names.map((name) => [name, request[name]])) as unknown as LookRequestHeader;
} // prettier-ignore

/**
 * The looks of a request: equally long columns, ascending by number. In a round of a run with itself
 * each number is there twice, the smaller token first.
 */
export interface LookRequestBlock {
  /** Rows filled, 0 to the capacity. */
  readonly count: number;
  /** Numbers of pairs of the round; `capacity` of them, zero beyond `count` when read. */
  readonly numbers: Uint32Array;
  /** 16 bytes a row. */
  readonly tokens: Uint8Array;
}

interface RawBlock {
  readonly count: number;
  readonly numbers: Uint8Array;
  readonly tokens: Uint8Array;
}

const columnField = bytesField(0, maxMessageBytes);

const block = framed(
  'lookRequestBlock',
  maxMessageBytes,
  recordCodec<RawBlock>('LookRequestBlock', {
    count: uint32Field,
    numbers: columnField,
    tokens: columnField,
  }),
);

const NUMBER_BYTES = 4;
const TOKEN_BYTES = 16;

/** The size in bytes of every block of this capacity, whatever it holds. Throws WIRE_LENGTH. */
export function lookRequestBlockBytes({ capacity }: { readonly capacity: number }): number {
  checkCapacity(capacity);
  return blockBytes(4, [NUMBER_BYTES * capacity, TOKEN_BYTES * capacity]);
}

/** Numbers as the wire has them: four bytes each, the low byte first. */
export function numberBytes(numbers: Uint32Array, count: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES * numbers.length);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < count; row++) view.setUint32(NUMBER_BYTES * row, numbers[row]!, true);
  return bytes;
}

/** The inverse of `numberBytes`. */
export function numbersIn(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / NUMBER_BYTES;
  return Uint32Array.from({ length: count }, (_, row) => view.getUint32(NUMBER_BYTES * row, true));
}

/** Block bytes, always `lookRequestBlockBytes` of them. Throws WIRE_LENGTH, WIRE_MALFORMED. */
export function encodeLookRequestBlock(
  { count, numbers, tokens }: LookRequestBlock,
  { capacity }: { readonly capacity: number },
): Uint8Array {
  checkCapacity(capacity);
  checkLength('numbers', numbers, capacity);
  checkLength('tokens', tokens, TOKEN_BYTES * capacity);
  checkCount(count, capacity);
  return block.encode({
    count,
    numbers: numberBytes(numbers, count),
    tokens: withZeroTail(tokens, TOKEN_BYTES * count),
  });
}

/** The inverse. Throws WIRE_LENGTH, WIRE_MALFORMED, WIRE_TOO_LARGE or WIRE_VERSION. */
export function decodeLookRequestBlock(
  bytes: Uint8Array,
  { capacity }: { readonly capacity: number },
): LookRequestBlock {
  checkCapacity(capacity);
  const { count, numbers, tokens } = block.decode(bytes);
  checkLength('numbers', numbers, NUMBER_BYTES * capacity);
  checkLength('tokens', tokens, TOKEN_BYTES * capacity);
  checkCount(count, capacity);
  checkZeroTail('numbers', numbers, NUMBER_BYTES * count);
  checkZeroTail('tokens', tokens, TOKEN_BYTES * count);
  return { count, numbers: numbersIn(numbers), tokens };
}

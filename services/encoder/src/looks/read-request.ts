// SPDX-License-Identifier: EUPL-1.2
/**
 * A message on an owner's topic of requests, before anything of it is believed: whether the linkage
 * unit of this study says it, to this owner, and of which round it is.
 */
import { roundIdentity } from '@koppel/keys';
import { openLookRequest } from '@koppel/keys/look';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey, lookShape, numbersPerRequest, type LookShape } from '@koppel/study';
import {
  decodeLookRequest,
  decodeLookRequestBlock,
  isWithinRound,
  lookRequestAssociatedData,
  lookRequestDigest,
  lookRequestSigningBytes,
  type LookRequest,
  type LookRequestBlock,
} from '@koppel/wire';
import { sha256 } from '@noble/hashes/sha2.js';
import { KoppelError } from '@koppel/errors';
import type { OwnerInStudy } from '../run-log.ts';
import { tokenBytes } from '../rows/layout.ts';

/** A request that the linkage unit made of this owner. */
export interface AuthenticRequest {
  readonly header: LookRequest;
  /** SHA-256 of the message, 32 bytes. */
  readonly message: Uint8Array;
  /** The round, 32 bytes. */
  readonly round: Uint8Array;
}

/** Undefined for whatever is not a request of this study's linkage unit to this owner. */
export function authenticRequest(
  { study, owner }: OwnerInStudy,
  value: Uint8Array,
): AuthenticRequest | undefined {
  const party = study.owners[owner]!;
  let header: LookRequest;
  try {
    header = decodeLookRequest(value);
  } catch {
    return undefined; // somebody's noise on the topic
  }
  const isOurs = header.study === study.id && header.owner === party.id;
  if (!isOurs || !party.registers.includes(header.register)) return undefined;
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  if (!verify(publicKey, lookRequestSigningBytes(header), header.signature)) return undefined;
  const { register, run, otherOwner, otherRegister, otherRun, specHash, random } = header;
  const round = roundIdentity(specHash, random, [
    { owner: party.id, register, run },
    { owner: otherOwner, register: otherRegister, run: otherRun },
  ]);
  return { header, message: sha256(value), round };
}

/** What a request asks, once opened. */
export interface OpenedRequest {
  readonly block: LookRequestBlock;
  /** 32 bytes, of header and block. */
  readonly digest: Uint8Array;
  /** Rows of the block by ascending token. */
  readonly byToken: Uint32Array;
  /** The tokens in that order, 16 bytes each. */
  readonly sortedTokens: Uint8Array;
}

/** What the header says that this study does not have: LOOK_REQUEST. */
function checkHeader(header: LookRequest, looks: number, shape: LookShape): void {
  const { sequence, capacity } = header;
  const last = (sequence + 1) * numbersPerRequest(shape, isWithinRound(header));
  if (header.looks !== looks || capacity !== shape.capacity || last > 2 ** 32) {
    throw new KoppelError('LOOK_REQUEST');
  }
}

/**
 * Numbers are of this request, ascending, none twice. Within a run a number may be there for both
 * records of its pair, the smaller token first.
 */
function checkNumbers(
  header: LookRequest,
  { count, numbers, tokens }: LookRequestBlock,
  shape: LookShape,
): void {
  const within = isWithinRound(header);
  const size = numbersPerRequest(shape, within);
  const first = header.sequence * size;
  const tokenOf = (row: number): Uint8Array =>
    tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
  for (let row = 0; row < count; row += 1) {
    const number = numbers[row]!;
    const before = row === 0 ? -1 : numbers[row - 1]!;
    const isSecond = within && number === before && (row < 2 || numbers[row - 2] !== number);
    const ordered = isSecond ? Buffer.compare(tokenOf(row - 1), tokenOf(row)) < 0 : number > before;
    if (!ordered || number < first || number >= first + size) throw new KoppelError('LOOK_REQUEST');
  }
}

/** A request has fewer rows: 20 bits, beside which 33 bits of a token are exact. */
const rowsMost = 2 ** 20;

/**
 * Rows by ascending token, and then by row. Sorted as numbers of how a token begins and the row, for
 * which the engine calls nothing back; by whole tokens only where that is not enough.
 */
export function byToken({ count, tokens }: Omit<LookRequestBlock, 'numbers'>): Uint32Array {
  const view = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const compare = (one: number, other: number): number => {
    const [from, to] = [one * tokenBytes, other * tokenBytes];
    return view.compare(view, to, to + tokenBytes, from, from + tokenBytes);
  };
  const numbers = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const at = row * tokenBytes;
    numbers[row] = (view.readUInt32BE(at) * 2 + (view[at + 4]! >>> 7)) * rowsMost + row;
  }
  const rows = Uint32Array.from(numbers.sort(), (number) => number % rowsMost);
  const isSorted = rows.every((row, at) => at === 0 || compare(rows[at - 1]!, row) <= 0);
  return isSorted ? rows : rows.sort((one, other) => compare(one, other) || one - other);
}

/**
 * Opens a request and holds its form against the study.
 * @param mailboxKey the owner's, 32 bytes
 * @throws KoppelError LOOK_REQUEST
 */
export async function openRequest(
  { study }: OwnerInStudy,
  mailboxKey: Uint8Array,
  { header }: AuthenticRequest,
): Promise<OpenedRequest> {
  const shape = lookShape(study)!;
  checkHeader(header, study.secondRound!.looks, shape);
  let bytes: Uint8Array;
  let block: LookRequestBlock;
  try {
    bytes = await openLookRequest(mailboxKey, lookRequestAssociatedData(header), header.sealed);
    block = decodeLookRequestBlock(bytes, shape);
  } catch {
    throw new KoppelError('LOOK_REQUEST');
  }
  checkNumbers(header, block, shape);
  const order = byToken(block);
  const sortedTokens = new Uint8Array(order.length * tokenBytes);
  order.forEach((row, at) => {
    const from = row * tokenBytes;
    sortedTokens.set(block.tokens.subarray(from, from + tokenBytes), at * tokenBytes);
  });
  return { block, digest: lookRequestDigest(header, bytes), byToken: order, sortedTokens };
}

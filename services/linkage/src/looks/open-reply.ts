// SPDX-License-Identifier: EUPL-1.2
/**
 * One message on an owner's topic of answers: whether it is that owner's, of this study, and answers
 * something that it was asked. Nothing is taken on trust; what does not fit is told by a code.
 */
import { createHash } from 'node:crypto';
import { KoppelError, type ErrorCode } from '@koppel/errors';
import { open, sealOverheadBytes } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey, type LookShape, type Study } from '@koppel/study';
import {
  decodeLookAnswerBlock,
  decodeLookReply,
  lookAnswerAssociatedData,
  lookAnswerBlockBytes,
  lookAnswerSealingInfo,
  lookAnswerSigningBytes,
  lookRefusalSigningBytes,
  type LookAnswer,
  type LookAnswerBlock,
  type LookReply,
} from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import { lookRows, sideOf } from './ask.ts';
import { isWithin, numbersIn, requestsIn, type Ask, type LookRound } from './look-round.ts';
import type { LookStore } from './look-store.ts';

export interface ReplyContext {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly shape: LookShape;
  readonly mailboxSecretKey: Uint8Array;
  readonly store: LookStore;
}

/** An answer that fits its request. */
export interface OpenedAnswer {
  readonly ask: Ask;
  readonly block: LookAnswerBlock;
  /** SHA-256 of the block. */
  readonly digest: Uint8Array;
}

export type OpenedReply =
  | { readonly kind: 'answer'; readonly round: LookRound; readonly opened: OpenedAnswer }
  | { readonly kind: 'refusal'; readonly ask: Ask; readonly register: string; readonly code: ErrorCode }
  /** Of a round that is over: late, and no surprise. */
  | { readonly kind: 'past' }
  /** Under another version of the study, of which a program of that version takes care. */
  | { readonly kind: 'otherVersion' }; // prettier-ignore

/**
 * Who sent it, and that it is of this study, whatever version of it. A sender whose key is another one
 * in that version cannot be told from a stranger.
 * @throws CONTRACT_STUDY, CONTRACT_OWNER, CONTRACT_SIGNATURE
 */
function checkSender(reply: LookReply, topicOwner: string, { study }: ReplyContext): void {
  const refuseUnless = (holds: boolean, code: ErrorCode): void => {
    if (!holds) throw new KoppelError(code, { field: topicOwner });
  };
  const head = reply.kind === 'answer' ? reply.answer : reply.refusal;
  const owner = study.owners.find(({ id }) => id === topicOwner);
  refuseUnless(head.study === study.id, 'CONTRACT_STUDY');
  refuseUnless(head.owner === topicOwner && owner !== undefined, 'CONTRACT_OWNER');
  const signed =
    reply.kind === 'answer'
      ? lookAnswerSigningBytes(reply.answer)
      : lookRefusalSigningBytes(reply.refusal);
  const publicKey = decodePublicKey(owner!.signPublicKey);
  refuseUnless(verify(publicKey, signed, head.signature), 'CONTRACT_SIGNATURE');
}

/** What it answers; undefined where the round is over. LOOKS_NOT_ASKED. */
function askOf(reply: LookReply, store: LookStore): { round: LookRound; ask: Ask } | undefined {
  const { owner, register, round: name, sequence } =
    reply.kind === 'answer' ? reply.answer : reply.refusal; // prettier-ignore
  const round = store.rounds().find((one) => sameBytes(one.round, name));
  if (round === undefined && store.isPast(name)) return undefined;
  const isEnd = round?.runs.some((run) => run.owner === owner && run.register === register);
  if (round === undefined || isEnd !== true || sequence >= requestsIn(round)) {
    throw new KoppelError('LOOKS_NOT_ASKED', { field: owner });
  }
  return { round, ask: { round: name, side: sideOf(round, owner, register), sequence } };
}

/** @throws CONTRACT_LENGTH, KEY_SEAL_BROKEN, WIRE_*, LINKAGE_ANSWERS */
export async function openAnswer(
  answer: LookAnswer,
  round: LookRound,
  ask: Ask,
  { shape, mailboxSecretKey, store }: ReplyContext,
): Promise<OpenedAnswer> {
  const { owner, capacity, sealed } = answer;
  const bytes = lookAnswerBlockBytes(shape) + sealOverheadBytes;
  if (capacity !== shape.capacity || sealed.length !== bytes) {
    throw new KoppelError('CONTRACT_LENGTH', { field: owner });
  }
  const info = lookAnswerSealingInfo();
  const plain = await open(mailboxSecretKey, info, lookAnswerAssociatedData(answer), sealed);
  const block = decodeLookAnswerBlock(plain, shape);
  const part = store.part(round.round, ask.sequence);
  const { from } = numbersIn(round, ask.sequence);
  const { numbers } = lookRows(part, from, ask.side, isWithin(round));
  const fits =
    block.count === numbers.length && numbers.every((number, at) => block.numbers[at] === number);
  if (!fits) throw new KoppelError('LINKAGE_ANSWERS', { field: owner });
  return { ask, block, digest: new Uint8Array(createHash('sha256').update(plain).digest()) };
}

/** Checks and opens a message. KoppelError for one that is refused. */
export async function openReply(
  value: Uint8Array,
  topicOwner: string,
  context: ReplyContext,
): Promise<OpenedReply> {
  const reply = decodeLookReply(value);
  checkSender(reply, topicOwner, context);
  const head = reply.kind === 'answer' ? reply.answer : reply.refusal;
  if (!sameBytes(head.specHash, context.specHash)) return { kind: 'otherVersion' };
  const owner = context.study.owners.find(({ id }) => id === topicOwner);
  if (owner?.registers.includes(head.register) !== true) {
    throw new KoppelError('CONTRACT_REGISTER', { field: topicOwner });
  }
  const found = askOf(reply, context.store);
  if (found === undefined) return { kind: 'past' };
  const { round, ask } = found;
  if (reply.kind === 'refusal') {
    const { register, code } = reply.refusal;
    return { kind: 'refusal', ask, register, code };
  }
  return { kind: 'answer', round, opened: await openAnswer(reply.answer, round, ask, context) };
}

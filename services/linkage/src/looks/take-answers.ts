// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes in what owners answer: each message as a whole, with the position in its topic. The first half
 * of a pair of answers is only noted, by its place on the log; when the other half comes it is read
 * there once more, and what is written down are similarities. So no field filter is ever in the state.
 */
import type { Reporter } from '@koppel/console';
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { fieldFiltersOf, lookEncoding, lookShape, type Study } from '@koppel/study';
import type { LogEntry, LogPort } from '@koppel/transport';
import { decodeLookReply, topics, type LookAnswerBlock } from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import type { LinkageState } from '../state.ts';
import { compareAnswers, type AnswerFields } from './compare-answers.ts';
import { isWithin, type LookRound, type Side } from './look-round.ts';
import type { AskState, LookIntake } from './look-store.ts';
import {
  openAnswer,
  openReply,
  type OpenedAnswer,
  type OpenedReply,
  type ReplyContext,
} from './open-reply.ts';

export interface TakeOptions extends ReplyContext {
  readonly port: LogPort;
  readonly state: LinkageState;
  readonly reporter: Reporter;
  readonly signal?: AbortSignal | undefined;
}

/** Answers read at a time: each has some megabytes. */
const PAGE = 4;

/** Where the fields lie in every answer, and whether it has classes of rarity. */
export function answerFields(study: Study): AnswerFields {
  const { rarityBytes } = lookShape(study)!;
  return { groups: fieldFiltersOf(lookEncoding(study)!)!, rarityBytes };
}

/** The other half, read once more from its place on the log. */
async function readHalf(
  round: LookRound,
  ask: AskState,
  options: TakeOptions,
): Promise<LookAnswerBlock> {
  const { port, study } = options;
  const topic = topics(study.id).lookAnswers(ask.owner);
  const [entry] = await port.read(topic, ask.answer!, 1);
  try {
    const reply = decodeLookReply(entry!.value);
    const { answer } = reply as Extract<typeof reply, { kind: 'answer' }>;
    const { block, digest } = await openAnswer(answer, round, ask, options);
    if (sameBytes(digest, ask.digest!)) return block;
  } catch {
    // It was whole when it was first read: whatever is wrong with it now is wrong with the log.
  }
  throw new KoppelError('LOG_DAMAGED', { field: topic });
}

/** Similarities where an answer completes its pair; undefined while the other half is missing. */
async function completed(
  round: LookRound,
  { ask, block }: OpenedAnswer,
  options: TakeOptions,
): Promise<Uint8Array | undefined> {
  const part = options.store.part(round.round, ask.sequence);
  const fields = answerFields(options.study);
  if (isWithin(round)) return compareAnswers(part, block, undefined, fields);
  const otherSide: Side = ask.side === 'a' ? 'b' : 'a';
  const other = options.store.ask({ ...ask, side: otherSide });
  if (other?.answer === undefined) return undefined;
  const half = await readHalf(round, other, options);
  const [one, second] = ask.side === 'a' ? [block, half] : [half, block];
  return compareAnswers(part, one, second, fields);
}

/** What a message brings, but for what is refused. */
async function broughtBy(
  { offset }: LogEntry,
  owner: string,
  reply: OpenedReply,
  options: TakeOptions,
): Promise<Omit<LookIntake, 'topic' | 'next'>> {
  if (reply.kind === 'past' || reply.kind === 'otherVersion') return {};
  if (reply.kind === 'refusal') {
    const { ask, register, code } = reply;
    const before = options.store.ask(ask);
    if (before?.answer === undefined && before?.refused !== code) {
      options.reporter.event('looksRefused', { owner, register, code });
    }
    return { refused: { ...ask, code } };
  }
  const { round, opened } = reply;
  const { ask, digest } = opened;
  const before = options.store.ask(ask);
  if (before?.digest !== undefined) {
    // The first one stands; the same once more is no fault.
    if (sameBytes(before.digest, digest)) return {};
    throw new KoppelError('LOOKS_ANSWERED_OTHERWISE', { field: owner });
  }
  const similarities = await completed(round, opened, options);
  return {
    answered: { ...ask, answer: offset, digest },
    ...(similarities === undefined ? {} : { similarities }),
  };
}

/** What is wrong with a message. What is wrong with the log, the disk or the program is no such code. */
function isFaultOf(thrown: unknown): thrown is KoppelError {
  return (
    isKoppelError(thrown) &&
    /^(?:CONTRACT_|WIRE_|KEY_SEAL_BROKEN$|LOOKS_|LINKAGE_ANSWERS$)/.test(thrown.code)
  );
}

/** Gives what the message was. */
async function takeOne(
  topic: string,
  entry: LogEntry,
  owner: string,
  options: TakeOptions,
): Promise<OpenedReply['kind'] | 'fault'> {
  const next = entry.offset + 1;
  try {
    const reply = await openReply(entry.value, owner, options);
    options.store.takeIn({ topic, next, ...(await broughtBy(entry, owner, reply, options)) });
    return reply.kind;
  } catch (thrown) {
    if (!isFaultOf(thrown)) throw thrown;
    const code: ErrorCode = thrown.code;
    options.store.takeIn({ topic, next, fault: { topic, offset: entry.offset, owner, code } });
    options.reporter.event('lookAnswerRefused', { owner, code });
    return 'fault';
  }
}

async function takeOfOwner(owner: string, options: TakeOptions): Promise<number> {
  const { port, state, study, reporter, signal } = options;
  const topic = topics(study.id).lookAnswers(owner);
  const from = state.position(topic);
  const end = await port.end(topic);
  // A service asks again and again: where nothing came, nothing was done.
  const progress = end > from ? reporter.progress(`answers ${owner}`, end - from) : undefined;
  let next = from;
  let otherVersion = 0;
  do {
    const entries = await port.read(topic, next, PAGE);
    if (entries.length === 0) break;
    for (const entry of entries) {
      if (signal?.aborted === true) break;
      if ((await takeOne(topic, entry, owner, options)) === 'otherVersion') otherVersion += 1;
      next = entry.offset + 1;
      progress?.update(next - from);
    }
  } while (next < end && signal?.aborted !== true);
  progress?.end();
  if (otherVersion > 0) reporter.event('looksOfOtherVersion', { owner }, { otherVersion });
  return next - from;
}

/** Takes in every answer that is on the log now, owner by owner. Gives the number of messages. */
export async function takeAnswers(options: TakeOptions): Promise<number> {
  const { study, store, reporter } = options;
  const rounds = store.compareAnew(study.owners.map(({ id }) => topics(study.id).lookAnswers(id)));
  if (rounds > 0) reporter.event('looksComparedAnew', { study: study.id }, { rounds });
  let taken = 0;
  for (const { id } of study.owners) taken += await takeOfOwner(id, options);
  return taken;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * One request for looks: every check of docs/second-round.md, in an order in which nothing is charged
 * before all that needs no memory holds, and nothing leaves before it is charged and accounted for.
 */
import { isKoppelError, type ErrorCode } from '@koppel/errors';
import { isWithinRound } from '@koppel/wire';
import { sameBytes } from '../bytes.ts';
import { buildLookAnswer, buildLookRefusal, type LookPlace } from '../egress.ts';
import type { LeavingBatch } from '../deliver.ts';
import { answerRows, keptRows, type KeptRows } from './answer-rows.ts';
import type { ChargedRequest } from './look-database.ts';
import type { PassWork } from './pass-work.ts';
import type { LookStore } from './store-file.ts';
import { openRequest, type AuthenticRequest, type OpenedRequest } from './read-request.ts';

/** Codes with which a request is refused; whatever else is thrown ends the pass. */
const refusing = new Set<ErrorCode>([
  'LOOK_REQUEST', 'LOOK_RUN', 'LOOK_RUN_OUTDATED', 'LOOK_TOKEN', 'LOOK_UNEQUAL', 'LOOK_BUDGET',
  'LOOK_REUSED',
]); // prettier-ignore

function refusalIn(thrown: unknown): ErrorCode | undefined {
  if (!isKoppelError(thrown)) return undefined;
  const { code } = thrown;
  return refusing.has(code) || code.startsWith('GATE_') ? code : undefined;
}

function chargeOf({ header, round }: AuthenticRequest, opened: OpenedRequest): ChargedRequest {
  const { otherOwner, otherRegister, looks, requests, sequence } = header;
  const { digest, sortedTokens, block } = opened;
  return {
    round, otherOwner, otherRegister, looks, requests, sequence, digest, sortedTokens,
    count: block.count,
  }; // prettier-ignore
}

/** What the study and its runs say against a request, before it is opened. */
async function objection(
  work: PassWork,
  { header }: AuthenticRequest,
): Promise<ErrorCode | undefined> {
  const { study, owner } = work.session.sender;
  try {
    await work.gate.require(header.register);
  } catch (thrown) {
    const code = refusalIn(thrown);
    if (code === undefined) throw thrown;
    return code;
  }
  const { otherOwner, otherRegister, otherRun, register, run } = header;
  const accepted = await work.accepted.of(register);
  if (accepted === undefined || !sameBytes(accepted.identity, run)) return 'LOOK_RUN';
  const other = study.owners.find(({ id }) => id === otherOwner);
  if (other?.registers.includes(otherRegister) !== true) return 'LOOK_RUN';
  if (otherOwner === study.owners[owner]!.id) {
    // Of its own registers an owner knows which run is the newest.
    const ours = await work.accepted.of(otherRegister);
    if (ours === undefined || !sameBytes(ours.identity, otherRun)) return 'LOOK_RUN';
  }
  // Two runs of one register that differ would show what changed.
  const same = otherOwner === header.owner && otherRegister === register;
  return same && !isWithinRound(header) ? 'LOOK_RUN' : undefined;
}

/** Puts a refusal on the log, once the ledger says so. */
async function refuse(
  work: PassWork,
  request: AuthenticRequest,
  place: LookPlace,
  code: ErrorCode,
): Promise<void> {
  const { account, port, session, database } = work;
  const { sequence, register } = request.header;
  await account.noteRefusedLooks(request.round, sequence, code);
  const message = buildLookRefusal(session.sender, place, code);
  const offset = await port.append(work.answersTopic, [message]);
  database.replied(request.message, code, work.answersTopic, offset + 1);
  work.counts.refused += 1;
  work.reporter.event('looksRefused', { register, code }, { request: sequence + 1 });
}

/**
 * Charges what was answered before the database knew of it: an earlier state folder, or an older copy
 * of it. What the log shows to have left counts, whatever the disk says.
 */
export async function chargeKnown(work: PassWork, request: AuthenticRequest): Promise<void> {
  const { session, database } = work;
  const { sequence } = request.header;
  if (database.isCharged(request.round, sequence)) return;
  const opened = await openRequest(session.sender, work.mailboxKey, request);
  database.charge(chargeOf(request, opened), { budget: Infinity, records: undefined });
}

/** Answers or refuses a request that has no reply yet. */
export async function answerOne(work: PassWork, request: AuthenticRequest): Promise<void> {
  const { session, database, account, port, answersTopic } = work;
  const { sender } = session;
  const { header, round, message } = request;
  const place: LookPlace = {
    register: sender.study.registers.findIndex(({ id }) => id === header.register),
    round,
    request: message,
    sequence: header.sequence,
  };
  const against = await objection(work, request);
  if (against !== undefined) return refuse(work, request, place, against);
  let store: LookStore;
  let opened: OpenedRequest;
  let kept: KeptRows;
  try {
    store = work.storeOf(header.run);
    opened = await openRequest(sender, work.mailboxKey, request);
    kept = keptRows(store, opened);
    const { budget } = sender.study.secondRound!;
    database.charge(chargeOf(request, opened), { budget, records: store.rows });
  } catch (thrown) {
    const code = refusalIn(thrown);
    if (code === undefined) throw thrown;
    return refuse(work, request, place, code);
  }
  const rows = answerRows(sender.study, store, opened, kept, work.rounds.of(round));
  kept.bytes.fill(0);
  const bytes = await buildLookAnswer(sender, place, rows);
  const { count } = opened.block;
  const leaving: LeavingBatch = {
    topic: answersTopic, lane: 'looks', round, register: header.register, run: header.run,
    runOrdinal: store.of.ordinal, sequence: header.sequence, batches: header.requests, count,
    tokens: opened.sortedTokens, kinds: work.recordKinds.subarray(0, count), message: bytes,
  }; // prettier-ignore
  await account.announce(leaving);
  const offset = await port.append(answersTopic, [bytes]);
  await account.confirm(offset);
  database.replied(message, '', answersTopic, offset + 1);
  work.counts.answered += 1;
  work.counts.looks += count;
}

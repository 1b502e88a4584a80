// SPDX-License-Identifier: EUPL-1.2
/**
 * Asks owners for looks. What has been asked is read back from the log, so that a crash between
 * appending a request and noting it forgets nothing and asks nothing twice. An owner is told numbers
 * and tokens of its own records, sealed to it, and of the other side nothing but which run it is.
 */
import { roundIdentity, type RunName } from '@koppel/keys';
import { seal } from '@koppel/keys/seal';
import { sign, verify } from '@koppel/keys/sign';
import { decodePublicKey, lookShape, type Study } from '@koppel/study';
import type { LogPort } from '@koppel/transport';
import {
  decodeLookRequest,
  encodeLookRequest,
  encodeLookRequestBlock,
  lookRequestAssociatedData,
  lookRequestSealingInfo,
  lookRequestSigningBytes,
  topics,
  type LookRequestBlock,
  type LookRequestHeader,
} from '@koppel/wire';
import { NOBODY } from '@koppel/linkage';
import { sameBytes } from '../bytes.ts';
import { tokenBytes } from '../segments/format.ts';
import type { LinkageState } from '../state.ts';
import {
  isWithin,
  numbersIn,
  requestsIn,
  sourceName,
  type Ask,
  type LookRound,
  type PartColumns,
  type Side,
} from './look-round.ts';

export interface AskOptions {
  readonly study: Study;
  readonly specHash: Uint8Array;
  readonly signSecretKey: Uint8Array;
  readonly port: LogPort;
  readonly state: LinkageState;
  readonly signal?: AbortSignal | undefined;
}

/** Of a run its tokens in their order, 16 bytes each. */
export type TokensOf = (run: RunName) => Uint8Array;

/** Entries read at a time: a request has some hundred kilobytes. */
const PAGE = 32;

/** Which side of its rounds a run is. */
export function sideOf({ runs: [one] }: LookRound, owner: string, register: string): Side {
  return sourceName(one) === sourceName({ owner, register }) ? 'a' : 'b';
}

/** What a message on the topic asks, if it is ours and of this version of the study. */
function askIn(value: Uint8Array, owner: string, options: AskOptions): Ask | undefined {
  const { study, specHash } = options;
  const publicKey = decodePublicKey(study.linkageUnit.signPublicKey);
  try {
    const request = decodeLookRequest(value);
    const ours =
      request.study === study.id &&
      request.owner === owner &&
      sameBytes(request.specHash, specHash) &&
      verify(publicKey, lookRequestSigningBytes(request), request.signature);
    if (!ours) return undefined;
    const { register, run, otherOwner, otherRegister, otherRun, random, sequence } = request;
    const own = { owner, register, run };
    const other = { owner: otherOwner, register: otherRegister, run: otherRun };
    const round = roundIdentity(specHash, random, [own, other]);
    return { round, sequence, side: sourceName(own) <= sourceName(other) ? 'a' : 'b' };
  } catch {
    return undefined; // not a request: not ours
  }
}

/** Notes what of our requests is on an owner's topic. */
async function catchUp(owner: string, options: AskOptions): Promise<void> {
  const { study, port, state } = options;
  const topic = topics(study.id).lookRequests(owner);
  for (;;) {
    const entries = await port.read(topic, state.position(topic), PAGE);
    if (entries.length === 0) return;
    const asked = entries.flatMap(({ value }) => askIn(value, owner, options) ?? []);
    state.looks.noteSent(topic, entries.at(-1)!.offset + 1, asked);
  }
}

/** The looks of one request: of a run with itself both records of a pair, the smaller token first. */
export function lookRows(
  { rowsA, rowsB }: PartColumns,
  from: number,
  side: Side,
  within: boolean,
): { readonly numbers: number[]; readonly rows: number[] } {
  const [numbers, rows]: [number[], number[]] = [[], []];
  const columns = within ? [rowsA, rowsB] : [side === 'a' ? rowsA : rowsB];
  for (let at = 0; at < rowsA.length; at += 1) {
    for (const column of columns) {
      if (column[at] === NOBODY) continue;
      numbers.push(from + at);
      rows.push(column[at]!);
    }
  }
  return { numbers, rows };
}

function blockOf(
  round: LookRound,
  { side, sequence }: Ask,
  part: PartColumns,
  tokens: Uint8Array,
  capacity: number,
): LookRequestBlock {
  const { numbers, rows } = lookRows(part, numbersIn(round, sequence).from, side, isWithin(round));
  const block = {
    count: rows.length,
    numbers: new Uint32Array(capacity),
    tokens: new Uint8Array(capacity * tokenBytes),
  };
  block.numbers.set(numbers);
  rows.forEach((row, at) => {
    const token = tokens.subarray(row * tokenBytes, (row + 1) * tokenBytes);
    block.tokens.set(token, at * tokenBytes);
  });
  return block;
}

async function requestOf(
  round: LookRound,
  ask: Ask,
  tokensOf: TokensOf,
  options: AskOptions,
): Promise<Uint8Array> {
  const { study, specHash, signSecretKey, state } = options;
  const { capacity } = lookShape(study)!;
  const [own, other] = ask.side === 'a' ? round.runs : ([round.runs[1], round.runs[0]] as const);
  const header: LookRequestHeader = {
    study: study.id, specHash, owner: own.owner, register: own.register, run: own.run,
    otherOwner: other.owner, otherRegister: other.register, otherRun: other.run,
    random: round.random, sequence: ask.sequence, requests: requestsIn(round),
    looks: round.looks, capacity,
  }; // prettier-ignore
  const part = state.looks.part(round.round, ask.sequence);
  const block = encodeLookRequestBlock(blockOf(round, ask, part, tokensOf(own), capacity), {
    capacity,
  });
  const mailbox = study.owners.find(({ id }) => id === own.owner)!.mailboxPublicKey;
  const sealed = await seal(
    decodePublicKey(mailbox),
    lookRequestSealingInfo(),
    lookRequestAssociatedData(header),
    block,
  );
  const unsigned = { ...header, sealed };
  const signature = sign(signSecretKey, lookRequestSigningBytes(unsigned));
  return encodeLookRequest({ ...unsigned, signature });
}

/** Whether something is planned that is not on the log, as far as it was read. */
export function isUnasked({ looks }: LinkageState): boolean {
  return looks.rounds().some(({ round }) => looks.asks(round).some(({ sent }) => !sent));
}

/** Reads back what was asked. Rounds that are needed must be planned before: all others are past. */
export async function readBack(options: AskOptions): Promise<void> {
  for (const { id } of options.study.owners) await catchUp(id, options);
}

/** Asks everything that is planned and not asked yet. Gives the number of requests. */
export async function askAll(
  tokensOf: TokensOf,
  options: AskOptions,
  onAsked: (requests: number) => void,
): Promise<number> {
  const { study, port, state, signal } = options;
  let asked = 0;
  for (const round of state.looks.rounds()) {
    for (const ask of state.looks.asks(round.round).filter(({ sent }) => !sent)) {
      if (signal?.aborted === true) return asked;
      const message = await requestOf(round, ask, tokensOf, options);
      await port.append(topics(study.id).lookRequests(ask.owner), [message]);
      asked += 1;
      onAsked(asked);
    }
  }
  await readBack(options);
  return asked;
}

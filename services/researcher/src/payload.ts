// SPDX-License-Identifier: EUPL-1.2
/**
 * The research variables of one register of one owner, for the run that was linked: of the full run
 * on which it rests, and of each run of changes up to it. Two passes over the log: one to see which
 * batches there are, one to open those that are needed in the order in which they apply.
 */
import { Problems } from '@koppel/console';
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { sharedSealOverheadBytes } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import { isPayloadValue, recipientsOf, type Register } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  checkRetractable,
  decodeBatch,
  decodePayloadBlock,
  expectedOwners,
  payloadBlockBytes,
  readAgreement,
  rowKinds,
  topics,
  type BatchEnvelope,
  type BatchExpectation,
  type LinkSource,
  type PayloadBlock,
} from '@koppel/wire';
import { hex } from './bytes.ts';
import { PayloadRefusals } from './payload-refusals.ts';
import { linkedRuns, missingPayload, surveyPayload, type PayloadRun } from './payload-runs.ts';
import { openFromSeat } from './seat.ts';
import type { Session } from './session.ts';
import { wide } from './store/store.ts';

/** Rows as columns of one length; values null where the register had none. */
export interface PayloadColumns {
  readonly tokens: readonly bigint[];
  /** 1 where the register holds the record no more. */
  readonly gone: readonly number[];
  /** A column per variable. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Takes the rows of one source, run by run: 0 is the full run, each next one changes it. */
export interface PayloadRowsIn {
  /** Whether a run has one of these tokens already. */
  hasToken(run: number, tokens: readonly bigint[]): Promise<boolean>;
  add(run: number, rows: PayloadColumns): Promise<void>;
}

export interface ReadPayload {
  /** How many runs were put together. */
  readonly runs: number;
  /** Refused batches per code. */
  readonly refused: ReadonlyMap<ErrorCode, number>;
}

/** The contract of payload batches, but for what depends on the register. KEY_NOT_AGREED. */
export async function payloadExpectation(session: Session): Promise<BatchExpectation> {
  const { study, specHash, port } = session;
  const messages: Uint8Array[] = [];
  for await (const { value } of readAll(port, topics(study.id).ceremony, 0)) messages.push(value);
  const owners = expectedOwners(study);
  const agreement = readAgreement(messages, { study: study.id, specHash, owners, verify });
  if ('missing' in agreement) {
    throw new KoppelError('KEY_NOT_AGREED', { field: agreement.missing.join(', ') });
  }
  const { capacity } = study.batches;
  return {
    ...agreement, lane: 'payload', study: study.id, specHash, owners, capacity,
    sealedBytes: 0, maxBatches: 1, verify,
  }; // prettier-ignore
}

function expectationOf(
  base: BatchExpectation,
  session: Session,
  source: LinkSource,
  register: Register,
): BatchExpectation {
  const { capacity } = base;
  const owner = session.study.owners.find(({ id }) => id === source.owner)!;
  const blockBytes = payloadBlockBytes({ capacity, variables: register.payload.length });
  const maxBatches = Math.ceil(owner.maxRecords / capacity);
  const overhead = sharedSealOverheadBytes(recipientsOf(session.study).length);
  return { ...base, sealedBytes: blockBytes + overhead, maxBatches };
}

async function openBatch(
  batch: BatchEnvelope,
  session: Session,
  register: Register,
): Promise<PayloadBlock> {
  const plain = await openFromSeat(
    session,
    batchSealingInfo('payload'),
    batchAssociatedData(batch),
    batch.sealed,
  );
  const { capacity } = batch;
  const block = decodePayloadBlock(plain, { capacity, variables: register.payload.length });
  checkRetractable(batch, block.kinds);
  return block;
}

/** The values of a variable. WIRE_MALFORMED for a number that it cannot have. */
function columnOf(
  { count, kinds, values, present }: PayloadBlock,
  at: number,
  { payload }: Register,
): (number | null)[] {
  const variable = payload[at]!;
  return Array.from({ length: count }, (_, row) => {
    const cell = row * payload.length + at;
    if (kinds[row] !== rowKinds.record || present[cell] === 0) return null;
    const value = values[cell]!;
    // An owner's software is not trusted with range and coarseness.
    if (isPayloadValue(variable, value)) return value;
    throw new KoppelError('WIRE_MALFORMED', { field: variable.name, rule: 'range' });
  });
}

function columnsOf(block: PayloadBlock, register: Register): PayloadColumns {
  const { count, tokens, kinds } = block;
  return {
    tokens: Array.from({ length: count }, (_, row) => wide(tokens, row)),
    gone: Array.from({ length: count }, (_, row) => (kinds[row] === rowKinds.record ? 0 : 1)),
    values: register.payload.map((_, at) => columnOf(block, at, register)),
  };
}

/** Opens the batches of the linked run and hands them on, run by run. */
class Assembly {
  readonly #refusals: PayloadRefusals;
  readonly #session: Session;
  readonly #register: Register;
  readonly #topic: string;
  readonly #into: PayloadRowsIn;

  constructor(
    session: Session,
    register: Register,
    topic: string,
    into: PayloadRowsIn,
    refusals: PayloadRefusals,
  ) {
    this.#refusals = refusals;
    this.#session = session;
    this.#register = register;
    this.#topic = topic;
    this.#into = into;
  }

  /** Hands on the rows of a run. False when one of its batches is there in no good form. */
  async apply({ offsets }: PayloadRun, run: number): Promise<boolean> {
    let last = -1n;
    for (const [, places] of [...offsets].sort(([one], [other]) => one - other)) {
      const rows = await this.#firstGood(places, run, last);
      if (rows === undefined) return false;
      await this.#into.add(run, rows);
      // Encoders send by token; who does not is looked after more slowly.
      last = rows.tokens.reduce((most, token) => (token > most ? token : most), last);
    }
    return true;
  }

  /** CONTRACT_TOKEN_TWICE when the block, or an earlier one of its run, has a token already. */
  async #checkTokens(tokens: readonly bigint[], run: number, last: bigint): Promise<void> {
    const ascend = tokens.every((token, at) => token > (at === 0 ? last : tokens[at - 1]!));
    if (ascend) return;
    const isTwice = new Set(tokens).size < tokens.length;
    if (isTwice || (await this.#into.hasToken(run, tokens))) {
      throw new KoppelError('CONTRACT_TOKEN_TWICE', { field: this.#register.id });
    }
  }

  async #firstGood(
    places: readonly number[],
    run: number,
    last: bigint,
  ): Promise<PayloadColumns | undefined> {
    for (const offset of places) {
      const [entry] = await this.#session.port.read(this.#topic, offset, 1);
      try {
        const batch = decodeBatch(entry!.value);
        const block = await openBatch(batch, this.#session, this.#register);
        const rows = columnsOf(block, this.#register);
        await this.#checkTokens(rows.tokens, run, last);
        return rows;
      } catch (thrown) {
        if (!isKoppelError(thrown) || isEnvironment(thrown)) throw thrown;
        this.#refusals.add(thrown);
      }
    }
    return undefined;
  }
}

/** What is wrong with this machine is no reason to refuse a batch. */
const isEnvironment = ({ code }: KoppelError): boolean =>
  code === 'DISK_FULL' || code === 'WRITE_FAILED';

/**
 * The research variables of the linked run and of those that it rests on. PAYLOAD_BATCH_MISSING (field: owner/register) when
 * that run, or one that it rests on, is not complete, with each reason for which a batch was refused.
 * Batches that break the contract are refused and counted.
 */
export async function readPayload(
  session: Session,
  base: BatchExpectation,
  source: LinkSource,
  register: Register,
  into: PayloadRowsIn,
): Promise<ReadPayload> {
  const expectation = expectationOf(base, session, source, register);
  const topic = topics(session.study.id).payload(source.owner);
  const survey = await surveyPayload(session.port, topic, source, expectation);
  const chain = linkedRuns(survey, source);
  const refusals = new PayloadRefusals(source);
  const names = chain && new Set(chain.map(({ run }) => hex(run)));
  for (const { run, error } of survey.refused) {
    if (run === undefined || names === undefined || names.has(run)) refusals.add(error);
  }
  // Why a batch is not there in a good form is what its owner must know.
  const missing = (): Problems => new Problems([missingPayload(source), ...refusals.problems()]);
  if (chain === undefined) throw missing();
  const assembly = new Assembly(session, register, topic, into, refusals);
  for (const [at, run] of chain.entries()) {
    if (!(await assembly.apply(run, at))) throw missing();
  }
  return { runs: chain.length, refused: refusals.counts() };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The research variables of one register of one owner, for the run that was linked: of the full run
 * on which it rests, and of each run of changes up to it. Two passes over the log: one to see which
 * batches there are, one to open those that are needed in the order in which they apply.
 */
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { open, sealOverheadBytes } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import type { PayloadVariable, Register } from '@koppel/study';
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
import { linkedRuns, missingPayload, surveyPayload, type PayloadRun } from './payload-runs.ts';
import type { Session } from './session.ts';

/** Values per token in hex; one per variable, undefined where the register had none. */
export type PayloadRows = ReadonlyMap<string, readonly (number | undefined)[]>;

export interface ReadPayload {
  readonly rows: PayloadRows;
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
  return { ...base, sealedBytes: blockBytes + sealOverheadBytes, maxBatches };
}

async function openBatch(
  batch: BatchEnvelope,
  session: Session,
  register: Register,
): Promise<PayloadBlock> {
  const plain = await open(
    session.mailbox,
    batchSealingInfo('payload'),
    batchAssociatedData(batch),
    batch.sealed,
  );
  const { capacity } = batch;
  const block = decodePayloadBlock(plain, { capacity, variables: register.payload.length });
  checkRetractable(batch, block.kinds);
  return block;
}

/** Days from 1970-01-01 to the first and the last day with a year of four digits. */
const firstDay = -719_528;
const lastDay = 2_932_896;

/** Whether a number can be a value of the variable: an owner's software is not trusted with that. */
function isValue(variable: PayloadVariable, value: number): boolean {
  switch (variable.type) {
    case 'code':
      return Number.isInteger(value) && value >= 0 && value < variable.codes.length;
    case 'date':
      return Number.isInteger(value) && value >= firstDay && value <= lastDay;
    case 'number':
      return value >= (variable.min ?? -Infinity) && value <= (variable.max ?? Infinity);
    case 'boolean':
      return value === 0 || value === 1;
  }
}

type Values = readonly (number | undefined)[];

/** The values of a row. WIRE_MALFORMED for a number that its variable cannot have. */
function valuesOf({ values, present }: PayloadBlock, row: number, { payload }: Register): Values {
  return payload.map((variable, at) => {
    const cell = row * payload.length + at;
    if (present[cell] === 0) return undefined;
    const value = values[cell]!;
    if (isValue(variable, value)) return value;
    throw new KoppelError('WIRE_MALFORMED', { field: variable.name, rule: 'range' });
  });
}

/**
 * The rows of a block by token, undefined where one retracts. WIRE_MALFORMED, and
 * CONTRACT_TOKEN_TWICE when the block, or an earlier one of its run, has a token already.
 */
function rowsOf(
  block: PayloadBlock,
  register: Register,
  ofRun: ReadonlySet<string>,
): Map<string, Values | undefined> {
  const rows = new Map<string, Values | undefined>();
  for (let row = 0; row < block.count; row += 1) {
    const token = hex(block.tokens, row * 16, 16);
    if (ofRun.has(token) || rows.has(token)) {
      throw new KoppelError('CONTRACT_TOKEN_TWICE', { field: register.id });
    }
    const isRecord = block.kinds[row] === rowKinds.record;
    rows.set(token, isRecord ? valuesOf(block, row, register) : undefined);
  }
  return rows;
}

/** Opens the batches of the linked run and puts them together, run by run. */
class Assembly {
  readonly rows = new Map<string, Values>();
  readonly refused = new Map<ErrorCode, number>();
  readonly #session: Session;
  readonly #register: Register;
  readonly #topic: string;

  constructor(session: Session, register: Register, topic: string) {
    this.#session = session;
    this.#register = register;
    this.#topic = topic;
  }

  refuse(code: ErrorCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  /** Applies a run to the rows so far. False when one of its batches is there in no good form. */
  async apply({ offsets }: PayloadRun): Promise<boolean> {
    const ofRun = new Set<string>();
    for (const [, places] of [...offsets].sort(([one], [other]) => one - other)) {
      const rows = await this.#firstGood(places, ofRun);
      if (rows === undefined) return false;
      for (const [token, values] of rows) {
        ofRun.add(token);
        if (values === undefined) this.rows.delete(token);
        else this.rows.set(token, values);
      }
    }
    return true;
  }

  async #firstGood(places: readonly number[], ofRun: ReadonlySet<string>) {
    for (const offset of places) {
      const [entry] = await this.#session.port.read(this.#topic, offset, 1);
      try {
        const batch = decodeBatch(entry!.value);
        const block = await openBatch(batch, this.#session, this.#register);
        return rowsOf(block, this.#register, ofRun);
      } catch (thrown) {
        if (!isKoppelError(thrown)) throw thrown;
        this.refuse(thrown.code);
      }
    }
    return undefined;
  }
}

/**
 * The research variables after the linked run. PAYLOAD_BATCH_MISSING (field: owner/register) when
 * that run, or one that it rests on, is not complete. Batches that break the contract are refused
 * and counted.
 */
export async function readPayload(
  session: Session,
  base: BatchExpectation,
  source: LinkSource,
  register: Register,
): Promise<ReadPayload> {
  const expectation = expectationOf(base, session, source, register);
  const topic = topics(session.study.id).payload(source.owner);
  const survey = await surveyPayload(session.port, topic, source, expectation);
  const chain = linkedRuns(survey, source);
  const assembly = new Assembly(session, register, topic);
  const names = new Set(chain.map(({ run }) => hex(run)));
  for (const { run, code } of survey.refused) {
    if (run === undefined || names.has(run)) assembly.refuse(code);
  }
  for (const run of chain) {
    if (!(await assembly.apply(run))) throw missingPayload(source);
  }
  const { rows, refused } = assembly;
  return { rows, refused };
}

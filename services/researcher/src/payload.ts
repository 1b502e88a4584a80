// SPDX-License-Identifier: EUPL-1.2
/** The research variables of one register of one owner, for the run that was linked. */
import { isKoppelError, KoppelError, type ErrorCode } from '@koppel/errors';
import { open, sealOverheadBytes } from '@koppel/keys/open';
import { verify } from '@koppel/keys/sign';
import type { PayloadVariable, Register } from '@koppel/study';
import { readAll } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  checkBatch,
  decodeBatch,
  decodePayloadBlock,
  expectedOwners,
  payloadBlockBytes,
  readAgreement,
  topics,
  type BatchEnvelope,
  type BatchExpectation,
  type LinkSource,
  type PayloadBlock,
} from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
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
  return decodePayloadBlock(plain, {
    capacity: batch.capacity,
    variables: register.payload.length,
  });
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

/** WIRE_MALFORMED for a number that its variable cannot have, CONTRACT_TOKEN_TWICE. */
function addRows(
  block: PayloadBlock,
  register: Register,
  rows: Map<string, (number | undefined)[]>,
): void {
  const { payload } = register;
  for (let row = 0; row < block.count; row += 1) {
    const values = payload.map((variable, at) => {
      const cell = row * payload.length + at;
      if (block.present[cell] === 0) return undefined;
      const value = block.values[cell]!;
      if (isValue(variable, value)) return value;
      throw new KoppelError('WIRE_MALFORMED', { field: variable.name, rule: 'range' });
    });
    const token = hex(block.tokens, row * 16, 16);
    if (rows.has(token)) throw new KoppelError('CONTRACT_TOKEN_TWICE', { field: register.id });
    rows.set(token, values);
  }
}

/**
 * Opens every payload batch of the linked run. PAYLOAD_BATCH_MISSING (field: owner/register) when the
 * run is not complete. Batches that break the contract are refused and counted.
 */
export async function readPayload(
  session: Session,
  base: BatchExpectation,
  source: LinkSource,
  register: Register,
): Promise<ReadPayload> {
  const expectation = expectationOf(base, session, source, register);
  const topic = topics(session.study.id).payload(source.owner);
  const rows = new Map<string, (number | undefined)[]>();
  const refused = new Map<ErrorCode, number>();
  const seen = new Set<number>();
  let expected: number | undefined;
  for await (const { value } of readAll(session.port, topic, 0)) {
    try {
      const batch = decodeBatch(value);
      if (batch.register !== register.id || !sameBytes(batch.run, source.run)) continue;
      checkBatch(batch, source.owner, expectation);
      if (seen.has(batch.sequence)) continue;
      expected ??= batch.batches;
      if (batch.batches !== expected) {
        throw new KoppelError('CONTRACT_SEQUENCE', { field: source.owner });
      }
      addRows(await openBatch(batch, session, register), register, rows);
      seen.add(batch.sequence);
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      refused.set(thrown.code, (refused.get(thrown.code) ?? 0) + 1);
    }
  }
  if (expected === undefined || seen.size < expected) {
    throw new KoppelError('PAYLOAD_BATCH_MISSING', { field: `${source.owner}/${source.register}` });
  }
  return { rows, refused };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Takes batches in: contract, gate, opening, storing. What does not fit is refused with a code and
 * changes nothing else. A batch that was taken before is passed over.
 */
import type { Reporter } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { open } from '@koppel/keys/open';
import { checkGate, type Study } from '@koppel/study';
import type { LogEntry, LogPort } from '@koppel/transport';
import {
  batchAssociatedData,
  batchSealingInfo,
  checkBatch,
  decodeBatch,
  decodeIdentifierBlock,
  topics,
  type BatchEnvelope,
  type BatchExpectation,
} from '@koppel/wire';
import { expectationOf, filterBytes } from './expectation.ts';
import type { LinkageState, Refusal, StoredBatch } from './state.ts';

export interface IngestOptions {
  readonly study: Study;
  readonly expectation: BatchExpectation;
  readonly mailboxSecretKey: Uint8Array;
  readonly port: LogPort;
  readonly state: LinkageState;
  /** `YYYY-MM-DD`, for the gate. */
  readonly today: string;
  readonly reporter: Reporter;
}

/** Entries handled between two transactions. */
const stretch = 32;

const tokenBytes = 16;

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** Opens a batch that meets the contract. CONTRACT_*, GATE_*, KEY_SEAL_BROKEN, WIRE_*. */
async function openBatch(
  batch: BatchEnvelope,
  owner: string,
  options: IngestOptions,
): Promise<StoredBatch> {
  const { study } = options;
  checkBatch(batch, owner, expectationOf(options.expectation, study, owner));
  checkGate(study, owner, batch.register, options.today);
  const block = decodeIdentifierBlock(
    await open(
      options.mailboxSecretKey,
      batchSealingInfo('identifiers'),
      batchAssociatedData(batch),
      batch.sealed,
    ),
    { capacity: batch.capacity, filterBytes: filterBytes(study) },
  );
  const { register, run, runOrdinal, sequence, batches } = batch;
  return {
    owner,
    register,
    run,
    runOrdinal,
    sequence,
    batches,
    count: block.count,
    tokens: block.tokens.slice(0, block.count * tokenBytes),
    filters: block.filters.slice(0, block.count * filterBytes(study)),
  };
}

type Verdict = { accepted: StoredBatch } | { refused: Refusal } | undefined;

/** One message: accepted, refused, or (undefined) already there or not even a batch of this study. */
async function judge(entry: LogEntry, owner: string, options: IngestOptions): Promise<Verdict> {
  const claimed: Omit<Refusal, 'code'> = {
    offset: entry.offset,
    owner,
    register: 'unknown',
    run: new Uint8Array(tokenBytes),
    sequence: 0,
  };
  let batch: BatchEnvelope | undefined;
  try {
    batch = decodeBatch(entry.value);
    const opened = await openBatch(batch, owner, options);
    const known = options.state.find(owner, opened.register, opened.run, opened.sequence);
    if (known === undefined) return { accepted: opened };
    if (sameBytes(known.tokens, opened.tokens) && sameBytes(known.filters, opened.filters)) {
      return undefined;
    }
    throw new KoppelError('CONTRACT_REPLAY', { field: owner });
  } catch (thrown) {
    if (!isKoppelError(thrown)) throw thrown;
    const named = batch && { register: batch.register, run: batch.run, sequence: batch.sequence };
    return { refused: { ...claimed, ...named, code: thrown.code } };
  }
}

/** Identity of a batch within one owner's topic. */
function identityOf({ register, run, sequence }: StoredBatch): string {
  return `${register} ${run.join('.')} ${String(sequence)}`;
}

/** Reads an owner's topic from where it was left, to its end. Gives the entries handled. */
async function ingestOwner(owner: string, options: IngestOptions): Promise<number> {
  const { port, state, study } = options;
  const topic = topics(study.id).batches(owner);
  const from = state.position(topic);
  const end = await port.end(topic);
  const progress = options.reporter.progress(`receive ${owner}`, end - from);
  let next = from;
  while (next < end) {
    const entries = await port.read(topic, next, stretch);
    if (entries.length === 0) break;
    const accepted = new Map<string, StoredBatch>();
    const refused: Refusal[] = [];
    for (const entry of entries) {
      const verdict = await judge(entry, owner, options);
      if (verdict === undefined) continue;
      if ('refused' in verdict) refused.push(verdict.refused);
      else accepted.set(identityOf(verdict.accepted), verdict.accepted);
    }
    next = entries.at(-1)!.offset + 1;
    state.store({ topic, next, accepted: [...accepted.values()], refused });
    for (const { register, code } of refused) {
      options.reporter.event('batchRefused', { owner, register, code });
    }
    progress.update(next - from);
  }
  progress.end();
  return next - from;
}

/** Takes in everything that is on the log now, owner by owner. Gives the number of messages. */
export async function ingest(options: IngestOptions): Promise<number> {
  let handled = 0;
  for (const { id } of options.study.owners) handled += await ingestOwner(id, options);
  return handled;
}

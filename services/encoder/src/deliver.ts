// SPDX-License-Identifier: EUPL-1.2
/**
 * Puts the batches of a run on the log, those that are not there yet. What was delivered is read
 * from the log itself, so a crash at any point is repaired by running again, and running twice
 * sends nothing twice.
 */
import type { Reporter } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import { decodePublicKey } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  batchSigningBytes,
  decodeBatch,
  topics,
  type BatchEnvelope,
  type Lane,
} from '@koppel/wire';
import { sameBytes } from './bytes.ts';
import { batchCount, buildBatch, type Run, type Sender } from './egress.ts';

export interface Delivered {
  readonly sent: number;
  readonly alreadyThere: number;
}

/** A run of a register, as its batches name it. */
export interface RunName {
  /** 16 bytes. */
  readonly identity: Uint8Array;
  readonly ordinal: number;
}

function laneTopic(study: string, owner: string, lane: Lane): string {
  return lane === 'identifiers' ? topics(study).batches(owner) : topics(study).payload(owner);
}

function decoded(value: Uint8Array): BatchEnvelope | undefined {
  try {
    return decodeBatch(value);
  } catch {
    return undefined; // somebody else's noise on the topic: the receiver refuses it
  }
}

/**
 * The batches of one register that this owner put on a lane before, under this version of the study.
 * Only its own signature shows that: anybody can write on a topic.
 */
async function* earlierBatches(
  sender: Sender,
  port: LogPort,
  lane: Lane,
  register: string,
): AsyncGenerator<BatchEnvelope> {
  const { study, specHash } = sender;
  const owner = study.owners[sender.owner]!;
  const publicKey = decodePublicKey(owner.signPublicKey);
  for await (const { value } of readAll(port, laneTopic(study.id, owner.id, lane), 0)) {
    const batch = decoded(value);
    if (batch?.study !== study.id || batch.owner !== owner.id) continue;
    if (batch.lane !== lane || batch.register !== register) continue;
    if (!sameBytes(batch.specHash, specHash)) continue;
    if (verify(publicKey, batchSigningBytes(batch), batch.signature)) yield batch;
  }
}

/**
 * The run to send: the last one, when it has the same content, and otherwise a new one. So content
 * that returns after another is a new run, and the newest is what the owner sent last.
 * @param identityOf the identity of this content as the run with an ordinal
 */
export async function nameRun(
  sender: Sender,
  port: LogPort,
  register: string,
  identityOf: (ordinal: number) => Uint8Array,
): Promise<RunName> {
  let last: BatchEnvelope | undefined;
  for await (const batch of earlierBatches(sender, port, 'identifiers', register)) {
    if (last === undefined || batch.runOrdinal >= last.runOrdinal) last = batch;
  }
  if (last !== undefined && sameBytes(last.run, identityOf(last.runOrdinal))) {
    return { identity: last.run, ordinal: last.runOrdinal };
  }
  const ordinal = last === undefined ? 0 : last.runOrdinal + 1;
  return { identity: identityOf(ordinal), ordinal };
}

/** Appends every missing batch of a run on one lane. */
export async function deliverLane(
  sender: Sender,
  port: LogPort,
  run: Run,
  lane: Lane,
  reporter: Reporter,
): Promise<Delivered> {
  const { study } = sender;
  const register = study.registers[run.register]!.id;
  const topic = laneTopic(study.id, study.owners[sender.owner]!.id, lane);
  const sequences = new Set<number>();
  for await (const batch of earlierBatches(sender, port, lane, register)) {
    if (sameBytes(batch.run, run.identity)) sequences.add(batch.sequence);
  }
  const batches = batchCount(sender, run);
  const progress = reporter.progress(`send ${lane}`, batches);
  let sent = 0;
  for (let sequence = 0; sequence < batches; sequence += 1) {
    if (sequences.has(sequence)) continue;
    await port.append(topic, [await buildBatch(sender, run, lane, sequence)]);
    sent += 1;
    progress.update(sequence + 1);
  }
  progress.end();
  return { sent, alreadyThere: batches - sent };
}

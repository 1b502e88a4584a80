// SPDX-License-Identifier: EUPL-1.2
/**
 * Puts the batches of a run on the log, those that are not there yet. What was delivered is read
 * from the log itself, so a crash at any point is repaired by running again, and running twice
 * sends nothing twice.
 */
import type { Reporter } from '@koppel/console';
import { readAll, type LogPort } from '@koppel/transport';
import { decodeBatch, topics, type BatchEnvelope, type Lane } from '@koppel/wire';
import { batchCount, buildBatch, type Run, type Sender } from './egress.ts';

export interface Delivered {
  readonly sent: number;
  readonly alreadyThere: number;
}

/** Sequences of earlier runs and of this one, as the owner's topic of one lane holds them. */
interface Earlier {
  readonly ordinal: number;
  readonly sequences: ReadonlySet<number>;
}

function laneTopic(study: string, owner: string, lane: Lane): string {
  return lane === 'identifiers' ? topics(study).batches(owner) : topics(study).payload(owner);
}

function hex(bytes: Uint8Array): string {
  return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
}

function decoded(value: Uint8Array): BatchEnvelope | undefined {
  try {
    return decodeBatch(value);
  } catch {
    return undefined; // somebody else's noise on the topic: the receiver refuses it
  }
}

/** What this owner delivered before on a lane, for one register and run identity. */
async function earlierOn(
  sender: Sender,
  port: LogPort,
  lane: Lane,
  register: string,
  identity: Uint8Array,
): Promise<Earlier> {
  const owner = sender.study.owners[sender.owner]!.id;
  const ordinals = new Map<string, number>();
  const sequences = new Set<number>();
  const version = hex(sender.specHash);
  const wanted = hex(identity);
  for await (const { value } of readAll(port, laneTopic(sender.study.id, owner, lane), 0)) {
    const batch = decoded(value);
    if (batch?.register !== register || hex(batch.specHash) !== version) continue;
    ordinals.set(hex(batch.run), batch.runOrdinal);
    if (hex(batch.run) === wanted) sequences.add(batch.sequence);
  }
  const last = Math.max(-1, ...ordinals.values());
  return { ordinal: ordinals.get(wanted) ?? last + 1, sequences };
}

/** The ordinal of a run: that of an equal run before, else one more than the last. */
export async function ordinalOf(
  sender: Sender,
  port: LogPort,
  register: string,
  identity: Uint8Array,
): Promise<number> {
  return (await earlierOn(sender, port, 'identifiers', register, identity)).ordinal;
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
  const { sequences } = await earlierOn(sender, port, lane, register, run.identity);
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

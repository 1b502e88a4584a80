// SPDX-License-Identifier: EUPL-1.2
/**
 * What an owner delivered of a register before, read from the log itself: the one memory that cannot
 * be behind. Only the owner's own signature counts, as anybody can write on a topic.
 */
import { verify } from '@koppel/keys/sign';
import { decodePublicKey, type Study } from '@koppel/study';
import { readAll, type LogPort } from '@koppel/transport';
import {
  batchSigningBytes,
  decodeBatch,
  topics,
  type BatchEnvelope,
  type Lane,
} from '@koppel/wire';
import { hex, sameBytes } from './bytes.ts';
import type { Sender } from './egress.ts';

/** The owner in a version of the study. */
export type OwnerInStudy = Pick<Sender, 'study' | 'specHash' | 'owner'>;

/** A run of a register, as its batches name it. */
export interface RunName {
  /** 16 bytes. */
  readonly identity: Uint8Array;
  readonly ordinal: number;
  /** The run that it changes, 16 bytes; all zero for none. */
  readonly base: Uint8Array;
}

/** A run of which something is on the log. */
export interface LoggedRun extends RunName {
  readonly batches: number;
  /** Batches that are there, per lane. */
  readonly sequences: ReadonlyMap<Lane, Set<number>>;
  /** Every batch is there, on every lane that the register has. */
  readonly complete: boolean;
}

export function laneTopic(study: string, owner: string, lane: Lane): string {
  return lane === 'identifiers' ? topics(study).batches(owner) : topics(study).payload(owner);
}

/** Every topic on which an owner puts what is about its records. */
export function departureTopics({ id, secondRound }: Study, owner: string): string[] {
  const lanes = (['payload', 'identifiers'] as const).map((lane) => laneTopic(id, owner, lane));
  return secondRound === undefined ? lanes : [...lanes, topics(id).lookAnswers(owner)];
}

function decoded(value: Uint8Array): BatchEnvelope | undefined {
  try {
    return decodeBatch(value);
  } catch {
    return undefined; // somebody else's noise on the topic: the receiver refuses it
  }
}

/** The batches of one register that this owner put on a lane, under this version of the study. */
async function* earlierBatches(
  sender: OwnerInStudy,
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

/** Every run of a register on the log, in the order in which they first appear there. */
export async function readRuns(
  sender: OwnerInStudy,
  port: LogPort,
  register: string,
  lanes: readonly Lane[],
): Promise<LoggedRun[]> {
  const runs = new Map<string, Omit<LoggedRun, 'complete'>>();
  for (const lane of lanes) {
    for await (const batch of earlierBatches(sender, port, lane, register)) {
      const name = hex(batch.run);
      const run = runs.get(name) ?? {
        identity: batch.run,
        ordinal: batch.runOrdinal,
        base: batch.base,
        batches: batch.batches,
        sequences: new Map(lanes.map((each) => [each, new Set<number>()])),
      };
      runs.set(name, run);
      run.sequences.get(lane)!.add(batch.sequence);
    }
  }
  return [...runs.values()].map((run) => {
    const complete = lanes.every((lane) => run.sequences.get(lane)!.size === run.batches);
    return { ...run, complete };
  });
}

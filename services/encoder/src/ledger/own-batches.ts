// SPDX-License-Identifier: EUPL-1.2
/**
 * Holds ledger and log beside each other: whether a batch that was about to leave is on the log, and
 * whether the log has batches with this owner's signature that the ledger does not know.
 */
import { createHash } from 'node:crypto';
import { verify } from '@koppel/keys/sign';
import { readAll, type LogPort } from '@koppel/transport';
import { batchSigningBytes, decodeBatch, messageKinds } from '@koppel/wire';
import { ownReply } from '../looks/own-reply.ts';
import type { Chain } from './chain.ts';

/** SHA-256 of a message, as the ledger states it. */
export function messageHash(message: Uint8Array): string {
  return createHash('sha256').update(message).digest('hex');
}

/**
 * Whether the message is a batch, or an answer to looks, that the holder of this key signed. Anybody can
 * write on a topic. A refusal of looks is about no record.
 */
function isOwnBatch(message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    if (message[0] === messageKinds.lookAnswer) return ownReply(message, publicKey) !== undefined;
    const batch = decodeBatch(message);
    return verify(publicKey, batchSigningBytes(batch), batch.signature);
  } catch {
    return false; // somebody else's noise on the topic
  }
}

/** The offset after the last one at which the ledger knows a batch of its own on a topic. */
function knownUpTo({ entries }: Chain, topic: string): number {
  let next = 0;
  for (const entry of entries) {
    if (entry.kind !== 'sent') continue;
    const batch = entries[entry.of];
    if (batch?.kind === 'batch' && batch.topic === topic) next = Math.max(next, entry.offset + 1);
  }
  return next;
}

export interface TopicAccount {
  /** Offset on the topic of each open batch that is there, by its number in the ledger. */
  readonly arrived: ReadonlyMap<number, number>;
  /** Batches with the owner's signature that the ledger does not know. */
  readonly unknown: number;
}

export interface TopicLook {
  readonly port: LogPort;
  /** Read after `end` was asked: whatever is before it was announced by then. */
  readonly chain: Chain;
  readonly topic: string;
  readonly end: number;
  /** The owner's, Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** From the beginning of the topic, not from where the ledger's knowledge of it ends. */
  readonly whole?: boolean;
}

/** Reads a topic up to `end` and compares. */
export async function compareTopic(look: TopicLook): Promise<TopicAccount> {
  const { port, chain, topic, end, publicKey, whole = false } = look;
  const known = new Set(
    chain.entries.flatMap((entry) => (entry.kind === 'batch' ? [entry.message] : [])),
  );
  const open = new Map(
    [...chain.open.values()]
      .filter((one) => one.topic === topic)
      .map((one) => [one.message, one.n]),
  );
  const upTo = whole || open.size > 0 ? 0 : knownUpTo(chain, topic);
  const arrived = new Map<number, number>();
  let unknown = 0;
  // A log that is shorter than the ledger knows is another one: all of it is looked at.
  for await (const { value, offset } of readAll(port, topic, upTo > end ? 0 : upTo)) {
    if (offset >= end) break;
    const message = messageHash(value);
    const n = open.get(message);
    if (n !== undefined) arrived.set(n, offset);
    else if (!known.has(message) && isOwnBatch(value, publicKey)) unknown += 1;
  }
  return { arrived, unknown };
}

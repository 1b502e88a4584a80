// SPDX-License-Identifier: EUPL-1.2
/**
 * Holds ledger and log beside each other: whether a batch that was about to leave is on the log, and
 * whether the log has batches with this owner's signature that the ledger does not know.
 */
import { verify } from '@koppel/keys/sign';
import { readAll, type LogEntry, type LogPort } from '@koppel/transport';
import { batchSigningBytes, decodeBatch } from '@koppel/wire';
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from '../bytes.ts';
import type { Chain } from './chain.ts';

/** SHA-256 of a message, as the ledger states it. */
export function messageHash(message: Uint8Array): string {
  return hex(sha256(message));
}

/** Whether the message is a batch that the holder of this key signed. Anybody can write on a topic. */
function isOwnBatch(message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    const batch = decodeBatch(message);
    return verify(publicKey, batchSigningBytes(batch), batch.signature);
  } catch {
    return false; // somebody else's noise on the topic
  }
}

/** Messages of all batches that the ledger ever announced. */
export function knownMessages({ entries }: Chain): Set<string> {
  return new Set(entries.flatMap((entry) => (entry.kind === 'batch' ? [entry.message] : [])));
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

/**
 * Reads a topic from where the ledger's knowledge of it ends, or from its beginning with `whole`.
 * @param publicKey the owner's, Ed25519, 32 bytes
 */
export async function compareTopic(
  port: LogPort,
  chain: Chain,
  topic: string,
  publicKey: Uint8Array,
  whole = false,
): Promise<TopicAccount> {
  const known = knownMessages(chain);
  const open = new Map(
    [...chain.open.values()]
      .filter((one) => one.topic === topic)
      .map((one) => [one.message, one.n]),
  );
  const end = await port.end(topic);
  const upTo = whole || open.size > 0 ? 0 : knownUpTo(chain, topic);
  const arrived = new Map<number, number>();
  let unknown = 0;
  const look = ({ value, offset }: LogEntry): void => {
    const message = messageHash(value);
    const n = open.get(message);
    if (n !== undefined) arrived.set(n, offset);
    else if (!known.has(message) && isOwnBatch(value, publicKey)) unknown += 1;
  };
  // A log that is shorter than the ledger knows is another one: all of it is looked at.
  for await (const entry of readAll(port, topic, upTo > end ? 0 : upTo)) look(entry);
  return { arrived, unknown };
}

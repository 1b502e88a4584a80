// SPDX-License-Identifier: EUPL-1.2
/**
 * The log port: all that parties share. One ordered, durable log per topic; whoever runs it sees
 * sealed messages only. Adapters (one machine, a broker) behave alike: they pass the same tests.
 */
import { KoppelError } from '@koppel/errors';
import { maxMessageBytes } from '@koppel/wire';

export interface LogEntry {
  /** Place in its topic, from 0, without gaps. */
  readonly offset: number;
  readonly value: Uint8Array;
}

export interface LogPort {
  /**
   * Adds values at the end of a topic in this order, each whole and once; those of others may come in
   * between. They are durable when this resolves to the offset of the first. Without values it only
   * tells the end. Throws LOG_ENTRY_TOO_LARGE or LOG_REQUEST before anything was added, or another
   * LOG_* code: then the first values may be there, up to any of them. Who appends again looks first,
   * or appends what may be there twice.
   */
  append(topic: string, values: readonly Uint8Array[]): Promise<number>;
  /**
   * At most `limit` entries from offset `from`, as many as fit in 16 MiB and at least one; none at the
   * end. Throws LOG_TRUNCATED when `from` lies beyond the end or an entry is gone, LOG_DAMAGED when one
   * is not what was appended, LOG_REQUEST or another LOG_* code.
   */
  read(topic: string, from: number, limit: number): Promise<readonly LogEntry[]>;
  /** The offset that the next entry will have; 0 for a topic that was never written. */
  end(topic: string): Promise<number>;
  /**
   * Takes away every entry that a topic has now; its offsets go on, and reading what is gone throws
   * LOG_TRUNCATED. True when it is gone, false when this party may not. Absent where nobody may.
   * Errors as of `read`.
   */
  erase?(topic: string): Promise<boolean>;
  /** Lets go of the log. Every later call but `close` throws LOG_REQUEST. */
  close(): Promise<void>;
}

/** The largest entry: it holds one message. */
export const maxEntryBytes: number = maxMessageBytes;

/** One read returns no more than this, unless its first entry alone is larger. */
export const maxReadBytes: number = 16 * 2 ** 20;

/** What brokers accept as the name of a topic. */
const topicPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,248}$/;

/** Throws LOG_REQUEST for a name that no topic can have. */
export function checkTopic(topic: string): void {
  if (!topicPattern.test(topic)) throw new KoppelError('LOG_REQUEST', { rule: 'topic' });
}

/** Throws LOG_REQUEST unless `from` is an integer ≥ 0 and `limit` an integer ≥ 1. */
export function checkRange(from: number, limit: number): void {
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new KoppelError('LOG_REQUEST', { rule: 'offset' });
  }
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new KoppelError('LOG_REQUEST', { rule: 'limit' });
  }
}

/** Throws LOG_ENTRY_TOO_LARGE when one of the values is. */
export function checkEntries(values: readonly Uint8Array[]): void {
  if (values.some((value) => value.length > maxEntryBytes)) {
    throw new KoppelError('LOG_ENTRY_TOO_LARGE');
  }
}

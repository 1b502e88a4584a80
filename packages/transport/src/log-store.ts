// SPDX-License-Identifier: EUPL-1.2
/**
 * Topics and entries in the database of the embedded log. Nothing that is read back is trusted
 * before its checksum. Every method belongs inside one transaction of the caller.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KoppelError } from '@koppel/errors';
import { entryChecksum, topicChecksum } from './checksum.ts';
import { maxReadBytes, type LogEntry } from './log-port.ts';

interface Topic {
  readonly id: number;
  readonly name: string;
  /** The offset of the next entry. */
  readonly next: number;
}

interface Statements {
  readonly topics: StatementSync;
  readonly setTopic: StatementSync;
  readonly addEntry: StatementSync;
  readonly entries: StatementSync;
  readonly erase: StatementSync;
}

export class LogStore {
  readonly #folder: string;
  readonly #statements: Statements;

  /** Throws SQLite's error when the tables are not there. */
  constructor(database: DatabaseSync, folder: string) {
    this.#folder = folder;
    this.#statements = {
      topics: database.prepare('SELECT id, name, next, checksum FROM topic ORDER BY id'),
      setTopic: database.prepare(
        'INSERT OR REPLACE INTO topic (id, name, next, checksum) VALUES (?, ?, ?, ?)',
      ),
      addEntry: database.prepare(
        'INSERT INTO entry (topic_id, offset, checksum, value) VALUES (?, ?, ?, ?)',
      ),
      entries: database.prepare(
        'SELECT offset, checksum, value FROM entry' +
          ' WHERE topic_id = ? AND offset >= ? ORDER BY offset LIMIT ?',
      ),
      erase: database.prepare('DELETE FROM entry WHERE topic_id = ?'),
    };
  }

  /** The topic as it stands, or as it would be made. */
  topic(name: string): Topic {
    const topics = this.#topics();
    const found = topics.find((topic) => topic.name === name);
    return found ?? { id: (topics.at(-1)?.id ?? 0) + 1, name, next: 0 };
  }

  /** Adds values at the end of a topic; returns the offset of the first. */
  append(name: string, values: readonly Uint8Array[]): number {
    const { id, next: first } = this.topic(name);
    values.forEach((value, index) => {
      const offset = first + index;
      this.#statements.addEntry.run(id, offset, entryChecksum(name, offset, value), value);
    });
    const next = first + values.length;
    this.#statements.setTopic.run(id, name, next, topicChecksum(id, name, next));
    return first;
  }

  /** Takes away all entries of a topic, which keeps its place. */
  erase(name: string): void {
    this.#statements.erase.run(this.topic(name).id);
  }

  /** See `LogPort.read`. */
  read(name: string, from: number, limit: number): LogEntry[] {
    const topic = this.topic(name);
    if (from > topic.next) throw this.#fault('LOG_TRUNCATED', 'end');
    const entries: LogEntry[] = [];
    let bytes = 0;
    for (const row of this.#statements.entries.iterate(topic.id, from, limit)) {
      const { value } = row;
      if (!(value instanceof Uint8Array)) throw this.#fault('LOG_DAMAGED', 'format');
      bytes += value.length;
      if (bytes > maxReadBytes && entries.length > 0) return entries;
      const offset = from + entries.length;
      if (row['offset'] !== offset) throw this.#fault('LOG_TRUNCATED', 'gap');
      this.#check(row['checksum'], entryChecksum(name, offset, value));
      entries.push({ offset, value });
    }
    if (entries.length < Math.min(limit, topic.next - from)) {
      throw this.#fault('LOG_TRUNCATED', 'gap');
    }
    return entries;
  }

  /** All topics. They are few; reading all is what finds a name that was damaged. */
  #topics(): Topic[] {
    return this.#statements.topics.all().map((row) => {
      const topic = { id: row['id'], name: row['name'], next: row['next'] } as Topic;
      this.#check(row['checksum'], topicChecksum(topic.id, topic.name, topic.next));
      return topic;
    });
  }

  #check(stored: unknown, computed: Uint8Array): void {
    if (!(stored instanceof Uint8Array) || Buffer.compare(stored, computed) !== 0) {
      throw this.#fault('LOG_DAMAGED', 'checksum');
    }
  }

  #fault(code: 'LOG_TRUNCATED' | 'LOG_DAMAGED', rule: string): KoppelError {
    return new KoppelError(code, { file: this.#folder, rule });
  }
}

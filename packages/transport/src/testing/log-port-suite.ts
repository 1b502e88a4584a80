// SPDX-License-Identifier: EUPL-1.2
/** What every adapter of the log port must do. For tests only: an adapter's own test calls this. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KoppelError } from '@koppel/errors';
import { maxEntryBytes, maxReadBytes, type LogEntry, type LogPort } from '../log-port.ts';
import { follow, readAll } from '../reading.ts';
import { writeMany } from './writer.ts';

/** A fresh log that can be opened several times, as by several processes. */
export interface LogPlace {
  open(): Promise<LogPort>;
  remove(): Promise<void>;
}

/** The code and rule that an action is refused with; `accepted` when it is not. */
export async function refusalOf(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(KoppelError);
    const { code, place, cause } = thrown as KoppelError;
    expect(cause).toBeUndefined();
    return place.rule === undefined ? code : `${code} ${place.rule}`;
  }
  return 'accepted';
}

export const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const words = (entry: LogEntry): string => new TextDecoder().decode(entry.value);

export async function collect(entries: AsyncIterable<LogEntry>): Promise<string[]> {
  const all: string[] = [];
  for await (const entry of entries) all.push(words(entry));
  return all;
}

const topic = 'koppel.study.batches.owner';

/** The log of one test, and one port to it that the test need not close. */
interface Subject {
  place: LogPlace;
  port: LogPort;
}

export function describeLogPort(name: string, makePlace: () => Promise<LogPlace>): void {
  describe(`the log port of ${name}`, () => {
    const subject = {} as Subject;

    beforeEach(async () => {
      subject.place = await makePlace();
      subject.port = await subject.place.open();
    });

    afterEach(async () => {
      await subject.port.close();
      await subject.place.remove();
    });

    testEntries(subject);
    testReading(subject);
    testRequests(subject);
    testSharing(subject);
    testFollowing(subject);
  });
}

/** Entries: what is appended is what is read. */
function testEntries(subject: Subject): void {
  test('a topic that was never written is empty', async () => {
    const { port } = subject;
    expect(await port.end(topic)).toBe(0);
    expect(await port.read(topic, 0, 10)).toEqual([]);
    expect(await collect(readAll(port, topic, 0))).toEqual([]);
  });

  test('append tells the first offset, and offsets have no gaps', async () => {
    const { port } = subject;
    expect(await port.append(topic, [text('a'), text('b')])).toBe(0);
    expect(await port.append(topic, [text('c')])).toBe(2);
    expect(await port.append(topic, [])).toBe(3);
    expect(await port.end(topic)).toBe(3);
    expect((await port.read(topic, 0, 10)).map(({ offset }) => offset)).toEqual([0, 1, 2]);
    expect(await collect(readAll(port, topic, 0))).toEqual(['a', 'b', 'c']);
  });

  test('values come back byte for byte', async () => {
    const { port } = subject;
    const values = fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(values, async (appended) => {
        const first = await port.append(topic, appended);
        const read = appended.length === 0 ? [] : await port.read(topic, first, appended.length);
        expect(read.map(({ value }) => value)).toEqual(appended);
      }),
      { numRuns: 30 },
    );
  });

  test('values are copies on the way in and on the way out', async () => {
    const { port } = subject;
    const value = text('abc');
    await port.append(topic, [value]);
    value.fill(0);
    const [first] = await port.read(topic, 0, 1);
    first!.value.fill(0);
    expect(await collect(readAll(port, topic, 0))).toEqual(['abc']);
  });

  test('topics do not mix', async () => {
    const { port } = subject;
    await port.append('one', [text('a')]);
    await port.append('two', [text('b')]);
    await port.append('one', [text('c')]);
    expect(await collect(readAll(port, 'one', 0))).toEqual(['a', 'c']);
    expect(await collect(readAll(port, 'two', 0))).toEqual(['b']);
  });
}

/** Reading: from where, how much, and what is gone. */
function testReading(subject: Subject): void {
  test('a reader resumes where it was, and reads no more than asked', async () => {
    const { port } = subject;
    await port.append(topic, ['a', 'b', 'c', 'd'].map(text));
    expect((await port.read(topic, 1, 2)).map(words)).toEqual(['b', 'c']);
    expect((await port.read(topic, 3, 9)).map(words)).toEqual(['d']);
    expect(await port.read(topic, 4, 9)).toEqual([]);
  });

  test('a reader beyond the end is told that entries are gone', async () => {
    const { port } = subject;
    await port.append(topic, [text('a')]);
    expect(await refusalOf(() => port.read(topic, 2, 1))).toBe('LOG_TRUNCATED end');
    expect(await refusalOf(() => port.read('never.written', 1, 1))).toBe('LOG_TRUNCATED end');
  });

  test('what is erased is gone, offsets go on, and erasing again does no harm', async () => {
    const { port } = subject;
    await port.append(topic, [text('one'), text('two')]);
    await port.append(`${topic}.other`, [text('stays')]);
    for (let times = 0; times < 2; times += 1) expect(await port.erase!(topic)).toBe(true);
    expect(await port.end(topic)).toBe(2);
    expect(await refusalOf(() => port.read(topic, 0, 10))).toBe('LOG_TRUNCATED gap');
    expect(await port.append(topic, [text('three')])).toBe(2);
    expect(await collect(readAll(port, topic, 2))).toEqual(['three']);
    expect(await collect(readAll(port, `${topic}.other`, 0))).toEqual(['stays']);
    expect(await port.erase!(`${topic}.never`)).toBe(true);
  });

  test('one read is bounded in bytes, but never empty before the end', async () => {
    const { port } = subject;
    const half = new Uint8Array(maxReadBytes / 2);
    const large = new Uint8Array(maxReadBytes + 1);
    await port.append(topic, [half, half, text('a'), large, text('b')]);
    expect(await port.read(topic, 0, 10)).toHaveLength(2);
    expect(await port.read(topic, 1, 10)).toHaveLength(2);
    expect(await port.read(topic, 3, 10)).toHaveLength(1);
    expect(await collect(readAll(port, topic, 0))).toHaveLength(5);
  });
}

/** Requests that are refused. */
function testRequests(subject: Subject): void {
  test('the largest entry is taken, a larger one refused with all that came along', async () => {
    const { port } = subject;
    const largest = new Uint8Array(maxEntryBytes).fill(7);
    const larger = new Uint8Array(maxEntryBytes + 1);
    expect(await refusalOf(() => port.append(topic, [text('a'), larger]))).toBe(
      'LOG_ENTRY_TOO_LARGE',
    );
    expect(await port.end(topic)).toBe(0);
    await port.append(topic, [largest]);
    const [entry] = await port.read(topic, 0, 1);
    expect(Buffer.compare(entry!.value, largest)).toBe(0);
  });

  test.each(['', '.', '..', '-a', 'a/b', 'a b', 'é', 'a'.repeat(250)])(
    'no topic is called %p',
    async (bad) => {
      const { port } = subject;
      expect(await refusalOf(() => port.append(bad, [text('a')]))).toBe('LOG_REQUEST topic');
      expect(await refusalOf(() => port.read(bad, 0, 1))).toBe('LOG_REQUEST topic');
      expect(await refusalOf(() => port.end(bad))).toBe('LOG_REQUEST topic');
    },
  );

  test('offsets and limits are whole numbers', async () => {
    const { port } = subject;
    for (const from of [-1, 0.5, NaN, 2 ** 53]) {
      expect(await refusalOf(() => port.read(topic, from, 1))).toBe('LOG_REQUEST offset');
    }
    for (const limit of [0, -1, 0.5, Infinity]) {
      expect(await refusalOf(() => port.read(topic, 0, limit))).toBe('LOG_REQUEST limit');
    }
  });

  test('a closed port does nothing more; closing twice does no harm', async () => {
    const { place } = subject;
    const other = await place.open();
    await other.close();
    await other.close();
    expect(await refusalOf(() => other.append(topic, [text('a')]))).toBe('LOG_REQUEST closed');
    expect(await refusalOf(() => other.append(topic, []))).toBe('LOG_REQUEST closed');
    expect(await refusalOf(() => other.read(topic, 0, 1))).toBe('LOG_REQUEST closed');
    expect(await refusalOf(() => other.end(topic))).toBe('LOG_REQUEST closed');
  });
}

/** Several ports on one log. */
function testSharing(subject: Subject): void {
  test('what was appended is there for others, and after opening again', async () => {
    const { place, port } = subject;
    const other = await place.open();
    await port.append(topic, [text('a')]);
    expect(await collect(readAll(other, topic, 0))).toEqual(['a']);
    await other.append(topic, [text('b')]);
    await Promise.all([port.close(), other.close()]);
    subject.port = await place.open();
    expect(await collect(readAll(subject.port, topic, 0))).toEqual(['a', 'b']);
  });

  test('of appends at once, each value is kept once and each writer in its order', async () => {
    const { place, port } = subject;
    const ports = await Promise.all([place.open(), place.open(), place.open()]);
    const writers = ['a', 'b', 'c'];
    await Promise.all(
      ports.map((each, index) =>
        writeMany(each, { topic, writer: writers[index]!, appends: 20, values: 3 }),
      ),
    );
    await Promise.all(ports.map((each) => each.close()));
    expectInOrder(await collect(readAll(port, topic, 0)), writers, 20, 3);
  });
}

/** Following a topic. */
function testFollowing(subject: Subject): void {
  test('a follower gets what is there, then what arrives, and ends on the abort', async () => {
    const { port } = subject;
    await port.append(topic, ['a', 'b', 'c'].map(text));
    const abort = new AbortController();
    const seen: string[] = [];
    for await (const entry of follow(port, topic, 1, { signal: abort.signal, pollMs: 1 })) {
      seen.push(`${entry.offset} ${words(entry)}`);
      if (seen.length === 2) await port.append(topic, ['d', 'e', 'f'].map(text));
      if (seen.length === 4) abort.abort();
    }
    expect(seen).toEqual(['1 b', '2 c', '3 d', '4 e']);
  });

  test('a follower that waits ends at once on the abort', async () => {
    const { port } = subject;
    const abort = new AbortController();
    const followed = collect(follow(port, topic, 0, { signal: abort.signal, pollMs: 3_600_000 }));
    await port.end(topic);
    abort.abort();
    expect(await followed).toEqual([]);
    expect(await collect(follow(port, topic, 0, { signal: abort.signal }))).toEqual([]);
  });

  test('a follower without a signal goes on until its reader stops', async () => {
    const { port } = subject;
    await port.append(topic, [text('a')]);
    for await (const entry of follow(port, topic, 0)) {
      expect(words(entry)).toBe('a');
      break;
    }
  });

  test('a follower passes errors on', async () => {
    const { port } = subject;
    expect(await refusalOf(() => collect(follow(port, topic, 5)))).toBe('LOG_TRUNCATED end');
  });
}

/** Expects, of what `writeMany` wrote, every value of every writer once, in the order of its writer. */
export function expectInOrder(
  all: readonly string[],
  writers: readonly string[],
  appends: number,
  values: number,
): void {
  expect(all).toHaveLength(writers.length * appends * values);
  for (const writer of writers) {
    const own = all.filter((value) => value.startsWith(`${writer} `));
    const expected = Array.from({ length: appends * values }, (_, index) => {
      return `${writer} ${Math.floor(index / values)} ${index % values}`;
    });
    expect(own).toEqual(expected);
  }
}

/** As `expectInOrder`, and the values of one append next to each other. */
export function expectWhole(
  all: readonly string[],
  writers: readonly string[],
  appends: number,
  values: number,
): void {
  expectInOrder(all, writers, appends, values);
  all.forEach((value, index) => {
    if (!value.endsWith(' 0')) {
      const [writer, append] = value.split(' ');
      expect(all[index - 1]!.startsWith(`${writer!} ${append!} `)).toBe(true);
    }
  });
}

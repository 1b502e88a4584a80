// SPDX-License-Identifier: EUPL-1.2
/** A log that was damaged, cannot be written or has no room: always a closed code, never wrong data. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { openEmbeddedLog, readAll, type LogPort } from './index.ts';
import { logFault } from './log-fault.ts';
import { createLogFile } from './log-file.ts';
import { collect, refusalOf, text } from './testing/log-port-suite.ts';

const topic = 'koppel.study.batches.owner';
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-damage-'));
  file = join(folder, 'koppel-log.sqlite');
  const port = await openEmbeddedLog(folder, { create: true });
  await port.append(topic, ['first', 'second', 'third'].map(text));
  await port.append('other', [new Uint8Array(20_000).fill(1)]);
  await port.close();
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

/** Changes the database behind the log's back. */
function change(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

/** Every value of the topic, or the refusal, whether on opening or on reading. */
async function readWhole(): Promise<string> {
  let port: LogPort | undefined;
  return refusalOf(async () => {
    port = await openEmbeddedLog(folder);
    const values = await collect(readAll(port, topic, 0));
    if (values.join() !== 'first,second,third') throw new Error('the log returned other values');
  }).finally(() => port?.close());
}

test('a sound log is read', async () => {
  expect(await readWhole()).toBe('accepted');
});

describe('the file', () => {
  test.each([0, 1, 100, 4096, 8192, 20_000])('cut to %d bytes is found out', async (length) => {
    truncateSync(file, length);
    expect(await readWhole()).toMatch(/^LOG_DAMAGED/);
  });

  test('of no bytes is not taken for a new log', async () => {
    truncateSync(file, 0);
    expect(await refusalOf(() => openEmbeddedLog(folder, { create: true }))).toBe(
      'LOG_DAMAGED format',
    );
    expect(statSync(file).size).toBe(0);
  });

  test('of garbage is found out and left alone', async () => {
    const garbage = Buffer.alloc(10_000, 'no database at all ');
    writeFileSync(file, garbage);
    expect(await readWhole()).toBe('LOG_DAMAGED');
    expect(readFileSync(file).equals(garbage)).toBe(true);
  });

  test('of another program is found out', async () => {
    rmSync(file);
    change('CREATE TABLE topic (id INTEGER)');
    expect(await readWhole()).toBe('LOG_DAMAGED format');
  });

  test('of a later version is not touched', async () => {
    change('PRAGMA user_version = 2');
    expect(await readWhole()).toBe('LOG_VERSION');
  });

  test('of a version that never was is damaged', async () => {
    change('PRAGMA user_version = 0');
    expect(await readWhole()).toBe('LOG_DAMAGED format');
  });

  test('with any byte flipped gives the true values or a code', async () => {
    const sound = readFileSync(file);
    for (let at = 0; at < sound.length; at += 37) {
      const damaged = Buffer.from(sound);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(file, damaged);
      expect(await readWhole()).toMatch(
        /^(accepted|LOG_(DAMAGED|TRUNCATED|VERSION|UNWRITABLE|FAILED)( \w+)?)$/,
      );
    }
  });

  test('without its write-ahead file has lost entries, which a reader that had them sees', async () => {
    const open = await openEmbeddedLog(folder);
    const before = readFileSync(file);
    await open.append(topic, [text('fourth')]);
    const end = await open.end(topic);
    // A copy of the database alone, as of a crash after which the write-ahead file was deleted.
    const copy = mkdtempSync(join(tmpdir(), 'koppel-damage-'));
    copyFileSync(file, join(copy, 'koppel-log.sqlite'));
    expect(readFileSync(file).equals(before)).toBe(true);
    await open.close();
    const port = await openEmbeddedLog(copy);
    expect(await refusalOf(() => port.read(topic, end, 1))).toBe('LOG_TRUNCATED end');
    expect(await collect(readAll(port, topic, 0))).toEqual(['first', 'second', 'third']);
    await port.close();
    rmSync(copy, { recursive: true });
  });
});

describe('a row', () => {
  test.each<[string, string, string]>([
    [
      'with another value',
      "UPDATE entry SET value = x'00' WHERE offset = 1",
      'LOG_DAMAGED checksum',
    ],
    ['with another checksum', "UPDATE entry SET checksum = x'00'", 'LOG_DAMAGED checksum'],
    ['that is gone', 'DELETE FROM entry WHERE offset = 1', 'LOG_TRUNCATED gap'],
    ['that was the first', 'DELETE FROM entry WHERE offset = 0', 'LOG_TRUNCATED gap'],
    ['that was the last', 'DELETE FROM entry WHERE offset = 2', 'LOG_TRUNCATED gap'],
    ['that moved', 'UPDATE entry SET offset = 1000 WHERE offset = 1', 'LOG_TRUNCATED gap'],
    [
      'in the place of another',
      'UPDATE entry SET offset = 9 WHERE offset = 0; UPDATE entry SET offset = 0 WHERE offset = 1;' +
        ' UPDATE entry SET offset = 1 WHERE offset = 9',
      'LOG_DAMAGED checksum',
    ],
    ['of another topic', 'UPDATE entry SET topic_id = 9 WHERE topic_id = 1', 'LOG_TRUNCATED gap'],
    ['of a topic with another name', "UPDATE topic SET name = 'x'", 'LOG_DAMAGED checksum'],
    ['of a topic that is said to be shorter', 'UPDATE topic SET next = 1', 'LOG_DAMAGED checksum'],
    ['of a topic beyond counting', `UPDATE topic SET next = ${2n ** 60n}`, 'LOG_DAMAGED'],
    ['whose table is gone', 'DROP TABLE entry', 'LOG_DAMAGED'],
    [
      'that is no bytes',
      'DROP TABLE entry; CREATE TABLE entry (topic_id, offset, checksum, value);' +
        " INSERT INTO entry VALUES (1, 0, x'00', 'words')",
      'LOG_DAMAGED format',
    ],
  ])('%s is found out', async (_, sql, refusal) => {
    change(sql);
    expect(await readWhole()).toBe(refusal);
  });

  test('in the way of a new one is found out, and nothing is added', async () => {
    change(`INSERT INTO entry SELECT topic_id, 4, checksum, value FROM entry WHERE offset = 2`);
    const port = await openEmbeddedLog(folder);
    expect(await refusalOf(() => port.append(topic, ['d', 'e'].map(text)))).toBe('LOG_DAMAGED');
    expect(await port.end(topic)).toBe(3);
    await port.close();
  });
});

describe('a full disk', () => {
  test('refuses the append as a whole, and leaves the log usable', async () => {
    const maxBytes = statSync(file).size + 40_000;
    const port = await openEmbeddedLog(folder, { maxBytes });
    const large = new Uint8Array(15_000);
    expect(await refusalOf(() => port.append(topic, [large, large, large]))).toBe('LOG_FULL');
    expect(await port.end(topic)).toBe(3);
    expect(await port.append(topic, [text('small')])).toBe(3);
    expect(await port.append(topic, [large])).toBe(4);
    await port.close();
    const roomy = await openEmbeddedLog(folder);
    expect(await roomy.append(topic, [large, large, large])).toBe(5);
    expect(await collect(readAll(roomy, topic, 0))).toHaveLength(8);
    await roomy.close();
  });
});

describe('a lock', () => {
  test('that another keeps gives LOG_BUSY; reading goes on, and appending when it is free', async () => {
    const port = await openEmbeddedLog(folder, { busyMs: 1 });
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    expect(await refusalOf(() => port.append(topic, [text('d')]))).toBe('LOG_BUSY');
    expect(await port.read(topic, 0, 9)).toHaveLength(3);
    other.exec('ROLLBACK');
    expect(await port.append(topic, [text('d')])).toBe(3);
    other.close();
    await port.close();
  });

  test('that comes free within the waiting time is waited for', async () => {
    const port = await openEmbeddedLog(folder);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const appended = port.append(topic, [text('d')]);
    other.exec('ROLLBACK');
    expect(await appended).toBe(3);
    other.close();
    await port.close();
  });
});

/** Root may write anywhere, so it gives that up for a while. */
async function asOrdinaryUser(action: () => Promise<void>): Promise<void> {
  const root = process.geteuid!() === 0;
  if (root) process.seteuid!(65_534);
  try {
    await action();
  } finally {
    if (root) process.seteuid!(0);
  }
}

describe('a folder', () => {
  test('that is read-only gives LOG_UNWRITABLE', async () => {
    chmodSync(folder, 0o555);
    await asOrdinaryUser(async () => {
      expect(await refusalOf(() => openEmbeddedLog(folder))).toBe('LOG_UNWRITABLE');
    });
  });

  test('in which nothing can be made gives LOG_UNWRITABLE', async () => {
    rmSync(file);
    chmodSync(folder, 0o555);
    await asOrdinaryUser(async () => {
      for (const place of [folder, join(folder, 'deeper')]) {
        expect(await refusalOf(() => openEmbeddedLog(place, { create: true }))).toBe(
          'LOG_UNWRITABLE',
        );
      }
    });
  });

  test('with something else in the place of the log gives LOG_UNWRITABLE', async () => {
    rmSync(file);
    symlinkSync(join(folder, 'nowhere'), file);
    expect(await refusalOf(() => openEmbeddedLog(folder, { create: true }))).toBe('LOG_UNWRITABLE');
    expect(readdirSync(folder)).toEqual(['koppel-log.sqlite']);
  });

  test('where another process was first keeps the log of that process', async () => {
    createLogFile(folder);
    expect(await readWhole()).toBe('accepted');
    expect(readdirSync(folder)).toEqual(['koppel-log.sqlite']);
  });

  test('that is a file gives LOG_UNWRITABLE', async () => {
    expect(await refusalOf(() => openEmbeddedLog(file, { create: true }))).toBe('LOG_UNWRITABLE');
  });

  test('whose log is read-only gives LOG_UNWRITABLE', async () => {
    chmodSync(folder, 0o777);
    chmodSync(file, 0o444);
    await asOrdinaryUser(async () => {
      expect(await refusalOf(() => openEmbeddedLog(folder))).toBe('LOG_UNWRITABLE');
    });
  });
});

test('errors of SQLite and the file system become codes, without text, cause or value', () => {
  const thrown = (properties: object) => Object.assign(new Error('123456782 Jansen'), properties);
  const codes = [
    { errcode: 5 },
    { errcode: 261 }, // BUSY_RECOVERY
    { errcode: 13 },
    { errcode: 14 },
    { errcode: 1032 }, // READONLY_DBMOVED
    { errcode: 267 }, // CORRUPT_VTAB
    { errcode: 522 },
    { errcode: 4874 },
    { errcode: 778 }, // IOERR_WRITE
    { code: 'ENOSPC' },
    { code: 'ENOENT' },
    { code: 'ERR_OUT_OF_RANGE' },
    {},
  ].map((properties) => logFault(thrown(properties), 'folder'));
  expect(codes.map(({ code }) => code)).toEqual([
    'LOG_BUSY',
    'LOG_BUSY',
    'LOG_FULL',
    'LOG_UNWRITABLE',
    'LOG_UNWRITABLE',
    'LOG_DAMAGED',
    'LOG_DAMAGED',
    'LOG_FULL',
    'LOG_FAILED',
    'LOG_FULL',
    'LOG_MISSING',
    'LOG_DAMAGED',
    'LOG_FAILED',
  ]);
  for (const fault of codes) {
    expect(isKoppelError(fault)).toBe(true);
    expect(`${fault.stack!} ${JSON.stringify(fault)}`).not.toContain('Jansen');
    expect(fault.cause).toBeUndefined();
  }
  const own = new KoppelError('LOG_BUSY');
  expect(logFault(own, 'folder')).toBe(own);
});

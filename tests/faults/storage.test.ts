// SPDX-License-Identifier: EUPL-1.2
/** A log that is gone, cut short or damaged, and disks that are full. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  assemble,
  assembleArgs,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeLine,
  type Line,
  type Options,
} from '../support/line.ts';
import type { Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { makeSmallDisk } from '../support/small-disk.ts';
import { snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { expectFault } from './expect-fault.ts';

const workspace = makeWorkspace();
const logFile = 'koppel-log.sqlite';
const pageBytes = 4096;
let line: Line;
let owner: Party;

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const folder = join(workspace.folder, 'line');
  line = await makeLine(folder, { id: 'storage', owners, capacity: 20 });
  owner = line.owners[0]!;
  const random = seeded(4);
  const persons = inventPersons(400, random);
  const ids = persons.map((_, at) => `B${at}`);
  for (const one of line.owners)
    deliver(one, 'benefits', tableOf('benefits', persons, ids, random));
  for (const one of line.owners) await encode(line, one, 'benefits');
  await link(line);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** The log as it is, copied to a folder of its own. */
function copyOfLog(name: string): string {
  const folder = join(workspace.folder, name);
  cpSync(line.log, folder, { recursive: true });
  return folder;
}

const everyone = ['encoder', 'linkage', 'researcher'] as const;

/** The command line of a role. */
function commandOf(role: (typeof everyone)[number], options: Options) {
  switch (role) {
    case 'encoder':
      return { party: owner, args: encodeArgs(line, owner, 'benefits', options) };
    case 'linkage':
      return { party: line.linkageUnit, args: linkArgs(line, { state: 'new', ...options }) };
    case 'researcher':
      return { party: line.researcher, args: assembleArgs(line, { out: 'new', ...options }) };
  }
}

describe.each(everyone)('the %s and a log', (role) => {
  test('that is not there', async () => {
    const log = join(workspace.folder, 'no-log');
    const fault = { code: 'LOG_MISSING', exit: 3, place: { file: log } } as const;
    await expectFault(line, commandOf(role, { log }), fault);
    expect(existsSync(log)).toBe(false);
  });

  test.each([0.5, 0.97])('that was cut to a part of %d', async (part) => {
    const log = copyOfLog(`cut-${role}-${part}`);
    const file = join(log, logFile);
    truncateSync(file, Math.floor((statSync(file).size / pageBytes) * part) * pageBytes);
    const before = readFileSync(file);
    const fault = { code: 'LOG_DAMAGED', exit: 5, place: { file: log } } as const;
    await expectFault(line, commandOf(role, { log }), fault);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('of which messages were taken away', async () => {
    const log = copyOfLog(`gap-${role}`);
    const database = new DatabaseSync(join(log, logFile));
    database.exec('DELETE FROM entry WHERE offset = 1');
    database.close();
    const fault = { code: 'LOG_TRUNCATED', exit: 5, place: { file: log } } as const;
    await expectFault(line, commandOf(role, { log }), fault);
  });

  test('in which one byte was changed', async () => {
    const log = copyOfLog(`changed-${role}`);
    const database = new DatabaseSync(join(log, logFile));
    database.exec(
      `UPDATE entry SET value = CAST(substr(value, 1, 70) || x'00' || substr(value, 72) AS BLOB)`,
    );
    database.close();
    const fault = { code: 'LOG_DAMAGED', exit: 5, place: { file: log } } as const;
    await expectFault(line, commandOf(role, { log }), fault);
  });

  test('that is another database', async () => {
    const log = join(workspace.folder, `other-${role}`);
    mkdirSync(log);
    const database = new DatabaseSync(join(log, logFile));
    database.exec('CREATE TABLE person (name TEXT)');
    database.close();
    const fault = { code: 'LOG_DAMAGED', exit: 5, place: { file: log } } as const;
    await expectFault(line, commandOf(role, { log }), fault);
  });
});

test('a file where a folder should be', async () => {
  const file = join(workspace.folder, 'a-file');
  writeFileSync(file, '');
  const out = join(file, 'data-set');
  const command = { party: line.researcher, args: assembleArgs(line, { out }) };
  await expectFault(line, command, { code: 'WRITE_FAILED', exit: 5, place: { file: out } });
  const state = join(file, 'state');
  const linking = { party: line.linkageUnit, args: linkArgs(line, { state }) };
  await expectFault(line, linking, { code: 'WRITE_FAILED', exit: 5, place: { file: state } });
});

describe('the state of the linkage unit', () => {
  const segment = join('segments', '000000.segment');

  /** A copy of the state as it is after linking, to be damaged. */
  function copyOfState(name: string): string {
    const state = join(workspace.folder, name);
    cpSync(join(line.linkageUnit.folder, 'state'), state, { recursive: true });
    return state;
  }

  const linking = (state: string) => ({ party: line.linkageUnit, args: linkArgs(line, { state }) });

  test('of which a segment was cut', async () => {
    const state = copyOfState('state-cut');
    const file = join(state, segment);
    const fault = { code: 'STATE_SEGMENT_SHORT', exit: 5, place: { file } } as const;
    truncateSync(file, statSync(file).size - 1);
    await expectFault(line, linking(state), fault);
    // What the remedy says: the log rebuilds it, and nothing is published twice.
    rmSync(state, { recursive: true });
    expect((await link(line, { state })).published).toBe(false);
  });

  test('in which a byte was changed', async () => {
    const state = copyOfState('state-changed');
    const file = join(state, segment);
    const bytes = readFileSync(file);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(file, bytes);
    const place = { file, field: 'denhaag/benefits', path: 'batch[19].filters' };
    const fault = { code: 'STATE_SEGMENT_DAMAGED', exit: 5, place } as const;
    await expectFault(line, linking(state), fault);
  });
});

const folder = join(workspace.folder, 'disk');
const disk = makeSmallDisk(folder, 64);
// A reason that is seen: the title of a skipped test is printed at the end of the run.
const withDisk = disk === undefined ? describe.skip : describe;

withDisk('a full disk (needs the right to mount a small file system)', () => {
  const log = join(folder, 'log');

  const resize = (kilobytes: number): void => {
    disk!.resize(kilobytes);
  };

  afterAll(() => {
    disk!.remove();
  });

  test('under the log: nothing half, and the same command goes on once there is room', async () => {
    resize(16_384);
    cpSync(line.log, log, { recursive: true });
    // A register with other rows, so that there is something to send.
    const persons = inventPersons(400, seeded(99));
    const ids = persons.map((_, at) => `N${at}`);
    deliver(owner, 'benefits', tableOf('benefits', persons, ids, seeded(99)));
    const used = readdirSync(log).reduce((sum, name) => sum + statSync(join(log, name)).size, 0);
    resize(Math.ceil(used / 1024) + 200);
    const args = encodeArgs(line, owner, 'benefits', { log });
    const before = topicEnds(log);
    // The ledger says what was about to leave, before it does.
    const fault = { code: 'LOG_FULL', exit: 5 } as const;
    await expectFault(line, { party: owner, args }, fault, ['rotterdam/party.key.state/']);
    const after = topicEnds(log);
    expect(after['koppel.storage.batches.rotterdam']).toBeGreaterThanOrEqual(
      before['koppel.storage.batches.rotterdam']!,
    );
    resize(16_384);
    const { batchesSent, batchesAlreadyThere } = await encode(line, owner, 'benefits', { log });
    expect(batchesSent + batchesAlreadyThere).toBe(40);
    expect(batchesSent).toBeGreaterThan(0);
    expect((await encode(line, owner, 'benefits', { log })).batchesSent).toBe(0);
  });

  // From no room for the index of the write-ahead file to no room for the batches.
  test.each([8, 28, 64])('under the state of the linkage unit, %i KiB left', async (left) => {
    const state = join(folder, `state-${left}`);
    resize(left + usedKilobytes());
    const command = { party: line.linkageUnit, args: linkArgs(line, { state }) };
    await expectFault(line, command, { code: 'DISK_FULL', exit: 5 });
    resize(16_384);
    await link(line, { state });
    rmSync(state, { recursive: true });
  });

  test('under the data set: no folder is left behind', async () => {
    const out = join(folder, 'data-set');
    resize(8 + usedKilobytes());
    const command = { party: line.researcher, args: assembleArgs(line, { out }) };
    await expectFault(line, command, { code: 'DISK_FULL', exit: 5, place: { file: out } });
    expect(readdirSync(folder).filter((name) => name.startsWith('data-set'))).toEqual([]);
    resize(16_384);
    await assemble(line, out);
    await assemble(line, 'elsewhere');
    expect(snapshot(out)).toEqual(snapshot(join(line.researcher.folder, 'elsewhere')));
  });

  test('under a report or a key file', async () => {
    resize(usedKilobytes() + 4);
    const report = join(folder, 'report.json');
    writeFileSync(join(folder, 'filler'), new Uint8Array(pageBytes));
    const place = { file: report };
    const args = encodeArgs(line, owner, 'benefits', { report });
    await expectFault(line, { party: owner, args }, { code: 'DISK_FULL', exit: 5, place });
    const key = ['key', 'init', '--keys', join(folder, 'new.key')];
    await expectFault(line, { party: owner, args: key }, { code: 'DISK_FULL', exit: 5 });
    expect(readdirSync(folder).filter((name) => /report|new\.key/.test(name))).toEqual([]);
  });
});

/** Kilobytes in use, in whole pages as the file system counts them. */
function usedKilobytes(): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => Math.ceil(statSync(join(entry.parentPath, entry.name)).size / pageBytes) * 4)
    .reduce((sum, size) => sum + size, 0);
}

/** Per topic the number of messages, and that they are all there. */
function topicEnds(folder: string): Record<string, number> {
  const database = new DatabaseSync(join(folder, logFile), { readOnly: true });
  try {
    const rows = database
      .prepare(
        'SELECT name, next, (SELECT count(*) FROM entry WHERE topic_id = id) AS entries FROM topic',
      )
      .all() as { name: string; next: number; entries: number }[];
    for (const { next, entries } of rows) expect(entries).toBe(next);
    return Object.fromEntries(rows.map(({ name, next }) => [name, next]));
  } finally {
    database.close();
  }
}

// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { guarded, readDatabase } from './state-database.ts';
import { LinkageState, type StoredBatch } from './state.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import { storedBatch, storedBatches } from './testing/stored.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const specHash = new Uint8Array(32).fill(1);
const topic = 'koppel.sample.batches.north';
const folder = (): string => join(place.folder, 'state');
const file = (): string => join(folder(), 'linkage.sqlite');

function batchOf(sequence: number, changed: Partial<StoredBatch> = {}): StoredBatch {
  return {
    owner: 'north',
    register: 'population',
    run: new Uint8Array(16).fill(7),
    runOrdinal: 0,
    base: new Uint8Array(16),
    sequence,
    batches: 3,
    count: 2,
    tokens: new Uint8Array(32).fill(sequence + 1),
    kinds: new Uint8Array(2).fill(1),
    filters: new Uint8Array(128).fill(sequence + 100),
    ...changed,
  };
}

/** Opens the state for one piece of work. */
function withState<T>(work: (state: LinkageState) => T, maxBytes?: number): T {
  const state = new LinkageState(folder(), specHash, maxBytes === undefined ? {} : { maxBytes });
  try {
    return work(state);
  } finally {
    state.close();
  }
}

function isWritable(database: DatabaseSync): boolean {
  try {
    database.exec('DELETE FROM position');
    return true;
  } catch {
    return false;
  }
}

const intake = (...accepted: readonly StoredBatch[]) => ({ topic, next: 5, accepted, refused: [] });
const damaged = ['STATE_DAMAGED {"file":"state/linkage.sqlite"}'];

test('a new state is empty, and for its account alone', () => {
  withState((state) => {
    expect([state.position(topic), state.runs(), state.accepted(), state.refusals()]).toEqual([
      0, [], [], [],
    ]); // prettier-ignore
    expect(state.find(batchOf(0))).toBeUndefined();
  });
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
});

test('what was stored is there after opening again', () => {
  const refused = { ...batchOf(9), offset: 4, code: 'CONTRACT_SIGNATURE' } as const;
  const { owner, register, run, sequence, offset, code } = refused;
  withState((state) => {
    state.store({ ...intake(batchOf(2), batchOf(0)), refused: [refused] });
  });
  withState((state) => {
    expect(state.position(topic)).toBe(5);
    expect(state.position('another')).toBe(0);
    expect(storedBatch(state, batchOf(2))).toEqual(batchOf(2));
    expect(state.find(batchOf(1))).toBeUndefined();
    expect(storedBatches(state, batchOf(0))).toEqual([batchOf(0), batchOf(2)]);
    const name = { owner, register, run };
    expect(state.runs()).toEqual([
      { ...name, runOrdinal: 0, base: new Uint8Array(16), batches: 3, arrived: 2, rows: 4 },
    ]);
    expect(state.accepted()).toEqual([
      { ...name, sequence: 0 },
      { ...name, sequence: 2 },
    ]);
    expect(state.refusals()).toEqual([{ ...name, topic, sequence, offset, code }]);
  });
});

test('the newest run of a register comes first', () => {
  const runs = [1, 3, 2].map((runOrdinal) =>
    batchOf(0, { runOrdinal, run: new Uint8Array(16).fill(runOrdinal) }),
  );
  const found = withState((state) => {
    state.store(intake(...runs, batchOf(0, { owner: 'a-first' })));
    return state.runs();
  });
  expect(found.map(({ owner, runOrdinal }) => `${owner} ${runOrdinal}`)).toEqual([
    'a-first 0', 'north 3', 'north 2', 'north 1',
  ]); // prettier-ignore
});

test('is read while another process writes in it, and not changed by that', async () => {
  withState((state) => {
    state.store(intake(batchOf(0)));
  });
  const read = (hash = specHash): unknown =>
    readDatabase({ file: file(), specHash: hash }, (database) => [
      database.prepare('SELECT next FROM position').get()!['next'],
      isWritable(database),
    ]);
  const other = new DatabaseSync(file(), { timeout: 0 });
  try {
    other.exec('BEGIN IMMEDIATE; UPDATE position SET next = 6');
    expect(read()).toEqual([5, false]);
    const lock = (): void => {
      const third = new DatabaseSync(file(), { timeout: 0 });
      try {
        guarded(file(), () => {
          third.exec('BEGIN IMMEDIATE');
        });
      } finally {
        third.close();
      }
    };
    expect(await refusal(place, lock)).toEqual(['FILE_IN_USE {"file":"state/linkage.sqlite"}']);
    other.exec('COMMIT');
    expect(await refusal(place, () => read(new Uint8Array(32)))).toEqual([
      'STATE_OTHER_STUDY {"file":"state/linkage.sqlite"}',
    ]);
    other.exec('PRAGMA user_version = 99');
    expect(await refusal(place, () => read())).toEqual([
      'STATE_VERSION {"file":"state/linkage.sqlite"}',
    ]);
    for (const earlier of [0, 2, 3, 4]) {
      other.exec(`PRAGMA user_version = ${String(earlier)}`);
      expect(read()).toBeUndefined();
    }
    expect(other.prepare('SELECT next FROM position').all()).toEqual([{ next: 6 }]);
    other.exec('PRAGMA user_version = 5; DROP TABLE position');
    expect(await refusal(place, () => read())).toEqual(damaged);
  } finally {
    other.close();
  }
});

test('storing a batch again changes nothing', () => {
  withState((state) => {
    state.store(intake(batchOf(0)));
    state.store(intake(batchOf(0, { filters: new Uint8Array(128) })));
    expect(storedBatch(state, batchOf(0))).toEqual(batchOf(0));
  });
});

test('a stretch is stored whole or not at all', async () => {
  const broken = { ...batchOf(1), count: undefined as unknown as number };
  const problem = withState((state) => {
    state.store(intake(batchOf(0)));
    return refusal(place, () => {
      state.store({ ...intake(batchOf(2), broken), next: 9 });
    });
  });
  expect(await problem).toEqual(damaged);
  withState((state) => {
    expect([state.position(topic), state.accepted().length]).toEqual([5, 1]);
  });
});

test('a full disk is told, and leaves the state as it was', async () => {
  const maxBytes = 100_000;
  withState((state) => {
    state.store(intake(batchOf(0)));
  }, maxBytes);
  const big = batchOf(1, { filters: new Uint8Array(200_000) });
  const problem = withState(
    (state) => refusal(place, () => { state.store({ ...intake(big), next: 9 }); }),
    maxBytes,
  ); // prettier-ignore
  expect(await problem).toEqual(['DISK_FULL {"file":"state/segments/000000.segment"}']);
  withState((state) => {
    expect([state.position(topic), state.accepted().length]).toEqual([5, 1]);
    state.store({ ...intake(big), next: 9 });
    expect(state.position(topic)).toBe(9);
  });
});

describe('a folder of something else is refused', () => {
  test('another study, or another version of it', async () => {
    withState(() => undefined);
    const before = readFileSync(file());
    const other = new Uint8Array(32).fill(2);
    expect(await refusal(place, () => new LinkageState(folder(), other))).toEqual([
      'STATE_OTHER_STUDY {"file":"state/linkage.sqlite"}',
    ]);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test.each<[string, () => void]>([
    ['no database', () => { writeFileSync(file(), 'Jansen,1980-01-02\n'.repeat(99)); }],
    ['a folder in the place of the database', () => { mkdirSync(file()); }],
    ['half a database', () => {
      withState((state) => { state.store(intake(batchOf(0))); });
      writeFileSync(file(), readFileSync(file()).subarray(0, 9000));
    }],
    ['a database of another program', () => {
      const database = new DatabaseSync(file());
      database.exec('CREATE TABLE study (name TEXT); CREATE TABLE batch (name TEXT)');
      database.close();
    }],
  ])('%s', async (_name, make) => {
    mkdirSync(folder(), { recursive: true });
    make();
    const use = (): void => { withState((state) => storedBatches(state, batchOf(0))); };
    expect(await refusal(place, use)).toEqual(damaged);
  }); // prettier-ignore

  test('a file in the place of the folder', async () => {
    writeFileSync(folder(), '');
    expect(await refusal(place, () => new LinkageState(folder(), specHash))).toEqual(damaged);
  });
});

describe('damage is found', () => {
  const change = (sql: string): void => {
    const database = new DatabaseSync(file());
    database.exec(sql);
    database.close();
  };

  beforeEach(() => {
    withState((state) => {
      state.store(intake(batchOf(0), batchOf(1)));
    });
  });

  test.each([
    "UPDATE batch SET rowsSum = 'text'",
    "UPDATE batch SET filtersSum = x'00'",
    'UPDATE batch SET at = at + 8',
    'UPDATE batch SET segment = 1',
    'UPDATE batch SET filterBytes = 8',
    'UPDATE batch SET count = 1',
    'UPDATE batch SET runOrdinal = 1',
    "UPDATE batch SET base = zeroblob(15) || x'01'",
    'UPDATE batch SET base = 0',
    "UPDATE batch SET checksum = x'00'",
    "UPDATE batch SET checksum = 'text'",
    'DROP TABLE batch',
  ])('%s', async (sql) => {
    change(sql);
    expect(
      await refusal(place, () => withState((state) => storedBatches(state, batchOf(0)))),
    ).toEqual(damaged);
  });

  test('when a table is gone, by every question', async () => {
    const state = new LinkageState(folder(), specHash);
    change('DROP TABLE batch; DROP TABLE refusal; DROP TABLE position; DROP TABLE verdict');
    const questions = [
      () => state.position(topic),
      () => state.find(batchOf(0)),
      () => state.runs(),
      () => state.accepted(),
      () => state.refusals(),
      () => state.verdictOf(batchOf(0)),
      () => state.refusedRuns(),
      () => { state.store(intake(batchOf(0))); },
    ]; // prettier-ignore
    for (const question of questions) expect(await refusal(place, question)).toEqual(damaged);
    state.close();
  });
});

test('a verdict on a run stands, and tells which runs are refused', () => {
  const other = batchOf(0, { run: new Uint8Array(16).fill(8) });
  withState((state) => {
    expect(state.verdictOf(batchOf(0))).toBeUndefined();
    state.judge({ ...batchOf(0), code: '' });
    state.judge({ ...other, code: 'CONTRACT_BASE' });
    expect(state.verdictOf(other)).toBeUndefined();
    state.judge({ ...other, code: 'CONTRACT_QUOTA' });
    state.judge({ ...other, code: 'CONTRACT_QUOTA' });
  });
  withState((state) => {
    expect([state.verdictOf(batchOf(0)), state.verdictOf(other)]).toEqual(['', 'CONTRACT_QUOTA']);
    expect(state.refusedRuns().map(({ run, code }) => `${run[0]!} ${code}`)).toEqual([
      '8 CONTRACT_BASE',
      '8 CONTRACT_QUOTA',
    ]);
  });
});

describe('a state of another version of Koppel', () => {
  const oldContent = new Uint8Array(300_000).fill(0xa7);

  /** As the first version made it. */
  function makeFirstForm(hash: Uint8Array): void {
    mkdirSync(folder());
    const database = new DatabaseSync(file());
    database.exec(`
      CREATE TABLE study (only INTEGER PRIMARY KEY CHECK (only = 1), specHash BLOB);
      CREATE TABLE position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL);
      CREATE TABLE batch (
        owner TEXT, register TEXT, run BLOB, runOrdinal INTEGER, sequence INTEGER, batches INTEGER,
        count INTEGER, tokens BLOB, filters BLOB, checksum BLOB NOT NULL,
        PRIMARY KEY (owner, register, run, sequence));
      CREATE TABLE refusal (
        topic TEXT, offset INTEGER, owner TEXT, register TEXT, run BLOB, sequence INTEGER,
        code TEXT, PRIMARY KEY (topic, offset));
      INSERT INTO position VALUES ('${topic}', 4);
      INSERT INTO batch VALUES ('north', 'population', x'01', 0, 0, 1, 0, x'', x'', x'');
      INSERT INTO refusal VALUES ('${topic}', 3, 'north', 'population', x'01', 0, 'WIRE_VERSION');
      PRAGMA user_version = 1;
    `);
    const insert =
      "INSERT INTO batch VALUES ('north', 'population', x'02', 0, 0, 1, 0, ?, x'', x'')";
    database.prepare(insert).run(oldContent);
    database.prepare('INSERT INTO study VALUES (1, ?)').run(hash);
    database.close();
  }

  test('that is older is emptied: the log fills it again', () => {
    makeFirstForm(specHash);
    withState((state) => {
      expect([state.position(topic), state.runs(), state.refusals()]).toEqual([0, [], []]);
      state.store(intake(batchOf(0)));
    });
    // What stood in it is gone from the disk, and its room given back.
    expect(readFileSync(file()).includes(Buffer.from(oldContent.subarray(0, 100)))).toBe(false);
    expect(statSync(file()).size).toBeLessThan(oldContent.length);
    withState((state) => {
      expect([state.position(topic), storedBatch(state, batchOf(0))]).toEqual([5, batchOf(0)]);
    });
  });

  test('that is older and of another study is left alone', async () => {
    makeFirstForm(new Uint8Array(32).fill(2));
    expect(await refusal(place, () => new LinkageState(folder(), specHash))).toEqual([
      'STATE_OTHER_STUDY {"file":"state/linkage.sqlite"}',
    ]);
    const database = new DatabaseSync(file());
    expect(database.prepare('SELECT next FROM position').get()).toEqual({ next: 4 });
    database.close();
  });

  test('that only knew no looks is kept', () => {
    withState((state) => {
      state.store(intake(batchOf(0)));
    });
    const database = new DatabaseSync(file());
    for (const table of ['lookRound', 'lookPart', 'ask', 'past', 'lookFault']) {
      database.exec(`DROP TABLE ${table}`);
    }
    database.exec('PRAGMA user_version = 3');
    database.close();
    withState((state) => {
      expect([state.position(topic), storedBatch(state, batchOf(0))]).toEqual([5, batchOf(0)]);
      expect(state.looks.rounds()).toEqual([]);
    });
  });

  test('that is newer is refused', async () => {
    withState(() => undefined);
    const database = new DatabaseSync(file());
    database.exec('PRAGMA user_version = 6');
    database.close();
    expect(await refusal(place, () => new LinkageState(folder(), specHash))).toEqual([
      'STATE_VERSION {"file":"state/linkage.sqlite"}',
    ]);
  });
});

test('a state that is lost can be made again in the same folder', () => {
  withState((state) => {
    state.store(intake(batchOf(0)));
  });
  rmSync(folder(), { recursive: true });
  withState((state) => {
    expect(state.position(topic)).toBe(0);
  });
  expect(existsSync(file())).toBe(true);
});

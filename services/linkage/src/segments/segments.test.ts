// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LinkageState, type StateOptions, type StoredBatch } from '../state.ts';
import { arrive, batchesOfRun, nameOfRun } from '../testing/history.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { storedBatch, storedBatches } from '../testing/stored.ts';
import { encodeContent, headerBytes, layoutOf } from './format.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

const specHash = new Uint8Array(32).fill(1);
const folder = (): string => join(place.folder, 'state');
const segment = (number: number): string =>
  join(folder(), 'segments', `${String(number).padStart(6, '0')}.segment`);

/** Opens the state for one piece of work. */
function withState<T>(work: (state: LinkageState) => T, options: StateOptions = {}): T {
  const state = new LinkageState(folder(), specHash, options);
  try {
    return work(state);
  } finally {
    state.close();
  }
}

/** Batches of ten rows, of records that differ. */
function someBatches(ordinal: number, records: number): StoredBatch[] {
  const rows = Array.from({ length: records }, (_, at) => [at, (at + ordinal) % 256] as const);
  return batchesOfRun({ ordinal, rows });
}

const run = (ordinal: number) => ({
  owner: 'north',
  register: 'population',
  run: nameOfRun(ordinal),
});
const sortedBatches = (state: LinkageState, ordinal: number): StoredBatch[] =>
  storedBatches(state, run(ordinal));
const readAll = (ordinal: number) => (): StoredBatch[] =>
  withState((state) => sortedBatches(state, ordinal));

describe('the bytes of a batch', () => {
  test('stand where the layout says, each part on a multiple of eight', () => {
    const sizes = fc.record({ count: fc.integer({ min: 0, max: 40 }), words: fc.integer({ min: 1, max: 20 }) });
    fc.assert(fc.property(sizes, ({ count, words }) => {
      const content = {
        count,
        tokens: new Uint8Array(count * 16).fill(1),
        kinds: new Uint8Array(count).fill(2),
        filters: new Uint8Array(count * words * 8).fill(3),
      };
      const bytes = encodeContent(content);
      const { kinds, rows, filters, end } = layoutOf(count, content.filters.length);
      expect([bytes.length, filters % 8, end % 8]).toEqual([end, 0, 0]);
      expect(bytes.subarray(0, kinds)).toEqual(content.tokens);
      expect(bytes.subarray(kinds, rows)).toEqual(content.kinds);
      expect(bytes.subarray(filters, filters + content.filters.length)).toEqual(content.filters);
      expect(bytes.subarray(rows, filters).every((byte) => byte === 0)).toBe(true);
    }), { numRuns: 50 });
  }); // prettier-ignore

  test('of a thousand records of 1,024 bits take 145 a record, with the token', () => {
    const { end } = layoutOf(1000, 128_000);
    expect(end / 1000).toBe(145);
  });
});

describe('segments', () => {
  test('are for the account alone, and hold a header and what was stored', () => {
    const batches = someBatches(0, 25);
    withState((state) => { arrive(state, ...batches); });
    expect(statSync(segment(0)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder(), 'segments')).mode & 0o777).toBe(0o700);
    const expected = [new Uint8Array(headerBytes), ...batches.map(encodeContent)];
    const bytes = new Uint8Array(readFileSync(segment(0)));
    expect(bytes.length).toBe(Buffer.concat(expected).length);
    expect(bytes.subarray(headerBytes)).toEqual(new Uint8Array(Buffer.concat(expected.slice(1))));
  }); // prettier-ignore

  test('begin anew when one is full, within a stretch and between two', () => {
    const options = { segmentBytes: 1500 };
    withState((state) => { arrive(state, ...someBatches(0, 55)); }, options);
    withState((state) => { arrive(state, ...someBatches(1, 35)); }, options);
    expect(readdirSync(join(folder(), 'segments')).sort()).toEqual([
      '000000.segment', '000001.segment', '000002.segment', '000003.segment', '000004.segment',
    ]);
    expect(readAll(0)()).toEqual(someBatches(0, 55));
    expect(readAll(1)()).toEqual(someBatches(1, 35));
  }); // prettier-ignore

  test('are read into memory that threads share', () => {
    withState((state) => {
      arrive(state, ...someBatches(0, 10));
      const entry = state.batchesOf(run(0))[0]!;
      const filters = new Uint8Array(new SharedArrayBuffer(entry.filterBytes));
      state.readFilters(entry, filters);
      expect(new Uint8Array(filters)).toEqual(someBatches(0, 10)[0]!.filters);
    });
  });

  test('left without their database are not trusted: the state begins anew', () => {
    withState((state) => { arrive(state, ...someBatches(0, 25)); });
    for (const name of readdirSync(folder())) {
      if (name.startsWith('linkage.sqlite')) rmSync(join(folder(), name));
    }
    withState((state) => { expect(state.runs()).toEqual([]); });
    expect(existsSync(segment(0))).toBe(false);
    withState((state) => { arrive(state, ...someBatches(1, 25)); });
    expect(readAll(1)()).toEqual(someBatches(1, 25));
  }); // prettier-ignore
});

describe('what a crash leaves beyond the valid end', () => {
  const before = someBatches(0, 25);
  const after = someBatches(1, 25);

  test.each<[string, () => void]>([
    ['noise', () => { writeFileSync(segment(0), new Uint8Array(777).fill(9), { flag: 'a' }); }],
    ['a whole stretch that was not noted', () => {
      const bytes = Buffer.concat(after.map(encodeContent));
      writeFileSync(segment(0), bytes, { flag: 'a' });
    }],
    ['a new segment that was not noted', () => { writeFileSync(segment(1), new Uint8Array(5000)); }],
  ])('is ignored and written over: %s', (_name, leave) => {
    withState((state) => { arrive(state, ...before); });
    const length = statSync(segment(0)).size;
    leave();
    expect(readAll(0)()).toEqual(before);
    // The first segment is full from here on, so that a second one is begun.
    withState((state) => { arrive(state, ...after); }, { segmentBytes: length + 1 });
    withState((state) => { arrive(state, ...someBatches(2, 5)); }, { segmentBytes: length + 1 });
    expect([0, 1, 2].map((ordinal) => readAll(ordinal)())).toEqual([
      before, after, someBatches(2, 5),
    ]);
  }); // prettier-ignore

  test('a stretch that was cut off anywhere is ignored', () => {
    withState((state) => { arrive(state, ...before); });
    const valid = readFileSync(segment(0));
    const stretch = Buffer.concat(after.map(encodeContent));
    for (const part of [0, 0.01, 0.5, 0.99, 1]) {
      const cut = stretch.subarray(0, Math.floor(part * stretch.length));
      writeFileSync(segment(0), Buffer.concat([valid, cut]));
      expect([readAll(0)(), readAll(1)()]).toEqual([before, []]);
    }
    withState((state) => { arrive(state, ...after); });
    expect([readAll(0)(), readAll(1)()]).toEqual([before, after]);
    expect(readFileSync(segment(0)).equals(Buffer.concat([valid, stretch]))).toBe(true);
  }); // prettier-ignore

  test('two programs on one state take turns, also in a segment that the other began', () => {
    const options = { segmentBytes: 1500 };
    withState((one) => {
      withState((other) => {
        for (const ordinal of [0, 1, 2, 3, 4]) {
          arrive(ordinal % 2 === 0 ? one : other, ...someBatches(ordinal, 15));
        }
        for (const ordinal of [0, 1, 2, 3, 4]) {
          expect(sortedBatches(one, ordinal)).toEqual(someBatches(ordinal, 15));
          expect(sortedBatches(other, ordinal)).toEqual(someBatches(ordinal, 15));
        }
      }, options);
    }, options);
  });

  test('a stretch that fails leaves the segment as long as it was', async () => {
    withState((state) => { arrive(state, ...before); });
    const length = statSync(segment(0)).size;
    const options = { maxBytes: 60_000 };
    const big = someBatches(1, 2000);
    const store = (): void => { withState((state) => { arrive(state, ...big); }, options); };
    expect(await refusal(place, store)).toEqual([
      'DISK_FULL {"file":"state/segments/000000.segment"}',
    ]);
    expect(statSync(segment(0)).size).toBe(length);
    expect(readAll(1)()).toEqual([]);
    withState((state) => { arrive(state, ...big); });
    expect([readAll(0)(), readAll(1)()]).toEqual([before, big]);
  }); // prettier-ignore
});

describe('damage is found and named', () => {
  const named = (path: string): string =>
    'STATE_SEGMENT_DAMAGED {"file":"state/segments/000000.segment",' +
    `"field":"north/population","path":"${path}"}`;
  const layout = layoutOf(10, 640);

  beforeEach(() => {
    withState((state) => { arrive(state, ...someBatches(0, 25)); });
  }); // prettier-ignore

  test.each([
    ['a token', headerBytes + 5, 'batch[0].rows'],
    ['a kind', headerBytes + layout.kinds + 3, 'batch[0].rows'],
    ['a filter', headerBytes + layout.filters, 'batch[0].filters'],
    ['the last byte of a batch', headerBytes + 2 * layout.end - 1, 'batch[1].filters'],
  ])('one bit of %s', async (_name, at, path) => {
    const bytes = readFileSync(segment(0));
    bytes[at]! ^= 0x10;
    writeFileSync(segment(0), bytes);
    expect(await refusal(place, readAll(0))).toEqual([named(path)]);
    withState((state) => {
      const sound = { ...run(0), sequence: 2 };
      expect(storedBatch(state, sound)).toEqual(someBatches(0, 25)[2]);
    });
  });

  test('two batches in each other’s place', async () => {
    const bytes = readFileSync(segment(0));
    const [first, second] = [headerBytes, headerBytes + layout.end];
    const kept = Buffer.from(bytes.subarray(first, second));
    bytes.copyWithin(first, second, second + layout.end);
    kept.copy(bytes, second);
    writeFileSync(segment(0), bytes);
    expect(await refusal(place, readAll(0))).toEqual([named('batch[0].rows')]);
  });

  const atOnce = (code: string, number = 0, rest = ''): string[] => [
    `${code} {"file":"state/segments/00000${number}.segment"${rest}}`,
  ];
  const open = (): void => { withState(() => undefined); }; // prettier-ignore

  test('a segment that was cut, at once', async () => {
    truncateSync(segment(0), statSync(segment(0)).size - 1);
    expect(await refusal(place, open)).toEqual(atOnce('STATE_SEGMENT_SHORT'));
    truncateSync(segment(0), 3);
    expect(await refusal(place, open)).toEqual(atOnce('STATE_SEGMENT_SHORT'));
  });

  test('a segment that is gone, at once, also while at work', async () => {
    const state = new LinkageState(folder(), specHash);
    rmSync(segment(0));
    const read = (): unknown => sortedBatches(state, 0);
    expect(await refusal(place, read)).toEqual(atOnce('STATE_SEGMENT_SHORT'));
    state.close();
    expect(await refusal(place, open)).toEqual(atOnce('STATE_SEGMENT_SHORT'));
  });

  test('a segment in the place of another, or of another study, at once', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => [at, at] as const);
    const big = batchesOfRun({ ordinal: 1, rows }, 50);
    withState((state) => { arrive(state, ...big); }, { segmentBytes: 64 });
    copyFileSync(segment(1), segment(0));
    const damaged = atOnce('STATE_SEGMENT_DAMAGED', 0, ',"path":"header"');
    expect(await refusal(place, open)).toEqual(damaged);
  }); // prettier-ignore

  test('another file in the place of a segment', async () => {
    rmSync(segment(0));
    copyFileSync(join(folder(), 'linkage.sqlite'), segment(0));
    expect(await refusal(place, open)).toEqual(
      atOnce('STATE_SEGMENT_DAMAGED', 0, ',"path":"header"'),
    );
  });

  test('a length that the database makes up', async () => {
    const database = new DatabaseSync(join(folder(), 'linkage.sqlite'));
    database.exec('UPDATE segment SET length = length + 1');
    database.close();
    expect(await refusal(place, open)).toEqual(atOnce('STATE_SEGMENT_SHORT'));
  });
});

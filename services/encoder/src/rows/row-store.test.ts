// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { fill, rowBytes, rowsIn, type TestRow } from '../testing/rows.ts';
import { rowLayout } from './layout.ts';
import { RowStore } from './row-store.ts';
import { SpillFile } from './spill-file.ts';

let place: Place;
let spill: string;

beforeAll(async () => {
  place = await makePlace();
  spill = join(place.folder, 'rows.spill');
});

afterAll(async () => {
  await place.remove();
});

const layout = rowLayout(8, 2);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const row: fc.Arbitrary<TestRow> = fc.record({
  token: bytes(16),
  filter: bytes(8),
  presence: fc.nat(2 ** 32 - 1),
  payload: fc.array(fc.option(fc.double({ noNaN: true }), { nil: undefined }), {
    minLength: 2,
    maxLength: 2,
  }),
});

const hex = (token: Uint8Array): string => Buffer.from(token).toString('hex');
const distinct = fc.uniqueArray(row, { selector: ({ token }) => hex(token), maxLength: 60 });
const byToken = (rows: readonly TestRow[]): TestRow[] =>
  [...rows].sort((a, b) => (hex(a.token) < hex(b.token) ? -1 : 1));

/** Everything in memory, or of all but a few rows everything on disk. */
const arenas = { memory: 2 ** 16, disk: 3 * layout.rowBytes } as const;

describe.each(Object.entries(arenas))('rows in %s', (kind, arenaBytes) => {
  function through(rows: readonly TestRow[], onDuplicate?: (ordinal: number) => void): TestRow[] {
    const store = new RowStore(layout, spill, arenaBytes);
    try {
      return rowsIn(fill(store, rows), onDuplicate);
    } finally {
      store.close();
    }
  }

  test('come out by token, each whole, in whatever order they came', () => {
    const shuffled = distinct.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const sorted = through(all);
        expect(sorted).toEqual(byToken(all));
        expect(through(other)).toEqual(sorted);
      }),
    );
  });

  test('of one token: the first one stays, the ordinals of the others are told', () => {
    const few = fc.array(fc.tuple(fc.nat(3), row), { maxLength: 30 });
    fc.assert(
      fc.property(few, (drawn) => {
        const rows = drawn.map(([token, one]) => ({
          ...one,
          token: Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? token : 7)),
        }));
        const firsts = rows.filter(
          ({ token }, at) => rows.findIndex((other) => hex(other.token) === hex(token)) === at,
        );
        const told: number[] = [];
        const kept = through(rows, (ordinal) => told.push(ordinal));
        expect(kept).toEqual(byToken(firsts));
        const others = rows.flatMap((one, at) => (firsts.includes(one) ? [] : [at + 1]));
        expect(told.sort((a, b) => a - b)).toEqual(others);
      }),
    );
  });

  test('are told apart by any byte of their tokens', () => {
    const rows = Array.from({ length: 16 }, (_unused, at) => ({
      token: Uint8Array.from({ length: 16 }, (_, index) => (index === at ? 1 : 0)),
      filter: new Uint8Array(8),
      presence: at,
      payload: [undefined, at],
    }));
    expect(through(rows).map(({ presence }) => presence)).toEqual(rows.map((_, at) => 15 - at));
  });

  test('of which all tokens begin alike are sorted too', () => {
    const rows = Array.from({ length: 2000 }, (_unused, at) => {
      const token = new Uint8Array(16);
      new DataView(token.buffer).setUint32(12, 2000 - at);
      return { token, filter: new Uint8Array(8).fill(at % 251), presence: at, payload: [at, at] };
    });
    expect(through(rows)).toEqual([...rows].reverse());
  });

  test(`leave no file behind (${kind})`, () => {
    expect(existsSync(spill)).toBe(false);
  });
});

describe('on disk', () => {
  const secret: TestRow = {
    token: new Uint8Array(16).fill(0x41),
    filter: new Uint8Array(8).fill(0x42),
    presence: 0x43434343,
    payload: [1980, 1980],
  };

  test('nothing of a row is readable, and only this account may read', () => {
    const store = new RowStore(layout, spill, 4 * layout.rowBytes);
    fill(
      store,
      Array.from({ length: 8 }, () => secret),
    );
    const written = readFileSync(spill);
    expect(written).toHaveLength(8 * layout.rowBytes);
    expect(statSync(spill).mode & 0o777).toBe(0o600);
    const clear = rowBytes(secret, layout, 1);
    for (const part of [secret.token, secret.filter, clear.subarray(layout.payloadValues)]) {
      expect(written.includes(Buffer.from(part))).toBe(false);
    }
    // Equal rows are not equal on disk.
    expect(written.subarray(0, 4 * layout.rowBytes)).not.toEqual(
      written.subarray(4 * layout.rowBytes),
    );
    store.close();
    expect(existsSync(spill)).toBe(false);
  });

  test.each(['changed', 'cut'])('rows that were %s are not used', async (how) => {
    const store = fill(new RowStore(layout, spill, layout.rowBytes), [secret]);
    const written = readFileSync(spill);
    if (how === 'changed') written[40]! ^= 1;
    writeFileSync(spill, how === 'cut' ? written.subarray(0, -1) : written);
    expect(await refusal(place, () => store.bucket(0x41))).toEqual([
      'STATE_DAMAGED {"file":"rows.spill"}',
    ]);
    expect(store.bucket(0x40).order).toHaveLength(0);
    store.close();
  });

  test('a file that cannot be made is a closed code', async () => {
    const file = join(place.folder, 'none', 'rows.spill');
    expect(await refusal(place, () => new SpillFile(file))).toEqual([
      'WRITE_FAILED {"file":"none/rows.spill"}',
    ]);
    const there = place.write('there.spill', 'x');
    expect(await refusal(place, () => new SpillFile(there))).toEqual([
      'WRITE_FAILED {"file":"there.spill"}',
    ]);
    expect(readFileSync(there, 'utf8')).toBe('x');
  });
});

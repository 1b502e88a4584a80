// SPDX-License-Identifier: EUPL-1.2
/** What is kept of a run: every record is found by its token, nothing on disk can be read or changed. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { hex } from '../bytes.ts';
import { makePlace, refusal, type Place } from '../testing/place.ts';
import { LookStore, pageRows, StoreWriter, type StoreShape } from './store-file.ts';

let place: Place;
beforeAll(async () => {
  place = await makePlace();
});
afterAll(() => place.remove());

const of = { run: new Uint8Array(16).fill(7), ordinal: 3, specHash: new Uint8Array(32).fill(8) };
const keyOf = (salt: Uint8Array): Uint8Array => salt.map((byte) => byte ^ 0x5a);
const shape: StoreShape = { filterBytes: 5, classBytes: 2, tags: true };
const none = new Uint8Array(16);

interface Row {
  readonly token: Uint8Array;
  readonly filters: Uint8Array;
  readonly classes: Uint8Array;
  readonly tag: Uint8Array;
}

function rowsOf(count: number, firsts = 8): Row[] {
  const rows = Array.from({ length: count }, (_, row): Row => {
    const token = new Uint8Array(16);
    new DataView(token.buffer).setUint32(4, row % firsts);
    new DataView(token.buffer).setUint32(12, row);
    return {
      token,
      filters: new Uint8Array(5).fill(row + 1),
      classes: Uint8Array.of(row & 3, 2),
      tag: row % 3 === 0 ? new Uint8Array(16).fill(row + 1) : none,
    };
  });
  return rows.sort((one, other) => Buffer.compare(one.token, other.token));
}

function write(name: string, rows: readonly Row[], as: StoreShape = shape): string {
  const file = join(place.folder, name);
  const writer = new StoreWriter({ file, keyOf }, as);
  for (const { token, filters, classes, tag } of rows) {
    writer.add(token, filters, classes.subarray(0, as.classBytes), as.tags ? tag : none);
  }
  writer.publish(of, as.classBytes > 0 ? Uint8Array.of(0, 1, 2, 3, 1, 1, 2, 3) : new Uint8Array());
  writer.close();
  return file;
}

function read<T>(file: string, work: (store: LookStore) => T): T {
  const store = new LookStore({ file, keyOf });
  try {
    return work(store);
  } finally {
    store.close();
  }
}

describe('a store', () => {
  // Around a page, a group of pages with their tags, and several groups.
  test.each([0, 1, pageRows + 1, 256, 257, 600])(
    'of %i records gives each by its token, and no other',
    (count) => {
      const rows = rowsOf(count);
      const file = write(`store-${String(count)}`, rows);
      read(file, (store) => {
        expect(store.rows).toBe(count);
        expect([hex(store.of.run), store.of.ordinal, hex(store.of.specHash)]).toEqual([
          hex(of.run), 3, hex(of.specHash),
        ]);
        expect(store.called).toEqual(Uint8Array.of(0, 1, 2, 3, 1, 1, 2, 3));
        const target = new Uint8Array(20);
        const [found, wanted]: [string[], string[]] = [[], []];
        for (const { token, filters, classes } of rows) {
          target.fill(0);
          found.push(store.copyInto(token, 0, target, 9) ? hex(target.subarray(9, 16)) : 'none');
          wanted.push(hex(Uint8Array.of(...filters, ...classes)));
          found.push(store.copyInto(token.with(8, 1), 0, target, 0) ? 'some' : 'none');
          wanted.push('none');
        }
        expect(found).toEqual(wanted);
        expect(store.copyInto(none.with(0, 255), 0, target, 0)).toBe(false);
        const borne = rows.filter(({ tag }) => tag !== none).map(({ tag }) => hex(tag));
        const ends = [borne[0], borne.at(-1)].filter((tag) => tag !== undefined);
        for (const tag of ends) expect(store.bearsTag(new Set([tag]))).toBe(true);
        expect(store.bearsTag(new Set([hex(none.with(3, 4))]))).toBe(false);
        expect(store.bearsTag(new Set())).toBe(false);
      });
    },
  ); // prettier-ignore

  test('whose tokens all begin alike gives each of them', () => {
    const rows = rowsOf(60, 1);
    const file = write('alike', rows);
    const target = new Uint8Array(7);
    read(file, (store) => {
      for (const { token, filters } of rows) {
        expect(store.copyInto(token, 0, target, 0)).toBe(true);
        expect(target.subarray(0, 5)).toEqual(filters);
      }
      expect(store.copyInto(rows[0]!.token.with(11, 1), 0, target, 0)).toBe(false);
    });
  });

  test('has classes and tags only where there are any', () => {
    const rows = rowsOf(20);
    const file = write('plain', rows, { filterBytes: 5, classBytes: 0, tags: false });
    read(file, (store) => {
      expect(store.shape).toEqual({ filterBytes: 5, classBytes: 0, tags: false });
      expect(store.called).toHaveLength(0);
      const target = new Uint8Array(5);
      expect(rows.every(({ token }) => store.copyInto(token, 0, target, 0))).toBe(true);
      expect(store.bearsTag(new Set([hex(rows[0]!.tag)]))).toBe(false);
    });
  });
});

describe('on disk', () => {
  test('nothing of a record can be read, equal records are not equal, only this account may read', () => {
    const row = {
      token: new Uint8Array(16).fill(0x41),
      filters: new Uint8Array(5).fill(0x42),
      classes: new Uint8Array(2),
      tag: new Uint8Array(16).fill(0x43),
    };
    const [one, other] = [write('one', [row]), write('other', [row])].map((file) =>
      readFileSync(file),
    );
    for (const part of [row.token.subarray(0, 6), row.filters, row.tag]) {
      expect(one!.includes(Buffer.from(part))).toBe(false);
    }
    expect(one!.subarray(0, 64)).not.toEqual(other!.subarray(0, 64));
    expect(statSync(join(place.folder, 'one')).mode & 0o777).toBe(0o600);
  });

  test('a byte that was changed anywhere is noticed, or changes nothing that is used', () => {
    const rows = rowsOf(30);
    const whole = readFileSync(write('changed', rows));
    const file = join(place.folder, 'changed');
    const target = new Uint8Array(7);
    const contents = (): string =>
      read(file, (store) => {
        const found = rows.map(({ token }) =>
          store.copyInto(token, 0, target, 0) ? hex(target) : '',
        );
        const tags = new Set(['ff'.repeat(16)]);
        return [...found, store.bearsTag(tags), store.rows, hex(store.called)].join();
      });
    const sound = contents();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        writeFileSync(file, whole.with(at, whole[at]! ^ change));
        let outcome: string;
        try {
          outcome = contents();
        } catch (thrown) {
          outcome = (thrown as { code: string }).code;
        }
        expect(['STATE_DAMAGED', sound]).toContain(outcome);
      }),
      { numRuns: 60 },
    ); // prettier-ignore
    writeFileSync(file, whole.subarray(0, -1));
    expect(() => read(file, () => 0)).toThrow('STATE_DAMAGED');
    writeFileSync(file, '');
    expect(() => read(file, () => 0)).toThrow('STATE_DAMAGED');
  });

  // Rows, pages, groups of tags, sizes of filters, classes and names, each as large as can be written.
  test.each([1, 2, 3, 4, 5, 6])('size %i that does not add up takes no memory', async (number) => {
    for (const count of [0, 30]) {
      const file = write('sizes', rowsOf(count));
      const bytes = readFileSync(file);
      bytes.writeUInt32BE(0xffffffff, bytes.length - 8 - 7 * 4 + 4 * number);
      writeFileSync(file, bytes);
      expect(await refusal(place, () => new LookStore({ file, keyOf }))).toEqual([
        'STATE_DAMAGED {"file":"sizes"}',
      ]);
    }
  });

  test('one that was not published leaves nothing, and none is no store', async () => {
    const file = join(place.folder, 'never');
    const writer = new StoreWriter({ file, keyOf }, shape);
    writer.add(none, new Uint8Array(5), new Uint8Array(2), none);
    writer.close();
    expect([existsSync(file), existsSync(`${file}.tmp`)]).toEqual([false, false]);
    expect(await refusal(place, () => new LookStore({ file, keyOf }))).toEqual([
      'STATE_DAMAGED {"file":"never"}',
    ]);
    const nowhere = { file: join(place.folder, 'none', 'x'), keyOf };
    expect(await refusal(place, () => new StoreWriter(nowhere, shape))).toEqual([
      'WRITE_FAILED {"file":"none/x"}',
    ]);
  });
});

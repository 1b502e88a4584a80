// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGroupPrf } from '../../prf.ts';
import { TokenList } from '../../token-list.ts';
import { expandRow, nonceOf, placesFor, rowsFor, SignRows } from './sign-rows.ts';

const ROW_BYTES = 96;
const nonce = nonceOf(undefined);

function tokenList(tokens: readonly string[]): TokenList {
  const list = new TokenList();
  list.fill(tokens);
  return list;
}

function setUp(places: number) {
  const prfs = [1, 2].map((byte) => createGroupPrf(new Uint8Array(32).fill(byte)));
  const streams = [prfs[0]!.ofType(1), prfs[0]!.ofType(2), prfs[1]!.ofType(1)];
  const memory = new Uint8Array(32 + rowsFor(places) * ROW_BYTES);
  const rows = new SignRows(streams, { memory, first: 32, rowBytes: ROW_BYTES, places, nonce });
  const find = (stream: number, token: string): number => {
    const [a, b, c, d] = tokenList([token]).words;
    return rows.rowOf(stream, a!, b!, c!, d!);
  };
  const at = (address: number): Uint8Array => memory.slice(address, address + ROW_BYTES);
  const expected = (stream: number, token: string): Uint8Array => {
    const row = new Uint8Array(ROW_BYTES);
    expandRow(streams[stream]!, tokenList([token]), 0, nonce, row);
    return row;
  };
  return { rows, memory, streams, find, at, expected };
}

test('a row is that of its token and stream, however many others come between', () => {
  const { rows, find, at, expected } = setUp(16);
  const token = fc.tuple(fc.nat(2), fc.stringMatching(/^[a-z]{1,3}$/));
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 40 }), (record) => {
      const found = record.map(([stream, text]) => find(stream, text));
      // All rows of a record stay until the record is done.
      found.forEach((address, i) => {
        expect(at(address)).toEqual(expected(...record[i]!));
      });
      expect(rows.isFull).toBe(false);
      rows.nextRecord();
    }),
    { numRuns: 60 },
  );
});

test('a token that comes back has the row that it had', () => {
  const { rows, find } = setUp(64);
  const first = find(0, 'an');
  rows.nextRecord();
  expect(find(0, 'an')).toBe(first);
  expect(find(1, 'an')).not.toBe(first);
});

test('a long token, and one that is rare, have rows for the record at hand', () => {
  const { rows, at, expected } = setUp(4);
  const texts = Array.from({ length: 64 }, (_, i) => `longer than fifteen bytes ${i}`);
  const found = texts.map((text) => {
    expect(rows.isFull).toBe(false);
    return rows.rowWithoutKeeping(2, tokenList([text]), 0);
  });
  expect(rows.isFull).toBe(true);
  texts.forEach((text, i) => {
    expect(at(found[i]!)).toEqual(expected(2, text));
  });
  rows.nextRecord();
  expect(rows.isFull).toBe(false);
});

test('signs of other tokens, types and groups have nothing in common, and plus is half of them', () => {
  const row = new Uint8Array(8192);
  const { streams } = setUp(4);
  const signsOf = (stream: number, token: string): Uint8Array => {
    expandRow(streams[stream]!, tokenList([token]), 0, nonce, row.fill(0));
    return row.slice();
  };
  const all = [signsOf(0, 'an'), signsOf(0, 'na'), signsOf(1, 'an'), signsOf(2, 'an')];
  const ones = (bytes: Uint8Array): number =>
    bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  const sigma = Math.sqrt(8 * row.length) / 2;
  all.forEach((one, i) => {
    expect(Math.abs(ones(one) - 4 * row.length)).toBeLessThan(4.5 * sigma);
    for (const other of all.slice(i + 1)) {
      const apart = ones(one.map((byte, at) => byte ^ other[at]!));
      expect(Math.abs(apart - 4 * row.length)).toBeLessThan(4.5 * sigma);
    }
  });
});

test('wiping leaves nothing of tokens or rows', () => {
  const { rows, memory, find } = setUp(16);
  find(0, 'an');
  rows.rowWithoutKeeping(0, tokenList(['a longer token than that']), 0);
  expect(memory.some((byte) => byte !== 0)).toBe(true);
  rows.wipe();
  expect(memory.every((byte) => byte === 0)).toBe(true);
});

test('rows are kept in memory that is bounded', () => {
  expect(placesFor(768)).toBe(32_768);
  expect(placesFor(4096)).toBe(16_384);
  expect(placesFor(65_536)).toBe(1024);
});

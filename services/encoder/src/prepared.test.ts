// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentHash, runContent } from './content-hash.ts';
import { RegisterBuilder, type PreparedRegister } from './prepared.ts';

interface Row {
  readonly token: Uint8Array;
  readonly filter: Uint8Array;
  readonly presence: number;
  readonly payload: readonly (number | undefined)[];
}

const filterBytes = 8;
const variables = 2;

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const row: fc.Arbitrary<Row> = fc.record({
  token: bytes(16),
  filter: bytes(filterBytes),
  presence: fc.nat(2 ** 32 - 1),
  payload: fc.array(fc.option(fc.double({ noNaN: true }), { nil: undefined }), {
    minLength: variables,
    maxLength: variables,
  }),
});

const hex = (token: Uint8Array): string => Buffer.from(token).toString('hex');
const rows = fc.uniqueArray(row, { selector: ({ token }) => hex(token), maxLength: 40 });
const shuffled = rows.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
);

function prepare(all: readonly Row[]): PreparedRegister {
  const builder = new RegisterBuilder(filterBytes, variables);
  for (const { token, filter, presence, payload } of all) {
    builder.add(token, filter, presence, payload);
  }
  expect(builder.count).toBe(all.length);
  return builder.finish();
}

test('rows come out by token, each whole', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const { count, tokens, filters, presence, payloadPresent, payloadValues } = prepare(all);
      const out = Array.from({ length: count }, (_, at) => ({
        token: tokens.slice(at * 16, (at + 1) * 16),
        filter: filters.slice(at * filterBytes, (at + 1) * filterBytes),
        presence: presence[at]!,
        payload: Array.from({ length: variables }, (_unused, v) =>
          payloadPresent[at * variables + v] === 1 ? payloadValues[at * variables + v] : undefined,
        ),
      }));
      const byToken = [...all].sort((a, b) => (hex(a.token) < hex(b.token) ? -1 : 1));
      expect(out).toEqual(byToken);
    }),
  );
});

test('the order of arrival leaves no trace', () => {
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(prepare(other)).toEqual(prepare(all));
      const specHash = new Uint8Array(32);
      expect(contentHash(specHash, prepare(other))).toEqual(contentHash(specHash, prepare(all)));
    }),
  );
});

test('tokens that differ in any byte are told apart', () => {
  const tokenWith = (at: number): Row => ({
    token: Uint8Array.from({ length: 16 }, (_, index) => (index === at ? 1 : 0)),
    filter: new Uint8Array(filterBytes),
    presence: at,
    payload: [undefined, undefined],
  });
  const all = Array.from({ length: 16 }, (_, at) => tokenWith(at));
  expect([...prepare(all).presence]).toEqual([
    15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
  ]);
});

test('it grows beyond its first room', () => {
  const builder = new RegisterBuilder(filterBytes, 1);
  const total = 5000;
  for (let at = 0; at < total; at += 1) {
    const token = new Uint8Array(16);
    new DataView(token.buffer).setUint32(12, total - at);
    builder.add(token, new Uint8Array(filterBytes).fill(at % 251), at, [at]);
  }
  const { count, presence, payloadValues, filters } = builder.finish();
  expect(count).toBe(total);
  for (let at = 0; at < total; at += 1) {
    const row = total - 1 - at;
    expect([presence[at], payloadValues[at], filters[at * filterBytes]]).toEqual([
      row, row, row % 251,
    ]); // prettier-ignore
  }
});

test('the buffers that are handed in may be used again', () => {
  const builder = new RegisterBuilder(filterBytes, 0);
  const token = new Uint8Array(16).fill(1);
  const filter = new Uint8Array(filterBytes).fill(1);
  builder.add(token, filter, 0, []);
  token.fill(9);
  filter.fill(9);
  const { tokens, filters } = builder.finish();
  expect([tokens[0], filters[0]]).toEqual([1, 1]);
});

test('the content hash depends on the study, every column, and which column it is', () => {
  const empty = prepare([]);
  const one: Row = {
    token: new Uint8Array(16),
    filter: new Uint8Array(filterBytes),
    presence: 0,
    payload: [0, undefined],
  };
  const specHash = new Uint8Array(32);
  const hashes = [
    contentHash(specHash, empty),
    contentHash(new Uint8Array(32).fill(1), empty),
    contentHash(specHash, prepare([one])),
    contentHash(specHash, prepare([{ ...one, token: new Uint8Array(16).fill(1) }])),
    contentHash(specHash, prepare([{ ...one, filter: new Uint8Array(filterBytes).fill(1) }])),
    contentHash(specHash, prepare([{ ...one, presence: 1 }])),
    contentHash(specHash, prepare([{ ...one, payload: [1, undefined] }])),
    contentHash(specHash, prepare([{ ...one, payload: [undefined, 0] }])),
    contentHash(specHash, prepare([{ ...one, payload: [undefined, undefined] }])),
  ];
  expect(new Set(hashes.map(hex)).size).toBe(hashes.length);
  expect(hashes.every(({ length }) => length === 32)).toBe(true);
});

test('a run is its content and its place among the runs', () => {
  const contents = [new Uint8Array(32), new Uint8Array(32).fill(1)];
  const all = contents.flatMap((content) =>
    [0, 1, 256, 2 ** 31 - 1].map((n) => runContent(content, n)),
  );
  expect(new Set(all.map(hex)).size).toBe(8);
  expect(runContent(contents[0]!, 7)).toEqual(runContent(new Uint8Array(32), 7));
});

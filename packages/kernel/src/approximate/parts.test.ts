// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { searchReference } from '../reference.ts';
import { randomSet, seeded } from '../testing/filter-sets.ts';
import { personSets } from '../testing/persons.ts';
import { distinctOf, firstByContent } from './distinct.ts';
import { normalQuantile, shareFound } from './interval.ts';
import { PairSet } from './pair-set.ts';
import { joinThreads } from './pool.ts';
import type { JoinPlan, Table } from './sides.ts';
import { TableJoin } from './table-join.ts';
import { tablesFrom } from './tables.ts';

const take = (pool: readonly number[], keyBits: number, count: number): Table[] => {
  const endless = tablesFrom(pool, keyBits, 5);
  return Array.from({ length: count }, () => endless.next().value as Table);
};

const allBits = (bits: number): number[] => Array.from({ length: bits }, (_, bit) => bit);

/** In how many of some bits two filters differ. */
function differing(a: Uint8Array, b: Uint8Array, bits: readonly number[]): number {
  return bits.filter((bit) => (((a[bit >> 3]! ^ b[bit >> 3]!) >> (bit & 7)) & 1) === 1).length;
}

test('a table finds just the pairs whose keys differ in at most the radius', () => {
  const [a, b] = personSets({ count: 250, bits: 256, tokens: 12 });
  const threshold = 0.6;
  const sides = { left: distinctOf(a, 1), right: distinctOf(b, 1) };
  for (const radius of [0, 1] as const) {
    for (const table of take(allBits(256), 9, 3)) {
      const plan: JoinPlan = {
        similarity: 'dice',
        threshold,
        within: false,
        left: sides.left.side,
        right: sides.right.side,
        radius,
        sketch: [0, 1, 2, 3, 4, 5, 6, 7],
        sketchMost: { half: 128, whole: 256 },
      };
      const found: string[] = [];
      const { left, right } = plan;
      new TableJoin(plan, 9).run(
        table,
        ({ query, candidate }) => {
          query.forEach((one, at) =>
            found.push(`${left.rows[one]!} ${right.rows[candidate[at]!]!}`),
          );
        },
        () => false,
      );
      const filterAt = (set: typeof a, row: number) =>
        set.filters.subarray(row * 32, row * 32 + 32);
      const wanted = searchReference(a, b, threshold)
        .filter(({ query, candidate }) => {
          const [one, other] = [filterAt(a, query), filterAt(b, candidate)];
          return differing(one, other, table.keyBits) <= radius;
        })
        .map(({ query, candidate }) => `${query} ${candidate}`);
      expect(wanted.length).toBeGreaterThan(20);
      expect(found.sort()).toEqual(wanted.sort());
    }
  }
});

test('a crowd of one key is split by longer keys, and its pairs are not all lost', () => {
  // All have the same key, as its bits are set in none; what differs is elsewhere.
  const random = seeded(3);
  const count = 5000;
  const set = randomSet(count, 64, 0, random);
  for (let row = 0; row < count; row++) {
    for (let n = 0; n < 20; n++) {
      const bit = 64 + Math.floor(random() * 448);
      set.filters[row * 64 + (bit >> 3)]! |= 1 << (bit & 7);
    }
  }
  const other = { ...set, filters: set.filters.slice() };
  for (let row = 0; row < count; row++) other.filters[row * 64] = 1 << (row & 7);
  const [left, right] = [distinctOf(set, 1), distinctOf(other, 1)];
  const table = { keyBits: [60, 61, 62], furtherBits: allBits(512).slice(64) };
  const plan: JoinPlan = {
    similarity: 'dice',
    threshold: 0.9,
    within: false,
    left: left.side,
    right: right.side,
    radius: 1,
    sketch: [2, 3, 4, 5, 6, 7, 8, 9],
    sketchMost: { half: 20, whole: 40 },
  };
  let found = 0;
  const cost = new TableJoin(plan, 3).run(
    table,
    ({ query }) => (found += query.length),
    () => false,
  );
  expect(found).toBe(count);
  expect(cost.candidates).toBeLessThan(count * count);
  // Keys that cannot grow any more: what meets there is counted as left out.
  const stuck = new TableJoin(plan, 3).run({ ...table, furtherBits: [] }, () => undefined, () => false); // prettier-ignore
  expect(stuck).toEqual({ candidates: 0, skipped: count * count });
});

test('keys of one shuffle share no bit, and the seed makes them', () => {
  const tables = take(allBits(100), 20, 10);
  for (const shuffle of [tables.slice(0, 5), tables.slice(5)]) {
    expect(new Set(shuffle.flatMap(({ keyBits }) => keyBits)).size).toBe(100);
  }
  expect(tables[0]!.keyBits).not.toEqual(tables[5]!.keyBits);
  expect(take(allBits(100), 20, 10)).toEqual(tables);
  for (const { keyBits, furtherBits } of tables) {
    expect([...keyBits, ...furtherBits].sort((a, b) => a - b)).toEqual(allBits(100));
  }
});

test('a set of pairs holds what was added, however many', () => {
  const pair = fc.tuple(fc.nat(50), fc.nat(2 ** 32 - 2));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 300 }), (pairs) => {
      const [set, known] = [new PairSet(), new Set<string>()];
      for (const [a, b] of pairs) {
        const name = `${String(a)} ${String(b)}`;
        expect(set.has(a, b)).toBe(known.has(name));
        expect(set.add(a, b)).toBe(!known.has(name));
        known.add(name);
      }
      expect(set.size).toBe(known.size);
    }),
  );
  const many = new PairSet();
  for (let n = 0; n < 20_000; n++) many.add(n, n ^ 0x5555);
  expect(many.size).toBe(20_000);
  for (let n = 0; n < 20_000; n++) expect(many.has(n, n ^ 0x5555)).toBe(true);
  expect(many.has(1, 1)).toBe(false);
});

test('equal filters are one, with all their rows; a sample by content ignores their order', () => {
  const random = seeded(9);
  const set = randomSet(400, 16, 0.3, random, 3);
  const { side, start, members, find } = distinctOf(set, 1);
  const textOf = (row: number) => set.filters.subarray(row * 16, row * 16 + 16).join();
  expect(side.rows.length).toBe(new Set(Array.from({ length: 400 }, (_, row) => textOf(row))).size);
  for (let one = 0; one < side.rows.length; one++) {
    const rows = members.subarray(start[one], start[one + 1]);
    expect(new Set([...rows].map(textOf))).toEqual(new Set([textOf(side.rows[one]!)]));
    expect(find(side.words, side.rows[one]!)).toBe(one);
  }
  expect([...members].sort((a, b) => a - b)).toEqual(allBits(400));
  expect(find(new Uint32Array(4).fill(0xffff_fff0), 0)).toBe(-1);

  const turned = { ...set, filters: new Uint8Array(set.filters.length) };
  for (let row = 0; row < 400; row++) {
    turned.filters.set(set.filters.subarray(row * 16, row * 16 + 16), (399 - row) * 16);
  }
  const texts = (distinct: ReturnType<typeof distinctOf>, of: typeof set) =>
    Array.from(firstByContent(distinct, 50), (one) => {
      const row = distinct.side.rows[one]!;
      return of.filters.subarray(row * 16, row * 16 + 16).join();
    });
  expect(texts(distinctOf(turned, 1), turned)).toEqual(texts(distinctOf(set, 1), set));
  expect(firstByContent(distinctOf(set, 1), 10_000).length).toBe(side.rows.length);
});

test('the interval is that of Wilson, and wider where pairs come in groups', () => {
  expect(normalQuantile(0.025)).toBeCloseTo(1.96, 2);
  const single = (found: number, missed: number) => [
    ...Array.from({ length: found }, () => ({ pairs: 1, found: 1 })),
    ...Array.from({ length: missed }, () => ({ pairs: 1, found: 0 })),
  ];
  const plain = shareFound(single(90, 10), 0.05);
  expect(plain.measured).toBeCloseTo(0.9, 12);
  expect(plain.low).toBeCloseTo(0.8256, 2);
  expect(plain.high).toBeCloseTo(0.9448, 2);
  const grouped = [
    ...Array.from({ length: 9 }, () => ({ pairs: 10, found: 10 })),
    { pairs: 10, found: 0 },
  ];
  const wide = shareFound(grouped, 0.05);
  expect(wide.measured).toBeCloseTo(0.9, 12);
  expect(wide.low).toBeLessThan(plain.low - 0.1);
  expect(shareFound([], 0.05)).toEqual({ measured: 1, low: 0, high: 1 });
  const all = shareFound(single(300, 0), 0.05);
  expect(all).toMatchObject({ measured: 1, high: 1 });
  expect(all.low).toBeGreaterThan(0.98);
  expect(all.low).toBeLessThan(1);
});

const script = (source: string): URL =>
  new URL(`data:text/javascript,${encodeURIComponent(source)}`);

test.each([
  ['ends without a word', 'process.exit(0)'],
  ['throws', 'throw new Error("x")'],
  ['does not start', 'import "./no-such-file.js"'],
])('a thread that %s is a lost worker', async (_, source) => {
  const { side } = distinctOf(randomSet(10, 16, 0.3, seeded(1)), 1);
  const plan: JoinPlan = {
    similarity: 'dice',
    threshold: 0.8,
    within: true,
    left: side,
    right: side,
    radius: 0,
    sketch: [0, 1, 2, 3],
    sketchMost: { half: 128, whole: 128 },
  };
  const joiner = joinThreads(plan, 4, 2, undefined, script(source));
  const receiver = { onHits: () => undefined, onTable: () => undefined };
  await expect(joiner.join(take(allBits(64), 4, 3), receiver)).rejects.toMatchObject({
    code: 'KERNEL_WORKER_LOST',
  });
  await joiner.close();
});

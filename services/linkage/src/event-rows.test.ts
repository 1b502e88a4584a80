// SPDX-License-Identifier: EUPL-1.2
/** Events as rows: laid over the pseudonyms before, they give those after, whatever happened. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ClusterEvents,
  decidedClusters,
  marksOf,
  MetRecords,
  type FollowedSource,
  type RecordName,
} from '@koppel/linkage';
import { decodeEventBlock, encodeEventBlock, eventKinds, reasonsIn } from '@koppel/wire';
import { eventBlocks } from './event-rows.ts';

const capacity = 3;
const sources = ['north', 'south', 'west'].map((owner) => ({ owner, register: 'population' }));
const known = sources.map(({ owner, register }) => ({
  name: `${owner}/${register}`,
  unique: true,
}));
const THRESHOLD = 0.8;

/** Fifteen records, spread over the sources. */
const records = Array.from({ length: 15 }, (_, at): RecordName => {
  const digit = ((at * 7) % 16).toString(16);
  return { source: known[at % 3]!.name, token: digit.repeat(32) };
});

/** What is not zero, and never the token itself. */
const pseudonymOf = (token: Uint8Array): Uint8Array => token.map((byte) => byte ^ 0x5a);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const nameOf = ({ source, token }: RecordName): string => `${source} ${token}`;

/** A pair of two records, in their order. */
interface Pair {
  readonly left: RecordName;
  readonly right: RecordName;
  readonly similarity: number;
}

/** A linkage of the records that are there, and their versions; by the pairs among them. */
function linkageOf(there: ReadonlyMap<RecordName, number>, pairs: readonly Pair[]) {
  const order: RecordName[] = [];
  const columns = known.map((one): FollowedSource => {
    const own = [...there.keys()].filter(({ source }) => source === one.name);
    order.push(...own);
    return {
      ...one,
      count: own.length,
      tokens: new Uint8Array(Buffer.from(own.map(({ token }) => token).join(''), 'hex')),
      digests: Uint8Array.from(
        own.flatMap((record) => new Array<number>(16).fill(there.get(record)!)),
      ),
    };
  });
  const found = {
    left: Uint32Array.from(pairs, ({ left }) => order.indexOf(left)),
    right: Uint32Array.from(pairs, ({ right }) => order.indexOf(right)),
    similarity: Float64Array.from(pairs, ({ similarity }) => similarity),
  };
  const rules = { oneToOne: true, assignment: 'greedy' } as const;
  const { cluster } = decidedClusters(columns, found, { joined: [], parted: [] }, rules);
  return { order, columns, pairs: found, cluster, decisions: new Map() };
}

/** Pseudonyms by record: of the smallest token in its cluster. */
function pseudonymsIn({ order, cluster }: ReturnType<typeof linkageOf>): Map<string, string> {
  return new Map(
    order.map((record, at) => {
      const together = order.filter((_, other) => cluster[other] === cluster[at]);
      const [smallest] = together.map(({ token }) => token).sort();
      const pseudonym = pseudonymOf(new Uint8Array(Buffer.from(smallest!, 'hex')));
      return [nameOf(record), hex(pseudonym)];
    }),
  );
}

/** What a batch does with each record, and how much each pair resembles when it is compared. */
const batch = fc.record({
  fates: fc.array(fc.nat(3), { minLength: 15, maxLength: 15 }),
  similarities: fc.array(fc.integer({ min: 70, max: 100 }), { minLength: 105, maxLength: 105 }),
});

test('rows laid over the pseudonyms before give those after, block by block', () => {
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 5 }), (batches) => {
      const there = new Map<RecordName, number>();
      let pairs: Pair[] = [];
      let last = linkageOf(there, pairs);
      for (const { fates, similarities } of batches) {
        const before = pseudonymsIn(last);
        const added = records.filter((one, at) => !there.has(one) && fates[at]! > 1);
        const retracted = records.filter((one, at) => there.has(one) && fates[at] === 0);
        const changed = records.filter((one, at) => there.has(one) && fates[at] === 1);
        for (const one of [...added, ...changed]) there.set(one, (there.get(one) ?? 0) + 1);
        for (const one of retracted) there.delete(one);
        const touched = new Set([...added, ...changed, ...retracted]);
        pairs = pairs.filter(({ left, right }) => !touched.has(left) && !touched.has(right));
        let number = 0;
        records.forEach((one, at) => {
          for (const other of records.slice(at + 1)) {
            const similarity = similarities[number++]! / 100;
            const isNew = touched.has(one) || touched.has(other);
            if (!isNew || !there.has(one) || !there.has(other)) continue;
            if (one.source === other.source || similarity < THRESHOLD) continue;
            const [left, right] = one.source < other.source ? [one, other] : [other, one];
            pairs.push({ left, right, similarity });
          }
        });
        const now = linkageOf(there, pairs);
        const met = new MetRecords(last.columns, now.columns);
        const events = new ClusterEvents(met, last, now, marksOf(met, last, now, false));
        const laid = new Map(before);
        for (const plain of eventBlocks(events, sources, pseudonymOf, capacity).blocks) {
          const block = decodeEventBlock(encodeEventBlock(plain, { capacity }), { capacity });
          for (let row = 0; row < block.count; row += 1) {
            const part = (column: Uint8Array): string =>
              hex(column.subarray(16 * row, 16 * row + 16));
            const name = `${block.owner}/${block.register} ${part(block.tokens)}`;
            const none = '0'.repeat(32);
            expect(laid.get(name) ?? none).toBe(part(block.before));
            if (part(block.after) === none) laid.delete(name);
            else laid.set(name, part(block.after));
          }
        }
        expect([...laid].sort()).toEqual([...pseudonymsIn(now)].sort());
        last = now;
      }
    }),
    { numRuns: 100 },
  );
});

test('every source has a block, also when nothing happened, and rows are in the order of tokens', () => {
  const blocks = (events: Parameters<typeof eventBlocks>[0]) => {
    const made = eventBlocks(events, sources, pseudonymOf, capacity);
    const all = [...made.blocks];
    expect(all).toHaveLength(made.count);
    return all;
  };
  expect(blocks([]).map(({ owner, count }) => [owner, count])).toEqual([
    ['north', 0],
    ['south', 0],
    ['west', 0],
  ]);
  const north = records.filter(({ source }) => source === 'north/population');
  const gone = { source: 'gone/benefits', token: 'ab'.repeat(16) };
  const found = blocks([
    {
      kind: 'merged',
      reasons: ['changed', 'threshold'],
      before: [
        { anchor: gone, members: [gone] },
        { anchor: north[0]!, members: [north[0]!] },
      ],
      after: [{ anchor: north[0]!, members: north }],
    },
  ]);
  // Five records of north in blocks of three, and one of a register that is linked no more.
  expect(found.map(({ owner, count }) => [owner, count])).toEqual([
    ['gone', 1],
    ['north', 3],
    ['north', 2],
    ['south', 0],
    ['west', 0],
  ]);
  const tokens = [...found[1]!.tokens.subarray(0, 48), ...found[2]!.tokens.subarray(0, 32)];
  const inOrder = north.map(({ token }) => token).sort();
  expect(hex(Uint8Array.from(tokens))).toBe(inOrder.join(''));
  const [first] = found;
  expect(eventKinds[first!.kinds[0]!]).toBe('merged');
  expect(reasonsIn(first!.reasons[0]!)).toEqual(['changed', 'threshold']);
  expect(hex(first!.after.subarray(0, 16))).toBe('0'.repeat(32));
});

// SPDX-License-Identifier: EUPL-1.2
import { afterEach, expect, test } from '@jest/globals';
import { searchApproximately } from '../approximate/search.ts';
import { search, topMatches } from '../search.ts';
import { searchSequentially } from '../sequential/search.ts';
import { randomSet, seeded } from '../testing/filter-sets.ts';
import { personSets } from '../testing/persons.ts';
import { plantedCodes } from '../testing/planted-codes.ts';
import type { FilterSet } from '../filter-set.ts';
import { topElsewhere } from './best.ts';
import { openParts, type OpenParts } from './open.ts';
import { PartPool } from './pool.ts';
import type { PartsElsewhere, PartsJob, PartsQuestion } from './question.ts';

const opened: OpenParts[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const random = seeded(5);
const a = randomSet(1500, 8, 0.3, random, 3);
const b = randomSet(1100, 8, 0.3, random, 3);
b.filters.set(a.filters.subarray(0, 600 * 8), 100 * 8);

/** Copies, as another process has them. */
const copyOf = ({ count, bytes, filters }: FilterSet): FilterSet => ({
  count,
  bytes,
  filters: filters.slice(),
});

/** Searches parts backwards and some of them twice, each time by one of `others` in turn. */
function sharedBetween(others: number, left: FilterSet, right: FilterSet) {
  const jobs: PartsJob[] = [];
  const elsewhere: PartsElsewhere = {
    async search(job, onPart) {
      jobs.push(job);
      const workers = Array.from({ length: others }, () =>
        openParts(copyOf(left), copyOf(right), job.question, 1),
      );
      opened.push(...workers);
      for (let part = job.to - 1; part >= job.from; part--) {
        const found = await workers[part % others]!.search(part);
        if (part % 4 === 0) {
          // Done again by the same one, and by another one: the same pairs in the same order.
          expect(await workers[part % others]!.search(part)).toEqual(found);
          expect(await workers[(part + 1) % others]!.search(part)).toEqual(found);
        }
        onPart(part, found);
      }
      for (const { identity } of workers) expect(identity).toBe(job.identity);
    },
  };
  return { elsewhere, jobs };
}

test.each([1, 2, 4])('an exact search gives the same pairs by %d others', async (others) => {
  const seen: number[] = [];
  const { elsewhere, jobs } = sharedBetween(others, a, b);
  const onProgress = (fraction: number): unknown => seen.push(fraction);
  const hits = await search(a, b, 0.75, { elsewhere, onProgress });
  expect(hits).toEqual(await search(a, b, 0.75));
  expect(hits.query.length).toBeGreaterThan(600);
  expect(jobs).toHaveLength(1);
  expect(seen.at(-1)).toBe(1);
  const own = sharedBetween(others, a, a);
  const within = { within: true } as const;
  expect(await search(a, a, 0.75, { ...within, elsewhere: own.elsewhere })).toEqual(
    await search(a, a, 0.75, within),
  );
});

test('an approximate search gives the same pairs, recall and cost by others', async () => {
  const [left, right] = personSets({ count: 1600 });
  const options = { recall: 0.9, evenIfSlower: true, workers: 1 } as const;
  const alone = await searchApproximately(left, right, 0.75, options);
  const { elsewhere, jobs } = sharedBetween(2, left, right);
  expect(await searchApproximately(left, right, 0.75, { ...options, elsewhere })).toEqual(alone);
  expect(alone.method).toBe('approximate');
  expect(jobs[0]!.question.way.method).toBe('tables');
  // Rounds go on where the one before ended.
  expect(jobs.map(({ from }) => from)).toEqual([0, ...jobs.slice(0, -1).map(({ to }) => to)]);
  const within = { ...options, within: true } as const;
  const own = sharedBetween(2, left, left);
  expect(
    await searchApproximately(left, left, 0.75, { ...within, elsewhere: own.elsewhere }),
  ).toEqual(await searchApproximately(left, left, 0.75, within));
}, 60_000);

test('a search by tests gives the same pairs and misses by others', async () => {
  const [left, right] = plantedCodes([10_100, 10_000], 512, 0.8, seeded(8));
  const options = { miss: 0.01, sampleQueries: 20, workers: 1 };
  const alone = await searchSequentially(left, right, 0.8, options);
  expect(alone.design).toBeDefined();
  const { elsewhere, jobs } = sharedBetween(2, left, right);
  expect(await searchSequentially(left, right, 0.8, { ...options, elsewhere })).toEqual(alone);
  expect(jobs[0]!.question.way).toEqual({ method: 'votes', miss: 0.01 });
}, 60_000);

test.each(['hamming', 'dice'] as const)(
  'the best by %s are the same by others',
  async (similarity) => {
    const options = { similarity, top: 3, floor: similarity === 'dice' ? 0.2 : 0.5 };
    const { elsewhere, jobs } = sharedBetween(2, a, b);
    const found = await topElsewhere(a, b, options, elsewhere);
    expect(found).toEqual(await topMatches(a, b, options));
    expect(found.query.length).toBeGreaterThan(2000);
    expect(jobs[0]!.question.way).toEqual({ method: 'best', top: 3 });
    const own = sharedBetween(2, a, a);
    const rows = Uint32Array.from({ length: a.count }, (_, row) => row);
    expect(await topElsewhere(a, a, options, own.elsewhere)).toEqual(
      await topMatches(a, a, { ...options, self: rows }),
    );
    const others = sharedBetween(1, b, a);
    await topElsewhere(b, a, options, others.elsewhere);
    await topElsewhere(a, b, { ...options, top: 4 }, sharedBetween(1, a, b).elsewhere);
    expect(new Set([jobs, own.jobs, others.jobs].map(([one]) => one!.identity)).size).toBe(3);
  },
);

const question: PartsQuestion = {
  similarity: 'dice',
  threshold: 0.75,
  within: false,
  way: { method: 'exact' },
};

test('other sets have another identity, and a part that there is not is refused', async () => {
  const [one, other] = [openParts(a, b, question, 1), openParts(b, a, question, 1)];
  opened.push(one, other);
  expect(one.identity).not.toBe(other.identity);
  await expect(one.search(99_999)).rejects.toMatchObject({ code: 'KERNEL_KEPT_TILE' });
  const tables = { seed: 1, pool: [1, 2, 3, 4], keyBits: 2, radius: 0, sketch: [0, 1], sketchMost: { half: 9, whole: 9 } } as const; // prettier-ignore
  const byTables = openParts(a, b, { ...question, way: { method: 'tables', ...tables } }, 1);
  opened.push(byTables);
  await expect(byTables.search(1_000_000)).rejects.toMatchObject({ code: 'KERNEL_KEPT_TILE' });
  const votes = { ...question, similarity: 'hamming', threshold: 0.1 } as const;
  expect(() => openParts(a, b, { ...votes, way: { method: 'votes', miss: 1e-9 } }, 1)).toThrow(
    expect.objectContaining({ code: 'KERNEL_KEPT_TILE' }),
  );
});

test('answers that cannot be of these sets are refused', async () => {
  const hits = {
    query: Uint32Array.of(1500),
    candidate: Uint32Array.of(0),
    similarity: Float64Array.of(1),
  };
  const elsewhere: PartsElsewhere = {
    search: (_, onPart) => {
      onPart(0, { hits, met: 0, skipped: 0 });
      return Promise.resolve();
    },
  };
  await expect(search(a, b, 0.75, { elsewhere })).rejects.toMatchObject({
    code: 'KERNEL_KEPT_TILE',
  });
});

test('a thread that dies fails its part, and another thread does the next one', async () => {
  const dies = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ number }) => {
      if (number === 0) process.exit(1);
      parentPort.postMessage({ number, found: 'found' });
    });`;
  const pool = new PartPool({} as never, 1, new URL(`data:text/javascript,${dies}`));
  const lost = { code: 'KERNEL_WORKER_LOST' };
  const [first, second] = [0, 1].map((part) => pool.search(part, {} as never));
  await expect(first).rejects.toMatchObject(lost);
  expect(await second).toBe('found');
  await pool.close();
  await expect(pool.search(1, {} as never)).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
});

test('a thread that dies before it has work ends the pool', async () => {
  const pool = new PartPool({} as never, 1, new URL('data:text/javascript,process.exit(1)'));
  const lost = { code: 'KERNEL_WORKER_LOST' };
  await expect(pool.search(0, {} as never)).rejects.toMatchObject(lost);
  // The thread in its place dies as well.
  for (let part = 1; part < 3; part += 1) {
    await expect(pool.search(part, {} as never)).rejects.toMatchObject(lost);
  }
  await pool.close();
});

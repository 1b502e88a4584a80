// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { planAll } from './plan.ts';
import { runThreads, type Watch } from './pool.ts';
import { setOf } from './testing/filter-sets.ts';

const set = setOf(8, [1, 2], [1, 3]);
const plan = planAll(set, set, { similarity: 'dice', threshold: 0.5 }, true);
const watch: Watch = { onHits: () => undefined, onTile: () => undefined, signal: undefined };
const script = (source: string): URL =>
  new URL(`data:text/javascript,${encodeURIComponent(source)}`);

test.each([
  ['ends without a word', 'process.exit(0)'],
  ['throws', 'throw new Error("x")'],
  ['does not start', 'import "./no-such-file.js"'],
])('a thread that %s is a lost worker', async (_, source) => {
  await expect(runThreads(plan, Uint32Array.of(0), 2, watch, script(source))).rejects.toMatchObject(
    {
      code: 'KERNEL_WORKER_LOST',
    },
  );
});

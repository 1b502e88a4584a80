// SPDX-License-Identifier: EUPL-1.2
/** What can befall a search that is shared, without a broker: parts are dealt by a queue in memory. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openParts, type FoundPart, type PartsQuestion } from '@koppel/kernel';
import type { WorkPort } from '@koppel/transport';
import { encodeWorkAnswer, encodeWorkPart, topics, type WorkAnswer } from '@koppel/wire';
import { listen, makePlace, valuesOf, type Place, type Told } from '../testing/place.ts';
import {
  deliverAll,
  makeSharedWorld,
  startWorker,
  type TestWorker,
} from '../testing/shared-world.ts';
import { filterBytes, runName, type TestStudy } from '../testing/study.ts';
import { newUnitSecrets } from '../unit-key.ts';
import { noisyRows } from '../testing/noise.ts';
import { AnswerFold } from './answers.ts';
import { JobBoard } from './job-board.ts';
import { WorkPost } from './post.ts';
import { readQuestion, writeQuestion } from './question.ts';
import { SharedWork } from './share.ts';

const question: PartsQuestion = {
  similarity: 'dice',
  threshold: 0.75,
  within: false,
  way: { method: 'exact' },
};

let place: Place;
let world: TestStudy;
let told: Told;
let queue: Uint8Array[];
let work: WorkPort;
const workers: TestWorker[] = [];

beforeEach(async () => {
  place = await makePlace();
  told = listen();
  world = await makeSharedWorld(place, 600, false);
  await deliverAll(world, place.port);
  queue = [];
  work = {
    offer: (_, values) => Promise.resolve(void queue.push(...values)),
    join: () =>
      Promise.resolve({
        async take(signal: AbortSignal) {
          for (;;) {
            if (signal.aborted) return undefined;
            const value = queue.shift();
            if (value !== undefined) return { value, done: () => undefined };
            await sleep(5);
          }
        },
        close: () => Promise.resolve(),
      }),
    close: () => Promise.resolve(),
  };
});

afterEach(async () => {
  for (const { stop } of workers) stop.abort();
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
  await place.remove();
});

const [left, right] = [1, 2].map((seed) => {
  const { filters } = noisyRows(600, filterBytes, 200, seed);
  return { count: 600, bytes: filterBytes, filters };
});

function start(own: TestStudy = world): TestWorker {
  const { reporter } = told;
  const folder = join(place.folder, `worker-${String(workers.length)}`);
  const worker = startWorker({ world: own, port: place.port, work, folder, reporter });
  workers.push(worker);
  return worker;
}

const sourceOf = (owner: string, seed: number, position = 1) =>
  ({ owner, register: 'population', run: runName(seed), position }) as const;

/** Shares out a search of the two registers; what it found by part. */
async function share(
  options: { sources?: ReadonlyMap<string, ReturnType<typeof sourceOf>>; identity?: string; signal?: AbortSignal } = {},
): Promise<Map<number, FoundPart>> {
  const { study, specHash, unit: secrets } = world;
  const sources =
    options.sources ?? new Map([['a', sourceOf('north', 1)], ['b', sourceOf('south', 2)]]);
  const common = { study: study.id, specHash, secrets, port: place.port, work };
  const shared = new SharedWork({ ...common, reporter: told.reporter, sources });
  const found = new Map<number, FoundPart>();
  const job = { identity: options.identity ?? 'ab'.repeat(32), question, from: 0, to: 6 };
  await shared.of(['a', 'b']).search(job, (part, one) => {
    expect(found.has(part)).toBe(false);
    found.set(part, one);
  }, options.signal);
  return found;
} // prettier-ignore

const eventsOf = (event: string): unknown[] =>
  told.lines.filter((line) => line['event'] === event).map(({ code }) => code);

const postOf = ({ study, specHash, unit }: TestStudy): WorkPost =>
  new WorkPost({ study: study.id, specHash }, unit);

const nothing: FoundPart['hits'] = {
  query: new Uint32Array(0),
  candidate: new Uint32Array(0),
  similarity: new Float64Array(0),
};

/** An answer as a worker would give it. */
async function answer(change: Partial<WorkAnswer>, own: TestStudy = world): Promise<void> {
  const whole: WorkAnswer = {
    kind: 'found', job: 0, identity: new Uint8Array(32).fill(0xab), part: 0,
    worker: new Uint8Array(8), piece: 0, pieces: 1, code: '', met: 0, skipped: 0, pairs: nothing,
    ...change,
  }; // prettier-ignore
  const message = await postOf(own).wrap('answers', encodeWorkAnswer(whole));
  await place.port.append(topics(world.study.id).workAnswers, [message]);
}

/** The real identity of the search, in the order of a linkage. */
async function identityOf(): Promise<string> {
  const ordered = [left!, right!].map((set, at) => {
    const { tokens } = noisyRows(600, filterBytes, 200, at + 1);
    const hex = (row: number): string =>
      Buffer.from(tokens.subarray(row * 16, row * 16 + 16)).toString('hex');
    const rows = Array.from({ length: 600 }, (_, row) => row).sort((a, b) =>
      hex(a) < hex(b) ? -1 : 1,
    );
    const filters = new Uint8Array(set.filters.length);
    rows.forEach((row, to) => {
      filters.set(
        set.filters.subarray(row * filterBytes, (row + 1) * filterBytes),
        to * filterBytes,
      );
    });
    return { ...set, filters };
  });
  const open = openParts(ordered[0]!, ordered[1]!, question, 1);
  await open.close();
  return open.identity;
}

describe('a search that is shared out', () => {
  test('is answered from the worker’s own state, and what was answered is not asked again', async () => {
    const identity = await identityOf();
    start();
    const found = await share({ identity });
    expect([...found.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const pairs = [...found.values()].reduce((sum, { hits }) => sum + hits.query.length, 0);
    expect(pairs).toBe(200);
    const { workJobs } = topics(world.study.id);
    const jobs = await place.port.end(workJobs);
    expect(await share({ identity })).toEqual(found);
    expect(await place.port.end(workJobs)).toBe(jobs);
  });

  test.each([
    ['has other sets or another version', {}, 'WORK_OTHER_PLAN'],
    ['lacks the run', { sources: new Map([['a', sourceOf('north', 1)], ['b', sourceOf('south', 9)]]) }, 'WORK_STATE_DIFFERS'],
    ['is not as far in the log', { sources: new Map([['a', sourceOf('north', 1, 99)], ['b', sourceOf('south', 2)]]) }, 'WORK_STATE_DIFFERS'],
  ] as const)('a worker that %s says so and leaves', async (_, options, code) => {
    const worker = start();
    const stop = new AbortController();
    const shared = share({ ...options, signal: stop.signal });
    expect(await worker.ended).toMatchObject({ code });
    while (eventsOf('workerRefused').length === 0) await sleep(5);
    expect(eventsOf('workerRefused')).toEqual([code]);
    stop.abort();
    await expect(shared).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
  }); // prettier-ignore

  test('a part that fails three times ends it, with the reason', async () => {
    const shared = share();
    while (queue.length < 6) await sleep(5);
    for (let time = 0; time < 3; time += 1) {
      await answer({ kind: 'failed', part: 4, code: 'KERNEL_WORKER_LOST' });
    }
    await expect(shared).rejects.toMatchObject({
      code: 'WORK_PART_FAILED',
      place: { found: 4, rule: 'KERNEL_WORKER_LOST' },
    });
    // Its end is told, so that nobody works on.
    const board = new JobBoard(place.port, topics(world.study.id).workJobs, postOf(world));
    expect(await board.look()).toMatchObject({ place: 1, job: { from: 0, to: 0 } });
  });

  test('a part that is begun six times without an end ends it', async () => {
    const shared = share();
    while (queue.length < 6) await sleep(5);
    for (let time = 0; time < 6; time += 1) {
      await answer({ kind: 'began', part: 2, worker: new Uint8Array(8).fill(time) });
    }
    await expect(shared).rejects.toMatchObject({
      code: 'WORK_PART_FAILED',
      place: { found: 2, rule: 'lost' },
    });
  });

  test('a newer run that shares out work ends the older one', async () => {
    const shared = share();
    const outcome = expect(shared).rejects.toMatchObject({ code: 'WORK_SUPERSEDED' });
    while (queue.length < 6) await sleep(5);
    const stop = new AbortController();
    const newer = share({ identity: 'cd'.repeat(32), signal: stop.signal });
    await outcome;
    stop.abort();
    await expect(newer).rejects.toMatchObject({ code: 'KERNEL_CANCELLED' });
  }, 60_000);

  test('answers of strangers, of other searches and in bad form change nothing', async () => {
    const stranger = { ...world, unit: await newUnitSecrets() };
    await answer({ part: 0 }, stranger);
    await answer({ part: 0, identity: new Uint8Array(32) });
    await answer({ part: 77 });
    await place.port.append(topics(world.study.id).workAnswers, [new Uint8Array(5)]);
    const shared = share();
    while (queue.length < 6) await sleep(5);
    for (let part = 0; part < 6; part += 1) await answer({ part });
    expect((await shared).size).toBe(6);
  });

  test('parts of strangers and of searches that are over are passed over', async () => {
    const stranger = postOf({ ...world, unit: await newUnitSecrets() });
    const part = encodeWorkPart({ job: 0, identity: new Uint8Array(32), part: 0 });
    queue.push(await stranger.wrap('parts', part), await postOf(world).wrap('parts', part));
    const worker = start();
    while (queue.length > 0) await sleep(5);
    worker.stop.abort();
    expect(await worker.served).toEqual({ parts: 0, failed: 0 });
    expect(eventsOf('partRefused')).toEqual(['WORK_FOREIGN']);
    expect(await valuesOf(place.port, topics(world.study.id).workAnswers)).toEqual([]);
  });
});

describe('answers', () => {
  const base: WorkAnswer = {
    kind: 'found', job: 0, identity: new Uint8Array(32), part: 0, worker: new Uint8Array(8),
    piece: 0, pieces: 2, code: '', met: 5, skipped: 1, pairs: nothing,
  }; // prettier-ignore
  const pairs = (row: number): WorkAnswer['pairs'] => ({
    query: Uint32Array.of(row),
    candidate: Uint32Array.of(row),
    similarity: Float64Array.of(1),
  });

  test('count when all pieces of one worker are there, once, in whatever order', () => {
    const fold = new AnswerFold();
    const other = new Uint8Array(8).fill(1);
    expect(fold.take({ ...base, piece: 1, pairs: pairs(1) }, true)).toBeUndefined();
    expect(fold.take({ ...base, piece: 0, worker: other, pairs: pairs(0) }, true)).toBeUndefined();
    const { found } = fold.take({ ...base, piece: 0, pairs: pairs(0) }, false) as {
      found: FoundPart;
    };
    expect(found.hits.query).toEqual(Uint32Array.of(0, 1));
    expect(found).toMatchObject({ met: 5, skipped: 1 });
    // The same of another one changes nothing; something else is told.
    expect(fold.take({ ...base, piece: 1, worker: other, pairs: pairs(1) }, true)).toBeUndefined();
    expect(fold.take({ ...base, kind: 'began', pieces: 1 }, true)).toBeUndefined();
    expect(() => fold.take({ ...base, pieces: 1, pairs: pairs(3) }, true)).toThrow(
      expect.objectContaining({ code: 'WORK_DISAGREES' }),
    );
  });

  test('that failed are asked for again, in this search only', () => {
    const fold = new AnswerFold();
    const failed = { ...base, kind: 'failed', code: 'KERNEL_MEMORY', pieces: 1 } as const;
    expect(fold.take(failed, false)).toBeUndefined();
    expect(fold.take(failed, true)).toEqual({ again: true });
    expect(fold.take({ ...failed, kind: 'refused' }, true)).toEqual({ refused: 'KERNEL_MEMORY' });
    expect(fold.take({ ...failed, kind: 'refused' }, false)).toBeUndefined();
  });
});

test('a question is the same after it was written and read', () => {
  const sketchMost = { half: 3, whole: 9 };
  const tables = { seed: 1, pool: [700, 3], keyBits: 12, radius: 1, sketch: [4, 31], sketchMost } as const; // prettier-ignore
  for (const way of [
    { method: 'exact' },
    { method: 'votes', miss: 0.001 },
    { method: 'tables', ...tables },
  ] as const) {
    const asked = { ...question, way };
    expect(readQuestion(writeQuestion(asked))).toEqual(asked);
  }
});

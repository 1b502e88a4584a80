// SPDX-License-Identifier: EUPL-1.2
/** Which result is the newest, and what lies between two, whatever arrives when and how often. */
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KoppelError } from '@koppel/errors';
import { topics, type LinkResult } from '@koppel/wire';
import { hex } from './bytes.ts';
import { collectReasons } from './testing/stores.ts';
import { eventsOnTheWay, newestResult, readResults, readStatement } from './results.ts';
import type { Session } from './session.ts';
import { makePlace, type Place } from './testing/place.ts';
import {
  buildEvents,
  makeResult,
  makeStudy,
  sendResult,
  statedQuality,
  token,
  type TestStudy,
} from './testing/study.ts';

let place: Place;
let world: TestStudy;
let session: Session;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
  const { study, specHash, mailbox } = world;
  session = { study, specHash, port: place.port, mailbox };
});

afterEach(async () => {
  await place.remove();
});

const none = new Uint8Array(16);

/** A result of a name, that comes from another. */
const resultOf = (name: number, ordinal: number, since = 0, eventBatches = 0): LinkResult =>
  makeResult(world, {
    result: token(name),
    ordinal,
    since: since === 0 ? none : token(since),
    events: token(1000 * name + since),
    eventBatches,
  });

test('the newest is the last that was published, in whatever order and how often they arrive', async () => {
  const all = [resultOf(11, 1), resultOf(12, 2, 11), resultOf(13, 3, 12)];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 5 }), async (again) => {
      const own = await makePlace();
      try {
        const sent = fc.sample(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), 1)[0]!;
        for (const at of [...sent, ...again]) await sendResult(own.port, all[at]!);
        const read = await readResults({ ...session, port: own.port });
        expect(read.map(({ result }) => hex(result))).toEqual(all.map(({ result }) => hex(result)));
      } finally {
        await own.remove();
      }
    }),
    { numRuns: 5 },
  );
});

test('its statement opens, and another mailbox does not open it', async () => {
  await sendResult(place.port, resultOf(11, 1));
  const newest = (await newestResult(session))!;
  expect(await readStatement(session, newest)).toEqual(statedQuality);
  const stranger = { ...session, mailbox: new Uint8Array(32).fill(9) };
  const attempt = readStatement(stranger, newest);
  await expect(attempt).rejects.toThrow(KoppelError);
});

const waysBetween = (results: readonly LinkResult[], from: number, to: number) =>
  eventsOnTheWay(results, results[from]!, results[to]!)?.map(({ ordinal }) => ordinal);

test('the way between two results goes from each to the one before it', () => {
  const line = [resultOf(11, 1), resultOf(12, 2, 11), resultOf(13, 3, 12)];
  expect(waysBetween(line, 0, 2)).toEqual([3, 2]);
  expect(waysBetween(line, 1, 2)).toEqual([3]);
  expect(waysBetween(line, 2, 2)).toEqual([]);
});

test('where the linkage unit was interrupted, both ways are followed to where they part', () => {
  const forked = [resultOf(11, 1), resultOf(12, 2, 11), resultOf(13, 3, 11)];
  expect(waysBetween(forked, 1, 2)).toEqual([2, 3]);
});

test('where it told nothing there is no way', () => {
  const broken = [resultOf(11, 1), resultOf(12, 2), resultOf(13, 3, 12)];
  expect(waysBetween(broken, 0, 2)).toBeUndefined();
  expect(waysBetween(broken, 1, 2)).toEqual([3]);
});

test('an outcome that came back is followed through its second time', () => {
  const back = [resultOf(11, 1), resultOf(12, 2, 11), resultOf(11, 3, 12), resultOf(13, 4, 11)];
  expect(waysBetween(back, 0, 3)).toEqual([4, 3, 2]);
  expect(waysBetween(back, 2, 3)).toEqual([4]);
});

test('reasons of several results are taken together, each batch once', async () => {
  const results = [resultOf(12, 2, 11, 1), resultOf(13, 3, 12, 1)];
  const [before, after] = [token(70), token(71)];
  const first = buildEvents(world, results[0]!, [
    { token: token(1), after, kind: 'appeared', reasons: ['added'] },
  ]);
  const second = buildEvents(world, results[1]!, [
    { token: token(1), before, after, kind: 'merged', reasons: ['threshold'] },
  ]);
  await place.port.append(topics('sample').links, [second, first, second]);
  const reasons = await collectReasons(session, results);
  expect(reasons).toEqual(new Map([['north/benefits', new Map([[hex(token(1)), 0b10001]])]]));
  expect(await collectReasons(session, [...results].reverse())).toEqual(reasons);
  const missing = collectReasons(session, [resultOf(14, 4, 13, 1)]);
  await expect(missing).rejects.toThrow('RESULT_BATCH_MISSING');
});

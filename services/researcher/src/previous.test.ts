// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hex } from './bytes.ts';
import { previousResult } from './previous.ts';
import type { AnyResult } from './results.ts';
import { makePlace, refusal, type Place } from './testing/place.ts';
import { makeResult, makeStudy, token, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeAll(async () => {
  world = await makeStudy();
});

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

function previous(results: readonly AnyResult[]): AnyResult {
  const session = { ...world, port: place.port };
  return previousResult(place.folder, session, results);
}

const stated = () => ({ study: 'sample', specHash: hex(world.specHash), result: hex(token(7)) });

test('the result of an earlier data set is the last of its name', () => {
  const results = [1, 2, 3].map((ordinal) =>
    makeResult(world, { ordinal, result: token(ordinal === 2 ? 8 : 7) }),
  );
  place.write('quality.json', JSON.stringify(stated()));
  expect(previous(results)).toBe(results[2]);
});

test('an earlier data set that is not there, or cannot be read, is said to be so', async () => {
  const attempt = () => refusal(place, () => previous([makeResult(world)]));
  expect(await attempt()).toEqual(['FILE_MISSING {"file":"quality.json"}']);
  for (const text of ['{', 'null', '7']) {
    place.write('quality.json', text);
    expect(await attempt()).toEqual(['RELEASE_DAMAGED {"file":"quality.json"}']);
  }
});

test.each([{ study: 'other' }, { specHash: '00' }, { result: '00' }, { result: 7 }])(
  'an earlier data set with %p is of something else',
  async (other) => {
    place.write('quality.json', JSON.stringify({ ...stated(), ...other }));
    expect(await refusal(place, () => previous([makeResult(world)]))).toEqual([
      'RELEASE_UNKNOWN {"file":"quality.json"}',
    ]);
  },
);

// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KoppelError } from '@koppel/errors';
import { defaultStateFolder, withRegisterState } from './state-folder.ts';
import { listen, makePlace, refusal, type Place } from './testing/place.ts';

let place: Place;
let folder: string;

beforeEach(async () => {
  place = await makePlace();
  folder = join(place.folder, 'state');
});

afterEach(async () => {
  await place.remove();
});

const benefits = { study: 'sample', specHash: new Uint8Array(32).fill(0xab), register: 'benefits' };

function alone<T>(work: () => Promise<T>, register = benefits.register, waitMs?: number) {
  const { reporter } = listen();
  return withRegisterState(folder, { ...benefits, register }, reporter, work, waitMs);
}

test('the folder is for this account alone, and lies beside the key file', async () => {
  await alone(() => Promise.resolve());
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(defaultStateFolder('keys/owner.key')).toBe('keys/owner.key.state');
});

test('its files tell study, register and version, and no more', async () => {
  const state = await withRegisterState(folder, benefits, listen().reporter, (own) =>
    Promise.resolve(own),
  );
  expect(state).toMatchObject({
    snapshotFile: join(folder, 'sample.benefits.abababababababab.snapshot'),
    spillFile: join(folder, 'sample.benefits.abababababababab.spill'),
    looksFile: join(folder, 'sample.benefits.abababababababab.looks.db'),
  });
  const run = new Uint8Array(16).fill(0xcd);
  expect(state.storedRuns()).toEqual([]);
  expect(state.storeFile(run)).toBe(
    join(folder, `sample.benefits.abababababababab.looks.${'cd'.repeat(16)}`),
  );
  writeFileSync(state.storeFile(run), '');
  writeFileSync(`${state.storeFile(run)}.tmp`, '');
  expect(state.storedRuns()).toEqual(['cd'.repeat(16)]);
  // What a run that was broken off left goes with the next one; what is whole stays.
  await alone(() => Promise.resolve());
  expect([state.storeFile(run), `${state.storeFile(run)}.tmp`].map(existsSync)).toEqual([
    true,
    false,
  ]);
});

test('another register is not waited for, the same one is, and not for ever', async () => {
  await alone(async () => {
    expect(await alone(() => Promise.resolve('other'), 'population')).toBe('other');
    const waiting = (): unknown => alone(() => Promise.resolve('same'), 'benefits', 200);
    expect(await refusal(place, waiting)).toEqual([
      'FILE_IN_USE {"file":"state/sample.benefits.abababababababab"}',
    ]);
  });
});

test('work that finds something in use is not done twice', async () => {
  let times = 0;
  const work = (): Promise<never> => {
    times += 1;
    return Promise.reject(new KoppelError('FILE_IN_USE'));
  };
  expect(await refusal(place, () => alone(work))).toEqual(['FILE_IN_USE {}']);
  expect(times).toBe(1);
});

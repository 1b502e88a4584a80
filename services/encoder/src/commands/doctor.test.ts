// SPDX-License-Identifier: EUPL-1.2
/** The doctor of an owner at a log in a folder; at a broker: tests/e2e/kafka. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync } from 'node:fs';
import { makeCarePlace, type CarePlace } from '../testing/care-place.ts';
import { doctor } from './doctor.ts';

let care: CarePlace;

beforeAll(async () => {
  care = await makeCarePlace();
  chmodSync(care.at('log'), 0o750);
});
afterAll(async () => {
  await care.place.remove();
});

async function examine(log: string, ...more: readonly string[]) {
  const options = ['--study', care.at('study.yaml'), '--owner', 'north', '--log', care.at(log)];
  const code = await doctor(care.context(...options, ...more));
  return { code, text: care.printed.at(-1)! };
}

test('what is in order is told, and what is not ends with its exit code', async () => {
  const sound = await examine('log');
  expect(sound.code).toBeUndefined();
  expect(sound.text).toMatch(/^ok +rights +koppel\.sample\.batches\.north +read and write$/m);
  expect(sound.text).not.toContain('batches.south');
  const missing = await examine('none', '--json');
  expect(missing.code).toBe(3);
  expect(JSON.parse(missing.text)).toMatchObject({ owner: 'north', findings: [{ code: 'LOG_MISSING' }] });
}); // prettier-ignore

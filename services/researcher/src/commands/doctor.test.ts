// SPDX-License-Identifier: EUPL-1.2
/** The doctor of the researcher at a log in a folder; at a broker: tests/e2e/kafka. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { generateMailbox } from '@koppel/keys';
import { encodePublicKey } from '@koppel/study';
import { listen, makePlace, refusal, type Place } from '../testing/place.ts';
import { makeStudy } from '../testing/study.ts';
import { doctor } from './doctor.ts';

let place: Place;

beforeAll(async () => {
  place = await makePlace();
  place.write('study.yaml', JSON.stringify((await makeStudy()).input));
  chmodSync(join(place.folder, 'log'), 0o750);
});
afterAll(async () => {
  await place.remove();
});

async function examine(log: string, ...more: readonly string[]) {
  const printed: string[] = [];
  const options = ['--study', join(place.folder, 'study.yaml'), '--log', join(place.folder, log)];
  const context: CommandContext = {
    argv: [...options, ...more],
    language: 'en',
    reporter: listen().reporter,
    environment: {},
    print: (text) => printed.push(text),
  };
  return { code: await doctor(context), text: printed.join('\n') };
}

test('what is in order is told, and what is not ends with its exit code', async () => {
  const sound = await examine('log');
  expect(sound.code).toBeUndefined();
  expect(sound.text).toMatch(/^ok +rights +koppel\.sample\.results +read$/m);
  const missing = await examine('none', '--json');
  expect(missing.code).toBe(3);
  expect(JSON.parse(missing.text)).toMatchObject({ findings: [{ code: 'LOG_MISSING' }] });
});

test('a co-researcher looks from its own seat, and nobody from one that the study does not have', async () => {
  const { input } = await makeStudy();
  const mailboxPublicKey = encodePublicKey((await generateMailbox()).publicKey);
  const coResearchers = [{ id: 'second', name: 'Institute', mailboxPublicKey }];
  place.write('study.yaml', JSON.stringify({ ...input, coResearchers }));
  expect((await examine('log', '--as', 'second')).text).toMatch(/^ok +rights +koppel\.sample\.results +read$/m);
  expect(await refusal(place, () => examine('log', '--as', 'third'))).toEqual(['STUDY_REFERENCE {"path":"--as"}']);
}); // prettier-ignore

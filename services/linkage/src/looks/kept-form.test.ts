// SPDX-License-Identifier: EUPL-1.2
/** What answers showed, kept by another version of this program in another form. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sealKeyFile } from '@koppel/keys';
import { topics } from '@koppel/wire';
import { run } from '../commands/run.ts';
import {
  answerTo,
  lookedStudy,
  registerOf,
  requestsTo,
  sendRegister,
  type LookedRegister,
} from '../testing/looked-study.ts';
import { listen, makePlace, refusal, type Place, type Told } from '../testing/place.ts';
import { confirmKey, type TestStudy } from '../testing/study.ts';

const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');
const north = registerOf('north', 'population', 1, [0, 60]);
const south = registerOf('south', 'population', 2, [20, 65]);

let place: Place;
let world: TestStudy;
let told: Told;
const at = (name: string): string => join(place.folder, name);

beforeEach(async () => {
  world = await lookedStudy(100);
  place = await makePlace();
  told = listen();
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick));
  await confirmKey(world, place.port);
  for (const register of [north, south]) await sendRegister(world, place.port, register);
});
afterEach(async () => {
  await place.remove();
});

/** Links, and gives what was printed. */
async function link(): Promise<object> {
  const options = { study: 'study.yaml', keys: 'unit.key', log: 'log', state: 'state' };
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, at(value)]);
  const printed: string[] = [];
  await run({
    argv: [...named, '--workers', '1', '--json'],
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  });
  return JSON.parse(printed.at(-1)!) as object;
}

async function answersOf(of: LookedRegister): Promise<Uint8Array[]> {
  const asked = await requestsTo(world, place.port, of.owner);
  return Promise.all(asked.map((one) => answerTo(world, one, of)));
}

const append = (owner: string, values: readonly Uint8Array[]) =>
  place.port.append(topics(world.study.id).lookAnswers(owner), values);

test.each([
  {
    title: 'of another form',
    change: `UPDATE lookPart SET form = 99, similarities = zeroblob(9), sum = zeroblob(32)
      WHERE round = (SELECT min(round) FROM lookPart WHERE similarities IS NOT NULL)`,
    rounds: 1,
  },
  {
    title: 'in a state of before forms were noted',
    change: 'ALTER TABLE lookPart DROP COLUMN form; PRAGMA user_version = 4',
    rounds: 3,
  },
])('$title: is compared anew from the log, and nothing is asked again', async ({ change, rounds }) => {
  await refusal(place, () => link());
  const asked = await requestsTo(world, place.port, 'north');
  await append('north', await answersOf(north));
  const [last, ...others] = await answersOf(south);
  await append('south', others);
  await refusal(place, () => link());
  const database = new DatabaseSync(at('state/linkage.sqlite'));
  database.exec(change);
  database.close();
  await append('south', [last!]);
  expect(await link()).toMatchObject({ published: true, looked: { rounds: 3 } });
  expect(told.lines.filter(({ event }) => event === 'looksComparedAnew')).toMatchObject([{ rounds }]);
  expect(await requestsTo(world, place.port, 'north')).toHaveLength(asked.length);
  // A state that read every answer but once comes to the very same result.
  rmSync(at('state'), { recursive: true });
  expect(await link()).toMatchObject({ published: false, looked: { rounds: 3 } });
}); // prettier-ignore

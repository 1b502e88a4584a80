// SPDX-License-Identifier: EUPL-1.2
/** The commands `answer` and `looks`, as an administrator gives them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext, Reporter } from '@koppel/console';
import type { Language } from '@koppel/errors';
import { readChain } from '../ledger/chain.ts';
import { plainLedger } from '../ledger/plain.ts';
import {
  evenRound,
  makeLooksPlace,
  roundRequests,
  type LooksPlace,
} from '../testing/looks-place.ts';
import { withRegisterState } from '../state-folder.ts';
import { refusal } from '../testing/place.ts';
import { writeQuickKey } from '../testing/quick-key.ts';
import { answer } from './answer.ts';
import { looks } from './looks.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const passphrase = 'correct horse battery';
const printed: string[] = [];
let place: LooksPlace;

beforeAll(async () => {
  place = await makeLooksPlace({ looks: 4, budget: 16, rarityClasses: false });
  const people = ids.map((id) => ({ id, name: `Naam${id}` }));
  await place.deliver(0, people);
  await place.deliver(1, people);
  place.place.write('study.yaml', JSON.stringify(place.world.input));
  place.place.write('passphrase', `${passphrase}\n`);
  await writeQuickKey(at('owner.key'), passphrase, place.sessions[0]!.secrets);
});
afterAll(() => place.place.remove());

const at = (name: string): string => join(place.place.folder, name);

function context(argv: readonly string[], language: Language = 'en'): CommandContext {
  return {
    argv,
    language,
    reporter: place.told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  };
}

const party = () => [
  '--study', at('study.yaml'), '--owner', 'north', '--keys', at('owner.key'),
  '--state', place.stateFolder(0),
]; // prettier-ignore
const answering = (...more: string[]) => [...party(), '--log', at('log'), ...more];

async function put(random: number): Promise<void> {
  const header = { random: new Uint8Array(16).fill(random) };
  await place.put(0, ...(await roundRequests(place, evenRound(ids, 4), { header })));
}

test('what waits is answered, and told of', async () => {
  await put(1);
  expect(await answer(context(answering('--json', '--no-exclusions')))).toBeUndefined();
  expect(JSON.parse(printed.at(-1)!)).toEqual({
    registers: [
      { register: 'population', answered: 2, refused: 0, looks: 20, noise: 0, otherVersion: 0 },
      { register: 'benefits', answered: 0, refused: 0, looks: 0, noise: 0, otherVersion: 0 },
    ],
  });
  expect(await answer(context(answering(), 'nl'))).toBeUndefined();
  expect(printed.at(-1)).toMatch(/Register +population\nVerzoeken beantwoord +0\n/);
});

test('a refusal gives exit code 4, and stands in the ledger in plain words', async () => {
  await place.put(0, await place.request({ looks: [], header: { looks: 5 } }));
  expect(await answer(context(answering()))).toBe(4);
  const { entries } = readChain(place.stateFolder(0));
  expect(plainLedger(entries, 'en')).toMatch(
    /register population, run 1, request 2 of 2 \(answers to looks, for the linkage unit\): 10 looks/,
  );
  expect(plainLedger(entries, 'en')).toMatch(/request 1 for looks refused, LOOK_REQUEST/);
  expect(plainLedger(entries, 'nl')).toMatch(/verzoek 1 om inzages geweigerd, LOOK_REQUEST/);
  expect(plainLedger(entries, 'nl')).toMatch(/verzoek 2 van 2 .*: 10 inzages/);
});

test('an owner sees what was asked, and what is left of the budget', async () => {
  await looks(context([...party(), '--json']));
  const { registers, looksPerRun } = JSON.parse(printed.at(-1)!) as {
    registers: object[];
    looksPerRun: number;
  };
  expect(looksPerRun).toBe(16);
  expect(registers).toEqual([
    {
      register: 'population', budget: 16, left: 12, asked: 3, given: 20, records: 5, most: 4,
      refused: [{ code: 'LOOK_REQUEST', requests: 1 }],
      rounds: [{ otherOwner: 'south', otherRegister: 'population', looks: 4, requests: 2, answered: 2, given: 20, ended: '' }],
    },
    { register: 'benefits', budget: 16, left: 16, asked: 0, given: 0, records: 0, most: 0, refused: [], rounds: [] },
  ]);
  await looks(context(party()));
  expect(printed.at(-1)).toMatch(/Left for that record +12\n/);
  expect(printed.at(-1)).toMatch(/Round with +south, population: 2\/2 requests, done/);
  await looks(context(party(), 'nl'));
  expect(printed.at(-1)).toMatch(/Over voor dat record +12\n/);
}); // prettier-ignore

test('with --follow it answers what comes, until it is asked to stop', async () => {
  const following = answer(context(answering('--follow')));
  const until = async (count: number): Promise<void> => {
    const end = Date.now() + 60_000;
    while ((await place.verdicts()).length < count && Date.now() < end) await sleep(50);
    expect(await place.verdicts()).toHaveLength(count);
  };
  await put(2);
  await until(5);
  await put(3);
  await until(7);
  process.emit('SIGTERM');
  expect(await following).toBeUndefined();
  expect(place.told.lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['answering', 'looksAnswered', 'stopping', 'stopped']),
  );
}, 150_000);

test('whoever waits for the register gets it between two passes', async () => {
  // One more than a pass takes.
  await place.put(0, ...Array.from({ length: 257 }, (_, n) => Uint8Array.of(n & 255)));
  const { study, specHash } = place.world;
  const register = { study: study.id, specHash, register: 'population' };
  const { reporter } = place.told;
  let passes = 0;
  let waiter: Promise<number> | undefined;
  const watching: Reporter = {
    ...reporter,
    progress(name, total) {
      if (name === 'answerLooks') passes += 1;
      // The first pass holds the register: this waits for it.
      waiter ??= withRegisterState(place.stateFolder(0), register, reporter, () =>
        Promise.resolve(passes),
      );
      return reporter.progress(name, total);
    },
  };
  expect(await answer({ ...context(answering()), reporter: watching })).toBeUndefined();
  expect(await waiter).toBe(1);
  expect(passes).toBeGreaterThan(2);
}, 150_000);

test('a study without a second round, and options that contradict each other', async () => {
  const once = { ...place.world.input, secondRound: undefined };
  place.place.write('once.yaml', JSON.stringify(once));
  const other = answering().with(1, at('once.yaml'));
  expect(await refusal(place.place, () => answer(context(other)))).toEqual(['LOOK_NO_ROUND {}']);
  const status = party().with(1, at('once.yaml'));
  expect(await refusal(place.place, () => looks(context(status)))).toEqual(['LOOK_NO_ROUND {}']);
  const both = answering('--no-exclusions', '--exclusions', at('none.csv'));
  expect(await refusal(place.place, () => answer(context(both)))).toEqual([
    'USAGE {"path":"--no-exclusions"}',
  ]);
  const missing = answering('--exclusions', at('none.csv'));
  expect(await refusal(place.place, () => answer(context(missing)))).toEqual([
    'FILE_MISSING {"file":"none.csv"}',
  ]);
});

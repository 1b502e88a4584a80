// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { parseArguments } from '@koppel/console';
import { verify } from '@koppel/keys/sign';
import { ControlTopic, type LogPort } from '@koppel/transport';
import { controlParties, topics } from '@koppel/wire';
import { runKinds } from '../commands/run.ts';
import { gather } from '../gather.ts';
import { ingest } from '../ingest.ts';
import { readExpectation } from '../expectation.ts';
import { chooseRuns } from '../runs.ts';
import { LinkageState } from '../state.ts';
import { lookedStudy, registerOf, requestsTo, sendRegister } from '../testing/looked-study.ts';
import { crashingAt, listen, makePlace, type Place } from '../testing/place.ts';
import { confirmKey, type TestStudy } from '../testing/study.ts';
import { advanceLooks } from './advance.ts';
import { askAll, readBack } from './ask.ts';
import { neededRounds, missingRounds, planRoundsOf } from './plan-rounds.ts';

let place: Place;
let world: TestStudy;
let state: LinkageState;
beforeAll(async () => {
  world = await lookedStudy(40);
});
beforeEach(async () => {
  place = await makePlace();
  await confirmKey(world, place.port);
  await sendRegister(world, place.port, registerOf('north', 'population', 1, [0, 30]));
  await sendRegister(world, place.port, registerOf('south', 'population', 2, [10, 31]));
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
});
afterEach(async () => {
  state.close();
  await place.remove();
});

/** A log that fails right after the n-th append from now, which is on it. */
function crashingAfter(port: LogPort, append: number): LogPort {
  let appends = 0;
  return {
    ...crashingAt(port, Infinity),
    async append(topic, values) {
      const offset = await port.append(topic, values);
      appends += 1;
      if (appends >= append) throw new Error('killed');
      return offset;
    },
  };
}

/** Takes in what was sent, and chooses. */
async function takenIn() {
  const { study, specHash, unit } = world;
  const { reporter } = listen();
  const expectation = await readExpectation(study, specHash, place.port);
  if ('missing' in expectation) throw new Error('no key was agreed');
  await ingest({
    study, expectation, mailboxSecretKey: unit.mailbox, port: place.port, state, reporter,
    today: '2026-01-01', control: undefined,
  }); // prettier-ignore
  return chooseRuns(study, state);
}

async function planned() {
  const { study, specHash, unit } = world;
  const { reporter } = listen();
  const choice = await takenIn();
  const sources = gather(study, state, choice);
  const needed = neededRounds(choice.chosen);
  const store = state.looks;
  const options = { study, specHash, masterSecret: unit.pseudonym, store, reporter, workers: 1 };
  await planRoundsOf(missingRounds(store, needed), sources, { ...options, now: () => 0 });
  expect(missingRounds(store, needed)).toEqual([]);
  const tokensOf = ({ owner }: { owner: string }): Uint8Array =>
    sources.find((one) => one.owner === owner)!.encoded.tokens;
  const ask = (port: LogPort): Promise<number> =>
    askAll(tokensOf, { study, specHash, signSecretKey: unit.sign, port, state }, () => undefined);
  const back = (): Promise<void> =>
    readBack({ study, specHash, signSecretKey: unit.sign, port: place.port, state });
  return { ask, back };
}

/** What was asked, in an order of its own. */
async function asked(): Promise<string[]> {
  const all = await Promise.all(
    ['north', 'south'].map((owner) => requestsTo(world, place.port, owner)),
  );
  return all
    .flat()
    .map(({ request, block, round }) =>
      [request.owner, Buffer.from(round).toString('hex'), request.sequence, block.numbers.join()].join(),
    ); // prettier-ignore
}

test('killed before or after any request, everything is asked once and as it was planned', async () => {
  const { ask, back } = await planned();
  for (const crash of [crashingAt, crashingAfter]) {
    for (const append of [1, 3]) {
      await expect(ask(crash(place.port, append))).rejects.toThrow('killed');
      await back();
    }
  }
  expect(await asked()).toHaveLength(6);
  const rest = await ask(place.port);
  const all = await asked();
  // Rounds: 30 × 6 looks in pairs of 20 a request, 31 likewise, and both sides of up to 186 numbers.
  expect(all).toHaveLength(6 + rest);
  expect(new Set(all).size).toBe(all.length);
  expect(await ask(place.port)).toBe(0);
  state.close();
  state = new LinkageState(join(place.folder, 'state'), world.specHash);
  expect(state.looks.rounds()).toHaveLength(3);
});

test('a plan that cannot be repeated, and part of one, are no plan', async () => {
  await planned();
  const [round] = state.looks.rounds();
  expect(() => state.looks.part(round!.round, 99)).toThrow('STATE_DAMAGED');
  expect(() => state.looks.similarities(round!.round, 0)).toThrow('STATE_DAMAGED');
});

/** The control topic of a study that ends right after the first look. */
class EndingTopic extends ControlTopic {
  #looks = 0;

  override look(): ReturnType<ControlTopic['look']> {
    this.#looks += 1;
    if (this.#looks === 1) return Promise.resolve(undefined);
    const none = {
      documents: new Map(),
      decisions: new Map(),
      objections: new Map(),
      problems: [],
    };
    return Promise.resolve({ state: { ...none, endedOn: '2020-01-01' } } as never);
  }
}

test('nothing is asked once it may not be any more, though it might when planning began', async () => {
  const { study, unit } = world;
  const keys = place.write('unit.key', '');
  const { reporter } = listen();
  const context = { argv: [], language: 'en', reporter, environment: {}, print: () => undefined } as const; // prettier-ignore
  const args = parseArguments(['--keys', keys, '--workers', '1'], runKinds);
  const session = { ...world, port: place.port, until: 0, args, context, secrets: unit, state };
  const topic = new EndingTopic(
    place.port,
    topics(study.id).control,
    controlParties(world, verify),
  );
  await expect(advanceLooks(session, await takenIn(), topic)).rejects.toMatchObject({
    code: 'GATE_STUDY_ENDED',
  });
  expect(state.looks.rounds()).toHaveLength(3);
  expect(await requestsTo(world, place.port, 'north')).toEqual([]);
});

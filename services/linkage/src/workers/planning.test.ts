// SPDX-License-Identifier: EUPL-1.2
/** A second round whose candidates workers search for, without a broker: the plan is that of one program. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkPort } from '@koppel/transport';
import { gather } from '../gather.ts';
import { planRoundsOf, neededRounds } from '../looks/plan-rounds.ts';
import { requestsIn } from '../looks/look-round.ts';
import { chooseRuns } from '../runs.ts';
import { LinkageState } from '../state.ts';
import { ingest } from '../ingest.ts';
import { readExpectation } from '../expectation.ts';
import { listen, makePlace, type Place, type Told } from '../testing/place.ts';
import { lookedStudy, registerOf, sendRegister } from '../testing/looked-study.ts';
import { startWorker, type TestWorker } from '../testing/shared-world.ts';
import { confirmKey, readStudy, type TestStudy } from '../testing/study.ts';
import { sharedOver } from './of-run.ts';

const records = 700;
const encodings = {
  'codes in parts': { scheme: 'saul', parameters: { k: 4, bits: 512, parts: 2 } },
  'codes compared by Dice': { scheme: 'clk', parameters: { bits: 512 } },
};

let place: Place;
let told: Told;
let world: TestStudy;
let work: WorkPort;
const workers: TestWorker[] = [];
const states: LinkageState[] = [];

/** Deals parts in their order; those of a worker that left before it said that they are done, again. */
function dealt(): WorkPort {
  const queue: Uint8Array[] = [];
  return {
    offer: (_, values) => Promise.resolve(void queue.push(...values)),
    join() {
      const held = new Set<Uint8Array>();
      return Promise.resolve({
        async take(signal: AbortSignal) {
          for (;;) {
            if (signal.aborted) return undefined;
            const value = queue.shift();
            if (value !== undefined) {
              held.add(value);
              return { value, done: () => void held.delete(value) };
            }
            await sleep(5);
          }
        },
        close: () => Promise.resolve(void queue.unshift(...held)),
      });
    },
    close: () => Promise.resolve(),
  };
}

async function begin(encoding: object): Promise<void> {
  const made = await lookedStudy(200);
  const plain = made.input as { owners: object[]; encoding: object };
  const owners = plain.owners.map((owner) => ({ ...owner, maxRecords: records }));
  const input = { ...plain, owners, encoding: { ...plain.encoding, ...encoding } };
  world = { ...made, ...readStudy(input), input };
  await confirmKey(world, place.port);
  await sendRegister(world, place.port, registerOf('north', 'population', 1, [0, records]));
  await sendRegister(world, place.port, registerOf('south', 'population', 2, [300, records - 40]));
}

beforeEach(async () => {
  place = await makePlace();
  told = listen();
  work = dealt();
});

afterEach(async () => {
  for (const { stop } of workers) stop.abort();
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
  for (const state of states.splice(0)) state.close();
  await place.remove();
});

function start(): TestWorker {
  const folder = join(place.folder, `worker-${String(workers.length)}`);
  const { reporter } = told;
  const worker = startWorker({ world, port: place.port, work, folder, reporter });
  workers.push(worker);
  return worker;
}

/** Plans every round, and gives all that is stored of them. */
async function plan(name: string, shared: boolean): Promise<unknown[]> {
  const { study, specHash, unit: secrets } = world;
  const { port } = place;
  const { reporter } = told;
  const state = new LinkageState(join(place.folder, name), specHash);
  states.push(state);
  const expectation = await readExpectation(study, specHash, port);
  if ('missing' in expectation) throw new Error('not agreed');
  const mailboxSecretKey = secrets.mailbox;
  const common = { study, expectation, mailboxSecretKey, port, state, reporter };
  await ingest({ ...common, today: '2026-01-01', control: undefined });
  const choice = chooseRuns(study, state);
  const gathered = gather(study, state, choice);
  const run = { study, specHash, secrets, port, state, ...(shared ? { work } : {}) };
  await planRoundsOf(neededRounds(choice.chosen), gathered, {
    ...{ study, specHash, masterSecret: secrets.pseudonym, store: state.looks, reporter },
    ...{ workers: 1, now: () => 0, elsewhereOf: sharedOver(run, gathered, reporter) },
  });
  return state.looks.rounds().map((round) => {
    const sequences = Array.from({ length: requestsIn(round) }, (_, sequence) => sequence);
    return [round, sequences.map((sequence) => state.looks.part(round.round, sequence))];
  });
}

const partsDone = (): number => told.lines.filter(({ event }) => event === 'partDone').length;

test.each(Object.entries(encodings))(
  'candidates by %s: rounds that workers search for are those of one program, also when one leaves',
  async (_, encoding) => {
    await begin(encoding);
    const alone = await plan('alone', false);
    expect(alone).toHaveLength(3);
    const first = start();
    const planned = plan('shared', true);
    while (partsDone() < 3) await sleep(5);
    // In the middle of a search: what it was at goes to the other.
    first.stop.abort();
    await first.ended;
    const before = partsDone();
    start();
    expect(await planned).toEqual(alone);
    expect(partsDone()).toBeGreaterThan(before);
    // Every answer is there: nobody needs to work once more.
    const done = partsDone();
    expect(await plan('again', true)).toEqual(alone);
    expect(partsDone()).toBe(done);
  },
  120_000,
);

// SPDX-License-Identifier: EUPL-1.2
/** Linkage units in several processes, over a real broker: the links of one are the links of all. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLog, openWork, readAll, type LogPort, type WorkPort } from '@koppel/transport';
import { decodeWorkAnswer, topics, type WorkAnswer } from '@koppel/wire';
import { run } from '../commands/run.ts';
import { brokerFile, findBroker } from '../testing/broker.ts';
import { listen, makePlace, type Place, type Told } from '../testing/place.ts';
import {
  deliverAll,
  makeSharedWorld,
  startWorker,
  type TestWorker,
} from '../testing/shared-world.ts';
import type { TestStudy } from '../testing/study.ts';
import { WorkPost } from './post.ts';

const found = findBroker();
const until = 300_000;

let place: Place;
let log: string;
let port: LogPort;
const works: WorkPort[] = [];
const children: ChildProcess[] = [];
const workers: TestWorker[] = [];

beforeEach(async () => {
  place = await makePlace();
  if ('missing' in found) return;
  log = brokerFile(place.folder, found.brokers);
  port = await openLog(log, { environment: {} });
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const { stop } of workers) stop.abort();
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
  for (const work of works.splice(0)) await work.close();
  await port.close();
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

interface Summary {
  readonly published: boolean;
  readonly pairs: number;
}

/** Runs the linkage unit in this process. */
async function link(state: string, ...flags: string[]): Promise<Summary> {
  const printed: string[] = [];
  const files = { study: at('study.yaml'), keys: at('unit.key'), log, state: at(state) };
  await run({
    argv: [...Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]), ...flags, '--json'],
    language: 'en',
    reporter: listen().reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  });
  const { seconds, report, ...summary } = JSON.parse(printed.join('')) as Summary & {
    readonly seconds: number;
    readonly report: string;
  };
  expect([seconds, report]).toEqual([expect.any(Number), expect.any(String)]);
  return summary;
} // prettier-ignore

/** Starts the program of the linkage unit as a process of its own. */
function program(command: string, state: string, ...flags: string[]): ChildProcess {
  const bin = fileURLToPath(new URL('../bin.ts', import.meta.url));
  const files = { study: at('study.yaml'), keys: at('unit.key'), log, state: at(state) };
  const args = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
  const child = spawn(execPath, [bin, command, ...args, '--json', ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: env['PATH'],
      NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'],
      KOPPEL_PASSPHRASE_FILE: at('passphrase'),
    },
  });
  children.push(child);
  return child;
}

async function startOne(world: TestStudy, name: string): Promise<Told & { worker: TestWorker }> {
  const told = listen();
  const work = await openWork(log, { environment: {} });
  works.push(work);
  const { reporter } = told;
  const worker = startWorker({ world, port, work, folder: at(name), reporter });
  workers.push(worker);
  return { ...told, worker };
}

const shareOf = ({ lines }: Told): unknown =>
  lines.filter(({ event }) => event === 'workerShare').at(-1)?.['partitions'];

async function answersOf(world: TestStudy): Promise<WorkAnswer[]> {
  const post = new WorkPost({ study: world.study.id, specHash: world.specHash }, world.unit);
  const answers: WorkAnswer[] = [];
  for await (const { value } of readAll(port, topics(world.study.id).workAnswers, 0)) {
    answers.push(decodeWorkAnswer(await post.unwrap('answers', value)));
  }
  return answers;
}

const partsIn = (answers: readonly WorkAnswer[]): Set<string> =>
  new Set(
    answers
      .filter(({ kind }) => kind === 'found')
      .map(({ identity, part }) => `${identity.join()} ${String(part)}`),
  );

function testOver(): void {
  test.each([1, 2, 4])(
    '%d workers publish what one program alone does',
    async (count) => {
      // So many parts, where there are several workers, that every partition gets some.
      const world = await makeSharedWorld(place, 1100, count > 1);
      await deliverAll(world, port);
      const alone = await link('alone');
      expect(alone.published).toBe(true);
      expect(alone.pairs).toBeGreaterThanOrEqual(200);

      const started = await Promise.all(
        Array.from({ length: count }, (_, n) => startOne(world, `worker-${String(n)}`)),
      );
      // Each has its share before there is work, so that each gets some.
      while (started.some((one) => shareOf(one) !== 32 / count)) await sleep(20);
      // The same bytes: a result that says anything else would be published as another one.
      expect(await link('shared', '--share')).toEqual({ ...alone, published: false });
      for (const { worker } of started) worker.stop.abort();
      const served = await Promise.all(started.map(({ worker }) => worker.served));
      for (const { parts, failed } of served) {
        expect(parts).toBeGreaterThan(0);
        expect(failed).toBe(0);
      }
      const answers = await answersOf(world);
      const searches = new Set(answers.map(({ identity }) => identity.join()));
      // One of four is of a register with itself.
      expect(searches.size).toBe(count > 1 ? 4 : 1);
      expect(served.reduce((sum, { parts }) => sum + parts, 0)).toBe(partsIn(answers).size);

      // Once more: every answer is there, and nobody needs to work for it.
      expect(await link('again', '--share')).toMatchObject({ published: false });
    },
    until,
  );

  test(
    'a worker and the one who shares out are killed: others go on, to the same links',
    async () => {
      const world = await makeSharedWorld(place, 20_000, false);
      await deliverAll(world, port);
      const alone = await link('alone');
      const killed = [program('worker', 'worker', '--workers', '1'), program('run', 'shared', '--share')]; // prettier-ignore
      const { workAnswers } = topics(world.study.id);
      // One part is done, and it is in the middle of another.
      while ((await port.end(workAnswers)) < 3) await sleep(2);
      for (const child of killed) child.kill('SIGKILL');
      for (const child of killed) expect(child.exitCode).toBeNull();
      const before = await answersOf(world);

      const { worker } = await startOne(world, 'other');
      expect(await link('shared', '--share')).toEqual({ ...alone, published: false });
      worker.stop.abort();
      const { parts } = await worker.served;
      const after = await answersOf(world);
      expect(parts).toBeGreaterThan(0);
      expect(partsIn(before).size).toBeGreaterThan(0);
      // What was done before the kill was not done again.
      expect(parts + partsIn(before).size).toBe(partsIn(after).size);
    },
    until,
  );
}

describe('workers over Kafka', () => {
  if ('missing' in found) {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  } else testOver();
});

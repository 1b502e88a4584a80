// SPDX-License-Identifier: EUPL-1.2
/** Linkage units in several processes, over a real broker: the links of one are the links of all. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import process, { env, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLog, openWork, readAll, type LogPort, type WorkPort } from '@koppel/transport';
import { decodeWorkAnswer, topics, type WorkAnswer } from '@koppel/wire';
import { run } from '../commands/run.ts';
import { worker as workerCommand } from '../commands/worker.ts';
import { brokerFile, findBroker } from '../testing/broker.ts';
import { listen, makePlace, type Place, type Told } from '../testing/place.ts';
import {
  deliverAll,
  makeLookedWorld,
  makeSharedWorld,
  startWorker,
  type TestWorker,
} from '../testing/shared-world.ts';
import { noisyRows } from '../testing/noise.ts';
import { confirmKey, filterBytes, runName, sendRun, type TestStudy } from '../testing/study.ts';
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

async function startOne(
  world: TestStudy,
  name: string,
  own: LogPort = port,
): Promise<Told & { worker: TestWorker }> {
  const told = listen();
  const work = await openWork(log, { environment: {} });
  works.push(work);
  const { reporter } = told;
  const worker = startWorker({ world, port: own, work, folder: at(name), reporter });
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

/** A worker as a service in this process, with what a monitor asks of it. */
async function startService(name: string) {
  const told = listen();
  const settings = {
    koppelServe: 1, study: 'study.yaml', keys: 'unit.key', passphraseFile: 'passphrase', log, state: name,
    workers: 1, http: { port: 0 }, pollSeconds: 1,
  }; // prettier-ignore
  const file = place.write(`${name}.yaml`, JSON.stringify(settings));
  const { reporter } = told;
  const context = { language: 'en', reporter, environment: {}, print: () => undefined } as const;
  const ended = workerCommand({ ...context, argv: ['--config', file] });
  const of = (event: string) => told.lines.find((line) => line['event'] === event);
  while (of('serving') === undefined) await sleep(10);
  const ask = async (path: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(of('serving')!['port'])}${path}`)).text();
  return { ask, ended };
}

/** A log over which a worker's answers do not leave while `hold` says so. */
function withHeldAnswers(world: TestStudy, hold: () => Promise<undefined>): LogPort {
  const { workAnswers } = topics(world.study.id);
  const post = new WorkPost({ study: world.study.id, specHash: world.specHash }, world.unit);
  return {
    async append(topic, values) {
      const isAnswer = async (value: Uint8Array): Promise<boolean> =>
        decodeWorkAnswer(await post.unwrap('answers', value)).kind === 'found';
      if (topic === workAnswers && (await isAnswer(values[0]!))) await hold();
      return port.append(topic, values);
    },
    read: (topic, from, limit) => port.read(topic, from, limit),
    end: (topic) => port.end(topic),
    close: () => port.close(),
  };
}

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

      const { ask, ended } = await startService('other');
      expect(await link('shared', '--share')).toEqual({ ...alone, published: false });
      expect(await ask('/health')).toContain('ok');
      let ready = '';
      while (!ready.includes('"ready":true')) ready = await ask('/ready');
      expect(JSON.parse(ready)).toEqual({
        ready: true, log: 'ok', keys: 'ok', work: 'ok', lag: { north: 0, south: 0 },
      }); // prettier-ignore
      // What was on its way when its worker was killed may have come after that.
      const gone = new Set(before.map(({ worker }) => worker.join()));
      const after = await answersOf(world);
      const others = after.filter(({ worker }) => !gone.has(worker.join()));
      const [first, second] = [partsIn(before), partsIn(others)];
      let figures = '';
      for (let parts = 0; parts < second.size;) {
        figures = await ask('/metrics');
        parts = Number(/koppel_worker_parts_total (\d+)/.exec(figures)?.[1] ?? 0);
      }
      expect(figures).toMatch(/koppel_worker_partitions \d+\n/);
      expect(figures).toContain('koppel_worker_ready{check="work"} 1\n');
      process.emit('SIGTERM');
      expect(await ended).toBeUndefined();
      expect(Math.min(first.size, second.size)).toBeGreaterThan(0);
      // What was done before the kill was not done again.
      expect([...second].filter((part) => first.has(part))).toEqual([]);
    },
    until,
  );

  test(
    'a second round is planned by workers as by one program, also when one is killed',
    async () => {
      const world = await makeLookedWorld(place, 6000);
      await confirmKey(world, port);
      for (const [seed, owner] of ['north', 'south'].entries()) {
        const rows = noisyRows(6000, filterBytes, 200, seed + 1);
        await sendRun(world, port, { owner, register: 'population', rows, run: runName(seed + 1) });
      }
      const open = {
        list: expect.arrayContaining([expect.objectContaining({ code: 'LOOKS_OPEN' })]),
      };
      await expect(link('alone')).rejects.toMatchObject(open);
      const { workAnswers, lookRequests } = topics(world.study.id);
      const asked = await port.end(lookRequests('north'));
      expect(asked).toBeGreaterThan(5);
      const killed = program('worker', 'killed', '--workers', '1');
      const shared = link('shared', '--share');
      shared.catch(() => undefined);
      while ((await port.end(workAnswers)) < 4) await sleep(2);
      killed.kill('SIGKILL');
      await startOne(world, 'other');
      await expect(shared).rejects.toMatchObject(open);
      // Another plan would be other rounds, of which nothing was asked yet.
      expect(await port.end(lookRequests('north'))).toBe(asked);
      expect(partsIn(await answersOf(world)).size).toBeGreaterThan(20);
    },
    until,
  );

  test(
    'one joins and one leaves in the middle of a part: nothing is lost, and nothing counts twice',
    async () => {
      const world = await makeSharedWorld(place, 1100, true);
      await deliverAll(world, port);
      const alone = await link('alone');
      // What is searched and not answered, until somebody opens the gate.
      let gate = Promise.withResolvers<undefined>();
      let held = Promise.withResolvers<undefined>();
      const holding = withHeldAnswers(world, () => {
        held.resolve(undefined);
        return gate.promise;
      });
      const first = await startOne(world, 'first', holding);
      while (shareOf(first) !== 32) await sleep(20);
      const linked = link('shared', '--share');
      linked.catch(() => undefined);
      await held.promise;
      // It is dealt half of the partitions while the other is in the middle of one.
      const second = await startOne(world, 'second');
      while (shareOf(first) !== 16 || shareOf(second) !== 16) await sleep(20);
      const opened = gate;
      gate = Promise.withResolvers<undefined>();
      held = Promise.withResolvers<undefined>();
      opened.resolve(undefined);
      await held.promise;
      // In the middle of the next it leaves, in good order, without an answer.
      first.worker.stop.abort();
      gate.reject(new Error('left'));
      const left = await first.worker.served;
      expect(await linked).toEqual({ ...alone, published: false });
      second.worker.stop.abort();
      const stayed = await second.worker.served;
      expect([left.parts > 0, left.failed, stayed.failed]).toEqual([true, 0, 0]);
      // Every part once or twice, by whoever had it; those that were answered twice agree.
      const answers = await answersOf(world);
      expect(left.parts + stayed.parts).toBeGreaterThanOrEqual(partsIn(answers).size);
      expect(await link('again', '--share')).toEqual({ ...alone, published: false });
    },
    until,
  );
}

describe('workers over Kafka', () => {
  if ('missing' in found) {
    test.skip(`no broker can be started here: ${found.missing}`, () => undefined);
  } else testOver();
});

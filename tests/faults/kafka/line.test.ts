// SPDX-License-Identifier: EUPL-1.2
/**
 * The line over a broker of its own, while programs and broker are killed, the broker stands still,
 * its disk is full, clocks jump and messages come twice and in another order. Afterwards the data set
 * is, byte for byte, that of an undisturbed run over a folder.
 *
 * Longer series: KOPPEL_FAULT_ROWS (records of each of two owners), KOPPEL_FAULT_KILLS,
 * KOPPEL_FAULT_AWAY (seconds without a broker) and KOPPEL_TEST_SEED.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLog, readAll } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { brokerFile } from '../../support/kafka.ts';
import {
  agree,
  agreeArgs,
  assemble,
  assembleArgs,
  copyLine,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeLine,
  type Line,
} from '../../support/line.ts';
import { hasClientLibrary, startOwnBroker, type OwnBroker } from '../../support/own-broker.ts';
import { problemsOf, run, start, type Call, type Party } from '../../support/program.ts';
import { seeded } from '../../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../../support/registers.ts';
import { slowDisk } from '../../support/slow-disk.ts';
import { makeSmallDisk } from '../../support/small-disk.ts';
import { snapshot, type Snapshot } from '../../support/snapshot.ts';
import { makeWorkspace } from '../../support/workspace.ts';
import { expectDone } from '../expect-fault.ts';

const number = (name: string, otherwise: number): number => Number(env[name] ?? otherwise);
const seed = number('KOPPEL_TEST_SEED', 20260102);
const rows = number('KOPPEL_FAULT_ROWS', 100);
const kills = number('KOPPEL_FAULT_KILLS', 5);
const awayMs = 1000 * number('KOPPEL_FAULT_AWAY', 2);
const capacity = Math.max(10, Math.ceil(rows / 40));
const longest = 600_000 + 200 * rows + 60_000 * kills + 4 * awayMs;

const workspace = makeWorkspace();
/** The broker's disk: of a size of its own where this account may mount one. */
const disk = makeSmallDisk(join(workspace.folder, 'disk'), 400_000);
const random = seeded(seed);
const slowness = slowDisk(workspace.folder, { writeMs: 5, syncMs: 30 });
/** Nothing where it cannot be made so, which is told: then only the broker stands still. */
const slow = slowness ?? {};

interface Scene {
  /** Over the broker. Key agreed; nothing sent. */
  readonly line: Line;
  /** The same parties over a folder, to the end. */
  readonly calm: Line;
  readonly expected: Snapshot;
  /** Of each undisturbed step, milliseconds. */
  readonly took: Readonly<Record<Step, number>>;
}

type Step = 'encode' | 'link' | 'assemble';

async function makeScene(name: string, count: number, brokers: string): Promise<Scene> {
  const folder = join(workspace.folder, name);
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  // The broker may have had others: a study of this run alone.
  const id = `f${randomBytes(5).toString('hex')}`;
  const ready = await makeLine(join(folder, 'ready'), { id, owners, capacity });
  const chance = seeded(6);
  const persons = inventPersons(count, chance);
  for (const [at, owner] of ready.owners.entries()) {
    const own = persons.map((person) => misspell(person, chance));
    const ids = persons.map((_, row) => `B${String(at)}-${String(row)}`);
    deliver(owner, 'benefits', tableOf('benefits', own, ids, chance));
  }
  const calm = copyLine(ready, join(folder, 'calm'));
  const times = [performance.now()];
  for (const owner of calm.owners) await encode(calm, owner, 'benefits');
  times.push(performance.now());
  await link(calm);
  times.push(performance.now());
  const expected = snapshot(await assemble(calm));
  times.push(performance.now());
  const [encoded, linked, assembled] = [0, 1, 2].map((at) => times[at + 1]! - times[at]!);
  const line = { ...copyLine(ready, join(folder, 'line')), log: brokerFile(folder, brokers, 600 + awayMs / 500) };
  return { line, calm, expected, took: { encode: encoded! / 2, link: linked!, assemble: assembled! } };
} // prettier-ignore

interface Work {
  readonly step: Step;
  readonly party: Party;
  readonly call: Call;
}

function worksOf(line: Line): Work[] {
  return [
    ...line.owners.map((party): Work => {
      return { step: 'encode', party, call: { args: encodeArgs(line, party, 'benefits') } };
    }),
    { step: 'link', party: line.linkageUnit, call: { args: linkArgs(line) } },
    { step: 'assemble', party: line.researcher, call: { args: assembleArgs(line) } },
  ];
}

function startAgain(line: Line, work: Work): ReturnType<typeof start> {
  if (work.step === 'assemble') rmSync(join(line.researcher.folder, 'data-set'), { recursive: true, force: true });
  return start(work.party, work.call);
} // prettier-ignore

/** Kills the program at some moment of its work. True when it was alive. */
async function killProgram(line: Line, work: Work, ms: number): Promise<boolean> {
  const { child, finished } = startAgain(line, work);
  await Promise.race([sleep(ms), finished]);
  child.kill('SIGKILL');
  return (await finished).signal === 'SIGKILL';
}

/** Does something to the broker at some moment of a program's work, which must come to its end. */
async function disturb(
  line: Line,
  work: Work,
  ms: number,
  what: () => Promise<void>,
): Promise<boolean> {
  const { finished } = startAgain(line, work);
  const isEarly = await Promise.race([sleep(ms).then(() => true), finished.then(() => false)]);
  await what();
  expectDone(await finished);
  return isEarly;
}

function testWith(broker: OwnBroker): void {
  describe(`of seed ${String(seed)}, with ${String(rows)} records an owner`, () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await makeScene('line', rows, broker.brokers);
    }, longest);

    test(
      'a clock that is days ahead is refused, and told',
      async () => {
        const { line } = scene;
        const clock = fileURLToPath(new URL('../clock.ts', import.meta.url));
        const moment = new Date(Date.now() + 3 * 86_400_000).toISOString();
        const environment = { KOPPEL_TEST_MOMENT: moment };
        const [owner] = line.owners;
        const args = agreeArgs(line, owner!);
        const said = await run(owner!, { args, nodeOptions: ['--import', clock], environment });
        expect(said.code).not.toBe(0);
        expect(problemsOf(said).map(({ code }) => code)).toEqual(['LOG_KAFKA_CLOCK']);
        await agree(line);
      },
      longest,
    );

    test(
      'a broker that is away, on a full disk, and clocks that jump',
      async () => {
        const [first, second] = worksOf(scene.line) as [Work, Work];
        await broker.kill();
        const waiting = start(first.party, first.call);
        await sleep(awayMs);
        await broker.start();
        if (disk !== undefined) {
          // A broker that cannot write ends; what still fitted is there.
          const ballast = join(disk.folder, 'ballast');
          fillUp(ballast);
          await sleep(Math.max(1000, awayMs));
          rmSync(ballast, { recursive: true });
          await broker.kill();
          await broker.start();
        }
        expectDone(await waiting.finished);
        // A clock that is on tomorrow is refused, and told; with the right one it goes on.
        const clock = fileURLToPath(new URL('./jumping-clock.ts', import.meta.url));
        const nodeOptions = ['--import', clock];
        const said = await start(second.party, { ...second.call, nodeOptions, environment: slow })
          .finished;
        if (said.code === 0) return;
        expect(problemsOf(said).map(({ code }) => code)).toEqual(['LOG_KAFKA_CLOCK']);
      },
      longest,
    );

    test(
      'programs and broker are killed at any moment',
      async () => {
        const { line, expected, took } = scene;
        const caught = { program: 0, broker: 0 };
        const works = worksOf(line);
        for (const [at, work] of works.entries()) {
          const upTo = (n: number): number => Math.floor((kills * n) / works.length);
          const share = upTo(at + 1) - upTo(at);
          for (let tries = 0, done = 0; done < share && tries < 20 * share; tries += 1) {
            const ms = took[work.step] * (0.1 + random.next());
            const isBroker = random.below(3) === 0;
            const downMs = random.below(3000);
            const wasAlive = isBroker
              ? await disturb(line, work, ms, async () => {
                  await broker.kill();
                  await sleep(downMs);
                  await broker.start();
                })
              : await killProgram(line, work, ms);
            if (!wasAlive) continue;
            caught[isBroker ? 'broker' : 'program'] += 1;
            done += 1;
          }
          expectDone(await startAgain(line, work).finished);
        }
        expect(caught.program + caught.broker).toBe(kills);
        expect(snapshot(join(line.researcher.folder, 'data-set'))).toEqual(expected);
        // Each batch once, in spite of all, and one result.
        const { batches, results } = topics(line.study.id);
        const sent = await Promise.all(
          line.owners.map(({ name }) => messagesOf(line, batches(name))),
        );
        expect(sent.map(({ length }) => length)).toEqual(
          line.owners.map(() => Math.ceil(rows / capacity)),
        );
        expect(await messagesOf(line, results)).toHaveLength(1);
      },
      longest,
    );

    test(
      'messages that come in another order, each three times',
      async () => {
        const { calm, expected } = scene;
        const { control, ceremony, batches, payload } = topics(calm.study.id);
        // Only what owners sent; a log has no place where something could be put in between.
        const line = { ...copyLine(calm, join(workspace.folder, 'order')) };
        for (const name of ['log', 'linkage-unit/state', 'researcher/data-set']) {
          rmSync(join(line.folder, name), { recursive: true, force: true });
        }
        const from = await openLog(calm.log, { environment: {} });
        const to = await openLog(line.log, { environment: {}, create: true });
        try {
          for (const topic of [control, ceremony]) {
            await to.append(topic, await valuesOn(from, topic));
          }
          for (const topic of line.owners.flatMap(({ name }) => [batches(name), payload(name)])) {
            const values = await valuesOn(from, topic);
            await to.append(topic, random.shuffle([...values, ...values, ...values]));
          }
        } finally {
          await Promise.all([from.close(), to.close()]);
        }
        await link(line);
        expect(snapshot(await assemble(line))).toEqual(expected);
      },
      longest,
    );

    test(
      'from nothing but the log of a broker that stands still half of the time, all on a disk that is slow in itself, where all stands three times, the same again',
      async () => {
        const { line, expected } = scene;
        const { batches, payload } = topics(line.study.id);
        const log = await openLog(line.log, { environment: {} });
        try {
          for (const topic of line.owners.flatMap(({ name }) => [batches(name), payload(name)])) {
            const values = await valuesOn(log, topic);
            await log.append(topic, random.shuffle([...values, ...values]));
          }
        } finally {
          await log.close();
        }
        await broker.kill();
        await broker.start(slow);
        const args = linkArgs(line, { state: 'another-state' });
        const linking = start(line.linkageUnit, { args, environment: slow });
        const over = linking.finished.then(() => true);
        do {
          broker.freeze();
          await sleep(150);
          broker.thaw();
        } while (!(await Promise.race([over, sleep(150, false)])));
        expectDone(await linking.finished);
        const out = 'again';
        const assembling = { args: assembleArgs(line, { out }), environment: slow };
        expectDone(await run(line.researcher, assembling));
        expect(snapshot(join(line.researcher.folder, out))).toEqual(expected);
      },
      longest,
    );
  });
}

/** Writes until nothing more fits. */
function fillUp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let size = 2 ** 20; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(join(folder, String(readdirSync(folder).length)), randomBytes(size));
    } catch {
      // Full for pieces of this size.
    }
  }
}

async function valuesOn(log: Awaited<ReturnType<typeof openLog>>, topic: string) {
  const values: Uint8Array[] = [];
  for await (const { value } of readAll(log, topic, 0)) values.push(value);
  return values;
}

async function messagesOf(line: Line, topic: string): Promise<Uint8Array[]> {
  const log = await openLog(line.log, { environment: {} });
  try {
    return await valuesOn(log, topic);
  } finally {
    await log.close();
  }
}

const broker = hasClientLibrary()
  ? await startOwnBroker(disk?.folder ?? join(workspace.folder, 'disk'))
  : { missing: 'library' };

afterAll(async () => {
  if (!('missing' in broker)) await broker.end();
  disk?.remove();
  workspace.remove();
});

describe('the line over a broker that fails', () => {
  if ('missing' in broker) {
    test.skip(`no broker can be started here: ${broker.missing}`, () => undefined);
  } else testWith(broker);
  if (slowness === undefined) {
    test.skip('no disk can be made slow here: there is no C compiler', () => undefined);
  }
});

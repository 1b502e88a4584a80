// SPDX-License-Identifier: EUPL-1.2
/**
 * Both rounds with the programs of all parties, three of them owners: one is away for a while, another
 * is killed while it answers, the linkage unit while it asks, while it takes in what was answered and
 * while it publishes. The data set is, byte for byte, the one of parties that nothing happened to.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLog } from '@koppel/transport';
import { topics } from '@koppel/wire';
import {
  agree,
  assemble,
  copyLine,
  encode,
  linkArgs,
  makeParties,
  ownerOf,
  type Line,
} from '../support/line.ts';
import type { KillAt } from '../support/kill-at.ts';
import { problemsOf, run, runAndKill, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../support/registers.ts';
import { snapshot } from '../support/snapshot.ts';
import { makeWorkspace } from '../support/workspace.ts';

const killAt = fileURLToPath(new URL('../support/kill-at.ts', import.meta.url));
const workspace = makeWorkspace();
const shape = {
  id: 'looks',
  owners: { north: ['population'], south: ['benefits'], west: ['population'] },
  capacity: 100,
} as const;
/** Who is in which register, of the persons that there are. */
const registers = {
  north: { register: 'population', from: 0, to: 100 },
  south: { register: 'benefits', from: 50, to: 150 },
  west: { register: 'population', from: 30, to: 130 },
} as const;
/** Of each register those who are in another one, too. */
const inOthers = { north: 70, south: 80, west: 100 };
type OwnerName = keyof typeof registers;
let ready: Line;
let line: Line;
let calm: Line;

beforeAll(async () => {
  const drawn = await makeParties(join(workspace.folder, 'ready'), shape);
  const study = {
    ...drawn.study,
    secondRound: { looks: 5, budget: 100, rarityClasses: true, fieldBits: 256 },
    linkage: { threshold: 'auto' as const },
  };
  ready = { ...drawn, study };
  const random = seeded(11);
  const persons = inventPersons(150, random);
  writeFileSync(ready.studyFile, JSON.stringify(study));
  for (const owner of ready.owners) {
    const { register, from, to } = registers[owner.name as OwnerName];
    const own = persons.slice(from, to).map((person) => misspell(person, random));
    const ids = own.map((_, at) => `r${String(at)}`);
    deliver(owner, register, tableOf(register, own, ids, random));
  }
  await agree(ready);
  for (const owner of ready.owners) {
    await encode(ready, owner, registers[owner.name as OwnerName].register);
  }
  line = copyLine(ready, join(workspace.folder, 'line'));
}, 240_000);

afterAll(() => {
  workspace.remove();
});

function answerArgs(of: Line, { name }: Party): string[] {
  return [
    'answer', '--study', of.studyFile, '--owner', name, '--keys', 'party.key',
    '--log', of.log, '--no-exclusions', '--json',
  ];
} // prettier-ignore

const answer = (of: Line, name: OwnerName): Promise<string> => {
  const owner = ownerOf(of, name);
  return succeed(owner, { args: answerArgs(of, owner) });
};

/** Starts a program that kills itself at exactly that moment. */
async function killed(party: Party, args: readonly string[], at: KillAt): Promise<void> {
  const nodeOptions = ['--import', killAt];
  const environment = { KOPPEL_TEST_KILL_AT: JSON.stringify(at) };
  expect((await run(party, { args, nodeOptions, environment })).signal).toBe('SIGKILL');
}

/** A moment: when so many entries stand on a topic. */
function entriesOn(of: Line, topic: string, count: number) {
  return async (signal: AbortSignal): Promise<void> => {
    const port = await openLog(of.log, { environment: {}, readOnly: true });
    try {
      while (!signal.aborted && (await port.end(topic)) < count)
        await sleep(2, undefined, { signal });
    } finally {
      await port.close();
    }
  };
}

async function countOn(of: Line, topic: string): Promise<number> {
  const port = await openLog(of.log, { environment: {}, readOnly: true });
  try {
    return await port.end(topic);
  } finally {
    await port.close();
  }
}

/** The linkage unit runs and misses these owners' answers. */
async function expectOpen(of: Line, owners: readonly string[]): Promise<void> {
  const open = await run(of.linkageUnit, { args: linkArgs(of) });
  expect(open.code).toBe(5);
  const missing = problemsOf(open).map(({ code, place }) => [code, place['field']]);
  expect(missing).toEqual(owners.map((field) => ['LOOKS_OPEN', field]));
}

const sources = ['north/population', 'south/benefits', 'west/population'];

test('parties that nothing happens to', async () => {
  calm = copyLine(ready, join(workspace.folder, 'calm'));
  await expectOpen(calm, sources);
  await Promise.all((['north', 'south', 'west'] as const).map((name) => answer(calm, name)));
  const linked = JSON.parse(await succeed(calm.linkageUnit, { args: linkArgs(calm) })) as {
    sources: { owner: OwnerName; linked: number }[];
  };
  for (const { owner, linked: number } of linked.sources) {
    expect(Math.abs(number - inOthers[owner])).toBeLessThan(8);
  }
  await assemble(calm);
}, 240_000);

test('two rounds end in that data set, whoever is away and whatever is killed', async () => {
  const { linkageUnit } = line;
  const names = topics('looks');
  // While it asks: then everything is planned, and a part of it on the log.
  const asking = entriesOn(line, names.lookRequests('north'), 3);
  await runAndKill(linkageUnit, { args: linkArgs(line) }, asking);
  await expectOpen(line, sources);
  const north = ownerOf(line, 'north');
  // What it answers is charged and not sent; then sent, and not noted.
  const moments = [
    { writes: 'INSERT INTO answered', time: 1, when: 'afterCommit' },
    { writes: 'INSERT OR IGNORE INTO handled', time: 2, when: 'beforeCommit' },
  ] as const;
  for (const at of moments) await killed(north, answerArgs(line, north), at);
  await answer(line, 'north');
  await answer(line, 'west');
  // Some answers are taken in, the last of them not for good; then more, each with its other half.
  const moment = { writes: 'UPDATE ask SET answer', time: 4, when: 'beforeCommit' } as const;
  await killed(linkageUnit, linkArgs(line), moment);
  const pair = { writes: 'UPDATE lookPart SET similarities', time: 3, when: 'afterCommit' } as const;
  await killed(linkageUnit, linkArgs(line), pair);
  await expectOpen(line, ['south/benefits']);
  await answer(line, 'south');
  const publishing = entriesOn(line, names.links, 1);
  await runAndKill(linkageUnit, { args: linkArgs(line) }, publishing);
  await succeed(linkageUnit, { args: linkArgs(line) });
  for (const name of ['north', 'south', 'west']) {
    // Nothing was asked twice, and nothing answered twice.
    const asked = await countOn(calm, names.lookRequests(name));
    expect(await countOn(line, names.lookRequests(name))).toBe(asked);
    expect(await countOn(line, names.lookAnswers(name))).toBe(asked);
  }
  const folder = await assemble(line);
  const expected = snapshot(join(calm.researcher.folder, 'data-set'));
  expect(snapshot(folder)).toEqual(expected);
  const { decidedBy } = JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8')) as object & {
    decidedBy: { registers: string[]; round: number }[];
  };
  const [one, two, three] = sources;
  const pairs = [[one, two], [one, three], [two, three]];
  expect(decidedBy).toEqual(pairs.map((registered) => ({ registers: registered, round: 2 })));
}, 240_000); // prettier-ignore

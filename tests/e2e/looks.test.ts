// SPDX-License-Identifier: EUPL-1.2
/**
 * Both rounds with the programs of all parties: one owner is away for a while, the linkage unit is
 * killed while it asks and while it publishes, and the data set is the one that nothing of this would
 * have changed.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '@koppel/transport';
import { topics } from '@koppel/wire';
import {
  agree,
  assemble,
  copyLine,
  encode,
  linkArgs,
  makeParties,
  type Line,
} from '../support/line.ts';
import { problemsOf, run, runAndKill, succeed, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, misspell, tableOf } from '../support/registers.ts';
import { makeWorkspace } from '../support/workspace.ts';

const workspace = makeWorkspace();
const shape = {
  id: 'looks',
  owners: { north: ['population'], south: ['benefits'] },
  capacity: 100,
} as const;
const shared = 120;
let line: Line;
let north: Party;
let south: Party;

beforeAll(async () => {
  const drawn = await makeParties(join(workspace.folder, 'line'), shape);
  const study = {
    ...drawn.study,
    secondRound: { looks: 5, budget: 100, rarityClasses: false, fieldBits: 256 },
    linkage: { threshold: 'auto' as const },
  };
  line = { ...drawn, study };
  [north, south] = line.owners as [Party, Party];
  const random = seeded(11);
  const persons = inventPersons(280, random);
  const ids = persons.map((_, at) => `r${String(at)}`);
  deliver(
    north,
    'population',
    tableOf('population', persons.slice(0, 200), ids.slice(0, 200), random),
  );
  const others = persons.slice(200 - shared).map((person) => misspell(person, random));
  deliver(south, 'benefits', tableOf('benefits', others, ids.slice(0, others.length), random));
  writeFileSync(line.studyFile, JSON.stringify(study));
  await agree(line);
  await encode(line, north, 'population');
  await encode(line, south, 'benefits');
}, 240_000);

afterAll(() => {
  workspace.remove();
});

const answer = (owner: Party, of: Line): Promise<string> =>
  succeed(owner, {
    args: [
      'answer', '--study', of.studyFile, '--owner', owner.name, '--keys', 'party.key',
      '--log', of.log, '--no-exclusions', '--json',
    ], // prettier-ignore
  });

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

const personsIn = (folder: string): string => readFileSync(join(folder, 'persons.csv'), 'utf8');

test('two rounds end in one data set, whoever is away and whatever is killed', async () => {
  const names = topics('looks');
  // While it asks: then everything is planned, and a part of it on the log.
  await runAndKill(
    line.linkageUnit,
    { args: linkArgs(line) },
    entriesOn(line, names.lookRequests('north'), 3),
  );
  const open = await run(line.linkageUnit, { args: linkArgs(line) });
  expect([open.code, problemsOf(open).map(({ code }) => code)]).toEqual([
    5,
    ['LOOKS_OPEN', 'LOOKS_OPEN'],
  ]);
  await answer(north, line);
  const away = await run(line.linkageUnit, { args: linkArgs(line) });
  expect(problemsOf(away).map(({ code, place }) => [code, place['field']])).toEqual([
    ['LOOKS_OPEN', 'south/benefits'],
  ]);
  await answer(south, line);

  const calm = copyLine(line, join(workspace.folder, 'calm'));
  const linked = JSON.parse(await succeed(calm.linkageUnit, { args: linkArgs(calm) })) as {
    sources: { linked: number }[];
  };
  for (const { linked: number } of linked.sources)
    expect(Math.abs(number - shared)).toBeLessThan(8);
  const expected = personsIn(await assemble(calm));

  const { linkageUnit } = line;
  await runAndKill(linkageUnit, { args: linkArgs(line) }, entriesOn(line, names.links, 1));
  await succeed(linkageUnit, { args: linkArgs(line) });
  const folder = await assemble(line);
  expect(personsIn(folder)).toBe(expected);
  const { decidedBy } = JSON.parse(readFileSync(join(folder, 'quality.json'), 'utf8')) as object & {
    decidedBy: unknown;
  };
  expect(decidedBy).toEqual([{ registers: ['north/population', 'south/benefits'], round: 2 }]);
}, 240_000);

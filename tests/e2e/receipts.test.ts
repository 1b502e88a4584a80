// SPDX-License-Identifier: EUPL-1.2
/**
 * A decision expires between sending and linking: the linkage unit refuses every batch, the owner
 * reads why, and its next run sends the whole register, so that both are level again.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@koppel/wire';
import {
  agree,
  attempt,
  encode,
  encodeArgs,
  link,
  linkArgs,
  makeParties,
  writeStudy,
  type Line,
} from '../support/line.ts';
import { problemsOf, start, type Finished, type Language, type Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { appendTo, messagesOn } from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';

const clock = join(import.meta.dirname, '../faults/clock.ts');
const workspace = makeWorkspace();
const persons = inventPersons(80, seeded(5));
let line: Line;
let owner: Party;

/** The register with the first `count` persons. */
function register(count: number): void {
  const some = persons.slice(0, count);
  deliver(
    owner,
    'benefits',
    tableOf(
      'benefits',
      some,
      some.map((_, at) => `R${at}`),
      seeded(6),
    ),
  );
}

beforeAll(async () => {
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const shape = { id: 'answers', owners, capacity: 20 };
  line = await makeParties(workspace.folder, shape);
  const { study } = line;
  writeStudy(line, {
    ...study,
    batches: { ...study.batches, minimumChanges: 5 },
    decisions: study.decisions.map((one) => ({ ...one, validUntil: '2060-12-31' })),
  });
  await agree(line);
  for (const each of line.owners) {
    owner = each;
    register(60);
    await encode(line, owner, 'benefits');
  }
  owner = line.owners[0]!;
}, 120_000);

afterAll(() => {
  workspace.remove();
});

const receiptArgs = (...more: readonly string[]): string[] => [
  'receipts', '--study', line.studyFile, '--owner', owner.name, '--log', line.log, ...more,
]; // prettier-ignore

async function receipts(): Promise<{ code: number | null; benefits: object; problems: string[] }> {
  const finished = await attempt(owner, receiptArgs('--json'));
  const told = JSON.parse(finished.stdout.toString()) as { registers: object[] };
  const problems = problemsOf(finished).map(({ code }) => code);
  return { code: finished.code, benefits: told.registers[0]!, problems };
}

/** The linkage unit at work after the decision expired. */
const linkTooLate = (): Promise<Finished> =>
  attempt(line.linkageUnit, linkArgs(line), {
    nodeOptions: ['--import', clock],
    environment: { KOPPEL_TEST_DAY: '2061-01-01' },
  });

const eventsOf = ({ stderr }: Finished): string => stderr.toString();

async function run(...more: readonly string[]): Promise<Finished> {
  return attempt(owner, [...encodeArgs(line, owner, 'benefits'), ...more]);
}

test('nothing answered yet: it waits', async () => {
  expect(await receipts()).toMatchObject({
    code: 0, problems: [],
    benefits: { register: 'benefits', verdict: 'waiting', unanswered: 3, accepted: 0, whole: true },
  }); // prettier-ignore
});

test.each<[Language, RegExp]>([
  [
    'en',
    /refused: the linkage unit does not use it\n.*3 batches\n +GATE_DECISION_EXPIRED: The decision/,
  ],
  [
    'nl',
    /geweigerd: de koppelpartij gebruikt haar niet\n.*3 pakketten\n +GATE_DECISION_EXPIRED: Het besluit/,
  ],
])('refused: the reason and what to do, in %s', async (language, expected) => {
  expect((await linkTooLate()).code).not.toBe(0);
  const finished = await attempt(owner, receiptArgs(), { language });
  expect(finished.code).toBe(4);
  expect(finished.stdout.toString()).toMatch(expected);
  expect(problemsOf(finished)).toMatchObject([
    { code: 'RUN_REFUSED', place: { field: 'benefits' } },
  ]);
});

test('the next run sends the whole register although little changed, and says why', async () => {
  register(61);
  const finished = await run();
  expect(JSON.parse(finished.stdout.toString())).toMatchObject({ send: 'whole', added: 1 });
  expect(eventsOf(finished)).toMatch(/"event":"baseRefused","register":"benefits"/);
  expect(eventsOf(finished)).toMatch(/"wholeRegister","register":"benefits","stage":"baseRefused"/);
  expect(await receipts()).toMatchObject({ code: 0, benefits: { verdict: 'waiting', ordinal: 1 } });
});

test('refused once more: sent once more as it is, then only when asked', async () => {
  await linkTooLate();
  const again = await run();
  expect(JSON.parse(again.stdout.toString())).toMatchObject({ send: 'whole', batchesSent: 8 });
  await linkTooLate();
  const before = await messagesOn(line, topics('answers').batches(owner.name));
  const third = await run();
  expect([third.code, problemsOf(third).map(({ code }) => code)]).toEqual([4, ['RUN_REFUSED']]);
  expect(await messagesOn(line, topics('answers').batches(owner.name))).toHaveLength(before.length);
  const asked = await run('--full');
  expect(JSON.parse(asked.stdout.toString())).toMatchObject({ send: 'whole' });
}, 60_000);

test('accepted: from then on changes travel alone', async () => {
  const other = line.owners[1]!;
  await encode(line, other, 'benefits'); // refused too: the same content goes whole
  expect((await link(line)).sources.map(({ records }) => records)).toEqual([61, 60]);
  expect(await receipts()).toMatchObject({
    code: 0, benefits: { verdict: 'accepted', accepted: 4, refused: 0, unanswered: 0 },
  }); // prettier-ignore
  register(70);
  const changes = await run();
  expect(JSON.parse(changes.stdout.toString())).toMatchObject({ send: 'changes', added: 9 });
  expect((await link(line)).sources.map(({ records }) => records)).toEqual([70, 60]);
}, 60_000);

test('an answer that is not signed by the linkage unit changes nothing', async () => {
  const topic = topics('answers').receipts(owner.name);
  const genuine = await messagesOn(line, topic);
  const forged = genuine.map((bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1));
  await appendTo(line, topic, forged);
  expect(await receipts()).toMatchObject({ code: 0, benefits: { verdict: 'accepted' } });
});

test('the service tells of what was refused, in figures and once as an event', async () => {
  register(80);
  await run();
  await linkTooLate();
  const config = {
    koppelServe: 1, study: '../study.yaml', owner: owner.name, keys: 'party.key', log: '../log',
    exclusions: 'none', http: { port: 0 },
    registers: [
      { register: 'benefits', mapping: 'benefits.yaml', input: 'benefits.csv', schedule: '0 3 1 1 *' },
    ],
  }; // prettier-ignore
  writeFileSync(join(owner.folder, 'serve.yaml'), JSON.stringify(config));
  const service = start(owner, { args: ['serve', '--config', 'serve.yaml'] });
  const metrics = new Promise<string>((resolve, reject) => {
    let text = '';
    service.child.stderr!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const port = /"event":"serving".*"port":(\d+)/.exec(text)?.[1];
      if (port === undefined || !text.includes('"batchesRefused"')) return;
      const address = `http://127.0.0.1:${port}/metrics`;
      globalThis
        .fetch(address)
        .then((answer) => answer.text())
        .then(resolve, reject);
    });
  });
  const figures = await metrics;
  expect(figures).toContain('koppel_encoder_batches_refused{register="benefits"} 1\n');
  expect(figures).toContain('koppel_encoder_batches_unanswered{register="benefits"} 0\n');
  expect(figures).toContain('koppel_encoder_run_refused{register="benefits"} 1\n');
  service.child.kill('SIGTERM');
  const told = eventsOf(await service.finished).match(/"batchesRefused".*/g);
  expect(told).toHaveLength(1);
  expect(told![0]).toMatch(/"register":"benefits","code":"GATE_DECISION_EXPIRED","batches":1/);
}, 60_000);

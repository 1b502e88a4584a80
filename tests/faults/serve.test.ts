// SPDX-License-Identifier: EUPL-1.2
/** The service as a system runs it: asked how it is, stopped, killed, and overtaken by a date. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@koppel/wire';
import { careRegister, type CareRegister } from '../support/care.ts';
import { agree, attempt, copyLine, makeParties, writeStudy, type Line } from '../support/line.ts';
import { problemsOf, start, type Call, type Finished, type Running } from '../support/program.ts';
import { messagesOn } from '../support/sealed.ts';
import { makeWorkspace } from '../support/workspace.ts';

const clock = join(import.meta.dirname, 'clock.ts');
const workspace = makeWorkspace();
const count = 242;
const batches = 12;
let ready: Line;
let line: Line;
let register: CareRegister;
let copies = 0;

/** Agreed, with a register of twelve batches of which one leaves each second. */
beforeAll(async () => {
  const owners = { rotterdam: ['benefits'] } as const;
  const made = await makeParties(join(workspace.folder, 'ready'), {
    id: 'serve',
    owners,
    capacity: 20,
  });
  const { study } = made;
  const documents = study.documents.map((one) =>
    one.kind === 'dpia' ? { ...one, validUntil: '2026-04-30' } : one,
  );
  writeStudy(made, { ...study, batches: { ...study.batches, intervalSeconds: 1 }, documents });
  await agree(made);
  ready = made;
}, 120_000);

beforeEach(() => {
  copies += 1;
  line = copyLine(ready, join(workspace.folder, `copy-${copies}`));
  register = careRegister(line, 'rotterdam', count);
  register.write();
  configure();
});

afterAll(() => {
  workspace.remove();
});

function configure(changed: object = {}, changedRegister: object = {}): void {
  const config = {
    koppelServe: 1,
    study: '../study.yaml',
    owner: 'rotterdam',
    keys: 'party.key',
    log: '../log',
    exclusions: 'none',
    http: { port: 0 },
    registers: [
      {
        register: 'benefits', mapping: 'benefits.yaml', input: 'benefits.csv',
        schedule: 'daily 03:00', atStart: true, ...changedRegister,
      },
    ],
    ...changed,
  }; // prettier-ignore
  writeFileSync(join(register.owner.folder, 'serve.yaml'), JSON.stringify(config));
}

type Line1 = Readonly<Record<string, unknown>>;

interface Service extends Running {
  /** Everything that it told until now. */
  told(): Line1[];
  /** The first event of that name, as soon as it was told. */
  when(event: string): Promise<Line1>;
}

const at = (moment: string, language: Call['language'] = 'en'): Omit<Call, 'args'> => ({
  language,
  nodeOptions: ['--import', clock],
  environment: { KOPPEL_TEST_MOMENT: moment, TZ: 'UTC' },
});

function serve(call: Omit<Call, 'args'> = at('2026-04-01T12:00:00Z')): Service {
  const running = start(register.owner, { ...call, args: ['serve', '--config', 'serve.yaml'] });
  let text = '';
  running.child.stderr!.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  let ended = false;
  void running.finished.then(() => {
    ended = true;
  });
  const told = () =>
    text
      .split('\n')
      .slice(0, -1)
      .filter((each) => each.startsWith('{'))
      .map((each) => JSON.parse(each) as Line1);
  const when = async (event: string): Promise<Line1> => {
    for (;;) {
      const found = told().find((each) => each['event'] === event);
      if (found !== undefined) return found;
      if (ended) throw Object.assign(new Error('it ended before'), { event, text });
      await sleep(10);
    }
  };
  return { ...running, told, when };
}

async function stop(service: Service): Promise<Finished> {
  service.child.kill('SIGTERM');
  return service.finished;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

async function ask(service: Service, path: string, method = 'GET'): Promise<Answer> {
  const port = (await service.when('serving'))['port'] as number;
  const options = { host: '127.0.0.1', port, path, method, agent: false };
  return new Promise((resolve, reject) => {
    const asked = method === 'GET' ? get(options) : request(options).end();
    asked.on('error', reject);
    asked.on('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, body });
      });
    });
  });
}

const sent = () => messagesOn(line, topics('serve').batches('rotterdam'));

async function whenSent(number: number): Promise<void> {
  while ((await sent()).length < number) await sleep(20);
}

async function expectWholeLedger(): Promise<void> {
  const args = ['ledger', 'verify', '--keys', 'party.key', '--json'];
  const finished = await attempt(register.owner, args);
  expect(JSON.parse(finished.stdout.toString())).toMatchObject({
    batches: 2 * batches, records: 2 * (count - 2), unsettled: 0,
  }); // prettier-ignore
}

test('answers a monitor while it sends, and ends a run and itself when asked', async () => {
  const service = serve();
  await whenSent(2);
  expect(await ask(service, '/health')).toEqual({ status: 200, body: '{"status":"ok"}\n' });
  const ready0 = await ask(service, '/ready');
  expect([ready0.status, JSON.parse(ready0.body)]).toEqual([
    200,
    { ready: true, study: 'ok', key: 'ok', log: 'ok', gate: { benefits: 'ok' } },
  ]);
  const { body } = await ask(service, '/metrics');
  expect(body).toContain('koppel_encoder_gate_open{register="benefits"} 1\n');
  expect(body).toContain('koppel_encoder_running{register="benefits"} 1\n');
  expect(body).toContain('# TYPE koppel_encoder_batches_sent_total counter\n');
  expect((await ask(service, '/ready', 'POST')).status).toBe(405);
  expect((await ask(service, '/etc')).status).toBe(404);
  const second = await attempt(register.owner, ['serve', '--config', 'serve.yaml']);
  expect([second.code, problemsOf(second).map(({ code }) => code)]).toEqual([5, ['FILE_IN_USE']]);

  const { code, stderr } = await stop(service);
  expect(code).toBe(0);
  const events = stderr.toString();
  for (const event of ['stopping', 'runStopped', 'stopped']) expect(events).toContain(`"${event}"`);
  const there = (await sent()).length;
  expect(there).toBeLessThan(batches);

  const next = serve();
  await next.when('runEnds');
  expect(await next.when('runDue')).toMatchObject({ register: 'benefits', inSeconds: 0 });
  const figures = (await ask(next, '/metrics')).body;
  const figure = (name: string): number =>
    Number(
      new RegExp(`^koppel_encoder_${name}{register="benefits"} (\\S+)$`, 'm').exec(figures)![1],
    );
  expect(figure('rows_read_total')).toBe(count);
  expect(figure('rows_excluded_total')).toBe(2);
  expect(figure('batches_sent_total')).toBeGreaterThan(0);
  expect(figure('last_success_timestamp_seconds')).toBeGreaterThan(0);
  expect(figures).not.toContain('REC/');
  expect((await stop(next)).code).toBe(0);
  expect(await sent()).toHaveLength(batches);
  await expectWholeLedger();
}, 240_000);

test('goes on after kills, with nothing lost and nothing twice', async () => {
  for (const number of [1, 3, 6]) {
    const service = serve();
    await whenSent(number);
    service.child.kill('SIGKILL');
    await service.finished;
  }
  const last = serve();
  await last.when('runEnds');
  await stop(last);
  expect(await sent()).toHaveLength(batches);
  expect(await messagesOn(line, topics('serve').payload('rotterdam'))).toHaveLength(batches);
  await expectWholeLedger();
}, 240_000);

describe('when the DPIA expires', () => {
  test('tonight, sending stops at midnight, with the reason in Dutch', async () => {
    const service = serve(at('2026-04-30T23:59:54Z', 'nl'));
    const failed = await service.when('runFailed');
    expect(failed).toMatchObject({ register: 'benefits', code: 'GATE_DOCUMENT_EXPIRED' });
    const there = (await sent()).length;
    expect(there).toBeLessThan(batches);
    const { status, body } = await ask(service, '/ready');
    expect([status, JSON.parse(body)]).toMatchObject([
      503,
      { ready: false, gate: { benefits: 'GATE_DOCUMENT_EXPIRED' } },
    ]);
    const problem = service.told().find((each) => each['event'] === 'problem');
    expect(problem).toMatchObject({ code: 'GATE_DOCUMENT_EXPIRED', place: { field: 'dpia' } });
    expect(problem!['text']).toMatch(/verlopen/);
    await stop(service);
    expect((await sent()).length).toBe(there);
  }, 120_000);

  test('already, nothing leaves and the service says so without ending', async () => {
    const service = serve(at('2026-05-02T12:00:00Z', 'nl'));
    await service.when('runFailed');
    expect(await service.when('gateClosed')).toMatchObject({ code: 'GATE_DOCUMENT_EXPIRED' });
    const { body } = await ask(service, '/metrics');
    expect(body).toContain('koppel_encoder_gate_open{register="benefits"} 0\n');
    expect(body).toContain(
      'run_failures_total{register="benefits",code="GATE_DOCUMENT_EXPIRED"} 1\n',
    );
    expect((await stop(service)).code).toBe(0);
    expect(await sent()).toEqual([]);
  });
});

test('waits for its time, and tells of a log that is not there', async () => {
  configure({}, { atStart: false });
  const waiting = serve(at('2026-04-01T02:59:50Z'));
  expect(await waiting.when('runDue')).toMatchObject({ register: 'benefits' });
  await waiting.when('runBegins');
  expect(Date.parse(String((await waiting.when('runBegins'))['time']))).toBeGreaterThanOrEqual(
    Date.parse('2026-04-01T03:00:00Z'),
  );
  await stop(waiting);

  configure({ log: '../no-log' }, {});
  const failing = serve();
  expect(await failing.when('runFailed')).toMatchObject({ code: 'LOG_MISSING' });
  expect((await ask(failing, '/ready')).body).toContain('"log":"LOG_MISSING"');
  await stop(failing);
});

test.each([
  ['an unknown setting', { speed: 1 }, {}, 'speed'],
  ['no word about exclusions', { exclusions: undefined }, {}, 'exclusions'],
  ['another machine, unsaid', { http: { address: '0.0.0.0', port: 0 } }, {}, 'http.allowRemote'],
  ['a time that is none', {}, { schedule: 'daily 25:00' }, 'registers.0.schedule'],
  ['a name that may be a person', { 'Jansen 1980-01-02': 1 }, {}, undefined],
])('a configuration with %s is refused', async (_title, changed, changedRegister, path) => {
  configure(changed, changedRegister);
  const finished = await attempt(register.owner, ['serve', '--config', 'serve.yaml']);
  const place = path === undefined ? { file: 'serve.yaml' } : { file: 'serve.yaml', path };
  expect([finished.code, problemsOf(finished)]).toMatchObject([
    3,
    [{ code: 'SERVE_CONFIG', place }],
  ]);
  expect(finished.stderr.toString()).not.toContain('Jansen');
});

test('listens to other machines only when told so, and says that it does', async () => {
  configure({ http: { address: '0.0.0.0', port: 0, allowRemote: true } }, { atStart: false });
  const service = serve();
  await service.when('listensBeyondThisMachine');
  expect((await ask(service, '/health')).status).toBe(200);
  await stop(service);
  expect(readFileSync(join(register.owner.folder, 'serve.yaml'), 'utf8')).toContain('allowRemote');
});

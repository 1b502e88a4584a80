// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { makeCarePlace, type CarePlace } from '../testing/care-place.ts';
import { readRuns } from '../run-log.ts';
import { refusal } from '../testing/place.ts';
import { answer } from '../testing/receipts.ts';
import { readServeConfig } from './config.ts';
import { ServeMemory } from './memory.ts';
import { Metrics } from './metrics.ts';
import { readinessOf } from './readiness.ts';
import { backOffMs, parseSchedule } from './schedule.ts';
import { EncoderService, firstDue } from './service.ts';

describe('a schedule', () => {
  const next = (text: string, after: Date) => new Date(parseSchedule(text)!.next(after.getTime())!);

  test('gives the first time after a moment', () => {
    const noon = new Date(2026, 0, 5, 12, 0);
    expect(next('daily 02:30', noon)).toEqual(new Date(2026, 0, 6, 2, 30));
    expect(next('daily 12:01', noon)).toEqual(new Date(2026, 0, 5, 12, 1));
    expect(next('15 4 * * 0', noon)).toEqual(new Date(2026, 0, 11, 4, 15));
    expect(parseSchedule('0 0 30 2 *')!.next(noon.getTime())).toBeUndefined();
  });

  test.each(['daily 24:00', 'daily 2:00', 'soon', '* * * *', '* * * * * *', '61 * * * *', ''])(
    '%j is none',
    (text) => {
      expect(parseSchedule(text)).toBeUndefined();
    },
  );

  test('pauses grow from a minute to an hour and no further', () => {
    expect([1, 2, 3].map(backOffMs)).toEqual([60_000, 120_000, 240_000]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (failures) => {
        expect(backOffMs(failures)).toBeLessThanOrEqual(3_600_000);
        expect(backOffMs(failures)).toBeGreaterThanOrEqual(60_000);
      }),
    );
  });
});

test('figures have the form that Prometheus reads', () => {
  const metrics = new Metrics();
  metrics.set('up', 1);
  metrics.add('rejected', 2, { register: 'benefits', rule: 'dateFormat' });
  metrics.add('rejected', 3, { register: 'benefits', rule: 'dateFormat' });
  metrics.set('gate', 0, { register: 'a"b\\c\nd' });
  expect(metrics.text().split('\n')).toEqual([
    '# HELP koppel_encoder_up The service runs.',
    '# TYPE koppel_encoder_up gauge',
    'koppel_encoder_up 1',
    '# HELP koppel_encoder_gate_open 1 while decisions and documents allow this register.',
    '# TYPE koppel_encoder_gate_open gauge',
    'koppel_encoder_gate_open{register="a\\"b\\\\c\\nd"} 0',
    '# HELP koppel_encoder_rows_rejected_total Rejections, by rule.',
    '# TYPE koppel_encoder_rows_rejected_total counter',
    'koppel_encoder_rows_rejected_total{register="benefits",rule="dateFormat"} 5',
    '',
  ]);
});

describe('a service', () => {
  let care: CarePlace;
  const base = {
    koppelServe: 1, study: 'study.yaml', owner: 'north', keys: 'owner.key', log: 'log',
    exclusions: 'none',
  }; // prettier-ignore
  const served = {
    register: 'benefits', mapping: 'mapping.yaml', input: 'in.csv', schedule: 'daily 03:00',
    report: 'report.json', atStart: true,
  }; // prettier-ignore
  const config = (changed: object = {}, changedRegister: object = {}) =>
    readServeConfig(
      care.place.write(
        'serve.yaml',
        JSON.stringify({ ...base, registers: [{ ...served, ...changedRegister }], ...changed }),
      ),
    );

  beforeAll(async () => {
    care = await makeCarePlace();
  });
  afterAll(async () => {
    await care.place.remove();
  });

  /** Lets the service work until it has told this event. */
  async function until(service: EncoderService, event: string): Promise<void> {
    const stop = new AbortController();
    const from = care.told.lines.length;
    const working = service.work(stop.signal);
    while (!care.told.lines.slice(from).some((line) => line['event'] === event)) await sleep(5);
    stop.abort();
    await working;
  }

  test('takes paths from the folder of its configuration, and is strict', async () => {
    expect(config()).toMatchObject({
      study: care.at('study.yaml'),
      state: care.at('owner.key.state'),
      http: { address: '127.0.0.1', port: 9464, allowRemote: false },
    });
    expect(config({ exclusions: 'list.csv' }).exclusions).toBe(care.at('list.csv'));
    const wrong: [object, object, string][] = [
      [{ registers: [] }, {}, ',"path":"registers"'],
      [{ registers: [served, served] }, {}, ',"path":"registers","rule":"twice"'],
      [{ http: { address: '10.0.0.1' } }, {}, ',"path":"http.allowRemote"'],
      [{}, { schedule: 'later' }, ',"path":"registers.0.schedule"'],
      [{ 'Jan Jansen': 1 }, {}, ''],
    ];
    for (const [changed, changedRegister, place] of wrong) {
      expect(await refusal(care.place, () => config(changed, changedRegister))).toEqual([
        `SERVE_CONFIG {"file":"serve.yaml"${place}}`,
      ]);
    }
  });

  test('begins with what was missed or interrupted, and otherwise waits', () => {
    const state = care.at('memory');
    const [one] = config({}, { atStart: false }).registers;
    const [eager] = config().registers;
    const now = new Date(2026, 0, 5, 12, 0).getTime();
    const night = new Date(2026, 0, 6, 3, 0).getTime();
    const due = (register = one!) => firstDue(register, new ServeMemory(state), now);
    expect([due(), due(eager)]).toEqual([night, now]);
    const memory = new ServeMemory(state);
    memory.note('benefits', 'begun', now - 7_200_000);
    expect(due()).toBe(now);
    memory.note('benefits', 'ended', now - 7_100_000);
    expect([due(), due(eager)]).toEqual([night, night]);
    memory.note('benefits', 'succeeded', now - 7_100_000);
    expect(due()).toBe(night);
    memory.note('benefits', 'succeeded', now - 36 * 3_600_000);
    expect(due()).toBe(now);
    care.place.write('memory/serve.json', '{"koppelServe":1,"registers":{"x":1}}');
    expect(due()).toBe(night);
  });

  test('runs, counts and remembers; a failure is told and does not end it', async () => {
    const metrics = new Metrics();
    const context = care.context();
    const service = new EncoderService(config(), context, metrics, 'ok');
    await until(service, 'runEnds');
    const figures = metrics.text();
    for (const line of [
      'runs_total{register="benefits"} 1',
      'rows_read_total{register="benefits"} 25',
      'rows_excluded_total{register="benefits"} 1',
      'batches_sent_total{register="benefits"} 6',
      'gate_open{register="benefits"} 1',
      'running{register="benefits"} 0',
    ]) {
      expect(figures).toContain(`koppel_encoder_${line}\n`);
    }
    const [run] = await readRuns(care.world.owners[0]!.sender, care.place.port, 'benefits', [
      'identifiers',
    ]);
    const refused = { run: run!.identity, sequence: 1, code: 'CONTRACT_LENGTH' } as const;
    await answer(care.world, care.place.port, [{ run: run!.identity, sequence: 0 }, refused]);
    await until(service, 'batchesRefused');
    for (const line of ['batches_refused', 'batches_unanswered', 'run_refused']) {
      expect(metrics.text()).toContain(`koppel_encoder_${line}{register="benefits"} 1\n`);
    }
    rmSync(care.at('owner.key.state/serve.json'));
    care.place.write('bad.csv', 'nr\n1\n');
    const failing = new EncoderService(config({}, { input: 'bad.csv' }), context, metrics, 'ok');
    await until(failing, 'runFailed');
    expect(metrics.text()).toContain(
      'run_failures_total{register="benefits",code="INPUT_COLUMN_MISSING"} 1\n',
    );
    rmSync(care.at('owner.key.state/serve.json'));
    const other = { ...config(), study: care.at('in.csv') };
    const closed = new EncoderService(other, context, metrics, 'ok');
    await until(closed, 'gateClosed');
    expect(metrics.text()).toContain('gate_open{register="benefits"} 0\n');
  });

  test('is ready when study, key, log and gate are', async () => {
    const gate = { benefits: 'ok' };
    expect(await readinessOf(config(), 'ok')).toEqual({
      ready: true, study: 'ok', key: 'ok', log: 'ok', gate,
    }); // prettier-ignore
    expect(await readinessOf(config({ log: 'none' }), 'KEY_NOT_AGREED')).toEqual({
      ready: false, study: 'ok', key: 'KEY_NOT_AGREED', log: 'LOG_MISSING', gate,
    }); // prettier-ignore
    expect(await readinessOf(config({ study: 'none' }), 'ok')).toMatchObject({
      ready: false, study: 'FILE_MISSING', gate: { benefits: 'FILE_MISSING' },
    }); // prettier-ignore
    expect(await readinessOf(config({ owner: 'south' }), 'ok')).toMatchObject({
      ready: false, gate: { benefits: 'GATE_OWNER_NOT_COVERED' },
    }); // prettier-ignore
  });
});

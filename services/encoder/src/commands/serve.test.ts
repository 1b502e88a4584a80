// SPDX-License-Identifier: EUPL-1.2
/** The command as a whole, within one process: it starts, answers, runs, and stops when asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { get } from 'node:http';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCarePlace, type CarePlace } from '../testing/care-place.ts';
import { refusal } from '../testing/place.ts';
import { serve } from './serve.ts';

let care: CarePlace;

beforeAll(async () => {
  care = await makeCarePlace();
});
afterAll(async () => {
  await care.place.remove();
});

function configured(changed: object = {}): string[] {
  const config = {
    koppelServe: 1, study: 'study.yaml', owner: 'north', keys: 'owner.key', log: 'log',
    exclusions: 'none', http: { port: 0 },
    registers: [
      {
        register: 'benefits', mapping: 'mapping.yaml', input: 'in.csv', schedule: 'daily 03:00',
        atStart: true,
      },
    ],
    ...changed,
  }; // prettier-ignore
  return ['--config', care.place.write('serve.yaml', JSON.stringify(config))];
}

/** The first event of that name from now on. */
async function told(event: string, from: number): Promise<Record<string, unknown>> {
  for (;;) {
    const found = care.told.lines.slice(from).find((line) => line['event'] === event);
    if (found !== undefined) return found;
    await sleep(5);
  }
}

function ask(port: unknown, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: Number(port), path, agent: false };
    get(options, (response) => {
      let text = `${String(response.statusCode)} ${String(response.headers['content-type'])} `;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve(text);
      });
    }).on('error', reject);
  });
}

test('it runs, answers a monitor, and ends on a signal', async () => {
  const serving = serve(care.context(...configured()));
  const { port } = await told('serving', 0);
  await told('runEnds', 0);
  expect(await ask(port, '/health')).toBe('200 application/json {"status":"ok"}\n');
  expect(await ask(port, '/ready')).toMatch(/^200 application\/json {"ready":true,/);
  const figures = await ask(port, '/metrics');
  expect(figures).toMatch(/^200 text\/plain; version=0\.0\.4 # HELP koppel_encoder_up/);
  expect(figures).toContain('koppel_encoder_ready{check="log"} 1\n');
  expect(figures).toContain('koppel_encoder_runs_total{register="benefits"} 1\n');
  process.emit('SIGTERM');
  await serving;
  expect(care.told.lines.slice(-2)).toMatchObject([
    { event: 'stopping', stage: 'SIGTERM' },
    { event: 'stopped', study: 'sample', owner: 'north' },
  ]);
  process.removeAllListeners('SIGINT');
});

test('it warns of an address that others reach, and is not ready without its log', async () => {
  const from = care.told.lines.length;
  const http = { port: 0, address: '0.0.0.0', allowRemote: true };
  const serving = serve(care.context(...configured({ http, log: 'none' })));
  const { port } = await told('serving', from);
  await told('listensBeyondThisMachine', from);
  expect(await ask(port, '/ready')).toMatch(/^503 .*"log":"LOG_MISSING"/);
  process.emit('SIGINT');
  await serving;
  process.removeAllListeners('SIGTERM');
});

test('what cannot work is told at the start', async () => {
  const refused = (changed: object) =>
    refusal(care.place, () => serve(care.context(...configured(changed))));
  expect(await refused({ keys: 'in.csv' })).toEqual(['KEY_FILE_DAMAGED {"file":"in.csv"}']);
  expect(await refused({ state: 'in.csv/state' })).toEqual([
    expect.stringMatching(/^WRITE_FAILED .*in\.csv\/state/),
  ]);
  expect(await refused({ owner: 'west' })).toEqual([
    'GATE_OWNER_NOT_COVERED {"file":"study.yaml","path":"--owner"}',
  ]);
});

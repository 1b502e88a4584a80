// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEventReporter, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { host, pauseMs, type Condition, type Hosted } from './host.ts';
import { openMonitor } from './monitor.ts';

/** Status and body of a path. */
async function ask(port: number, path: string): Promise<[number, string]> {
  const asked = request({ host: '127.0.0.1', port, path, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return [response.statusCode!, text];
}

const lines: Record<string, unknown>[] = [];
const sink = { write: (text: string) => lines.push(JSON.parse(text) as Record<string, unknown>) };
const reporter = createEventReporter({ sink, language: 'en', service: 'test', now: () => 0 });
const context: CommandContext = {
  argv: [], language: 'en', reporter, environment: {}, print: () => undefined,
}; // prettier-ignore

/** Waits for an event, generously: the machine may be busy. */
async function told(event: string): Promise<Record<string, unknown>> {
  for (let waited = 0; waited < 60_000; waited += 5) {
    const line = lines.find((one) => one['event'] === event);
    if (line !== undefined) return line;
    await sleep(5);
  }
  throw new Error('it was never told');
}

const settings = {
  http: { address: '127.0.0.1', port: 0 },
  pollSeconds: 1,
  stopSeconds: 60,
  firstPauseMs: 100,
};
const names = { study: 'sample' };

describe('a hosted service', () => {
  test('answers a monitor, goes on after a failure, and ends when it is asked to', async () => {
    const stop = new AbortController();
    const conditions: Condition[] = [];
    let released = 0;
    const service: Hosted = {
      round: () => Promise.reject(new KoppelError('DISK_FULL')),
      readiness: () => Promise.resolve({ ready: conditions.at(-1) === 'ok' }),
      metrics: () => 'koppel_test_up 1\n',
      fared: (condition) => conditions.push(condition),
      release: () => Promise.resolve(void (released += 1)),
    };
    const ended = host(service, settings, { context, signal: stop.signal, names });
    const { port } = await told('serving');
    expect(await told('waits')).toMatchObject({ code: 'DISK_FULL', failures: 1, inSeconds: 0 });
    expect([conditions[0], released > 0]).toEqual(['DISK_FULL', true]);
    for (;;) {
      const [status, text] = await ask(port as number, '/ready');
      if (text !== '{"ready":false}\n') await sleep(5);
      else {
        expect(status).toBe(503);
        break;
      }
    }
    expect(await ask(port as number, '/metrics')).toEqual([200, 'koppel_test_up 1\n']);
    expect((await ask(port as number, '/health'))[0]).toBe(200);
    service.round = () => Promise.resolve();
    await told('worksAgain');
    expect(conditions).toContain('ok');
    stop.abort();
    await ended;
    await told('stopped');
    await expect(ask(port as number, '/health')).rejects.toThrow();
  });

  test('ends also when the round at hand fails by it', async () => {
    const stop = new AbortController();
    const service: Hosted = {
      round: () => {
        stop.abort();
        return Promise.reject(new KoppelError('LOG_REQUEST'));
      },
      readiness: () => Promise.reject(new Error('Jansen')),
      metrics: () => '',
      fared: () => {
        throw new Error('it did not fare at all');
      },
      release: () => Promise.resolve(),
    };
    await host(service, settings, { context, signal: stop.signal, names });
  });

  test('pauses grow from five seconds to a quarter of an hour', () => {
    expect([0, 1, 2, 100].map((failures) => pauseMs(failures))).toEqual([
      5000, 5000, 10_000, 900_000,
    ]);
  });
});

test('a monitor is answered while nothing is told, and told when that is too long', async () => {
  const monitor = await openMonitor({ address: '127.0.0.1', port: 0, silentMs: 0 });
  try {
    expect(await ask(monitor.port, '/ready')).toEqual([503, '{"ready":false}\n']);
    monitor.show({ readiness: '{"ready":true}', ready: true, metrics: 'x 1\n' });
    // Until what was told has arrived there.
    while ((await ask(monitor.port, '/ready'))[0] !== 200) await sleep(5);
    const [status, text] = await ask(monitor.port, '/health');
    expect([status, text]).toEqual([503, '{"status":"stuck","silentSeconds":0}\n']);
    const place = { address: '127.0.0.1', port: monitor.port };
    await expect(openMonitor(place)).rejects.toMatchObject({ code: 'SERVE_ADDRESS' });
  } finally {
    await monitor.close();
  }
});

// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { destructionFiles } from '@koppel/accountability';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { decodeReceipt, topics } from '@koppel/wire';
import { serve } from '../commands/serve.ts';
import { run } from '../commands/run.ts';
import { withState } from '../locked-state.ts';
import { LinkageState } from '../state.ts';
import { listen, makePlace, valuesOf, type Place, type Told } from '../testing/place.ts';
import {
  confirmKey,
  makeStudy,
  rowsOf,
  runName,
  sendRun,
  type TestStudy,
} from '../testing/study.ts';
import { configureUnit } from './config.ts';
import { LinkageService } from './service.ts';

/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];

beforeAll(async () => {
  world = await makeStudy();
  place = await makePlace();
  told = listen();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick));
});

afterAll(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);
const settings = {
  koppelServe: 1, study: 'study.yaml', keys: 'unit.key', passphraseFile: 'passphrase', log: 'log',
  state: 'state', events: 'events.jsonl', report: 'report', http: { port: 0 }, retention: { warnDays: 90 },
  link: { quietSeconds: 0, workers: 1 }, intake: { pollSeconds: 1 },
}; // prettier-ignore

const contextOf = (...argv: readonly string[]): CommandContext => ({
  argv, language: 'en', reporter: told.reporter, environment: {}, print: (text) => printed.push(text),
}); // prettier-ignore

const send = (owner: string, register: string, count: number, seed: number): Promise<void> =>
  sendRun(world, place.port, { owner, register, rows: rowsOf(count, seed), run: runName(seed) });

const over = (): void => {
  throw new Error('the term is not over');
};

const events = (name: string) => told.lines.filter((line) => line['event'] === name);

/** Does something with a service over the state, as a start of the program. */
async function withService(
  work: (service: LinkageService, signal: AbortSignal) => Promise<void>,
  changed: object = {},
): Promise<void> {
  const file = place.write('serve.yaml', JSON.stringify({ ...settings, ...changed }));
  const { config } = configureUnit(file, {});
  const { signal } = new AbortController();
  await withState(config.state, world.specHash, async (state) => {
    const parts = {
      config,
      context: contextOf(),
      read: world,
      secrets: world.unit,
      state,
      signal,
      onTermOver: over,
    };
    const service = new LinkageService(parts);
    try {
      await work(service, signal);
    } finally {
      await service.close();
    }
  });
}

describe('the service of the linkage unit', () => {
  test('waits for the owners, takes in, answers, and links when all is there', async () => {
    await withService(async (service, signal) => {
      await service.round(signal);
      expect(await service.readiness()).toEqual({
        ready: false, log: 'ok', keys: 'KEY_NOT_AGREED', work: 'ok', linkage: 'ok',
        lag: { north: 0, south: 0 },
      }); // prettier-ignore
      await confirmKey(world, place.port);
      await send('north', 'population', 25, 1);
      await place.port.append(topics('sample').batches('south'), [new Uint8Array(9)]);
      await service.round(signal);
      expect(await service.readiness()).toMatchObject({ ready: true, lag: { north: 0, south: 0 } });
      const figures = service.metrics();
      for (const line of [
        'batches_accepted_total{owner="north",register="population"} 3',
        'records_accepted_total{owner="north",register="population"} 25',
        'batches_refused_total{owner="south",code="WIRE_VERSION"} 1',
        'registers_missing 2',
        'quota_records{owner="north"} 40',
        'register_rows{owner="north",register="population"} 25',
        'lag_messages{owner="south"} 0',
        'ready{check="keys"} 1',
      ]) {
        expect(figures).toContain(`koppel_linkage_${line}\n`);
      }
      expect(figures).toMatch(/records_per_second \d+\n/);
      expect(events('linkageBegins')).toEqual([]);
      const receipts = await valuesOf(place.port, topics('sample').receipts('south'));
      expect(receipts.map(decodeReceipt)).toMatchObject([
        { accepted: false, code: 'WIRE_VERSION' },
      ]);

      await send('north', 'benefits', 8, 2);
      await send('south', 'population', 12, 3);
      await service.round(signal);
      expect(events('resultPublished')).toMatchObject([{ records: 45, linked: 32 }]);
      expect(service.metrics()).toMatch(/stage_seconds_total\{stage="search"\} \d/);
      expect(service.metrics()).toContain('koppel_linkage_results_published_total 1\n');
      expect(events('retentionEnds')).toMatchObject([{ days: 90 }]);
      await service.round(signal);
      expect(events('linkageBegins')).toHaveLength(1);
    });
  });

  test('does not link again what it linked before it was started anew', async () => {
    await withService(async (service, signal) => {
      await service.round(signal);
      expect(service.metrics()).toContain(
        'koppel_linkage_records_accepted_total{owner="north",register="population"} 25\n',
      );
    });
    expect(events('linkageBegins')).toHaveLength(1);
    place.write('state/serve.json', '{"koppelServe":2}');
    await withService((service, signal) => service.round(signal));
    expect(events('resultUnchanged')).toHaveLength(1);
  });

  test('waits until nothing more comes, and links only where it is asked to', async () => {
    await send('south', 'population', 13, 4);
    const quiet = { link: { quietSeconds: 3600 } };
    await withService((service, signal) => service.round(signal), quiet);
    expect(events('linkageBegins')).toHaveLength(2);
    place.write('state/serve.json', '{"koppelServe":1}');
    await withService((service, signal) => service.round(signal), { link: { when: 'never' } });
    expect(events('linkageBegins')).toHaveLength(2);
  });

  test('tells when the log is gone, gives receipts that are due, and goes on', async () => {
    await withService(async (service, signal) => {
      renameSync(at('log'), at('elsewhere'));
      await expect(service.round(signal)).rejects.toMatchObject({ code: 'LOG_MISSING' });
      service.fared('LOG_MISSING');
      await service.release();
      expect(await service.readiness()).toMatchObject({
        ready: false,
        log: 'LOG_MISSING',
        lag: null,
      });
      expect(service.metrics()).not.toContain('lag_messages{');
      renameSync(at('elsewhere'), at('log'));
      await service.round(signal);
      service.fared('ok');
      expect(await service.readiness()).toMatchObject({ ready: true });
    });
  });

  test('stops a search between two parts', async () => {
    place.write('state/serve.json', '{"koppelServe":1}');
    rmSync(at('state/clusters.bin')); // so that all is searched again
    const stop = new AbortController();
    const begun = events('linkageBegins').length;
    await withService(async (service) => {
      const report: Told['reporter']['event'] = told.reporter.event.bind(told.reporter);
      Object.assign(told.reporter, {
        event: (...args: Parameters<typeof report>) => {
          report(...args);
          if (args[0] === 'linkageBegins') stop.abort();
        },
      });
      await service.round(stop.signal);
      Object.assign(told.reporter, { event: report });
    });
    expect(events('linkageBegins')).toHaveLength(begun + 1);
    expect(events('linkageStopped')).toHaveLength(1);
  });
});

describe('serve', () => {
  test('--check tells what would be used, and what is wrong', async () => {
    const file = place.write('serve.yaml', JSON.stringify(settings));
    expect(await serve(contextOf('--config', file, '--check'))).toBe(0);
    expect(printed.at(-1)).toMatch(/link\.quietSeconds +0 {2}\(file\)/);
    expect(printed.at(-1)).not.toContain('correct horse');
    const wrong = place.write(
      'wrong.yaml',
      JSON.stringify({ ...settings, study: 'none', keys: 'none' }),
    );
    expect(await serve(contextOf('--config', wrong, '--check', '--json'))).toBe(3);
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ ok: false });
  });

  test('serves until SIGTERM, with a run by hand kept out', async () => {
    const file = place.write('serve.yaml', JSON.stringify(settings));
    const serving = serve(contextOf('--config', file));
    while (events('serving').length === 0) await sleep(5);
    const options = {
      study: at('study.yaml'),
      keys: at('unit.key'),
      log: at('log'),
      state: at('state'),
    };
    const argv = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const byHand = {
      ...contextOf(...argv),
      environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    };
    await expect(run(byHand)).rejects.toMatchObject({ code: 'FILE_IN_USE' });
    process.emit('SIGTERM');
    expect(await serving).toBeUndefined();
    expect(events('stopped')).toHaveLength(1);
    new LinkageState(at('state'), world.specHash).close();
  });

  test('destroys everything when the term is over and it was asked to, and says so', async () => {
    const file = place.write('serve.yaml', JSON.stringify({ ...settings, retention: { after: 'destroy' } }));
    place.write('report/index.html', 'report');
    const [later, copy] = [Date.now() + 91 * 86_400_000, `${place.folder}-copy`];
    cpSync(place.folder, copy, { recursive: true });
    jest.useFakeTimers({
      now: later,
      doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
    });
    try {
      expect(await serve(contextOf('--config', file))).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
    expect(events('retentionOver')).toHaveLength(1);
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ role: 'linkageUnit', study: 'sample' });
    for (const name of ['unit.key', 'state/linkage.sqlite', 'report/index.html']) {
      expect([name, existsSync(at(name))]).toEqual([name, false]);
    }
    await expect(serve(contextOf('--config', file))).rejects.toMatchObject({ code: 'DESTRUCTION_DONE' });
    // Cut off when it had written down what it would destroy, it goes on at the next start.
    const journal = destructionFiles(join(copy, 'unit.key'), world).journal;
    writeFileSync(journal, JSON.stringify({
      koppelDestruction: 1, study: 'sample', begunAt: '2026-01-01T00:00:00.000Z', shared: false, keys: [], files: [], topics: [],
    }));
    try {
      expect(await serve(contextOf('--config', join(copy, 'serve.yaml')))).toBeUndefined();
      expect([existsSync(journal), existsSync(join(copy, 'unit.key'))]).toEqual([false, false]);
      expect(JSON.parse(printed.at(-1)!)).toMatchObject({ begunAt: '2026-01-01T00:00:00.000Z' });
    } finally {
      rmSync(copy, { recursive: true });
    }
  }); // prettier-ignore
});

// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { serve } from '../commands/serve.ts';
import { listen, makePlace, type Place, type Told } from '../testing/place.ts';
import {
  buildLinks,
  confirmKey,
  makeResult,
  makeStudy,
  sendResult,
  token,
  type TestStudy,
} from '../testing/study.ts';
import { topics } from '@koppel/wire';
import { configureResearcher } from './config.ts';
import { ResearcherService } from './service.ts';

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
  place.write(
    'researcher.key',
    await sealKeyFile(passphrase, 'researcher', { mailbox: world.mailbox }, quick),
  );
  await confirmKey(world, place.port);
});

afterAll(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);
const settings = {
  koppelServe: 1, study: 'study.yaml', keys: 'researcher.key', passphraseFile: 'passphrase', log: 'log',
  out: 'sets', http: { port: 0 }, pollSeconds: 1, retention: { dataSets: 1 },
}; // prettier-ignore

const contextOf = (...argv: readonly string[]): CommandContext => ({
  argv, language: 'en', reporter: told.reporter,
  environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') }, print: (text) => printed.push(text),
}); // prettier-ignore

const events = (name: string) => told.lines.filter((line) => line['event'] === name);
const sets = (): string[] => readdirSync(at('sets')).sort();

/** A result about one record, the n-th. */
async function publish(ordinal: number): Promise<void> {
  const { port } = place;
  const sources = [{ owner: 'north', register: 'population', run: token(5), records: 1 }];
  const result = makeResult(world, {
    linkBatches: 1,
    sources,
    ordinal,
    result: token(90 + ordinal),
  });
  const link = { token: token(3), pseudonym: token(70), quality: NaN, clusterSize: 1 };
  await port.append(topics('sample').links, [
    buildLinks(world, result, { register: 'population', rows: [link] }),
  ]);
  await sendResult(port, result);
}

async function withService(
  work: (service: ResearcherService, signal: AbortSignal) => Promise<void>,
) {
  const { config } = configureResearcher(place.write('serve.yaml', JSON.stringify(settings)), {});
  const { signal } = new AbortController();
  const service = new ResearcherService({ config, context: contextOf(), read: world, signal });
  try {
    await work(service, signal);
  } finally {
    await service.close();
  }
}

describe('the service of the researcher', () => {
  test('makes a data set of a result, once, and of the next one', async () => {
    await withService(async (service, signal) => {
      await service.round(signal);
      expect(await service.readiness()).toEqual({
        ready: true,
        log: 'ok',
        work: 'ok',
        lag: 0,
        dataSets: 0,
      });
      await publish(1);
      expect(await service.readiness()).toMatchObject({ ready: true, lag: 1 });
      mkdirSync(at('sets/unfinished'));
      await service.round(signal);
      expect(sets()).toEqual([expect.stringMatching(/^result-000001-[0-9a-f]{8}$/)]);
      await service.round(signal);
      expect(events('dataSetMade')).toHaveLength(1);
    });
    await withService(async (service, signal) => {
      await service.round(signal);
      expect(events('dataSetMade')).toHaveLength(1);
      await publish(2);
      await service.round(signal);
      const [name, ...others] = sets();
      expect([name, others]).toEqual([expect.stringMatching(/^result-000002-/), []]);
      expect(existsSync(at(`sets/${name!}/events.csv`))).toBe(true);
      expect(readFileSync(at(`sets/${name!}/quality.json`), 'utf8')).toContain('"result"');
      for (const line of ['data_sets_total 1', 'data_sets 1', 'data_sets_removed_total 1', 'assembling 0',
        'records{owner="north",register="population"} 1']) {
        expect(service.metrics()).toContain(`koppel_researcher_${line}\n`);
      } // prettier-ignore
      expect(service.metrics()).toMatch(/stage_seconds_total\{stage="assemble"\} \d/);
    });
  });

  test('tells when the log is gone, and goes on', async () => {
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
      renameSync(at('elsewhere'), at('log'));
      await service.round(signal);
      service.fared('ok');
      expect(await service.readiness()).toMatchObject({ ready: true });
    });
  });
});

describe('serve', () => {
  test('--check tells what would be used, and what is wrong', async () => {
    const file = place.write('serve.yaml', JSON.stringify(settings));
    expect(await serve(contextOf('--config', file, '--check'))).toBe(0);
    expect(printed.at(-1)).toMatch(/retention\.dataSets +1 {2}\(file\)/);
    const wrong = place.write('wrong.yaml', JSON.stringify({ ...settings, log: 'nowhere' }));
    expect(await serve(contextOf('--config', wrong, '--check', '--json'))).not.toBe(0);
    expect(JSON.parse(printed.at(-1)!)).toMatchObject({ ok: false });
  });

  test('serves until SIGTERM', async () => {
    const file = place.write('serve.yaml', JSON.stringify(settings));
    const serving = serve(contextOf('--config', file));
    while (events('serving').length === 0) await sleep(5);
    process.emit('SIGTERM');
    expect(await serving).toBeUndefined();
    expect(events('stopped')).toHaveLength(1);
  });
});

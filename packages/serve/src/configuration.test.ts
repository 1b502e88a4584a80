// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KoppelError } from '@koppel/errors';
import { z } from 'zod';
import { checkExit, checkText } from './check.ts';
import { httpSettings, isLoopback, pathSetting, readConfiguration } from './configuration.ts';
import { examine, examineFile, examineLog } from './findings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-serve-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const schema = z.strictObject({
  koppelServe: z.literal(1),
  study: pathSetting,
  log: pathSetting,
  http: httpSettings(9000),
  link: z.strictObject({ quietSeconds: z.int().min(0).default(60) }).prefault({}),
  registers: z.array(z.strictObject({ input: pathSetting })).default([]),
});

function read(text: object | string | undefined, environment: Record<string, string> = {}) {
  const file = text === undefined ? undefined : join(folder, 'serve.yaml');
  if (file !== undefined)
    writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  const paths = ['study', 'log', 'registers.*.input'];
  return readConfiguration(schema, { file, environment, prefix: 'KOPPEL_X_', paths });
}

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    if (!(thrown instanceof KoppelError)) throw thrown;
    return `${thrown.code} ${JSON.stringify(thrown.place).replaceAll(`${folder}/`, '')}`;
  }
  return 'accepted';
}

const sound = { koppelServe: 1, study: 'study.yaml', log: 'log' };

describe('a configuration', () => {
  test('comes from file, environment and defaults, and says which', () => {
    const { config, settings } = read(
      { ...sound, http: { port: 1 }, registers: [{ input: 'in.csv' }] },
      { KOPPEL_X_HTTP_PORT: '2', KOPPEL_X_LOG: 'kafka:', KOPPEL_OTHER: '3', KOPPEL_X_STUDY: '' },
    );
    expect(config).toEqual({
      koppelServe: 1,
      study: join(folder, 'study.yaml'),
      log: 'kafka:',
      http: { address: '127.0.0.1', allowRemote: false, port: 2 },
      link: { quietSeconds: 60 },
      registers: [{ input: join(folder, 'in.csv') }],
    });
    const told = new Map(settings.map((one) => [one.path, one]));
    expect(told.get('http.port')).toEqual({
      path: 'http.port', value: '2', origin: 'environment', variable: 'KOPPEL_X_HTTP_PORT',
    }); // prettier-ignore
    expect(told.get('study')).toMatchObject({ origin: 'file', value: join(folder, 'study.yaml') });
    expect(told.get('link.quietSeconds')).toEqual({
      path: 'link.quietSeconds', value: '60', origin: 'default', variable: 'KOPPEL_X_LINK_QUIET_SECONDS',
    }); // prettier-ignore
    expect(told.get('registers.0.input')).not.toHaveProperty('variable');
  });

  test('can do without a file, with paths from the working folder', () => {
    const { config } = read(undefined, { KOPPEL_X_STUDY: 's.yaml', KOPPEL_X_LOG: '/log' });
    expect([config.study, config.log]).toEqual([resolve('s.yaml'), '/log']);
  });

  test.each([
    [{ ...sound, http: { port: 'Jansen' } }, {}, 'SERVE_CONFIG {"file":"serve.yaml","path":"http.port"}'],
    [{ ...sound, http: { prot: 1 } }, {}, 'SERVE_CONFIG {"file":"serve.yaml","path":"http.prot"}'],
    [{ ...sound, 'Jan Jansen': 1 }, {}, 'SERVE_CONFIG {"file":"serve.yaml"}'],
    [sound, { KOPPEL_X_HTTP_PROT: '1' }, 'SERVE_CONFIG {"path":"KOPPEL_X_HTTP_PROT"}'],
    [sound, { KOPPEL_X_HTTP_PORT: 'x' }, 'SERVE_CONFIG {"file":"serve.yaml","path":"http.port"}'],
    [sound, { KOPPEL_X_HTTP_ADDRESS: '10.0.0.1' }, 'SERVE_CONFIG {"file":"serve.yaml","path":"http.allowRemote"}'],
    [sound, { KOPPEL_X_HTTP_ADDRESS: '10.0.0.1', KOPPEL_X_HTTP_ALLOW_REMOTE: 'true' }, 'accepted'],
    [sound, { KOPPEL_X_HTTP_ALLOW_REMOTE: 'yes' }, 'SERVE_CONFIG {"file":"serve.yaml","path":"http.allowRemote"}'],
    ['- 1', {}, 'SERVE_CONFIG {"file":"serve.yaml"}'],
    ['a: "', {}, 'SERVE_CONFIG {"file":"serve.yaml"}'],
  ] as const)('%j with %j: %s', (text, environment, said) => {
    expect(refusal(() => read(text, environment))).toBe(said);
  }); // prettier-ignore

  test('knows addresses of this machine', () => {
    const all = ['127.8.8.8', '::1', '0.0.0.0', '::'];
    expect(all.map(isLoopback)).toEqual([true, true, false, false]);
  });
});

describe('a check', () => {
  test('tells what is used, from where, what is wrong, and no secret', async () => {
    const { settings } = read(sound, { KOPPEL_X_HTTP_PORT: '2' });
    writeFileSync(join(folder, 'password'), 'hunter2-hunter2\n');
    writeFileSync(join(folder, 'ca.pem'), 'none');
    const kafka = {
      koppelKafka: 1, brokers: ['broker.example:9093'], tls: { ca: 'ca.pem' },
      sasl: { mechanism: 'SCRAM-SHA-512', user: 'rotterdam', passwordFile: 'password' },
    }; // prettier-ignore
    const file = join(folder, 'kafka.yaml');
    writeFileSync(file, JSON.stringify(kafka));
    const broker = await examineLog(file, { KOPPEL_KAFKA_WAIT_SECONDS: '60' });
    const findings = [
      ...(await examine('study', () => 1)),
      ...(await examineFile('keys', join(folder, 'none'))),
      ...(await examine('odd', () => Promise.reject(new Error('Jansen')))),
    ];
    const all = [...settings, ...broker.settings];
    const text = checkText(all, findings, { language: 'en', json: false });
    expect(text).toMatch(/http\.port +2 {2}\(environment: KOPPEL_X_HTTP_PORT\)/);
    expect(text).toMatch(/\(kafka\) brokers +broker\.example:9093 {2}\(file\)/);
    expect(text).toMatch(/\(kafka\) waitSeconds +60 {2}\(environment: KOPPEL_KAFKA_WAIT_SECONDS\)/);
    expect(text).toMatch(/keys +.*FILE_MISSING/);
    expect(text).not.toMatch(/hunter2|Jansen/);
    expect(checkExit(findings)).toBe(3);
    const json = JSON.parse(checkText(all, findings, { language: 'nl', json: true })) as object;
    expect(json).toMatchObject({
      ok: false,
      checks: [{ code: 'ok' }, { code: 'FILE_MISSING' }, { code: 'INTERNAL' }],
    });
    const ok = findings.slice(0, 1);
    expect([checkExit(ok), checkText(settings, ok, { language: 'nl', json: false })]).toEqual([
      0,
      expect.stringContaining('Hiermee kan de dienst starten.'),
    ]);
  });

  test('finds a log that is not there', async () => {
    const { findings, settings } = await examineLog(join(folder, 'nowhere'), {});
    expect([findings[0]?.error?.code, settings]).toEqual(['LOG_MISSING', []]);
    const broken = await examineLog(join(folder, 'nowhere.yaml'), {});
    expect([broken.findings[0]?.error?.code, broken.settings]).toEqual(['LOG_KAFKA_FILE', []]);
  });
});

// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealKeyFile } from '@koppel/keys';
import type { QualityReport } from '@koppel/quality-report';
import { topics } from '@koppel/wire';
import { report as reportCommand } from '../commands/report.ts';
import { run } from '../commands/run.ts';
import { listen, makePlace, type Place } from '../testing/place.ts';
import {
  confirmKey,
  makeStudy,
  rowsOf,
  runName,
  sendRun,
  type TestStudy,
} from '../testing/study.ts';
import { reportFiles } from './report.ts';

/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;
let keyFile: Uint8Array;
beforeAll(async () => {
  world = await makeStudy();
  keyFile = await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick);
});
beforeEach(async () => {
  place = await makePlace();
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', keyFile);
  await confirmKey(world, place.port);
});
afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);
const inReport = (name: string): string => at(join('state', 'report', name));

async function call(
  command: typeof run,
  argv: readonly string[],
  language: 'en' | 'nl' = 'en',
): Promise<string> {
  let printed = '';
  await command({
    argv: [...argv],
    language,
    reporter: listen().reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => {
      printed = text;
    },
  });
  return printed;
}

const link = (...more: readonly string[]): Promise<string> =>
  call(run, [
    '--study', at('study.yaml'), '--keys', at('unit.key'), '--log', at('log'), '--state', at('state'),
    '--workers', '1', ...more,
  ]); // prettier-ignore

const written = (name: string = reportFiles.data): QualityReport =>
  JSON.parse(readFileSync(inReport(name), 'utf8')) as QualityReport;

function send(owner: string, register: string, rows: ReturnType<typeof rowsOf>, name: number) {
  return sendRun(world, place.port, {
    owner,
    register,
    rows,
    run: runName(name),
    header: { runOrdinal: name },
  });
}

/** Thirteen of south's records are north's. */
async function sendAll(): Promise<void> {
  await send('north', 'population', rowsOf(25, 2), 1);
  await send('north', 'benefits', rowsOf(8, 8), 2);
  await send('south', 'population', rowsOf(13, 9), 3);
}

test('a run leaves its report, in exact counts for itself and in tens for others', async () => {
  await sendAll();
  await place.port.append(topics('sample').batches('south'), [new Uint8Array([1, 2, 3])]);
  const printed = await link('--json');
  const report = written();
  expect(JSON.parse(printed)).toMatchObject({ report: inReport(reportFiles.page) });
  expect(report).toMatchObject({ study: 'sample', publishable: false, expected: null });
  expect(
    report.registers.map(({ owner, register, records }) => [owner, register, records]),
  ).toEqual([
    ['north', 'population', 25],
    ['north', 'benefits', 8],
    ['south', 'population', 13],
  ]);
  const [north, , south] = report.registers;
  expect(north!.received).toMatchObject({ runs: 1, rows: 25, refusedBatches: [] });
  expect(south!.received!.refusedBatches).toEqual([{ code: 'WIRE_MALFORMED', batches: 1 }]);
  expect(report.links).toBe(
    report.clusters.between.reduce((sum, one) => sum + Number(one.links), 0),
  );
  // Eight of north's are in its benefits too.
  expect(report.persons).toBe(46 - 13 - 8);
  expect(report.warnings).toContainEqual({ code: 'refusedBatches', register: 'south/population' });
  expect(report.history).toEqual([
    expect.objectContaining({
      linkage: report.linkage,
      records: 46,
      links: report.links,
      events: null,
    }),
  ]);
  const told = written(reportFiles.publishableData);
  expect(told).toMatchObject({ publishable: true, persons: 30 });
  expect(told.registers.map(({ records }) => records)).toEqual([30, '<10', 10]);
  expect(statSync(inReport(reportFiles.page)).mode & 0o077).toBe(0);
  expect(statSync(inReport(reportFiles.data)).mode & 0o077).toBe(0);
  expect(readFileSync(inReport(reportFiles.publishablePage), 'utf8')).toContain('&lt;10');
});

test('the same linkage gives the same report, and what is new goes into its history', async () => {
  await sendAll();
  await link();
  const first = readFileSync(inReport(reportFiles.data), 'utf8');
  await link();
  expect(readFileSync(inReport(reportFiles.data), 'utf8')).toBe(first);
  await send('south', 'population', rowsOf(16, 9), 4);
  await link();
  const { history, linkage } = written();
  expect(history.map((one) => one.records)).toEqual([46, 49]);
  expect(history[1]).toMatchObject({ linkage, events: { grown: 3 } });
  // The state is lost, and with it what was linked before.
  rmSync(at('state'), { recursive: true });
  await link();
  expect(written()).toMatchObject({ linkage, history: [{ linkage, records: 49 }] });
});

test('another folder, and the pages again in another language', async () => {
  await sendAll();
  await link('--report', at('elsewhere'));
  expect(existsSync(inReport(reportFiles.data))).toBe(false);
  expect(existsSync(join(at('elsewhere'), reportFiles.page))).toBe(true);
  const again = ['--state', at('state')];
  await expect(call(reportCommand, again)).rejects.toMatchObject({ code: 'FILE_MISSING' });
  await link();
  const page = await call(reportCommand, [...again, '--out', at('dutch')], 'nl');
  expect(page).toBe(join(at('dutch'), reportFiles.page));
  expect(readFileSync(page, 'utf8')).toContain('<html lang="nl">');
  const english = readFileSync(inReport(reportFiles.page), 'utf8');
  expect(english).toContain('<html lang="en">');
  expect(await call(reportCommand, again)).toBe(inReport(reportFiles.page));
  expect(readFileSync(inReport(reportFiles.page), 'utf8')).toBe(english);
  expect(JSON.parse(await call(reportCommand, [...again, '--json']))).toEqual(written());
});

test('a file that is no report of this version is refused by name', async () => {
  await sendAll();
  await link();
  const whole = readFileSync(inReport(reportFiles.data), 'utf8');
  const other = JSON.stringify({ ...written(), version: 2 });
  const told = readFileSync(inReport(reportFiles.publishableData), 'utf8');
  for (const text of ['', 'null', '[]', whole.slice(0, 400), other, told]) {
    writeFileSync(inReport(reportFiles.data), text);
    await expect(call(reportCommand, ['--state', at('state')])).rejects.toMatchObject({
      code: 'LINKAGE_REPORT',
      place: { file: inReport(reportFiles.data) },
    });
  }
});

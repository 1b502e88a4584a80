// SPDX-License-Identifier: EUPL-1.2
/** The doctor and a log in a folder: there is less to find out, and what is wrong is told. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openEmbeddedLog } from '../embedded-log.ts';
import { lineStudy } from '../testing/line-study.ts';
import { doctor } from './doctor.ts';
import type { Finding } from './finding.ts';
import { doctorData, doctorExitCode, doctorText, isHealthy } from './text.ts';

const root = mkdtempSync(join(tmpdir(), 'koppel-doctor-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const look = (folder: string): Promise<Finding[]> =>
  doctor(folder, lineStudy, { kind: 'owner', name: 'north' }, { environment: {}, clock: () => 0 });

async function makeLog(name: string, mode: number): Promise<string> {
  const folder = join(root, name);
  mkdirSync(folder);
  const port = await openEmbeddedLog(folder, { create: true });
  await port.append('koppel.sample.batches.north', [Uint8Array.of(1)]);
  await port.close();
  chmodSync(folder, mode);
  return folder;
}

test('a log that is there, and closed to others', async () => {
  const findings = await look(await makeLog('sound', 0o750));
  expect([isHealthy(findings), doctorExitCode(findings)]).toEqual([true, undefined]);
  expect(doctorData(findings).slice(1)).toMatchObject([
    { subject: 'koppel.sample.control', access: ['read'] },
    { subject: 'koppel.sample.ceremony', access: ['read', 'write'] },
    { subject: 'koppel.sample.batches.north', outcome: 'ok' },
    { subject: 'koppel.sample.payload.north', outcome: 'ok' },
    { subject: 'koppel.sample.receipts.north', access: ['read'] },
  ]);
});

test('a folder that is open to every account is a warning', async () => {
  const findings = await look(await makeLog('open', 0o755));
  expect(findings[0]).toMatchObject({ outcome: 'warning', problem: { code: 'LINE_FOLDER_OPEN' } });
  expect(doctorExitCode(findings)).toBeUndefined();
  expect(doctorText(findings, 'nl')).toMatch(/^LET OP +map .*\n +LINE_FOLDER_OPEN: Elk account/);
});

test('no folder, no log, and a log that is damaged', async () => {
  expect(doctorData(await look(join(root, 'none')))).toMatchObject([{ code: 'LOG_MISSING' }]);
  mkdirSync(join(root, 'empty'), { mode: 0o750 });
  const empty = await look(join(root, 'empty'));
  expect(doctorData(empty)).toMatchObject([{ outcome: 'ok' }, { code: 'LOG_MISSING' }]);
  expect(doctorExitCode(empty)).toBe(3);
  expect(doctorText(empty, 'en')).toMatch(/Not everything is as it must be\.$/);
  const damaged = await makeLog('damaged', 0o750);
  const file = join(damaged, 'koppel-log.sqlite');
  writeFileSync(file, readFileSync(file).fill(7));
  expect(doctorData(await look(damaged))[1]).toMatchObject({ outcome: 'failed', code: 'LOG_DAMAGED' });
}); // prettier-ignore

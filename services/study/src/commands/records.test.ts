// SPDX-License-Identifier: EUPL-1.2
/** From verdicts to signed records on a real log, and what must not come through. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign } from '@koppel/keys/sign';
import { encodeControlBody } from '@koppel/study';
import { openEmbeddedLog } from '@koppel/transport';
import {
  controlSigningBytes,
  decodeControlRecord,
  encodeControlRecord,
  topics,
} from '@koppel/wire';
import { controlMessages, lookAt, write } from '../control/topic.ts';
import { readStudyFolder } from '../study-folder.ts';
import {
  dayFromNow,
  makeWorld,
  signDocument,
  signDocuments,
  type World,
} from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await makeWorld();
  await signDocuments(world);
});
afterAll(() => {
  world.remove();
});

const decide = (city: string, ...args: string[]) =>
  world.sign(
    `college-${city}`, 'decide', '--sub-study', 'loonkosten', '--city', city,
    '--mandate', `college-${city}`, '--until', dayFromNow(200), ...args,
  ); // prettier-ignore

async function onLog<T>(work: (port: Awaited<ReturnType<typeof openEmbeddedLog>>) => Promise<T>): Promise<T> {
  const port = await openEmbeddedLog(world.log);
  try {
    return await work(port);
  } finally {
    await port.close();
  }
} // prettier-ignore

test('a go is signed, stands, and is not written twice', async () => {
  const first = await decide('rotterdam');
  expect(first).toMatchObject({ code: 0, problems: [] });
  expect(first.printed).toMatch(/loonkosten, Rotterdam, until .*: go/);
  expect((await decide('rotterdam')).printed).toContain('stands already');
  const { printed } = await world.call('status', '--log', world.log, '--json');
  const status = JSON.parse(printed) as {
    decisions: { city: string; subStudy: string; refusal?: string }[];
    deliveries: { owner: string; register: string; gate?: string }[];
  };
  expect(status.decisions.filter(({ refusal }) => refusal === undefined)).toEqual([
    expect.objectContaining({ subStudy: 'loonkosten', city: 'rotterdam' }),
  ]);
  const open = status.deliveries.filter(({ gate }) => gate === undefined);
  expect(open.map(({ owner, register }) => `${owner}/${register}`)).toEqual([
    'rotterdam/population',
    'rotterdam/benefits',
    'rotterdam/trajectories',
    'rotterdam/wages',
  ]);
});

describe('refuses, and writes nothing:', () => {
  const refused = async (call: Promise<{ code: number; problems: readonly string[] }>) => {
    const before = await onLog((port) => port.end(topics('re-integratie').control));
    const { code, problems } = await call;
    expect(await onLog((port) => port.end(topics('re-integratie').control))).toBe(before);
    expect(code).not.toBe(0);
    return problems;
  };

  test('a signer without mandate, or with another key', async () => {
    const abroad = world.sign(
      'college-rotterdam', 'decide', '--sub-study', 'loonkosten', '--city', 'denhaag',
      '--mandate', 'college-rotterdam', '--until', dayFromNow(9),
    ); // prettier-ignore
    expect(await refused(abroad)).toEqual(['CONTROL_NO_MANDATE college-rotterdam']);
    const borrowed = world.sign(
      'college-rotterdam', 'decide', '--sub-study', 'loonkosten', '--city', 'denhaag',
      '--mandate', 'college-denhaag', '--until', dayFromNow(9),
    ); // prettier-ignore
    expect(await refused(borrowed)).toEqual(['KEY_NOT_THIS_PARTY']);
    expect(await refused(world.sign('college-rotterdam', 'end', '--reason', 'No'))).toEqual([
      'KEY_NOT_THIS_PARTY',
    ]);
  });

  test('dates in the past, and signatures of tomorrow', async () => {
    expect(await refused(decide('denhaag', '--until', dayFromNow(-1)))).toEqual([
      'CONTROL_DATE_PAST --until',
    ]);
    expect(await refused(signDocument(world, 'dpia', '--until', '2020-01-01'))).toEqual([
      'CONTROL_DATE_PAST --until',
    ]);
    expect(await refused(signDocument(world, 'dpia', '--signed', dayFromNow(2)))).toEqual([
      'CONTROL_DATE_FUTURE --signed',
    ]);
    expect(await refused(signDocument(world, 'dpia', '--until', '2027-02-30'))).toEqual([
      'CONTROL_DATE_FORM --until',
    ]);
  });

  test('what there is not', async () => {
    const revoke = world.sign('coordinator', 'revoke', '--id', 'nothing', '--reason', 'Gone');
    expect(await refused(revoke)).toEqual(['CONTROL_UNKNOWN revoke']);
    expect(await refused(signDocument(world, 'diploma'))).toEqual(['USAGE --kind']);
    expect(await refused(signDocument(world, 'dpia', '--cities', 'delft'))).toEqual([
      'STUDY_REFERENCE --cities',
    ]);
  });

  test('an edited evidence file, by name', async () => {
    const file = join(world.folder, 'evidence', 'ontwerp.md');
    const before = readFileSync(file);
    writeFileSync(file, `${before.toString()} `);
    expect(await refused(decide('denhaag'))).toEqual(['EVIDENCE_CHANGED']);
    writeFileSync(file, before);
  });

  test('a finding that nobody acknowledged', async () => {
    const feasibility = readFileSync(join(world.folder, 'feasibility.yaml'));
    world.change('feasibility.yaml', 'parallelTrends: passed', 'parallelTrends: failed');
    expect(await refused(decide('rotterdam'))).toEqual([
      'CONTROL_AGAINST loonkosten/rotterdam checkFailed',
    ]);
    writeFileSync(join(world.folder, 'feasibility.yaml'), feasibility);
  });

  test('verdicts that contradict each other or are missing', async () => {
    const file = join(world.folder, 'feasibility.yaml');
    const before = readFileSync(file);
    world.change('feasibility.yaml', 'verdict: yes\n', 'verdict: yesIf\n');
    expect(await refused(decide('rotterdam'))).toEqual([
      'VERDICT_CONTRADICTS subStudies[0].cities[0].verdicts.theoretical',
    ]);
    writeFileSync(file, before);
    world.change('feasibility.yaml', 'verdict: yes\n', 'verdict: unknown\n');
    expect(await refused(decide('rotterdam'))).toEqual([
      'VERDICT_MISSING loonkosten/rotterdam theoretical',
    ]);
    writeFileSync(file, before);
  });
});

test('of two coordinators at once the second is told, and changes nothing', async () => {
  await onLog(async (port) => {
    const folder = readStudyFolder(world.folder);
    const seen = await lookAt(port, folder);
    const writer = { signer: 'coordinator', secretKey: world.secrets.get('coordinator')! };
    const body = (id: string) => ({ kind: 'revoke', id, on: dayFromNow(0), reason: 'Flawed' }) as const;
    await write(port, folder, writer, { body: body('security'), seen });
    await expect(write(port, folder, writer, { body: body('dpia'), seen })).rejects.toThrow('CONTROL_LATE');
    const { state, late } = await lookAt(port, folder);
    expect([state.documents.has('security'), state.documents.has('dpia'), late]).toEqual([false, true, 1]);
  });
  expect((await signDocument(world, 'security')).code).toBe(0);
}); // prettier-ignore

test('a tampered record and a forged signer are told with their place', async () => {
  const folder = readStudyFolder(world.folder);
  const { topic, from } = await onLog(async (port) => {
    const messages = await controlMessages(port, folder);
    const last = decodeControlRecord(messages.at(-1)!);
    const { next } = await lookAt(port, folder);
    const body = encodeControlBody({ kind: 'end', on: dayFromNow(0), reason: 'Forged' });
    const record = { ...last, ...next, body };
    const forged = sign(world.secrets.get('college-rotterdam')!, controlSigningBytes(record));
    const values = [
      encodeControlRecord({ ...record, signature: forged }),
      encodeControlRecord({ ...record, signer: 'mayor', signature: forged }),
      Uint8Array.of(1, 2, 3),
    ];
    return { topic: messages.length, from: await port.append(topics('re-integratie').control, values) };
  });
  expect(from).toBe(topic);
  const { code, problems, printed } = await world.call('log', '--log', world.log);
  expect(code).toBe(4);
  expect(problems).toEqual([
    'CONTROL_LATE coordinator', // of the test before
    'CONTROL_TAMPERED coordinator',
    'CONTROL_STRANGER',
    'CONTROL_TAMPERED',
  ]);
  expect(printed).toMatch(/document dpia .*in the chain/);
  expect((await world.call('status', '--log', world.log)).printed).toMatch(/Not counted: 3 not signed/);
}); // prettier-ignore

test('withdrawing, revoking and ending close the gate; a later version counts nothing', async () => {
  const gates = async (): Promise<string[]> => {
    const { printed } = await world.call('status', '--log', world.log, '--json');
    const { deliveries } = JSON.parse(printed) as {
      deliveries: { owner: string; register: string; gate?: string }[];
    };
    return deliveries
      .filter(({ owner, register }) => owner === 'rotterdam' && register === 'population')
      .map(({ gate = 'go' }) => gate);
  };
  expect(await gates()).toEqual(['go']);
  await world.sign('coordinator', 'revoke', '--id', 'dpia', '--reason', 'Flawed');
  expect(await gates()).toEqual(['GATE_DOCUMENT_MISSING']);
  await signDocument(world, 'dpia');
  expect(await gates()).toEqual(['go']);
  const decision = ['--sub-study', 'loonkosten', '--city', 'rotterdam', '--mandate', 'college-rotterdam'];
  await world.sign('college-rotterdam', 'withdraw', ...decision, '--reason', 'Doubt');
  expect(await gates()).toEqual(['GATE_NOT_DECIDED']);
  expect((await decide('rotterdam')).code).toBe(0);
  expect(await gates()).toEqual(['go']);

  const study = readFileSync(join(world.folder, 'study.yaml'));
  world.change('study.yaml', '  - { id: amsterdam, name: Amsterdam }', '  - { id: amsterdam, name: Amsterdam }\n  - { id: delft, name: Delft }');
  world.change('study.yaml', 'cities: [rotterdam, denhaag, utrecht, amsterdam]', 'cities: [rotterdam, denhaag, utrecht, amsterdam, delft]');
  expect(await gates()).toEqual(['GATE_DOCUMENT_MISSING']);
  const { printed } = await world.call('check', '--log', world.log);
  expect(printed).toMatch(/loonkosten, Rotterdam: decided for another version of the study/);
  expect(printed).toMatch(/loonkosten, Delft: came into the study after its decisions/);
  const { problems } = await world.call('log', '--log', world.log);
  expect(problems.filter((one) => one.startsWith('CONTROL_OTHER_VERSION')).length).toBeGreaterThan(10);
  writeFileSync(join(world.folder, 'study.yaml'), study);

  expect((await world.sign('coordinator', 'end', '--reason', 'Done')).code).toBe(0);
  expect(await gates()).toEqual(['GATE_STUDY_ENDED']);
  expect((await signDocument(world, 'ethics')).problems).toEqual(['GATE_STUDY_ENDED']);
}); // prettier-ignore

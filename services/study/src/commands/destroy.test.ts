// SPDX-License-Identifier: EUPL-1.2
/** Certificates of all parties come together in one, after which the study runs nowhere. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  certifiedParties,
  keyFingerprint,
  signCertificate,
  type Certificate,
} from '@koppel/accountability';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { checkGate, encodePublicKey } from '@koppel/study';
import { openEmbeddedLog } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { lookAt } from '../control/topic.ts';
import { readStudyFolder, type StudyFolder } from '../study-folder.ts';
import { makeWorld, type World } from '../testing/world.ts'; // prettier-ignore

let world: World;
let folder: StudyFolder;
const keys = new Map<string, Uint8Array>();
const stranger = generateSigningKeyPair();

/** Owners, the linkage unit: under the names that certificates have, in the order of the file. */
function giveKeys(): void {
  for (const { party, signPublicKey } of certifiedParties(readStudyFolder(world.folder).study)) {
    if (signPublicKey === undefined) continue;
    const { publicKey, secretKey } = generateSigningKeyPair();
    world.change('study.yaml', signPublicKey, encodePublicKey(publicKey));
    keys.set(party, secretKey);
  }
}

const fileOf = (party: string): string => join(world.folder, 'certificates', `${party}.json`);

function give(party: string, changed: Partial<Certificate> = {}, secretKey = keys.get(party)): void {
  const { role } = certifiedParties(folder.study).find((one) => one.party === party)!;
  const content: Omit<Certificate, 'signPublicKey'> = {
    koppelCertificate: 1,
    study: folder.study.id,
    specHash: Buffer.from(folder.specHash).toString('hex'),
    role,
    party,
    begunAt: '2026-01-01T10:00:00.000Z',
    completedAt: '2026-01-01T11:00:00.000Z',
    keys: [{ name: 'sign', fingerprint: 'ab'.repeat(32) }],
    wholeKeyFile: true,
    files: [{ kind: 'state', files: 3, bytes: 9 }],
    topics: [],
    account: { entries: 1, hash: 'cd'.repeat(32) },
    remaining: ['backups'],
    ...changed,
  };
  writeFileSync(fileOf(party), signCertificate(content, secretKey ?? stranger.secretKey));
} // prettier-ignore

beforeAll(async () => {
  world = await makeWorld();
  giveKeys();
  folder = readStudyFolder(world.folder);
  mkdirSync(join(world.folder, 'certificates'));
  const port = await openEmbeddedLog(world.log, { create: true });
  await port.append(topics(folder.study.id).ceremony, [new Uint8Array(9)]);
  await port.close();
});
afterAll(() => {
  world.remove();
});

const destroy = (...more: string[]) =>
  world.sign('coordinator', 'destroy', '--confirm', folder.study.id, ...more);

test('a study that goes on is not destroyed', async () => {
  expect((await destroy()).problems).toEqual(['STUDY_NOT_ENDED']);
  expect((await world.sign('coordinator', 'end', '--reason', 'Done')).code).toBe(0);
});

test('names parties without a certificate, and certificates that do not count', async () => {
  const parties = certifiedParties(folder.study).map(({ party }) => party);
  expect((await world.call('certificate')).problems).toEqual(
    parties.map((party) => `CERTIFICATE_MISSING ${party}`),
  );
  for (const party of parties) give(party);
  const [owner, other] = parties;
  give(owner!, {}, keys.get(other!));
  give(other!, { study: 'another' });
  writeFileSync(fileOf('linkageUnit'), readFileSync(fileOf('linkageUnit'), 'utf8').replace('"files":3', '"files":4'));
  writeFileSync(join(world.folder, 'certificates', 'z.json'), '{}');
  const { problems, code } = await destroy();
  expect(code).toBe(3);
  expect([...problems].sort()).toEqual([
    'CERTIFICATE_FORM',
    ...[owner, other, 'linkageUnit', 'researcher'].map((party) => `CERTIFICATE_MISSING ${party!}`).sort(),
    'CERTIFICATE_OTHER',
    'CERTIFICATE_SIGNATURE',
    `CERTIFICATE_SIGNATURE ${owner!} otherKey`,
    'CERTIFICATE_SIGNATURE researcher unnamedKey',
  ].sort());
  rmSync(join(world.folder, 'certificates', 'z.json'));
  for (const party of parties) give(party);
}); // prettier-ignore

test('with all of them the study is destroyed, once, and nothing runs any more', async () => {
  const print = keyFingerprint(
    'sign',
    new TextEncoder().encode(encodePublicKey(stranger.publicKey)),
  );
  const accepted = ['--accept-key', print];
  expect((await world.call('certificate', ...accepted)).problems).toEqual([]);
  const refused = await world.sign('coordinator', 'destroy', '--confirm', 'other', ...accepted);
  expect(refused.problems).toEqual([`DESTRUCTION_UNCONFIRMED ${folder.study.id}`]);
  for (let times = 0; times < 2; times += 1) expect(await destroy(...accepted)).toMatchObject({ code: 0, problems: [] });
  const written = JSON.parse(readFileSync(join(world.folder, 'study-certificate.json'), 'utf8')) as object;
  expect(written).toMatchObject({ certificate: { ceremonyErased: true } });
  const page = readFileSync(join(world.folder, 'study-certificate.nl.html'), 'utf8');
  expect(page).toContain('Verklaring van vernietiging van de studie');
  const port = await openEmbeddedLog(world.log);
  const { state, entries } = await lookAt(port, folder);
  await port.close();
  expect(entries.map(({ body }) => body.kind)).toEqual(['end', 'destroyed']);
  const { id, registers } = folder.study.owners[0]!;
  expect(() => { checkGate(folder.study, id, registers[0]!, '2026-01-01', state); }).toThrow('GATE_STUDY_DESTROYED');
  const status = await world.call('status', '--log', world.log, '--json');
  expect(JSON.parse(status.printed)).toMatchObject({ destroyedOn: state.destroyedOn });
  const announced = await world.sign('coordinator', 'objections', '--id', 'round', '--by', '2099-01-01');
  expect(announced.problems).toEqual(['GATE_STUDY_ENDED']);
}); // prettier-ignore

// SPDX-License-Identifier: EUPL-1.2
/** An owner destroys what it has of a study: what goes, what stays, what is told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readCertificate } from '@koppel/accountability';
import { readChain } from '../ledger/chain.ts';
import { saveOwnerKey, openOwnerKey } from '../owner-key.ts';
import { makeCarePlace, registerOf, bsns, type CarePlace } from '../testing/care-place.ts';
import { refusal } from '../testing/place.ts';
import { destroy } from './destroy.ts';
import { ledger } from './ledger.ts';
import { run } from './run.ts';
import { status } from './status.ts'; // prettier-ignore

const passphrase = new TextEncoder().encode('correct horse battery');
let care: CarePlace;
let base: string;
let keyFile: Uint8Array;

beforeAll(async () => {
  care = await makeCarePlace();
  const version = Buffer.from(care.world.specHash).toString('hex').slice(0, 8);
  base = `owner.key.${care.world.study.id}.${version}`;
  care.place.write('list.csv', `bsn\n${bsns[0]}\n`);
  const more = ['--log', care.at('log'), '--exclusions', care.at('list.csv'), '--accept-rejected'];
  await run(care.context(...care.runArguments(...more)));
  keyFile = readFileSync(care.at('owner.key'));
});

afterAll(async () => {
  await care.place.remove();
});

const party = () => [
  '--study',
  care.at('study.yaml'),
  '--owner',
  'north',
  '--keys',
  care.at('owner.key'),
];
const destroyed = (...more: string[]) =>
  destroy(
    care.context(...party(), '--log', care.at('log'), '--confirm', care.world.study.id, ...more),
  );
const certificate = () => {
  const file = care.at(`${base}.destroyed.json`);
  return readCertificate(file, readFileSync(file));
}; // prettier-ignore

test('a run that the gate or the list refuses stands in the ledger, once a day', async () => {
  care.place.write('in.csv', registerOf(40));
  const forgotten = () => run(care.context(...care.runArguments('--log', care.at('log'))));
  for (let times = 0; times < 2; times += 1) {
    expect(await refusal(care.place, forgotten)).toEqual([expect.stringMatching(/^EXCLUSIONS_FORGOTTEN/)]);
  }
  const { entries } = readChain(care.at('owner.key.state'));
  expect(entries.filter(({ kind }) => kind === 'refused')).toMatchObject([
    { register: 'benefits', code: 'EXCLUSIONS_FORGOTTEN' },
  ]);
}); // prettier-ignore

test('a study of another owner is not destroyed with this key file', async () => {
  const secrets = await openOwnerKey(care.at('owner.key'), passphrase);
  const other = { ...secrets, sign: new Uint8Array(32).fill(5) };
  await saveOwnerKey(care.at('owner.key'), passphrase, other, { replace: true });
  expect(await refusal(care.place, destroyed)).toEqual([
    expect.stringMatching(/^KEY_NOT_THIS_OWNER/),
  ]);
  expect(existsSync(care.at('owner.key'))).toBe(true);
  care.place.write('owner.key', keyFile);
});

test('keys, snapshots, lists and topics go; the ledger stays and says so', async () => {
  care.place.write('rejected.csv', 'somebody');
  await destroyed(care.at('rejected.csv'));
  expect(existsSync(care.at('owner.key'))).toBe(false);
  expect(existsSync(care.at('rejected.csv'))).toBe(false);
  expect(readdirSync(care.at('owner.key.state'), { recursive: true }).filter((one) => !/^(?:exclusions|tokens)/.test(String(one)))).toEqual(['ledger.jsonl']);
  expect(certificate()).toMatchObject({
    role: 'dataOwner', party: 'north', wholeKeyFile: true,
    files: [
      { kind: 'exclusionTags', files: 1 }, { kind: 'named', files: 1 },
      { kind: 'snapshots', files: 1 }, { kind: 'tokenLists' },
    ],
    topics: [{ outcome: 'erased' }, { outcome: 'erased' }],
  });
  const { entries, head } = readChain(care.at('owner.key.state'));
  expect(entries.at(-2)).toMatchObject({ kind: 'destroyed', study: care.world.study.id });
  expect(certificate().account).toEqual({ entries: head.next, hash: head.hash });
  await ledger(care.context('verify', '--keys', care.at('owner.key')));
  await ledger(care.context('show', '--keys', care.at('owner.key')));
  expect(care.printed.at(-1)).toMatch(/run with --accept-rejected/);
  expect(care.printed.at(-1)).toMatch(/is destroyed here/);
  const again = () => run(care.context(...care.runArguments('--log', care.at('log'))));
  expect(await refusal(care.place, again)).toEqual([
    `DESTRUCTION_DONE {"file":"${base}.destroyed.json"}`,
  ]);
  await status(care.context(...party(), '--log', care.at('log'), '--json'));
  expect(JSON.parse(care.printed.at(-1)!)).toMatchObject({ destroyed: true });
}); // prettier-ignore

test('a key file that serves other studies stays, without the keys of this one', async () => {
  rmSync(care.at(`${base}.destroyed.json`));
  care.place.write('owner.key', keyFile);
  chmodSync(care.at('owner.key'), 0o600);
  const before = await openOwnerKey(care.at('owner.key'), passphrase);
  const others = { [`share${'ab'.repeat(12)}`]: new Uint8Array(32).fill(9) };
  await saveOwnerKey(care.at('owner.key'), passphrase, { ...before, ...others }, { replace: true });
  await destroyed();
  const after = await openOwnerKey(care.at('owner.key'), passphrase);
  expect(Object.keys(after).sort()).toEqual(['mailbox', ...Object.keys(others), 'sign', 'token']);
  expect(certificate().wholeKeyFile).toBe(false);
  expect(certificate().remaining).toContain('otherStudies');
  const named = certificate().keys.map(({ name }) => name);
  expect(named.map((name) => name.replace(/[0-9a-f]{24}$/, ''))).toEqual(['encodingKey', 'share']);
});

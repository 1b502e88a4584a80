// SPDX-License-Identifier: EUPL-1.2
/**
 * Destruction, killed at changes on its disk: between keys, files, account, certificate and last key,
 * and within a write. Given again it ends as if nothing had happened, and in between nothing runs.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Destruction } from './destroy.ts';
import { dieAt, patchDisk } from './testing/deaths.ts';

// Not imported: a module of the test runner holds the functions as they were when it was first asked for.
const fs = process.getBuiltinModule('node:fs');
const passphrase = 'correct horse battery';
const specHash = new Uint8Array(32).fill(7);
const sign = new Uint8Array(32).fill(3);
const cheap = { n: 2 ** 10, r: 8, p: 1 };

/** What is under test, imported after the disk is patched. */
async function modules() {
  patchDisk();
  const [keys, signing, study, accountability, destroying, erasing, held, account, marker] =
    await Promise.all([
      import('@koppel/keys'),
      import('@koppel/keys/sign'),
      import('@koppel/study'),
      import('@koppel/console'),
      import('./destroy.ts'),
      import('./erase-files.ts'),
      import('./held-key.ts'),
      import('./account.ts'),
      import('./marker.ts'),
    ]);
  return { keys, signing, study, console: accountability, destroying, erasing, held, account, marker };
} // prettier-ignore

let made: Awaited<ReturnType<typeof modules>>;
let folder: string;
const topic = 'koppel.re-integratie.work';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  made = await modules();
  folder = fs.mkdtempSync(join(tmpdir(), 'koppel-killed-'));
}, 60_000);
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function studyOfUnit() {
  const file = join(import.meta.dirname, '../../../examples/re-integratie/study.yaml');
  const parsed = made.study.parseStudy(fs.readFileSync(file, 'utf8'));
  if (!parsed.ok) throw parsed.problems[0]!;
  const { study } = parsed.value;
  const signPublicKey = made.study.encodePublicKey(made.signing.signingPublicKey(sign));
  return { ...study, linkageUnit: { ...study.linkageUnit, signPublicKey } };
}

/** A party with two files and a key file, which another study needs too where it is `shared`. */
async function place(shared: boolean): Promise<void> {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(at('state/below'), { recursive: true });
  fs.writeFileSync(at('state/one'), 'somebody');
  fs.writeFileSync(at('state/below/two'), 'somebody else');
  const secrets = {
    sign,
    mailbox: new Uint8Array(32).fill(4),
    ...(shared && { other: new Uint8Array(32).fill(5) }),
  };
  const words = new TextEncoder().encode(passphrase);
  fs.writeFileSync(at('party.key'), await made.keys.sealKeyFile(words, 'linkageUnit', secrets, cheap));
} // prettier-ignore

const reporter = (): Destruction['context']['reporter'] =>
  made.console.createEventReporter({
    sink: { write: () => undefined },
    language: 'en',
    service: 'test',
    now: () => 0,
  });

function destroy(shared: boolean, port?: NonNullable<Destruction['port']>, study = studyOfUnit()) {
  const keyFile = at('party.key');
  const context = { argv: [], language: 'en', reporter: reporter(), environment: {}, print: () => undefined } as const;
  return made.destroying.destroyStudy({
    context, study, specHash, keyFile, port,
    role: 'linkageUnit', party: 'linkageUnit', keyRole: 'linkageUnit',
    passphrase: () => Promise.resolve(new TextEncoder().encode(passphrase)),
    checkKeys: () => undefined,
    choose: (secrets) => ({
      erased: Object.entries(secrets)
        .filter(([name]) => name === 'mailbox' || (!shared && name === 'sign'))
        .map(([name, one]) => made.held.heldKey(name, one)),
      shared,
    }),
    find: () => made.erasing.targetsOf('state', at('state')),
    folders: [at('state')],
    topics: [topic], duties: [], confirm: study.id,
    account: (signSecretKey) =>
      made.account.addToPartyAccount(
        { keyFile, read: { study, specHash }, party: 'linkageUnit', signSecretKey, now: () => 0 },
        (entries) => (entries.some(({ kind }) => kind === 'destroyed') ? [] : [{ kind: 'destroyed' }]),
      ),
    now: () => 0,
  });
} // prettier-ignore

function outcome(certificate: Awaited<ReturnType<typeof destroy>>) {
  const left = (fs.readdirSync(folder, { recursive: true }) as string[]).filter(
    (name) => !name.endsWith('.lock'),
  );
  const { keys, files, wholeKeyFile, topics, account } = certificate;
  return { left: left.sort(), keys, files, wholeKeyFile, topics, account };
}

/** Some over the whole way, for which there is time in every run; KOPPEL_TEST_EVERY=1 takes all. */
function chosen(changes: number): number[] {
  if (process.env['KOPPEL_TEST_EVERY'] === '1') {
    return Array.from({ length: changes }, (_, nth) => nth + 1);
  }
  return [0.3, 0.6, 0.95].map((part) => Math.ceil(part * changes));
}

describe.each([[false], [true]])('with a key file that other studies need: %s', (shared) => {
  test('it ends the same wherever it was killed, and nothing runs in between', async () => {
    await place(shared);
    let clean: ReturnType<typeof outcome> | undefined;
    const changes = await dieAt(Infinity, async () => {
      clean = outcome(await destroy(shared));
    });
    expect(changes).toBeGreaterThan(20);
    expect(clean!.topics).toEqual([{ topic, outcome: 'notAsked' }]);
    expect(clean!.left.filter((name) => name.startsWith('state'))).toEqual([]);
    expect(fs.existsSync(at('party.key'))).toBe(shared);
    for (const change of chosen(changes)) {
      await place(shared);
      await dieAt(change, () => destroy(shared));
      const read = { study: studyOfUnit(), specHash };
      const begun = fs.readdirSync(folder).some((name) => /\.destruction\.json$|\.destroyed\.(?:pending|json)$/.test(name));
      if (begun) {
        expect(() => { made.marker.requireStudyHere(at('party.key'), read); }).toThrow(/^DESTRUCTION_/);
      }
      expect({ change, ...outcome(await destroy(shared)) }).toEqual({ change, ...clean });
    }
  }, 600_000); // prettier-ignore
});

test('what nobody counted is not given as none, also on the page', async () => {
  await place(false);
  const { KoppelError } = await import('@koppel/errors');
  const { certificatePage } = await import('./certificate-page.ts');
  // Of a log only what is asked here: the topic is kept in parts, and may be erased.
  const port = {
    end: () => Promise.reject(new KoppelError('LOG_KAFKA_PARTITIONS')),
    erase: () => Promise.resolve(true),
  } as unknown as NonNullable<Destruction['port']>;
  const study = { ...studyOfUnit(), koppel: 1 } as unknown as ReturnType<typeof studyOfUnit>;
  const certificate = await destroy(false, port, study);
  expect(certificate.topics).toEqual([{ topic, outcome: 'erased' }]);
  expect(certificatePage(certificate, study, 'en')).toContain('not counted');
  expect(certificatePage(certificate, study, 'nl')).toContain('niet geteld');
  const older = { ...certificate, topics: [{ topic, entries: 7, outcome: 'erased' as const }] };
  const { readCertificate, signCertificate } = await import('./certificate.ts');
  const file = new TextEncoder().encode(signCertificate(older, sign));
  expect(readCertificate('older.json', file).topics).toEqual(older.topics);
  expect(certificatePage(older, study, 'en')).not.toContain('not counted');
});

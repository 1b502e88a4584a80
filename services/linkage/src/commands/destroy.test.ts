// SPDX-License-Identifier: EUPL-1.2
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificate, signCertificate } from '@koppel/accountability';
import type { CommandContext, Reporter } from '@koppel/console';
import { openKeyFile, sealKeyFile } from '@koppel/keys';
import { openEmbeddedLog } from '@koppel/transport';
import { topics } from '@koppel/wire';
import { listen, makePlace, refusal, valuesOf, type Place } from '../testing/place.ts';
import {
  confirmKey,
  makeStudy,
  rowsOf,
  runName,
  sendRun,
  type TestStudy,
} from '../testing/study.ts';
import { destroy } from './destroy.ts';
import { log } from './log.ts';
import { run } from './run.ts';
import { status } from './status.ts'; // prettier-ignore

const passphrase = new TextEncoder().encode('correct horse battery');
const cheap = { n: 2 ** 10, r: 8, p: 1 };
let world: TestStudy;
let ready: Place;
let place: Place;
let printed: string[];
let base: string;
let certificateFile: string;
let evidence: string[];

const at = (name: string): string => join(place.folder, name);

function contextOf(
  argv: readonly string[],
  reporter: Reporter = listen().reporter,
): CommandContext {
  return {
    argv,
    language: 'en',
    reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  };
}

const common = (): string[] => ['--study', at('study.yaml'), '--keys', at('unit.key')];
const work = (): string[] => [...common(), '--log', at('log'), '--state', at('state')];
const link = () => run(contextOf([...work(), '--workers', '1']));
const confirm = ['--confirm', 'sample'];
const confirmed = (...more: string[]) => destroy(contextOf([...work(), ...confirm, ...more]));

beforeAll(async () => {
  world = await makeStudy();
  base = `unit.key.sample.${Buffer.from(world.specHash).toString('hex').slice(0, 8)}`;
  certificateFile = `${base}.destroyed.json`;
  evidence = ['account.jsonl', 'destroyed.en.html', 'destroyed.json', 'destroyed.nl.html'].map(
    (name) => `${base}.${name}`,
  );
  place = await makePlace();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, cheap));
  await confirmKey(world, place.port);
  const send = (owner: string, register: string, count: number, seed: number): Promise<void> =>
    sendRun(world, place.port, { owner, register, rows: rowsOf(count, seed), run: runName(seed) });
  await place.port.append(topics('sample').batches('south'), [new Uint8Array(9)]);
  await send('north', 'population', 25, 1);
  await send('north', 'benefits', 8, 2);
  await send('south', 'population', 12, 3);
  await link();
  ready = place;
  await ready.port.close();
});

afterAll(() => {
  rmSync(ready.folder, { recursive: true, force: true });
});

beforeEach(async () => {
  printed = [];
  const folder = mkdtempSync(join(tmpdir(), 'koppel-destroy-'));
  cpSync(ready.folder, folder, { recursive: true });
  const port = await openEmbeddedLog(join(folder, 'log'));
  place = {
    folder,
    port,
    write(name, content) {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    async remove() {
      await port.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

afterEach(async () => {
  await place.remove();
});

/** What is still here of the study: the rest belongs to the test. */
function left(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(at(folder), { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? below(join(folder, one.name)) : [join(folder, one.name)],
    );
  const ours = (name: string): boolean => !/^(?:log\/|study\.yaml|passphrase)/.test(name);
  return below('.').filter(ours).sort();
}

const certificate = () => readCertificate(at(certificateFile), readFileSync(at(certificateFile)));

test('everything goes but the account and a certificate, and nothing runs any more', async () => {
  await confirmed();
  expect(left()).toEqual(evidence);
  expect(certificate()).toMatchObject({
    study: 'sample',
    role: 'linkageUnit',
    wholeKeyFile: true,
    keys: [{ name: 'mailbox' }, { name: 'pseudonym' }, { name: 'sign' }],
    topics: [
      { topic: 'koppel.sample.receipts.north', outcome: 'erased', entries: 4 },
      { topic: 'koppel.sample.receipts.south', outcome: 'erased' },
      { topic: 'koppel.sample.links', outcome: 'erased' },
      { topic: 'koppel.sample.results', outcome: 'erased', entries: 1 },
      { topic: 'koppel.sample.work-jobs', outcome: 'erased', entries: 0 },
      { topic: 'koppel.sample.work-parts', outcome: 'erased' },
      { topic: 'koppel.sample.work-answers', outcome: 'erased' },
    ],
    remaining: ['backups', 'media', 'passphrase', 'keyCopies', 'exports', 'workers'],
  });
  const kinds = certificate().files.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['encodings', 'report', 'state']));
  for (const [language, title] of [['en', 'Certificate of destruction'], ['nl', 'Verklaring van vernietiging']]) {
    expect(readFileSync(at(`${base}.destroyed.${language}.html`), 'utf8')).toContain(title);
  }
  expect(await refusal(place, () => valuesOf(place.port, topics('sample').links))).toEqual([
    expect.stringMatching(/^LOG_TRUNCATED/),
  ]);
  expect(await refusal(place, link)).toEqual([`DESTRUCTION_DONE {"file":"${certificateFile}"}`]);
  printed = [];
  await status(contextOf(common()));
  expect(printed[0]).toMatch(/^Destroyed here\./);
}); // prettier-ignore

test('shows the plan, and does nothing without the name of the study', async () => {
  const before = left();
  for (const argv of [work(), [...work(), '--confirm', 'other']]) {
    expect(await refusal(place, () => destroy(contextOf(argv)))).toEqual([
      'DESTRUCTION_UNCONFIRMED {"field":"sample"}',
    ]);
  }
  expect(printed[0]).toMatch(/Segments with encodings +1 /);
  expect(printed[0]).toContain('koppel.sample.results');
  expect(left()).toEqual(before);
  await link();
});

test('what holds the key file is not erased as a whole; what is missing is named', async () => {
  const named = (name: string) => refusal(place, () => confirmed(at(name)));
  expect(await named('.')).toEqual([expect.stringMatching(/^DESTRUCTION_PLACE/)]);
  expect(await named('nowhere')).toEqual(['FILE_MISSING {"file":"nowhere"}']);
  const stateHere = [...common(), '--state', at('.'), ...confirm];
  writeFileSync(at('mine.txt'), 'mine');
  await destroy(contextOf(stateHere));
  expect(left()).toEqual(expect.arrayContaining(['mine.txt', 'state/linkage.sqlite']));
  expect(certificate().remaining).toContain('log');
});

/** Fails at the n-th step that is told of, as a process that is killed there. */
function killedAt(step: number): Reporter {
  const { reporter } = listen();
  let steps = 0;
  const update = (): void => {
    steps += 1;
    if (steps === step) throw new Error('killed');
  };
  return { ...reporter, progress: () => ({ update, end: () => undefined }) };
}

describe('after a crash the same command ends the same', () => {
  test.each([1, -7, -1])('at step %i', async (step) => {
    const files = left().filter((name) => name.startsWith('state/')).length;
    const topicsOfUnit = 7;
    const n = step > 0 ? step : files + topicsOfUnit + 1 + step;
    const argv = [...work(), ...confirm];
    await expect(destroy(contextOf(argv, killedAt(n)))).rejects.toThrow('killed');
    expect(await refusal(place, link)).toEqual([expect.stringMatching(/^DESTRUCTION_UNFINISHED/)]);
    if (step === 1) {
      const keys = await openKeyFile(passphrase, 'linkageUnit', readFileSync(at('unit.key')));
      expect(Object.keys(keys)).toEqual(['sign']);
    }
    await confirmed();
    expect(left()).toEqual(evidence);
    expect(certificate().keys.map(({ name }) => name)).toEqual(['mailbox', 'pseudonym', 'sign']);
    expect(certificate().files.reduce((sum, one) => sum + one.files, 0)).toBe(files);
  });

  test.each([true, false])(
    'between certificate and last key; key file there: %s',
    async (there) => {
      const keyFile = readFileSync(at('unit.key'));
      await confirmed();
      const whole = readFileSync(at(certificateFile));
      renameSync(at(certificateFile), at(`${base}.destroyed.pending`));
      if (there) writeFileSync(at('unit.key'), keyFile);
      rmSync(at('passphrase')); // nothing is opened any more
      await confirmed();
      expect(left()).toEqual(evidence);
      expect(readFileSync(at(certificateFile))).toEqual(whole);
    },
  );
});

test('again erases what turned up since, and a certificate of another key is found out', async () => {
  await confirmed();
  cpSync(join(ready.folder, 'state'), at('state'), { recursive: true });
  await confirmed();
  expect(left()).toEqual(evidence);
  expect(printed.at(-1)).toMatch(/files that turned up since are erased too/);
  const { signPublicKey, ...rest } = certificate();
  expect(signPublicKey).not.toBe('');
  writeFileSync(at(certificateFile), signCertificate(rest, new Uint8Array(32).fill(7)));
  expect(await refusal(place, confirmed)).toEqual([
    `CERTIFICATE_SIGNATURE {"file":"${certificateFile}"}`,
  ]);
});

test('the account tells what was refused and that it ended, and shows a change', async () => {
  await link();
  const show = async (step: string): Promise<string> => {
    printed = [];
    await log(contextOf([step, ...common()]));
    return printed[0]!;
  };
  const text = await show('show');
  expect(text).toMatch(/first encodings were taken in/);
  expect(text.match(/a message of south was refused .*place 0\): WIRE_VERSION/g)).toHaveLength(1);
  expect(text.match(/a linkage was published/g)).toHaveLength(1);
  expect(await show('verify')).toMatch(/all sound; 1 refusals/);
  const file = at(`${base}.account.jsonl`);
  writeFileSync(file, readFileSync(file, 'utf8').replace('WIRE_VERSION', 'WIRE_VERSIEN'));
  expect(await refusal(place, () => show('verify'))).toEqual([
    `ACCOUNT_BROKEN {"file":"${base}.account.jsonl","row":3,"rule":"hash"}`,
  ]);
});

test('after the term for encodings nothing is begun, and the account says so', async () => {
  const file = at(`${base}.account.jsonl`);
  rmSync(file);
  const { addToPartyAccount } = await import('@koppel/accountability');
  const day = 86_400_000;
  const past = { keyFile: at('unit.key'), read: world, party: 'linkageUnit', now: () => Date.now() - 92 * day };
  await addToPartyAccount(past, () => [{ kind: 'linked' }]);
  expect(await refusal(place, link)).toEqual([expect.stringMatching(/^RETENTION_OVER \{"field":"encodings"/)]);
  printed = [];
  await status(contextOf(common()));
  expect(printed[0]).toMatch(/term for keeping ended on .* koppel-linkage destroy/s);
  await log(contextOf(['show', ...common()]));
  expect(printed.at(-1)).toMatch(/run was refused: RETENTION_OVER/);
  expect(existsSync(at('unit.key'))).toBe(true);
}); // prettier-ignore

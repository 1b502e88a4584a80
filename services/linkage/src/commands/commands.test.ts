// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { sealKeyFile } from '@koppel/keys';
import { decodeLinkResult, decodeReceipt, topics, type BatchHeader } from '@koppel/wire';
import { help } from '../help.ts';
import { listen, makePlace, refusal, valuesOf, type Place, type Told } from '../testing/place.ts';
import {
  confirmKey,
  filterBytes,
  makeStudy,
  readStudy,
  rowsOf,
  runName,
  sendRun,
  type TestStudy,
} from '../testing/study.ts';
import { newUnitSecrets, openUnitKey, saveUnitKey } from '../unit-key.ts';
import { key } from './key.ts';
import { run } from './run.ts';

/** The least that the programs accept: its usual cost is not what is tested here. */
const quick = { n: 2 ** 10, r: 8, p: 1 } as const;
const passphrase = new TextEncoder().encode('correct horse battery');

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];
let keyFile: Uint8Array;

beforeAll(async () => {
  world = await makeStudy();
  keyFile = await sealKeyFile(passphrase, 'linkageUnit', { ...world.unit }, quick);
});

beforeEach(async () => {
  place = await makePlace();
  told = listen();
  printed = [];
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', passphrase);
  place.write('unit.key', keyFile);
});

afterEach(async () => {
  await place.remove();
});

const at = (name: string): string => join(place.folder, name);

function contextOf(...argv: readonly string[]): CommandContext {
  return {
    argv,
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  };
}

function link(changed: Readonly<Record<string, string>> = {}, ...flags: string[]) {
  const options = {
    study: at('study.yaml'), keys: at('unit.key'), log: at('log'), state: at('state'), workers: '1',
    ...changed,
  }; // prettier-ignore
  const argv = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return run(contextOf(...argv, ...flags));
}

/** A run of a register; rows of one number in two registers belong to one person. */
const send = (owner: string, register: string, count: number, seed: number): Promise<void> =>
  sendRun(world, place.port, { owner, register, rows: rowsOf(count, seed), run: runName(seed) });

async function sendAll(): Promise<void> {
  await confirmKey(world, place.port);
  await send('north', 'population', 25, 1);
  await send('north', 'benefits', 8, 2);
  await send('south', 'population', 12, 3);
}

const results = async () =>
  (await valuesOf(place.port, topics('sample').results)).map(decodeLinkResult);

describe('run', () => {
  test('links all registers, answers every batch, and publishes once', async () => {
    await sendAll();
    await link({}, '--json');
    expect(JSON.parse(printed[0]!)).toMatchObject({
      threshold: 0.8, refusedBatches: 0, published: true,
      sources: [
        { owner: 'north', register: 'population', records: 25, linked: 12 },
        { owner: 'north', register: 'benefits', records: 8, linked: 8 },
        { owner: 'south', register: 'population', records: 12, linked: 12 },
      ],
    }); // prettier-ignore
    const receipts = await valuesOf(place.port, topics('sample').receipts('north'));
    expect(receipts.map(decodeReceipt).map(({ accepted }) => accepted)).toEqual([
      true, true, true, true,
    ]); // prettier-ignore

    await link();
    expect(printed[1]).toMatch(/north\/population +25 +12\n/);
    expect(printed[1]).toMatch(/Published before/);
    expect(await results()).toHaveLength(1);
    expect(await valuesOf(place.port, topics('sample').receipts('north'))).toHaveLength(4);
  });

  /** Four records of south's population change, of which it sent three and then lacks one. */
  const sendChanges = (header: Partial<BatchHeader>): Promise<void> => {
    const rows = { ...rowsOf(13, 3), kinds: new Uint8Array(13).fill(1).fill(2, 11, 12) };
    const last = {
      tokens: rows.tokens.slice(9 * 16),
      kinds: rows.kinds.slice(9),
      filters: rows.filters.slice(9 * filterBytes),
    };
    const plan = { owner: 'south', register: 'population', rows: last, run: runName(4) };
    return sendRun(world, place.port, { ...plan, header: { runOrdinal: 1, ...header } });
  };

  test('links again when a register changed, from what it is now, and publishes that once', async () => {
    await sendAll();
    await link();
    await sendChanges({ base: runName(3) });
    await link({}, '--json');
    await link({}, '--json');
    const [again, third] = printed.slice(1).map((text) => JSON.parse(text) as object);
    expect(again).toMatchObject({
      refusedBatches: 0, passedOver: 0, published: true,
      sources: [{ records: 25 }, { records: 8 }, { records: 12 }],
    }); // prettier-ignore
    expect(third).toMatchObject({ published: false });
    const published = await results();
    expect(published.map(({ sources }) => sources[2]!.run)).toEqual([runName(3), runName(4)]);
    await link({ state: at('another') });
    expect(await results()).toHaveLength(2);
  });

  test('passes over changes that it cannot use, and says so to whom it concerns', async () => {
    await sendAll();
    await sendChanges({ base: runName(99) });
    await sendRun(world, place.port, {
      owner: 'north',
      register: 'population',
      rows: rowsOf(35, 9),
      run: runName(9),
      header: { base: runName(1), runOrdinal: 1 },
    });
    await link();
    expect(printed[0]).toMatch(/south\/population +12 +12\n/);
    expect(printed[0]).toMatch(/Newer runs passed over +2\n/);
    expect(told.lines.filter(({ event }) => /^run(Waits|Refused)$/.test(String(event)))).toEqual([
      expect.objectContaining({ event: 'runRefused', owner: 'north', code: 'CONTRACT_QUOTA' }),
      expect.objectContaining({ event: 'runWaits', owner: 'south', register: 'population' }),
    ]);
    const receipts = await valuesOf(place.port, topics('sample').receipts('north'));
    const refused = receipts.map(decodeReceipt).filter(({ accepted }) => !accepted);
    expect(refused).toMatchObject([{ run: runName(9), sequence: 0, code: 'CONTRACT_QUOTA' }]);
  });

  test('gives the same result from a state that was lost', async () => {
    await sendAll();
    await link();
    await link({ state: at('another') });
    expect(await results()).toHaveLength(1);
  });

  test('counts what it refused', async () => {
    await sendAll();
    await place.port.append(topics('sample').batches('south'), [Uint8Array.of(1)]);
    await link({}, '--json');
    expect(JSON.parse(printed[0]!)).toMatchObject({ refusedBatches: 1 });
    expect((await results())[0]).toMatchObject({ refusedBatches: 1 });
  });

  test('waits for what is missing, then names it', async () => {
    await confirmKey(world, place.port);
    await send('north', 'population', 25, 1);
    expect(await refusal(place, () => link({ wait: '1' }))).toEqual([
      'LINKAGE_INCOMPLETE {"field":"north/benefits"}',
      'LINKAGE_INCOMPLETE {"field":"south/population"}',
    ]);
    expect(await results()).toEqual([]);
    expect(await valuesOf(place.port, topics('sample').receipts('north'))).toHaveLength(3);
  });

  test('links what comes while it waits', async () => {
    const linking = link({ wait: '60' });
    await sendAll();
    await linking;
    expect(await results()).toHaveLength(1);
  });

  test('links what there is when that is allowed', async () => {
    await confirmKey(world, place.port);
    expect(await refusal(place, () => link({}, '--allow-missing'))).toEqual(['LINKAGE_NOTHING {}']);
    await send('north', 'population', 25, 1);
    await send('south', 'population', 12, 3);
    await link({}, '--allow-missing');
    expect((await results())[0]!.sources).toHaveLength(2);
  });

  test('refuses owners that have not agreed, or not on the same', async () => {
    await confirmKey(world, place.port, ['north']);
    expect(await refusal(place, () => link())).toEqual(['KEY_NOT_AGREED {"field":"south"}']);
    const other = { keyCheck: new Uint8Array(16), profileHash: new Uint8Array(32) };
    await confirmKey(world, place.port, ['south'], other);
    const problems = await refusal(place, () => link());
    expect(problems).toEqual(['CEREMONY_DISAGREES {"field":"south"}']);
  });

  test('refuses the key file of another, and a wrong passphrase', async () => {
    await saveUnitKey(at('stranger.key'), passphrase, await newUnitSecrets());
    expect(await refusal(place, () => link({ keys: at('stranger.key') }))).toEqual([
      'KEY_NOT_THIS_PARTY {"file":"stranger.key"}',
    ]);
    place.write('passphrase', 'wrong horse battery');
    expect(await refusal(place, () => link())).toEqual(['KEY_FILE_PASSPHRASE {"file":"unit.key"}']);
  });

  test('refuses a state folder of another version of the study', async () => {
    await sendAll();
    await link();
    const changed = { ...world.input, title: 'Changed' };
    place.write('study.yaml', JSON.stringify(changed));
    await confirmKey({ ...world, ...readStudy(changed) }, place.port);
    expect(await refusal(place, () => link())).toEqual([
      'STATE_OTHER_STUDY {"file":"state/linkage.sqlite"}',
    ]);
  });

  test('refuses a study that is not valid or may not run, before asking for a passphrase', async () => {
    place.write('study.yaml', JSON.stringify({ ...world.input, id: 7 }));
    expect(await refusal(place, () => link())).toEqual([
      'STUDY_TYPE {"file":"study.yaml","path":"id"}',
    ]);
    place.write('study.yaml', JSON.stringify({ ...world.input, documents: [] }));
    expect(await refusal(place, () => link())).toEqual([
      'GATE_DOCUMENT_MISSING {"field":"researchProtocol"}',
    ]);
    expect(readdirSync(place.folder)).not.toContain('state');
  });

  test('refuses a log that is not there', async () => {
    expect(await refusal(place, () => link({ log: at('nowhere') }))).toEqual([
      'LOG_MISSING {"file":"nowhere"}',
    ]);
  });

  test('says in Dutch what it did', async () => {
    await sendAll();
    const argv = ['--study', at('study.yaml'), '--keys', at('unit.key')];
    const folders = ['--log', at('log'), '--state', at('state')];
    await run({ ...contextOf(...argv, ...folders), language: 'nl' });
    expect(printed[0]).toMatch(/Drempel +0\.800\n/);
  });
});

describe('key', () => {
  test('init makes a key file once, and show prints its public keys again', async () => {
    await key(contextOf('init', '--keys', at('new.key')));
    await key(contextOf('show', '--keys', at('new.key')));
    expect(printed[0]).toMatch(/^signPublicKey: .{43}\nmailboxPublicKey: .{43}\n$/);
    expect(printed[1]).toBe(printed[0]);
    const again = () => key(contextOf('init', '--keys', at('new.key')));
    expect(await refusal(place, again)).toEqual(['FILE_EXISTS {"file":"new.key"}']);
  });

  test('refuses other words', async () => {
    for (const argv of [[], ['agree']]) {
      expect(await refusal(place, () => key(contextOf(...argv)))).toEqual(['USAGE {"path":"key"}']);
    }
  });

  test('a file that lacks a secret is damaged, and one of another role is refused', async () => {
    const { sign, mailbox } = world.unit;
    place.write('half.key', await sealKeyFile(passphrase, 'linkageUnit', { sign, mailbox }));
    expect(await refusal(place, () => openUnitKey(at('half.key'), passphrase))).toEqual([
      'KEY_FILE_DAMAGED {"file":"half.key"}',
    ]);
    place.write('owner.key', await sealKeyFile(passphrase, 'dataOwner', { sign, mailbox }));
    expect(await refusal(place, () => openUnitKey(at('owner.key'), passphrase))).toEqual([
      'KEY_FILE_ROLE {"file":"owner.key"}',
    ]);
  });
});

test('the help names every command and option, in both languages', () => {
  for (const text of Object.values(help)) {
    for (const word of [
      'key init',
      'review export',
      'review import',
      'review status',
      'review log',
      '--limit',
      'key show',
      ' run ',
      '--allow-missing',
      '--wait',
      '--workers',
    ]) {
      expect(text).toContain(word);
    }
  }
});

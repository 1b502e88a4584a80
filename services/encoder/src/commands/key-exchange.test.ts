// SPDX-License-Identifier: EUPL-1.2
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { topics } from '@koppel/wire';
import type { Standing } from '../ceremony-words.ts';
import { encodingKeyName } from '../ceremony.ts';
import { openOwnerKey, saveOwnerKey } from '../owner-key.ts';
import { listen, makePlace, refusal, valuesOf, type Place, type Told } from '../testing/place.ts';
import { makeStudy, type TestStudy } from '../testing/study.ts';
import { key } from './key.ts';

const passphrase = 'correct horse battery';
const owners = ['north', 'south'] as const;
type Owner = (typeof owners)[number];

let place: Place;
let world: TestStudy;
let told: Told;
let printed: string[];

const at = (name: string): string => join(place.folder, name);
const bytes = (text: string) => new TextEncoder().encode(text);

function contextOf(language: 'en' | 'nl', ...argv: readonly string[]): CommandContext {
  return {
    argv,
    language,
    reporter: told.reporter,
    environment: {
      KOPPEL_PASSPHRASE_FILE: at('passphrase'),
      KOPPEL_NEW_PASSPHRASE_FILE: at('new-passphrase'),
    },
    print: (text) => printed.push(text),
  };
}

const party = (owner: Owner) => [
  '--study', at('study.yaml'), '--owner', owner, '--keys', at(`${owner}.key`),
]; // prettier-ignore

const keyOf = (owner: Owner, verb: string, ...more: readonly string[]) =>
  key(contextOf('en', verb, ...party(owner), '--out', at(`box-${owner}`), ...more));

/** Runs a verb for an owner with --json and gives exit code and standing. */
async function standing(
  owner: Owner,
  verb: string,
  ...more: readonly string[]
): Promise<[number | undefined, Standing]> {
  printed = [];
  const code = await keyOf(owner, verb, '--json', ...more);
  return [code, JSON.parse(printed.join('')) as Standing];
}

/** What one owner was told to send, put where the other saves it. */
function mail({ send, sentBefore }: Standing, to: Owner): string[] {
  return [...send, ...sentBefore].map(({ file }, n) => {
    const saved = at(`saved-${to}-${String(n)}.txt`);
    copyFileSync(file, saved);
    return saved;
  });
}

beforeAll(async () => {
  place = await makePlace();
  world = await makeStudy(owners);
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('passphrase', `${passphrase}\n`);
  for (const [n, owner] of owners.entries()) {
    const { secrets } = world.owners[n]!;
    await saveOwnerKey(at(`${owner}.key`), bytes(passphrase), secrets, { replace: false });
  }
});

afterAll(async () => {
  await place.remove();
});

beforeEach(() => {
  told = listen();
  printed = [];
});

describe('two owners agree by mail', () => {
  test('the first commits, and is told what to send to whom', async () => {
    expect(await standing('north', 'share')).toEqual([
      0,
      {
        study: 'sample', owner: 'north', folder: at('box-north'), next: 'share', sentBefore: [],
        send: [{ file: at('box-north/sample-north-1-commitment.txt'), to: ['south'] }],
        waitingFor: { step: 'commit', owners: ['south'] },
      },
    ]); // prettier-ignore
    const [, again] = await standing('north', 'share');
    expect(again).toMatchObject({ send: [], waitingFor: { owners: ['south'] } });
    expect(again.sentBefore).toHaveLength(1);
  });

  test('combine and check before their time say for whom they wait', async () => {
    expect(await standing('north', 'combine')).toMatchObject([5, { next: 'share' }]);
    const checked = () => keyOf('north', 'check');
    expect(await refusal(place, checked)).toEqual(['KEY_NOT_AGREED {"field":"sample"}']);
  });

  test('shares follow when all have committed', async () => {
    const [, north] = await standing('north', 'share');
    const [, south] = await standing('south', 'share', ...mail(north, 'south'));
    expect(south).toMatchObject({
      send: [
        { file: at('box-south/sample-south-1-commitment.txt'), to: ['north'] },
        { file: at('box-south/sample-south-2-share-for-north.txt'), to: ['north'] },
      ],
      waitingFor: { step: 'reveal', owners: ['north'] },
    });
    const [code, ready] = await standing('north', 'share', ...mail(south, 'north'));
    expect([code, ready.next]).toEqual([0, 'combine']);
    const [, combined] = await standing('south', 'combine', ...mail(ready, 'south'));
    expect(combined).toMatchObject({ next: 'check', waitingFor: { owners: ['north'] } });
    expect(combined.code).toMatch(/^(\d{4} ?){6}$/);
  });

  test('check compares, and both read the same digits', async () => {
    const [, south] = await standing('south', 'combine');
    expect((await standing('south', 'check'))[0]).toBe(5);
    const [, north] = await standing('north', 'combine', ...mail(south, 'north'));
    expect(north).toMatchObject({ next: 'nothing', code: south.code });
    const [code, checked] = await standing('south', 'check', ...mail(north, 'south'));
    expect([code, checked.next, checked.code]).toEqual([0, 'nothing', south.code]);
  });

  test('in sentences, in both languages', async () => {
    await keyOf('north', 'check');
    await key(contextOf('nl', 'check', ...party('north'), '--out', at('box-north')));
    expect(printed[0]).toMatch(/^Key agreement of sample, as north\n/);
    expect(printed[0]).toMatch(/sample-north-3-confirmation\.txt {2}to south/);
    expect(printed[1]).toMatch(/Alle bronhouders hebben dezelfde sleutel/);
  });

  test('the agreement goes onto the log, where every encoder and the linkage unit read it', async () => {
    await keyOf('north', 'check', '--log', at('log'));
    await keyOf('south', 'check', '--log', at('log'));
    expect(await valuesOf(place.port, topics('sample').ceremony)).toHaveLength(6);
    await key(contextOf('en', 'agree', ...party('south'), '--log', at('log')));
    expect(told.lines.at(-1)).toMatchObject({ event: 'keyAgreed' });
  });

  test('a strange file is told of and stops nothing', async () => {
    place.write('box-north/notes.txt', 'call south');
    expect(await keyOf('north', 'check')).toBe(0);
    expect(told.lines).toMatchObject([{ event: 'problem', code: 'CEREMONY_FILE_OTHER' }]);
  });
});

describe('a key file', () => {
  test('that other accounts can read or write opens for no command', async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o602]) {
      chmodSync(at('north.key'), mode);
      const show = () => key(contextOf('en', 'show', '--keys', at('north.key')));
      expect(await refusal(place, show)).toEqual(['KEY_FILE_OPEN {"file":"north.key"}']);
    }
    const checked = () => keyOf('north', 'check');
    expect(await refusal(place, checked)).toEqual(['KEY_FILE_OPEN {"file":"north.key"}']);
    chmodSync(at('north.key'), 0o400);
    expect(await keyOf('north', 'check')).toBe(0);
    chmodSync(at('north.key'), 0o600);
  });

  test('is sealed under a new passphrase, in place or in a new file', async () => {
    const seal = (...more: readonly string[]) =>
      key(contextOf('en', 'seal', '--keys', at('seal.key'), ...more));
    const old = bytes(passphrase);
    const fresh = bytes('five other words instead');
    place.write('new-passphrase', 'five other words instead\n');
    copyFileSync(at('south.key'), at('seal.key'));
    const before = await openOwnerKey(at('seal.key'), old);
    await seal('--out', at('mount.key'));
    expect(await openOwnerKey(at('mount.key'), fresh)).toEqual(before);
    await seal();
    expect(await openOwnerKey(at('seal.key'), fresh)).toEqual(before);
    expect(await refusal(place, () => openOwnerKey(at('seal.key'), old))).toEqual([
      'KEY_FILE_PASSPHRASE {"file":"seal.key"}',
    ]);
    const sealed = readFileSync(at('mount.key'));
    copyFileSync(at('south.key'), at('seal.key'));
    expect(await refusal(place, () => seal('--out', at('mount.key')))).toEqual([
      'FILE_EXISTS {"file":"mount.key"}',
    ]);
    place.write('new-passphrase', 'short\n');
    expect(await refusal(place, () => seal())).toEqual(['KEY_PASSPHRASE_SHORT {}']);
    expect(readFileSync(at('mount.key')).equals(sealed)).toBe(true);
    expect(readFileSync(at('seal.key')).equals(readFileSync(at('south.key')))).toBe(true);
  });

  test('forgets one version of a study, and has room for 14', async () => {
    const version = (n: number): string[] => {
      place.write(
        'version.yaml',
        JSON.stringify({ ...world.input, title: `Version ${String(n)}` }),
      );
      return ['--study', at('version.yaml'), '--owner', 'south', '--keys', at('south.key')];
    };
    const filler = Object.fromEntries(
      Array.from({ length: 26 }, (_, n) => [`filler${String(n)}`, new Uint8Array(32).fill(1)]),
    );
    const secrets = await openOwnerKey(at('south.key'), bytes(passphrase));
    const full = { ...secrets, ...filler };
    await saveOwnerKey(at('south.key'), bytes(passphrase), full, { replace: true });
    await key(contextOf('en', 'share', ...version(1), '--out', at('box-v1')));
    const more = () => key(contextOf('en', 'share', ...version(2), '--out', at('box-v2')));
    expect(await refusal(place, more)).toEqual(['KEY_FILE_FULL {"field":"secrets"}']);
    expect(readdirSync(at('box-v2'))).toEqual([]);
    const forget = () => key(contextOf('en', 'forget', ...version(1)));
    await forget();
    const kept = await openOwnerKey(at('south.key'), bytes(passphrase));
    expect(kept).toEqual(full);
    expect(kept[encodingKeyName(world.specHash)]).toBeDefined();
    expect(await refusal(place, forget)).toEqual(['KEY_NOT_AGREED {"field":"sample"}']);
  });

  test('that is missing is an error at once, and no lock stays', async () => {
    const options = ['--study', at('study.yaml'), '--owner', 'north', '--keys', at('none.key')];
    for (const verb of ['share', 'combine', 'agree', 'forget']) {
      const argv = verb === 'agree' ? [...options, '--log', at('log')] : options;
      expect(await refusal(place, () => key(contextOf('en', verb, ...argv)))).toEqual([
        'FILE_MISSING {"file":"none.key"}',
      ]);
    }
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(readFileSync(at('study.yaml'), 'utf8')).toBe(JSON.stringify(world.input));
  });
});

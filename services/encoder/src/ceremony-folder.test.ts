// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveEncodingKey } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import { decodeCeremony, readAgreement, expectedOwners, topics } from '@koppel/wire';
import { verify } from '@koppel/keys/sign';
import { armour } from './armour.ts';
import { fileNameOf, fileTextOf } from './ceremony-file.ts';
import { openCeremonyFolder, type CeremonyFolder } from './ceremony-folder.ts';
import { advance, encodingKeyName, shareName, type CeremonyState } from './ceremony.ts';
import { buildCommitment, buildConfirmation, buildReveal, type Sender } from './egress.ts';
import type { Secrets } from './owner-key.ts';
import { makePlace, refusal, valuesOf, type Place } from './testing/place.ts';
import { makeStudy, readStudy, type TestStudy } from './testing/study.ts';

let place: Place;
let world: TestStudy;

beforeEach(async () => {
  place = await makePlace();
  world = await makeStudy(['north', 'south', 'west']);
});

afterEach(async () => {
  await place.remove();
});

/** An owner with a key file and a folder of its own. */
class Member {
  readonly sender: Sender;
  readonly path: string;
  disk: Secrets;

  constructor(at: number) {
    const { sender, secrets } = world.owners[at]!;
    this.sender = sender;
    this.disk = { ...secrets };
    this.path = join(place.folder, `folder-${String(at)}`);
  }

  open(log = false): CeremonyFolder {
    return openCeremonyFolder(this.sender, this.path, log ? place.port : undefined);
  }

  async turn(last: 'reveal' | 'confirm' = 'confirm', folder = this.open()): Promise<CeremonyState> {
    await folder.level([]);
    const save = (secrets: Secrets): Promise<void> => {
      this.disk = { ...secrets };
      return Promise.resolve();
    };
    return advance(this.sender, folder, { ...this.disk }, save, last);
  }

  files(): string[] {
    return readdirSync(this.path).sort();
  }

  /** Puts a file into this owner's folder, as its reader would. */
  receive(name: string, text: string | Uint8Array): void {
    mkdirSync(this.path, { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  get encodingKey(): Uint8Array | undefined {
    return this.disk[encodingKeyName(this.sender.specHash)];
  }
}

const members = (): [Member, Member, Member] => [new Member(0), new Member(1), new Member(2)];

/** Everyone sends everyone all files of a step, changed by the mail. */
function post(all: readonly Member[], step: string, mail = (text: string) => text): void {
  for (const from of all) {
    for (const name of from.files().filter((file) => file.includes(`-${step}-`))) {
      for (const to of all) {
        if (to === from) continue;
        const sender = from.sender.study.owners[from.sender.owner]!.id;
        if (name.includes(`-${sender}-`)) {
          to.receive(`from ${name} (1).txt`, mail(readFileSync(join(from.path, name), 'utf8')));
        }
      }
    }
  }
}

const share = new Uint8Array(32).fill(8);
const fileOf = (sender: Sender, bytes: Uint8Array) => fileTextOf(sender, decodeCeremony(bytes));

test('three owners agree by files alone, whatever the mail does to them', async () => {
  const all = members();
  const mail = (text: string) =>
    text
      .replaceAll('\n', '\r\n')
      .replace(/(.{50})/g, '$1\r\n')
      .replace(/^/gm, '> ');
  for (const one of all) expect(await one.turn()).toMatchObject({ stage: 'commit' });
  expect(all[0].files()).toEqual(['sample-north-1-commitment.txt']);
  post(all, '1', mail);
  for (const one of all) expect(await one.turn('reveal')).toMatchObject({ stage: 'reveal' });
  expect(all[0].files()).toContain('sample-north-2-share-for-south.txt');
  post(all, '2', mail);
  for (const one of all) expect(await one.turn('reveal')).toEqual({ done: true });
  for (const one of all) expect(one.encodingKey).toBeUndefined();
  for (const one of all) expect(await one.turn()).toMatchObject({ stage: 'confirm' });
  post(all, '3', mail);
  for (const one of all) expect(await one.turn()).toEqual({ done: true });

  const { specHash } = world;
  const shares = all.map(({ disk }) => disk[shareName(specHash)]!);
  for (const one of all) expect(one.encodingKey).toEqual(deriveEncodingKey(shares, specHash));
  expect(new Set(shares.map((one) => Buffer.from(one).toString('hex'))).size).toBe(3);
});

test('a file says to people what it is and shows no secret', async () => {
  const [north] = members();
  await north.turn();
  const text = readFileSync(join(north.path, 'sample-north-1-commitment.txt'), 'utf8');
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  expect(text).toContain('From: north\nTo: south, west\n');
  for (const secret of Object.values(north.disk)) {
    const bytes = Buffer.from(secret);
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(bytes.toString(form).slice(0, 20));
    }
  }
});

test('an owner that lost its folder writes the same commitment again', async () => {
  const [north] = members();
  await north.turn();
  const [name] = north.files() as [string];
  const before = readFileSync(join(north.path, name));
  rmSync(north.path, { recursive: true });
  await north.turn();
  expect(readFileSync(join(north.path, name)).equals(before)).toBe(true);
});

describe('on folder and log', () => {
  test('an agreement by files is put on the log whole, once, by whoever comes first', async () => {
    const all = members();
    for (const step of ['1', '2', '3']) {
      for (const one of all) await one.turn();
      post(all, step);
    }
    for (const one of all) expect(await one.turn()).toEqual({ done: true });
    for (const one of all) await one.open(true).level([]);
    const values = await valuesOf(place.port, topics('sample').ceremony);
    expect(values).toHaveLength(12);
    const owners = expectedOwners(world.study);
    const parties = { study: 'sample', specHash: world.specHash, owners, verify };
    expect(readAgreement(values, parties)).toHaveProperty('keyCheck');
  });

  test('an owner on the log and one by e-mail meet through a third with both', async () => {
    const [north, south, west] = members();
    const far = north.open();
    for (let round = 0; round < 4; round += 1) {
      await north.turn('confirm', far);
      await south.turn('confirm', south.open(true));
      await west.turn('confirm', west.open(true));
      for (const [from, to] of [[north, south], [south, north]] as const) {
        for (const name of from.files()) cpSync(join(from.path, name), join(to.path, name));
      } // prettier-ignore
    }
    for (const one of [north, south, west]) expect(one.encodingKey).toEqual(north.encodingKey);
    expect(north.encodingKey).toBeDefined();
  });

  test('two commitments of one owner, one on each, are a conflict', async () => {
    const [north, south] = members();
    await place.port.append(topics('sample').ceremony, [buildCommitment(south.sender, share)]);
    north.receive('a.txt', fileOf(south.sender, buildCommitment(south.sender, share.fill(7))));
    const turn = () => north.turn('confirm', north.open(true));
    expect(await refusal(place, turn)).toEqual(['CEREMONY_CONFLICT {"field":"south"}']);
  });
});

describe('what does not fit is named, with its owner, and nothing is done', () => {
  /** South's file in north's folder, and what north says of it. */
  async function refused(name: string, text: string | Uint8Array): Promise<string[]> {
    const [north] = members();
    north.receive(name, text);
    const problems = await refusal(place, () => north.turn());
    expect(north.disk).toEqual(world.owners[0]!.secrets);
    expect(north.files()).toEqual([name]);
    return problems.map((problem) => problem.replace('folder-0/', ''));
  }
  const south = () => world.owners[1]!.sender;

  test('a file that was cut off, changed, or is half a message', async () => {
    const text = fileOf(south(), buildCommitment(south(), share));
    const damaged = (rule: string) =>
      `CEREMONY_FILE_DAMAGED {"file":"a.txt","field":"south","rule":"${rule}"}`;
    expect(await refused('a.txt', text.slice(0, -60))).toEqual([damaged('truncated')]);
    const line = text.split('\n').find((one) => /^[A-Za-z0-9+/]{64}$/.test(one))!;
    expect(await refused('a.txt', text.replace(line, ''))).toEqual([damaged('checksum')]);
    expect(await refused('a.txt', text.replace('#', '!'))).toEqual([damaged('form')]);
    const other = text.slice(0, text.indexOf('-----')) + armour(Uint8Array.of(4, 1, 2));
    expect(await refused('a.txt', other)).toEqual([damaged('form')]);
  });

  test('a file of another study, or of another version of it', async () => {
    const elsewhere = { ...south(), study: { ...world.study, id: 'another' } };
    const version = { ...south(), specHash: new Uint8Array(32).fill(5) };
    for (const [sender, rule] of [[elsewhere, 'study'], [version, 'version']] as const) {
      expect(await refused('a.txt', fileOf(sender, buildCommitment(sender, share)))).toEqual([
        `CEREMONY_OTHER_STUDY {"file":"a.txt","field":"south","rule":"${rule}"}`,
      ]);
    } // prettier-ignore
  });

  test('a file that the owner did not sign', async () => {
    const forger = { ...south(), signSecretKey: generateSigningKeyPair().secretKey };
    expect(await refused('a.txt', fileOf(forger, buildCommitment(forger, share)))).toEqual([
      'CEREMONY_FORGED {"file":"a.txt","field":"south"}',
    ]);
  });

  test('a file of someone who is no owner', async () => {
    const owners = world.study.owners.map((one, at) => (at === 1 ? { ...one, id: 'east' } : one));
    const stranger = { ...south(), study: { ...world.study, owners } };
    expect(await refused('a.txt', fileOf(stranger, buildCommitment(stranger, share)))).toEqual([
      'CEREMONY_STRANGER {"file":"a.txt"}',
    ]);
  });

  test('every file that does not fit, at once, under a name that a terminal can show', async () => {
    const forger = { ...south(), signSecretKey: generateSigningKeyPair().secretKey };
    const text = fileOf(forger, buildCommitment(forger, share));
    const both = text + text.slice(0, -70);
    expect(await refused('a\u001b[31m.txt', both)).toEqual([
      'CEREMONY_FORGED {"file":"a?[31m.txt","field":"south"}',
      'CEREMONY_FILE_DAMAGED {"file":"a?[31m.txt","field":"south","rule":"truncated"}',
    ]);
  });

  test('an owner that committed twice', async () => {
    const other = new Uint8Array(32).fill(9);
    const text = [share, other].map((one) => fileOf(south(), buildCommitment(south(), one)));
    expect(await refused('a.txt', text.join('\n'))).toEqual([
      'CEREMONY_CONFLICT {"field":"south"}',
    ]);
  });
});

test('a share that was not committed to is found, and makes no key', async () => {
  const [north, south, west] = members();
  const shares = [share, new Uint8Array(32).fill(9)] as const;
  for (const { sender } of [south, west]) {
    north.receive(`${sender.owner}.txt`, fileOf(sender, buildCommitment(sender, shares[0])));
  }
  await north.turn();
  north.receive('s.txt', fileOf(south.sender, await buildReveal(south.sender, shares[1], 0)));
  north.receive('w.txt', fileOf(west.sender, await buildReveal(west.sender, shares[0], 0)));
  expect(await refusal(place, () => north.turn())).toEqual([
    'KEY_COMMITMENT_BROKEN {"field":"south"}',
  ]);
  expect(north.encodingKey).toBeUndefined();
});

test('an owner that confirms another key is named', async () => {
  world = await makeStudy(['north', 'south']);
  const pair = [new Member(0), new Member(1)] as const;
  for (const step of ['1', '2']) {
    for (const one of pair) await one.turn();
    post(pair, step);
  }
  const wrong = { keyCheck: new Uint8Array(16), profileHash: world.specHash };
  const { sender } = pair[1];
  pair[0].receive('c.txt', fileOf(sender, buildConfirmation(sender, wrong)));
  expect(await refusal(place, () => pair[0].turn())).toEqual([
    'CEREMONY_DISAGREES {"field":"south"}',
  ]);
});

test('files without a message are told of and passed over; unfinished ones are not looked at', async () => {
  const [north] = members();
  north.receive('holiday.txt', 'See you on Monday');
  north.receive('large.txt', new Uint8Array(2 ** 20 + 1));
  north.receive('.DS_Store', 'x');
  north.receive('a.txt.0123.tmp', '-----BEGIN KOPPEL KEY MESSAGE-----');
  mkdirSync(join(north.path, 'sub'));
  const strange = await north.open().level([]);
  expect(strange.map(({ code, place: { file } }) => [code, file!.split('/').at(-1)])).toEqual([
    ['CEREMONY_FILE_OTHER', 'holiday.txt'],
    ['CEREMONY_FILE_OTHER', 'large.txt'],
  ]);
  expect(await north.turn()).toMatchObject({ stage: 'commit' });
});

test('files are read in the text forms of other editors', async () => {
  const { sender } = world.owners[1]!;
  const text = fileOf(sender, buildCommitment(sender, share));
  const [north] = members();
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(`\ufeff${text}`)]) {
    north.receive('a.txt', bytes);
    expect([...(await north.open().read()).commitments.keys()]).toEqual(['south']);
  }
});

test('a received file is taken over under its own name, and one that conflicts is not', async () => {
  const [north, south] = members();
  const given = place.write('mail.txt', fileOf(south.sender, buildCommitment(south.sender, share)));
  await north.open().level([given]);
  expect(north.files()).toEqual(['sample-south-1-commitment.txt']);
  const other = buildCommitment(south.sender, new Uint8Array(32).fill(9));
  const conflict = place.write('mail2.txt', fileOf(south.sender, other));
  const again = () => north.open().level([conflict]);
  expect(await refusal(place, again)).toEqual(['CEREMONY_CONFLICT {"field":"south"}']);
  expect(north.files()).toEqual(['sample-south-1-commitment.txt']);
  expect(await refusal(place, () => north.open().level([`${place.folder}/none`]))).toEqual([
    'FILE_MISSING {"file":"none"}',
  ]);
});

test('a folder that cannot be made is an error with its path', async () => {
  const path = place.write('file', 'x');
  const open = () => openCeremonyFolder(world.owners[0]!.sender, path).read();
  expect(await refusal(place, open)).toEqual(['WRITE_FAILED {"file":"file"}']);
});

test('names of files come from the study alone', () => {
  const { sender } = world.owners[0]!;
  const changed = readStudy({ ...world.input, title: 'Other' });
  expect(fileNameOf(decodeCeremony(buildCommitment({ ...sender, ...changed }, share)))).toBe(
    'sample-north-1-commitment.txt',
  );
});

// SPDX-License-Identifier: EUPL-1.2
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createProfile } from '@koppel/encoding';
import { deriveEncodingKey, keyCheckValue } from '@koppel/keys';
import { generateSigningKeyPair } from '@koppel/keys/sign';
import type { LogPort } from '@koppel/transport';
import { decodeCeremony, encodeCeremony, topics } from '@koppel/wire';
import {
  advanceCeremony,
  checkConfirmed,
  encodingKeyName,
  shareName,
  type CeremonyState,
} from './ceremony.ts';
import { buildCommitment, buildConfirmation, buildReveal } from './egress.ts';
import type { Secrets } from './owner-key.ts';
import { crashingAt, makePlace, refusal, valuesOf, type Place } from './testing/place.ts';
import { makeStudy, readStudy, type TestOwner, type TestStudy } from './testing/study.ts';
import { readTranscript } from './transcript.ts';

let place: Place;

beforeEach(async () => {
  place = await makePlace();
});

afterEach(async () => {
  await place.remove();
});

/** An owner with a disk: what a killed process leaves is what was saved last. */
class Member {
  readonly #owner: TestOwner;
  disk: Secrets;
  saves = 0;
  /** Kills the process at the n-th save: before it is on disk, or just after. */
  killAt: { readonly save: number; readonly written: boolean } | undefined;

  constructor(owner: TestOwner) {
    this.#owner = owner;
    this.disk = { ...owner.secrets };
  }

  get sender() {
    return this.#owner.sender;
  }

  get encodingKey(): Uint8Array | undefined {
    return this.disk[encodingKeyName(this.sender.specHash)];
  }

  get share(): Uint8Array | undefined {
    return this.disk[shareName(this.sender.specHash)];
  }

  /** One start of the process. */
  advance(port: LogPort = place.port): Promise<CeremonyState> {
    const save = (secrets: Secrets): Promise<void> => {
      this.saves += 1;
      const killed = this.saves === this.killAt?.save;
      if (!killed || this.killAt?.written === true) this.disk = { ...secrets };
      return killed ? Promise.reject(new Error('killed')) : Promise.resolve();
    };
    return advanceCeremony(this.sender, port, { ...this.disk }, save);
  }
}

async function members(...names: readonly string[]): Promise<[TestStudy, Member[]]> {
  const world = await makeStudy(names);
  return [world, world.owners.map((owner) => new Member(owner))];
}

/** Lets every member take its turn until nobody waits. Gives the number of rounds. */
async function finish(all: readonly Member[]): Promise<number> {
  for (let round = 1; round <= 10; round += 1) {
    const states: CeremonyState[] = [];
    for (const member of all) states.push(await member.advance());
    if (states.every(({ done }) => done)) return round;
  }
  throw new Error('the ceremony does not end');
}

const steps = async (): Promise<string[]> =>
  (await valuesOf(place.port, topics('sample').ceremony))
    .map(decodeCeremony)
    .map((message) =>
      message.step === 'reveal'
        ? `reveal ${message.owner}>${message.recipient}`
        : `${message.step} ${message.owner}`,
    );

/** All agree on the key that their shares make, and the log holds every step once. */
async function expectAgreement(all: readonly Member[]): Promise<void> {
  const { specHash } = all[0]!.sender;
  const key = deriveEncodingKey(
    all.map(({ share }) => share!),
    specHash,
  );
  for (const member of all) expect(member.encodingKey).toEqual(key);
  const done = await steps();
  expect(new Set(done).size).toBe(done.length);
  expect(done).toHaveLength(all.length * (all.length + 1));
}

test('one owner agrees with itself at once', async () => {
  const [, all] = await members('north');
  expect(await all[0]!.advance()).toEqual({ done: true });
  await expectAgreement(all);
  expect(await steps()).toEqual(['commit north', 'confirm north']);
});

test('two owners agree', async () => {
  const [world, all] = await members('north', 'south');
  await finish(all);
  await expectAgreement(all);
  const mine = {
    keyCheck: keyCheckValue(all[0]!.encodingKey!, world.specHash),
    profileHash: createProfile(world.study.encoding).hash,
  };
  await checkConfirmed(all[1]!.sender, place.port, mine);
});

test('three owners agree, and running again sends and saves nothing', async () => {
  const [, all] = await members('north', 'south', 'west');
  await finish(all);
  await expectAgreement(all);
  const before = await steps();
  for (const member of all) {
    const { saves } = member;
    expect(await member.advance()).toEqual({ done: true });
    expect(member.saves).toBe(saves);
  }
  expect(await steps()).toEqual(before);
});

test('nobody reveals a share before all have committed, and a late owner is waited for', async () => {
  const [, all] = await members('north', 'south', 'west');
  const [north, south, west] = all as [Member, Member, Member];
  const waiting = (stage: string, ...names: string[]) => ({
    done: false,
    stage,
    waitingFor: names,
  });
  expect(await north.advance()).toEqual(waiting('commit', 'south', 'west'));
  expect(await south.advance()).toEqual(waiting('commit', 'west'));
  expect(await north.advance()).toEqual(waiting('commit', 'west'));
  expect((await steps()).filter((step) => step.startsWith('reveal'))).toEqual([]);
  expect(await west.advance()).toEqual(waiting('reveal', 'north', 'south'));
  expect(await north.advance()).toEqual(waiting('reveal', 'south'));
  expect(await south.advance()).toEqual(waiting('confirm', 'north', 'west'));
  await finish(all);
  await expectAgreement(all);
});

describe('a process that is killed goes on where it was', () => {
  test.each([1, 2, 3])('at append %i', async (append) => {
    const [, all] = await members('north', 'south');
    const [north, south] = all as [Member, Member];
    const dying = crashingAt(place.port, append);
    await expect(
      (async () => {
        for (let turn = 0; turn < 10; turn += 1) {
          await north.advance(dying);
          await south.advance();
        }
      })(),
    ).rejects.toThrow('killed');
    await finish(all);
    await expectAgreement(all);
  });

  test.each([
    { save: 1, written: false },
    { save: 1, written: true },
    { save: 2, written: false },
    { save: 2, written: true },
  ])('at save $save, on disk: $written', async (killAt) => {
    const [, all] = await members('north', 'south');
    all[0]!.killAt = killAt;
    await expect(finish(all)).rejects.toThrow('killed');
    await finish(all);
    await expectAgreement(all);
  });
});

describe('an owner that cheats is found out', () => {
  const other = new Uint8Array(32).fill(9);

  test('when it reveals another share than it committed to', async () => {
    const [, [north, south]] = (await members('north', 'south')) as [TestStudy, [Member, Member]];
    const { ceremony } = topics('sample');
    await place.port.append(ceremony, [buildCommitment(north.sender, new Uint8Array(32).fill(8))]);
    await south.advance();
    await place.port.append(ceremony, [await buildReveal(north.sender, other, 1)]);
    const before = { ...south.disk };
    expect(await refusal(place, () => south.advance())).toEqual([
      'KEY_COMMITMENT_BROKEN {"field":"north"}',
    ]);
    expect(south.disk).toEqual(before);
    expect(south.encodingKey).toBeUndefined();
  });

  test('when it seals its share to nobody', async () => {
    const [, [north, south, west]] = (await members('north', 'south', 'west')) as [
      TestStudy,
      [Member, Member, Member],
    ];
    const share = new Uint8Array(32).fill(8);
    const { ceremony } = topics('sample');
    await place.port.append(ceremony, [buildCommitment(north.sender, share)]);
    await south.advance();
    await west.advance();
    const toWest = decodeCeremony(await buildReveal(north.sender, share, 2));
    if (toWest.step !== 'reveal') throw new Error('not a reveal');
    // A share that is sealed to one owner and addressed to another.
    const { study, specHash } = north.sender;
    const swapped = {
      ...study,
      owners: study.owners.map((owner, at) =>
        at === 1 ? { ...owner, mailboxPublicKey: study.owners[2]!.mailboxPublicKey } : owner,
      ),
    };
    const broken = await buildReveal({ ...north.sender, study: swapped, specHash }, share, 1);
    await place.port.append(ceremony, [broken, encodeCeremony(toWest)]);
    await south.advance().catch(() => undefined);
    await west.advance().catch(() => undefined);
    expect(await refusal(place, () => south.advance())).toEqual([
      'KEY_SEAL_BROKEN {"field":"north"}',
    ]);
  });

  test('when it commits twice', async () => {
    const [, [north, south]] = (await members('north', 'south')) as [TestStudy, [Member, Member]];
    await north.advance();
    await place.port.append(topics('sample').ceremony, [buildCommitment(north.sender, other)]);
    for (const member of [north, south]) {
      expect(await refusal(place, () => member.advance())).toEqual([
        'CEREMONY_CONFLICT {"field":"north"}',
      ]);
    }
    expect(south.share).toBeUndefined();
  });

  test('when it confirms twice, or another key', async () => {
    const [world, all] = await members('north', 'south');
    const [north, south] = all as [Member, Member];
    for (const member of [north, south, north]) await member.advance();
    const wrong = { keyCheck: new Uint8Array(16), profileHash: world.specHash };
    const { ceremony } = topics('sample');
    await place.port.append(ceremony, [buildConfirmation(south.sender, wrong)]);
    expect(await refusal(place, () => north.advance())).toEqual([
      'CEREMONY_DISAGREES {"field":"south"}',
    ]);
    const right = { ...wrong, profileHash: createProfile(world.study.encoding).hash };
    await place.port.append(ceremony, [buildConfirmation(south.sender, right)]);
    expect(await refusal(place, () => north.advance())).toEqual([
      'CEREMONY_CONFLICT {"field":"south"}',
    ]);
  });
});

test('an owner that lost its share is told so, and its key file stays as it is', async () => {
  const [world, all] = await members('north', 'south');
  await all[0]!.advance();
  const restored = new Member(world.owners[0]!);
  const before = { ...restored.disk };
  expect(await refusal(place, () => restored.advance())).toEqual([
    'CEREMONY_CONFLICT {"field":"north"}',
  ]);
  expect([restored.disk, restored.saves]).toEqual([before, 0]);
});

test('what no owner signed is ignored', async () => {
  const [world, all] = await members('north', 'south');
  const [north] = all as [Member];
  const { ceremony } = topics('sample');
  const stranger = { ...north.sender, signSecretKey: generateSigningKeyPair().secretKey };
  const otherVersion = { ...north.sender, specHash: new Uint8Array(32).fill(5) };
  const elsewhere = { ...north.sender, study: { ...world.study, id: 'another' } };
  const share = new Uint8Array(32).fill(8);
  await place.port.append(ceremony, [
    new TextEncoder().encode('noise'),
    buildCommitment(stranger, share),
    buildCommitment(otherVersion, share),
    buildCommitment(elsewhere, share),
    buildConfirmation(stranger, { keyCheck: new Uint8Array(16), profileHash: share }),
  ]);
  expect(await readTranscript(north.sender, place.port)).toMatchObject({ ignored: 5 });
  await finish(all);
  const key = deriveEncodingKey(
    all.map((member) => member.share!),
    world.specHash,
  );
  for (const member of all) expect(member.encodingKey).toEqual(key);
});

test('a study that changes needs a ceremony of its own, in the same key file', async () => {
  const [world, all] = await members('north', 'south');
  await finish(all);
  const keys = all.map(({ encodingKey }) => encodingKey!);
  const changed = readStudy({ ...world.input, title: 'Another title' });
  const next = all.map(
    ({ sender, disk }) => new Member({ sender: { ...sender, ...changed }, secrets: disk }),
  );
  expect(next.map(({ encodingKey }) => encodingKey)).toEqual([undefined, undefined]);
  await finish(next);
  expect(next[0]!.encodingKey).toEqual(next[1]!.encodingKey);
  expect(next[0]!.encodingKey).not.toEqual(keys[0]);
  expect(next[0]!.disk[encodingKeyName(world.specHash)]).toEqual(keys[0]);
});

test('a log that was begun anew leads to a new agreement, and the key file follows', async () => {
  const [world, all] = await members('north', 'south');
  await finish(all);
  const old = all[0]!.encodingKey!;
  await place.remove();
  place = await makePlace();
  // South makes a new share: it started from a copy of its key file.
  all[1]!.disk = { ...world.owners[1]!.secrets };
  await finish(all);
  await expectAgreement(all);
  expect(all[0]!.encodingKey).not.toEqual(old);
});

describe('encoding starts only when', () => {
  const mineOf = ({ sender, encodingKey }: Member) => ({
    keyCheck: keyCheckValue(encodingKey!, sender.specHash),
    profileHash: createProfile(sender.study.encoding).hash,
  });

  test('every owner has confirmed', async () => {
    const [, [north, south]] = (await members('north', 'south')) as [TestStudy, [Member, Member]];
    for (const member of [north, south, north]) await member.advance();
    const mine = mineOf(north);
    expect(await refusal(place, () => checkConfirmed(north.sender, place.port, mine))).toEqual([
      'KEY_NOT_AGREED {"field":"south"}',
    ]);
  });

  test('key and profile are what all confirmed', async () => {
    const [, all] = await members('north', 'south');
    await finish(all);
    const mine = mineOf(all[0]!);
    const { sender } = all[0]!;
    for (const wrong of [{ keyCheck: new Uint8Array(16) }, { profileHash: new Uint8Array(32) }]) {
      const checked = () => checkConfirmed(sender, place.port, { ...mine, ...wrong });
      expect(await refusal(place, checked)).toEqual(['CEREMONY_DISAGREES {"field":"north"}']);
    }
    await checkConfirmed(sender, place.port, mine);
  });
});

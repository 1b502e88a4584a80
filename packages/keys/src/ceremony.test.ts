// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/ceremony.json' with { type: 'json' };
import { combineShares, commitShare, openShare, sealShare } from './ceremony.ts';
import { deriveEncodingKey, generateMailbox, randomBytes32 } from './index.ts';
import { seal } from './seal.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
const { study } = vectors;
const specHash = bytes(vectors.specHash);

interface Owner {
  readonly owner: string;
  readonly share?: string;
  readonly commitment?: string;
}

function combine(owners: readonly Owner[]): Uint8Array {
  const shares = new Map<string, Uint8Array>();
  const commitments = new Map<string, Uint8Array>();
  for (const { owner, share, commitment } of owners) {
    if (share !== undefined) shares.set(owner, bytes(share));
    if (commitment !== undefined) commitments.set(owner, bytes(commitment));
  }
  return combineShares({ study, specHash, shares, commitments });
}

test.each(vectors.owners)('commitment of $owner', ({ owner, share, commitment }) => {
  expect(hex(commitShare(study, owner, bytes(share)))).toBe(commitment);
});

test('the owners make one key, in whatever order they come', () => {
  expect(hex(combine(vectors.owners))).toBe(vectors.encodingKey);
  expect(hex(combine([...vectors.owners].reverse()))).toBe(vectors.encodingKey);
});

test('one owner is enough', () => {
  const only = vectors.owners[0]!;
  expect(combine([only])).toEqual(deriveEncodingKey([bytes(only.share)], specHash));
});

test.each(vectors.mustFail)('refused: $name', ({ owners, code, field }) => {
  const place = field === undefined ? {} : { field };
  expect(() => combine(owners)).toThrow(expect.objectContaining({ code, place }));
});

test('three owners commit, reveal and arrive at the same key', async () => {
  const owners = await Promise.all(
    ['assen', 'utrecht', 'zwolle'].map(async (name) => ({
      name,
      share: randomBytes32(),
      ...(await generateMailbox()),
    })),
  );
  const commitments = new Map(
    owners.map(({ name, share }) => [name, commitShare(study, name, share)]),
  );
  const encodingKeys = await Promise.all(
    owners.map(async (to) => {
      const shares = new Map<string, Uint8Array>();
      for (const from of owners) {
        const sealed = await sealShare(to.publicKey, study, from.name, to.name, from.share);
        shares.set(from.name, await openShare(to.secretKey, study, from.name, to.name, sealed));
      }
      return hex(combineShares({ study, specHash, shares, commitments }));
    }),
  );
  expect(new Set(encodingKeys).size).toBe(1);
});

test('a share opens for its study, sender and recipient only', async () => {
  const { publicKey, secretKey } = await generateMailbox();
  const share = randomBytes32();
  const sealed = await sealShare(publicKey, 's', 'a', 'b', share);
  const broken = { code: 'KEY_SEAL_BROKEN' };
  await expect(openShare(secretKey, 't', 'a', 'b', sealed)).rejects.toMatchObject(broken);
  await expect(openShare(secretKey, 's', 'b', 'a', sealed)).rejects.toMatchObject(broken);
  await expect(openShare(secretKey, 's', 'c', 'b', sealed)).rejects.toMatchObject(broken);
  const other = await seal(publicKey, new Uint8Array(), new Uint8Array(), share);
  await expect(openShare(secretKey, 's', 'a', 'b', other)).rejects.toMatchObject(broken);
  expect(await openShare(secretKey, 's', 'a', 'b', sealed)).toEqual(share);
});

test('a share that is no secret of 32 bytes is neither sealed nor committed to', async () => {
  const { publicKey } = await generateMailbox();
  await expect(sealShare(publicKey, 's', 'a', 'b', new Uint8Array(31))).rejects.toMatchObject({
    code: 'KEY_LENGTH',
    place: { field: 'share' },
  });
  expect(() => commitShare('s', 'a', new Uint8Array(32))).toThrow(
    expect.objectContaining({ code: 'KEY_WEAK', place: { field: 'share' } }),
  );
});

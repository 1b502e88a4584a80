// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/shared-seal.json' with { type: 'json' };
import { generateMailbox } from './index.ts';
import { open, openShared, sharedSealOverheadBytes } from './open.ts';
import { seal, sealToEach } from './sealing.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');
const mailboxes = (count: number) =>
  Promise.all(Array.from({ length: count }, () => generateMailbox()));

const [info, aad] = [bytes(vectors.info), bytes(vectors.aad)];
const secretKeys = vectors.secretKeys.map(bytes);

test.each(secretKeys.map((_, place) => place))('the vector opens from seat %i', async (place) => {
  const seat = { place, recipients: 3 };
  const plaintext = await openShared(secretKeys[place]!, seat, info, aad, bytes(vectors.sealed));
  expect(hex(plaintext)).toBe(vectors.plaintext);
});

test.each(vectors.mustFail)('does not open: $name', async ({ sealed }) => {
  const seat = { place: 0, recipients: 3 };
  await expect(openShared(secretKeys[0]!, seat, info, aad, bytes(sealed))).rejects.toMatchObject({
    code: 'KEY_SEAL_BROKEN',
    place: {},
  });
});

test('each of the recipients opens it, nobody else, and from no other seat', async () => {
  const part = fc.uint8Array({ maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), part, part, part, async (count, ...given) => {
      const [context, data, plaintext] = given;
      const all = await mailboxes(count + 1);
      const named = all.slice(0, count);
      const publicKeys = named.map(({ publicKey }) => publicKey);
      const sealed = await sealToEach(publicKeys, context, data, plaintext);
      expect(sealed).toHaveLength(plaintext.length + sharedSealOverheadBytes(count));
      for (const [at, { secretKey }] of all.entries()) {
        for (let place = 0; place < count; place += 1) {
          const seat = { place, recipients: count };
          const opened = openShared(secretKey, seat, context, data, sealed);
          if (at === place) expect(await opened).toEqual(plaintext);
          else await expect(opened).rejects.toMatchObject({ code: 'KEY_SEAL_BROKEN' });
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('for one recipient it is a seal as it always was', async () => {
  const { publicKey, secretKey } = await generateMailbox();
  const seat = { place: 0, recipients: 1 };
  const plaintext = bytes('0102');
  const shared = await sealToEach([publicKey], info, aad, plaintext);
  expect(await open(secretKey, info, aad, shared)).toEqual(plaintext);
  const single = await seal(publicKey, info, aad, plaintext);
  expect(await openShared(secretKey, seat, info, aad, single)).toEqual(plaintext);
  expect(sharedSealOverheadBytes(1)).toBe(48);
});

test('another context or other data do not open it', async () => {
  const seat = { place: 0, recipients: 3 };
  const sealed = bytes(vectors.sealed);
  for (const [context, data] of [[aad, aad], [info, info]] as const) {
    await expect(openShared(secretKeys[0]!, seat, context, data, sealed)).rejects.toMatchObject({
      code: 'KEY_SEAL_BROKEN',
    });
  }
}); // prettier-ignore

test('no recipient, a weak mailbox, a key of another length and a long context are refused', async () => {
  const [one] = await mailboxes(1);
  const refused = (code: string, field: string) => ({ code, place: { field } });
  await expect(sealToEach([], info, aad, aad)).rejects.toMatchObject(
    refused('KEY_LENGTH', 'recipientPublicKeys'),
  );
  await expect(
    sealToEach([one!.publicKey, new Uint8Array(32)], info, aad, aad),
  ).rejects.toMatchObject(refused('KEY_WEAK', 'recipientPublicKey'));
  const seat = { place: 0, recipients: 2 };
  await expect(
    openShared(one!.secretKey.subarray(1), seat, info, aad, new Uint8Array()),
  ).rejects.toMatchObject(refused('KEY_LENGTH', 'recipientSecretKey'));
  const long = new Uint8Array(4097);
  await expect(sealToEach([one!.publicKey, one!.publicKey], long, aad, aad)).rejects.toMatchObject(
    refused('KEY_LENGTH', 'info'),
  );
});

// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import vectors from '../vectors/mailbox.json' with { type: 'json' };
import { generateMailbox, mailboxPublicKey } from './index.ts';
import { seal } from './seal.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const empty = new Uint8Array();

test('a fresh mailbox has halves that belong together, and no two are alike', async () => {
  const first = await generateMailbox();
  const second = await generateMailbox();
  expect(first.secretKey).toHaveLength(32);
  expect(mailboxPublicKey(first.secretKey)).toEqual(first.publicKey);
  expect(second.publicKey).not.toEqual(first.publicKey);
});

test.each(vectors.pairs)('RFC 7748: $publicKey', ({ secretKey, publicKey }) => {
  expect(mailboxPublicKey(bytes(secretKey))).toEqual(bytes(publicKey));
});

test.each(vectors.lowOrder)(
  'nothing is sealed to the public key of low order %s',
  async (point) => {
    await expect(seal(bytes(point), empty, empty, empty)).rejects.toMatchObject({
      code: 'KEY_WEAK',
      place: { field: 'recipientPublicKey' },
    });
  },
);

test('a secret half of zeros or of another length is refused', () => {
  expect(() => mailboxPublicKey(new Uint8Array(32))).toThrow(
    expect.objectContaining({ code: 'KEY_WEAK', place: { field: 'secretKey' } }),
  );
  expect(() => mailboxPublicKey(new Uint8Array(33))).toThrow(
    expect.objectContaining({ code: 'KEY_LENGTH', place: { field: 'secretKey' } }),
  );
});

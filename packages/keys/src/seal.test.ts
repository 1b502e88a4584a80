// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../vectors/hpke.json' with { type: 'json' };
import { generateMailbox } from './index.ts';
import { open } from './open.ts';
import { seal } from './seal.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

test('the test vector of RFC 9180 opens', async () => {
  const { secretKey, info, aad, sealed, plaintext } = vectors;
  expect(hex(await open(bytes(secretKey), bytes(info), bytes(aad), bytes(sealed)))).toBe(plaintext);
});

test.each(vectors.mustFail)('does not open: $name', async ({ secretKey, info, aad, sealed }) => {
  await expect(
    open(bytes(secretKey), bytes(info), bytes(aad), bytes(sealed)),
  ).rejects.toMatchObject({ code: 'KEY_SEAL_BROKEN', place: {}, message: 'KEY_SEAL_BROKEN' });
});

test('what is sealed opens, 48 bytes longer, also from within a larger buffer', async () => {
  const mailbox = await generateMailbox();
  const part = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(part, part, part, async (info, aad, plaintext) => {
      const buffer = Uint8Array.from([...info, ...aad, ...plaintext, ...mailbox.publicKey]);
      const aadEnd = info.length + aad.length;
      const plaintextEnd = aadEnd + plaintext.length;
      const sealed = await seal(
        buffer.subarray(plaintextEnd),
        buffer.subarray(0, info.length),
        buffer.subarray(info.length, aadEnd),
        buffer.subarray(aadEnd, plaintextEnd),
      );
      expect(sealed).toHaveLength(plaintext.length + 48);
      expect(await open(mailbox.secretKey, info, aad, sealed)).toEqual(plaintext);
    }),
    { numRuns: 25 },
  );
});

test('sealing twice gives different bytes', async () => {
  const { publicKey } = await generateMailbox();
  const [info, aad, plaintext] = [bytes('01'), bytes('02'), bytes('03')];
  expect(await seal(publicKey, info, aad, plaintext)).not.toEqual(
    await seal(publicKey, info, aad, plaintext),
  );
});

test('keys of another length and a context over 4,096 bytes are refused', async () => {
  const { publicKey, secretKey } = await generateMailbox();
  const [none, long] = [new Uint8Array(), new Uint8Array(4097)];
  const refused = (field: string) => ({ code: 'KEY_LENGTH', place: { field } });
  await expect(seal(publicKey.subarray(1), none, none, none)).rejects.toMatchObject(
    refused('recipientPublicKey'),
  );
  await expect(open(secretKey.subarray(1), none, none, none)).rejects.toMatchObject(
    refused('recipientSecretKey'),
  );
  await expect(seal(publicKey, long, none, none)).rejects.toMatchObject(refused('info'));
  await expect(open(secretKey, long, none, none)).rejects.toMatchObject(refused('info'));
});

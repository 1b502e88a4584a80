// SPDX-License-Identifier: EUPL-1.2
/** What an owner alone can do in a second round: open requests to it, and keep what it will show. */
import { describe, expect, test } from '@jest/globals';
import { lookStoreKey } from './look-store-key.ts';
import { openLookRequest } from './look.ts';
import { generateMailbox } from './mailbox.ts';
import { seal } from './seal.ts';

const bytes = (value: number, length = 32): Uint8Array => new Uint8Array(length).fill(value);
const context = (label: string): Uint8Array => Uint8Array.of(...new TextEncoder().encode(label), 0);

describe('a request for looks', () => {
  const header = bytes(3, 40);
  const looks = bytes(4, 100);

  test('is opened by the owner to whom it was sealed', async () => {
    const { publicKey, secretKey } = await generateMailbox();
    const info = context('koppel/v1/look/request/sealing');
    const sealed = await seal(publicKey, info, header, looks);
    expect(await openLookRequest(secretKey, header, sealed)).toEqual(looks);
    const other = await generateMailbox();
    const changed = sealed.with(40, sealed[40]! ^ 1);
    for (const [key, above, message] of [
      [other.secretKey, header, sealed],
      [secretKey, bytes(5, 40), sealed],
      [secretKey, header, changed],
    ] as const) {
      await expect(openLookRequest(key, above, message)).rejects.toThrow('KEY_SEAL_BROKEN');
    }
  });

  test.each(['koppel/v1/look/answer/sealing', 'koppel/v2/batch/identifiers/sealing'])(
    'is the only thing that is opened: %s is not',
    async (label) => {
      const { publicKey, secretKey } = await generateMailbox();
      const sealed = await seal(publicKey, context(label), header, looks);
      await expect(openLookRequest(secretKey, header, sealed)).rejects.toThrow('KEY_SEAL_BROKEN');
    },
  );
});

describe('the key of what is kept', () => {
  const [tokenKey, specHash, salt] = [bytes(1), bytes(2), bytes(3)] as const;

  test('is another for each owner, register, version and file', () => {
    const all = [
      lookStoreKey(tokenKey, 'population', specHash, salt),
      lookStoreKey(bytes(9), 'population', specHash, salt),
      lookStoreKey(tokenKey, 'benefits', specHash, salt),
      lookStoreKey(tokenKey, 'population', bytes(9), salt),
      lookStoreKey(tokenKey, 'population', specHash, bytes(9)),
    ].map((one) => Buffer.from(one).toString('hex'));
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toHaveLength(64);
    expect(lookStoreKey(tokenKey, 'population', specHash, salt)).toEqual(
      lookStoreKey(tokenKey, 'population', specHash, salt),
    );
  });

  test('needs all of these, whole', () => {
    expect(() => lookStoreKey(bytes(0), 'population', specHash, salt)).toThrow('KEY_WEAK');
    expect(() => lookStoreKey(tokenKey, '', specHash, salt)).toThrow('KEY_TEXT');
    expect(() => lookStoreKey(tokenKey, 'population', bytes(1, 31), salt)).toThrow('KEY_LENGTH');
    expect(() => lookStoreKey(tokenKey, 'population', specHash, bytes(1, 31))).toThrow(
      'KEY_LENGTH',
    );
  });
});

// SPDX-License-Identifier: EUPL-1.2
/** OpenSSL and an implementation that shares nothing with it give the same bytes and verdicts. */
import { expect, test } from '@jest/globals';
import { ED25519_TORSION_SUBGROUP, ed25519, x25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { mailboxPublicKey, requireMailbox } from './mailbox.ts';
import { sign, signingPublicKey, verify } from './sign.ts';

const half = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => bytes.some((byte) => byte !== 0));
const message = fc.uint8Array({ maxLength: 300 });
const runs = { numRuns: 60 };

const strict = (publicKey: Uint8Array, text: Uint8Array, signature: Uint8Array) =>
  ed25519.verify(signature, text, publicKey, { zip215: false });

const orNothing = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

test('halves and signatures are the same bytes', () => {
  fc.assert(
    fc.property(half, message, (secret, text) => {
      expect(signingPublicKey(secret)).toEqual(ed25519.getPublicKey(secret));
      expect(mailboxPublicKey(secret)).toEqual(x25519.getPublicKey(secret));
      const signature = sign(secret, text);
      expect(signature).toEqual(ed25519.sign(text, secret));
      expect(verify(ed25519.getPublicKey(secret), text, signature)).toBe(true);
    }),
    runs,
  );
});

test('a signature that is changed anywhere verifies with neither', () => {
  fc.assert(
    fc.property(half, message, fc.nat(96 * 8 - 1), (secret, text, bit) => {
      const both = new Uint8Array([...ed25519.getPublicKey(secret), ...sign(secret, text)]);
      both[bit >>> 3]! ^= 1 << (bit & 7);
      const [publicKey, signature] = [both.slice(0, 32), both.slice(32)];
      expect(verify(publicKey, text, signature)).toBe(false);
      expect(strict(publicKey, text, signature)).toBe(false);
    }),
    runs,
  );
});

const prime = 2n ** 255n - 19n;

function littleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 255n));
}

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

/** Of curve and twist, points whose order divides eight: RFC 7748 §6.1, and numbers beyond the prime. */
const lowOrderMailboxes = [
  0n,
  1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  prime - 1n,
  prime,
  prime + 1n,
].flatMap((number) => [number, number + 2n ** 255n]);

/** Whether each implementation takes these bytes for a mailbox. */
function takenBy(publicKey: Uint8Array): { readonly ours: boolean; readonly theirs: boolean } {
  const probe = new Uint8Array(32).fill(1);
  return {
    ours: orNothing(() => (requireMailbox(publicKey, 'publicKey'), true)) ?? false,
    theirs: orNothing(() => x25519.getSharedSecret(probe, publicKey)) !== undefined,
  };
}

test.each(lowOrderMailboxes)('a point of low order is a mailbox for neither: %s', (number) => {
  expect(takenBy(littleEndian(number))).toEqual({ ours: false, theirs: false });
});

test('any bytes are a mailbox for both or for neither, near points of low order as well', () => {
  const near = fc
    .tuple(fc.constantFrom(...lowOrderMailboxes), fc.nat(255))
    .map(([number, bit]) => littleEndian(number ^ (1n << BigInt(bit))));
  fc.assert(
    fc.property(fc.oneof(half, near), (publicKey) => {
      const { ours, theirs } = takenBy(publicKey);
      expect(ours).toBe(theirs);
    }),
    { ...runs, examples: lowOrderMailboxes.map((number) => [littleEndian(number)]) },
  );
});

/** The points whose order divides eight, also as numbers beyond the prime, where those have 255 bits. */
const lowOrder = [
  ...ED25519_TORSION_SUBGROUP,
  hex(littleEndian(prime)),
  hex(littleEndian(prime + 1n)),
];

test.each(lowOrder)('a key of low order signs nothing: %s', (key) => {
  // R = r·B and S = r fit whenever k·A is the neutral point, for one message in eight at least.
  const r = ed25519.Point.BASE.multiply(5n).toBytes();
  const signature = new Uint8Array([...r, ...littleEndian(5n)]);
  for (let text = 0; text < 32; text += 1) {
    expect(verify(bytes(key), Uint8Array.of(text), signature)).toBe(false);
    expect(strict(bytes(key), Uint8Array.of(text), signature)).toBe(false);
  }
});

test('a signature that its maker moved by a point of low order is one more refused than before', () => {
  const secret = new Uint8Array(32).fill(7);
  const text = Uint8Array.of(1, 2, 3);
  const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(secret);
  const order = ed25519.Point.Fn.ORDER;
  const torsion = ed25519.Point.fromHex(ED25519_TORSION_SUBGROUP[7]!);
  const signedWith = (moved: boolean): Uint8Array => {
    const own = ed25519.Point.BASE.multiply(5n);
    const r = (moved ? own.add(torsion) : own).toBytes();
    const digest = sha512(new Uint8Array([...r, ...pointBytes, ...text])).reverse();
    const k = BigInt(`0x${hex(digest)}`) % order;
    return new Uint8Array([...r, ...littleEndian((5n + k * scalar) % order)]);
  };
  expect(verify(pointBytes, text, signedWith(false))).toBe(true);
  // The other multiplies by eight before it compares, and sees no difference.
  expect(strict(pointBytes, text, signedWith(true))).toBe(true);
  expect(verify(pointBytes, text, signedWith(true))).toBe(false);
});

// SPDX-License-Identifier: EUPL-1.2
/** A key as a certificate names it: of a pair the public half, as the study has it, is what is printed. */
import { mailboxPublicKey } from '@koppel/keys';
import { signingPublicKey } from '@koppel/keys/sign';
import { encodePublicKey } from '@koppel/study';
import { keyFingerprint } from './certificate.ts';

export interface HeldKey {
  readonly name: string;
  /** SHA-256, 64 hexadecimal digits. */
  readonly fingerprint: string;
}

const halves = new Map([
  ['sign', signingPublicKey],
  ['mailbox', mailboxPublicKey],
]);

/** Name and fingerprint of a secret of a key file. */
export function heldKey(name: string, secret: Uint8Array): HeldKey {
  const half = halves.get(name)?.(secret);
  const material = half === undefined ? secret : new TextEncoder().encode(encodePublicKey(half));
  return { name, fingerprint: keyFingerprint(name, material) };
}

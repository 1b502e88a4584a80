// SPDX-License-Identifier: EUPL-1.2
/**
 * Opening what was sealed to one's own mailbox. Trusts nothing of the sealed bytes; all failures
 * look the same, so that they teach a forger nothing.
 */
import { KoppelError } from '@koppel/errors';
import { requireSecret } from './bytes.ts';
import { ENCAPSULATED_BYTES, requireInfo, SEAL_OVERHEAD, suite } from './hpke.ts';

/** Bytes that a seal is longer than what it holds. */
export const sealOverheadBytes = SEAL_OVERHEAD;

/**
 * The reverse of `seal`.
 * @param recipientSecretKey 32 bytes, X25519
 * @param info and `aad`: as given to `seal`
 * @param sealed encapsulated key (32 bytes) ‖ ciphertext
 * @throws KoppelError KEY_LENGTH, KEY_WEAK for one's own key; KEY_SEAL_BROKEN for anything else
 */
export async function open(
  recipientSecretKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  requireSecret(recipientSecretKey, 'recipientSecretKey');
  requireInfo(info);
  if (sealed.length < SEAL_OVERHEAD) throw new KoppelError('KEY_SEAL_BROKEN');
  const enc = sealed.subarray(0, ENCAPSULATED_BYTES);
  const ciphertext = sealed.subarray(ENCAPSULATED_BYTES);
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(recipientSecretKey);
    return new Uint8Array(await suite.open({ recipientKey, enc, info }, ciphertext, aad));
  } catch {
    throw new KoppelError('KEY_SEAL_BROKEN');
  }
}

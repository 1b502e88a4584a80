// SPDX-License-Identifier: EUPL-1.2
/**
 * Sealing to another party's mailbox. Once sealed, the sender cannot read it back either. A seal
 * does not say who made it: that is what signatures are for.
 */
import { concat } from './bytes.ts';
import { requireInfo, suite } from './hpke.ts';
import { requireMailbox } from './mailbox.ts';

/**
 * HPKE base mode, single shot (RFC 9180 §6.1). Randomised: sealing twice gives different bytes.
 * @param recipientPublicKey 32 bytes, X25519
 * @param info context that both sides know, up to 4,096 bytes
 * @param aad what travels beside the seal and must not change
 * @returns encapsulated key (32 bytes) ‖ ciphertext (plaintext length + 16)
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export async function seal(
  recipientPublicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  requireMailbox(recipientPublicKey, 'recipientPublicKey');
  requireInfo(info);
  const recipient = await suite.kem.deserializePublicKey(recipientPublicKey);
  const sealed = await suite.seal({ recipientPublicKey: recipient, info }, whole(plaintext), aad);
  return concat(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct));
}

/** The buffer behind bytes that fill it: the library copies every view, and a block is large. */
function whole(bytes: Uint8Array): ArrayBufferLike | Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes;
}

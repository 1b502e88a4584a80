// SPDX-License-Identifier: EUPL-1.2
/**
 * Sealing to another party's mailbox. Once sealed, the sender cannot read it back either. A seal
 * does not say who made it: that is what signatures are for.
 */
import { KoppelError } from '@koppel/errors';
import { concat, wipe } from './bytes.ts';
import { requireInfo, suite } from './hpke.ts';
import { generateMailbox, requireMailbox } from './mailbox.ts';
import { slotData, slotInfo } from './shared-seal.ts';

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
  const sealed = await suite.seal({ recipientPublicKey: recipient, info }, plaintext, aad);
  return concat(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct));
}

/**
 * Seals one plaintext so that each of several mailboxes opens it, and all of them the same. For one
 * recipient the bytes are those of `seal`.
 * @param recipientPublicKeys at least one, 32 bytes each
 * @param info and `aad`: as of `seal`
 * @returns for several: public key (32 bytes) ‖ 80 bytes a recipient ‖ encapsulated key (32) ‖
 *   ciphertext (plaintext length + 16)
 * @throws KoppelError KEY_LENGTH, KEY_WEAK
 */
export async function sealToEach(
  recipientPublicKeys: readonly Uint8Array[],
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const [first, ...more] = recipientPublicKeys;
  if (first === undefined) throw new KoppelError('KEY_LENGTH', { field: 'recipientPublicKeys' });
  if (more.length === 0) return await seal(first, info, aad, plaintext);
  const { publicKey, secretKey } = await generateMailbox();
  const [context, data] = [slotInfo(info), slotData(publicKey, aad)];
  const slots: Uint8Array[] = [];
  for (const recipient of recipientPublicKeys) {
    slots.push(await seal(recipient, context, data, secretKey));
  }
  wipe(secretKey);
  return concat(publicKey, ...slots, await seal(publicKey, info, aad, plaintext));
}

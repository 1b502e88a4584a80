// SPDX-License-Identifier: EUPL-1.2
/**
 * Sealing one message to several mailboxes (docs/adr/0065). As with `seal`, the sender cannot read it
 * back, and the seal does not say who made it.
 */
import { KoppelError } from '@koppel/errors';
import { concat, wipe } from './bytes.ts';
import { generateMailbox } from './mailbox.ts';
import { seal } from './seal.ts';
import { slotData, slotInfo } from './shared-seal.ts';

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
  try {
    for (const recipient of recipientPublicKeys) {
      slots.push(await seal(recipient, context, data, secretKey));
    }
  } finally {
    // A recipient's weak key ends this early, and the secret stays nowhere.
    wipe(secretKey);
  }
  return concat(publicKey, ...slots, await seal(publicKey, info, aad, plaintext));
}

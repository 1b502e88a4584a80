// SPDX-License-Identifier: EUPL-1.2
/**
 * Opening what was sealed to one's own mailbox. Trusts nothing of the sealed bytes; all failures
 * look the same, so that they teach a forger nothing.
 */
import { KoppelError } from '@koppel/errors';
import { equalBytes, KEY_BYTES, requireSecret, wipe } from './bytes.ts';
import { ENCAPSULATED_BYTES, requireInfo, SEAL_OVERHEAD, suite } from './hpke.ts';
import { mailboxPublicKey } from './mailbox.ts';
import { slotData, slotInfo, slotsEnd } from './shared-seal.ts';

/** Bytes that a seal is longer than what it holds. */
export const sealOverheadBytes = SEAL_OVERHEAD;

/** The same for what is sealed to so many recipients, at least 1. */
export function sharedSealOverheadBytes(recipients: number): number {
  return recipients === 1 ? SEAL_OVERHEAD : slotsEnd(recipients) + SEAL_OVERHEAD;
}

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

/** Which of how many recipients one is; `place` counts from 0. */
export interface Seat {
  readonly place: number;
  readonly recipients: number;
}

/**
 * The reverse of `sealToEach`, for one of its recipients.
 * @param seat as many recipients as it was sealed to, and which of them one is
 * @param info and `aad`: as given to `sealToEach`
 * @throws KoppelError KEY_LENGTH, KEY_WEAK for one's own key; KEY_SEAL_BROKEN for anything else
 */
export async function openShared(
  recipientSecretKey: Uint8Array,
  seat: Seat,
  info: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const { recipients } = seat;
  if (recipients === 1) return await open(recipientSecretKey, info, aad, sealed);
  requireSecret(recipientSecretKey, 'recipientSecretKey');
  if (sealed.length < sharedSealOverheadBytes(recipients)) throw new KoppelError('KEY_SEAL_BROKEN');
  const publicKey = sealed.subarray(0, KEY_BYTES);
  const slot = sealed.subarray(slotsEnd(seat.place), slotsEnd(seat.place + 1));
  const [context, data] = [slotInfo(info), slotData(publicKey, aad)];
  const secret = await open(recipientSecretKey, context, data, slot);
  try {
    // A sender that gives recipients different secrets could otherwise have them read different things.
    if (!equalBytes(mailboxPublicKey(secret), publicKey)) throw new KoppelError('KEY_SEAL_BROKEN');
    return await open(secret, info, aad, sealed.subarray(slotsEnd(recipients)));
  } catch {
    throw new KoppelError('KEY_SEAL_BROKEN');
  } finally {
    wipe(secret);
  }
}

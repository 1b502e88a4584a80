// SPDX-License-Identifier: EUPL-1.2
/**
 * The form of what is sealed to several mailboxes: a mailbox of one message, whose secret half is
 * sealed to each of them, then the message sealed to that. Everyone who opens it reads the same
 * (docs/adr/0065). Shared by `seal` and `open` and reachable through them alone.
 */
import { concat, frame, KEY_BYTES, utf8 } from './bytes.ts';
import { SEAL_OVERHEAD } from './hpke.ts';

/** Bytes per recipient: the secret half of the mailbox of the message, sealed. */
const SLOT_BYTES = KEY_BYTES + SEAL_OVERHEAD;

/** Bytes in front of the message: the public half, and a slot for each recipient. */
export function slotsEnd(recipients: number): number {
  return KEY_BYTES + recipients * SLOT_BYTES;
}

/** The context in which the secret half is sealed: never that in which anything else is. */
export function slotInfo(info: Uint8Array): Uint8Array {
  return frame(utf8('koppel/v1/shared-seal/slot'), info);
}

/** A slot belongs to this mailbox of this message. */
export function slotData(publicKey: Uint8Array, aad: Uint8Array): Uint8Array {
  return concat(publicKey, aad);
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Opening what the linkage unit asks of an owner in a second round. An owner opens requests addressed
 * to it and, through this file, nothing else that is sealed to its mailbox.
 */
import { open } from './open.ts';
import { concat, utf8 } from './bytes.ts';

/** As the wire labels it: no other message is sealed under this context. */
const context = concat(utf8('koppel/v1/look/request/sealing'), Uint8Array.of(0));

/**
 * The looks of a request.
 * @param mailboxSecretKey of the owner, 32 bytes
 * @param associatedData the header that travelled beside the seal
 * @throws KoppelError KEY_SEAL_BROKEN, KEY_LENGTH, KEY_WEAK
 */
export async function openLookRequest(
  mailboxSecretKey: Uint8Array,
  associatedData: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  return open(mailboxSecretKey, context, associatedData, sealed);
}

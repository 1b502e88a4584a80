// SPDX-License-Identifier: EUPL-1.2
/**
 * By what an owner finds, among records that it delivered, that of somebody who objects afterwards:
 * a tag of the citizen service number under the owner's own key. It never leaves.
 */
import { ownerTags } from '@koppel/keys';

/** Bytes of a tag. */
export const personTagBytes = 16;

/** Makes tags of numbers, as `readBsn` gives them. @param tokenKey 32 bytes, the owner's alone */
export function personTags(tokenKey: Uint8Array): (number: string) => Uint8Array {
  const tagOf = ownerTags(tokenKey, 'exclusion');
  return (number) => tagOf('look', number);
}

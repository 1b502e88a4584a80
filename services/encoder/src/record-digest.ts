// SPDX-License-Identifier: EUPL-1.2
/**
 * By what a record is known from run to run: its token and 16 bytes that depend on filter, presence
 * and payload. Keyed, so that a file of them is of no use to who finds it.
 */
import { hash } from 'node:crypto';
import { tokenBytes, type RowLayout } from './rows/layout.ts';
import type { SortedRows } from './rows/sorted.ts';

const digestKeyBytes = 32;
const digestBytes = 16;

/** Token and digest. */
export const entryBytes = tokenBytes + digestBytes;

/**
 * Makes the entries of sorted rows, `entryBytes` each, in their order. A digest is the first half of
 * SHA-256 over the key and the record; both have one length, and half a hash cannot be extended.
 * @param digestKey 32 bytes, one for each version of a study and register
 */
export function recordEntries(
  digestKey: Uint8Array,
  layout: RowLayout,
): (rows: SortedRows) => Buffer {
  const { presence, rowBytes } = layout;
  const message = Buffer.alloc(digestKeyBytes + rowBytes - presence);
  message.set(digestKey);
  return ({ bytes, order }) => {
    const entries = Buffer.alloc(order.length * entryBytes);
    let at = 0;
    for (const row of order) {
      const from = row * rowBytes;
      bytes.copy(entries, at, from, from + tokenBytes);
      bytes.copy(message, digestKeyBytes, from + presence, from + rowBytes);
      hash('sha256', message, 'buffer').copy(entries, at + tokenBytes, 0, digestBytes);
      at += entryBytes;
    }
    return entries;
  };
}

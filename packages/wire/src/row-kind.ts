// SPDX-License-Identifier: EUPL-1.2
/**
 * What a row of a block says: the record as it is now, or that the register holds it no more. A
 * retraction is a row like any other, within the seal, so that nothing outside tells the two apart.
 */
import { KoppelError } from '@koppel/errors';
import { withZeroTail } from './column.ts';

export const rowKinds = {
  /** New in the register or changed, whole. */
  record: 1,
  /** A token alone: what was said of it before no longer holds. */
  retraction: 2,
} as const;

/** Throws WIRE_MALFORMED unless each of the first `count` rows is a record or a retraction. */
export function checkKinds(kinds: Uint8Array, count: number): void {
  for (let row = 0; row < count; row += 1) {
    if (kinds[row] !== rowKinds.record && kinds[row] !== rowKinds.retraction) {
      throw new KoppelError('WIRE_MALFORMED', { field: 'kinds', rule: 'range' });
    }
  }
}

/**
 * A column of `width` bytes a row, zero beyond the first `count` rows and in each of these that retracts:
 * a copy, but for one in which nothing has to be cleared, which is itself.
 */
export function withoutRetractions(
  column: Uint8Array,
  width: number,
  kinds: Uint8Array,
  count: number,
): Uint8Array {
  if (!kinds.subarray(0, count).includes(rowKinds.retraction)) {
    return withZeroTail(column, count * width);
  }
  const copy = column.slice().fill(0, count * width);
  for (let row = 0; row < count; row += 1) {
    if (kinds[row] === rowKinds.retraction) copy.fill(0, row * width, (row + 1) * width);
  }
  return copy;
}

/** Throws WIRE_MALFORMED when a row that retracts holds anything in a column of `width` bytes. */
export function checkRetractions(
  field: string,
  column: Uint8Array,
  width: number,
  kinds: Uint8Array,
  count: number,
): void {
  for (let row = 0; row < count; row += 1) {
    if (kinds[row] !== rowKinds.retraction) continue;
    for (let at = row * width; at < (row + 1) * width; at += 1) {
      if (column[at] !== 0) throw new KoppelError('WIRE_MALFORMED', { field, rule: 'retraction' });
    }
  }
}

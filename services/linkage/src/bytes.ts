// SPDX-License-Identifier: EUPL-1.2
/** Public bytes, compared. Not for secrets: the time taken tells where they differ. */

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

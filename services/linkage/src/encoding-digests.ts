// SPDX-License-Identifier: EUPL-1.2
/**
 * Encodings by their SHA-256. Where a second round decides, nothing compares encodings any more: it is
 * enough to know which are equal, which have no bit at all, and by what a record is named in a review.
 * So 32 bytes a record are held, whatever the length of codes.
 */
import { hash } from 'node:crypto';
import type { EncodedSource } from '@koppel/linkage';

export const DIGEST_BYTES = 32;

/** A source whose column of filters holds digests; zeros for an encoding without any bit. */
export interface DigestedSource extends EncodedSource {
  /** SHA-256 of an encoding without any bit. */
  readonly noBits: Uint8Array;
}

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** @param filterBytes of an encoding */
export const digestOfNoBits = (filterBytes: number): Uint8Array =>
  sha256(new Uint8Array(filterBytes));

const hasBits = (filter: Uint8Array): boolean => filter.some((byte) => byte !== 0);

/** What is held of an encoding. */
export function heldDigest(filter: Uint8Array): Uint8Array {
  return hasBits(filter) ? sha256(filter) : new Uint8Array(DIGEST_BYTES);
}

/** SHA-256 of a record's encoding, of either kind of source. */
export function encodingDigest(source: EncodedSource | DigestedSource, row: number): Uint8Array {
  const { filters, filterBytes } = source;
  const filter = filters.subarray(row * filterBytes, (row + 1) * filterBytes);
  if (!('noBits' in source)) return sha256(filter);
  return hasBits(filter) ? filter : source.noBits;
}

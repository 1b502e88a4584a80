// SPDX-License-Identifier: EUPL-1.2
/** What encodings show by themselves: none at all, or the same for several records. Pure. */
import type { EncodedSource } from '../source.ts';

export interface EncodingCounts {
  /** Records without a single bit: nothing of them can be compared. */
  readonly withoutEncoding: number;
  /** Records with a bit whose encoding another record of the source has too. */
  readonly repeated: number;
}

/** 52 bits of an encoding, mixed: among 10 million different ones two meet with a chance of 1 %. */
function digestOf(filter: Uint8Array): number {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (const byte of filter) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a ^= a >>> 15;
  return (a >>> 0) * 2 ** 20 + ((b >>> 0) & 0xfffff);
}

/** Holds eight bytes a record. */
export function encodingCounts({ count, filters, filterBytes }: EncodedSource): EncodingCounts {
  const digests = new Float64Array(count);
  let [held, withoutEncoding] = [0, 0];
  for (let row = 0; row < count; row++) {
    const filter = filters.subarray(row * filterBytes, (row + 1) * filterBytes);
    if (filter.every((byte) => byte === 0)) withoutEncoding++;
    else digests[held++] = digestOf(filter);
  }
  const sorted = digests.subarray(0, held).sort();
  const repeated = sorted.reduce((sum, digest, at) => {
    return sum + Number(digest === sorted[at - 1] || digest === sorted[at + 1]);
  }, 0);
  return { withoutEncoding, repeated };
}

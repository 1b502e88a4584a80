// SPDX-License-Identifier: EUPL-1.2
/**
 * Where everything lies in the kernel's memory, in bytes. All of it is secret: the key's states, the
 * values at hand, and what tokens became.
 */

/** Longer values are rare, and left to the plain way. */
export const LETTERS_MAX = 64;
/** Letters, and the pads of 4-grams. */
const TOKENS_MAX = LETTERS_MAX + 3;
/** Rows of one call, and the text that they may take. */
export const ROWS_MAX = 512;
export const TEXT_BYTES = 1 << 15;
/** What all kept masks may take, and how many they may be. */
const SLOT_BYTES_MAX = 16 << 20;
const SLOTS_MAX = 1 << 15;
/** Places where a token can be: the fewer, the sooner found. */
export const WAYS = 4;
export const HEAD_BYTES = 64;
/** The first 64 words of a token's stream: one answer of the keyed step. */
export const WORDS_BYTES = 128;

/** One vector, or what a row begins with: fields that were not simple, and fields present. */
export const VECTOR = 16;
export const LANES = 4;

/** What is in the same place for every profile. */
export const at = {
  constants: 0,
  symbols: 256,
  /** For n = 0–15 a vector of which the first n bytes are ones. */
  firstBytes: 768,
  digest: 1024,
  message: 1152,
  /** Behind the pads: up to two letters for each character, and zeros. */
  letters: 2192,
  grams: 2336,
  first: 2640,
  second: 2928,
  meta: 3216,
  digits: 3504,
  token: 3520,
  row: 3536,
  listEnd: 3540,
  streams: 3552,
} as const;

/** A stream: the states behind the key's inner and outer block, and the type's tag. */
export const stream = { inner: 0, outer: 32, tag: 64, bytes: 80 } as const;

/** A field. Its queue holds tokens that are worked out four at a time. */
export const field = {
  /** Its stream, as part of a token's meta. */
  meta: 0,
  q: 4,
  /** Part of the meta of what only this field keeps. */
  own: 8,
  stream: 12,
  /** How four q-grams come out of 16 letters. */
  pattern: 16,
  /** Bit n is set where prefixes of n letters count. */
  prefixes: 32,
  queued: 36,
  /** Per lane the row and the number of bits. */
  lanes: 48,
  message: 80,
  /** For each number of tokens what each sets, and in the high half how many set one more. */
  shares: 336,
  bytes: 336 + 4 * (TOKENS_MAX + 1),
} as const;

/** A token's meta: bits that it sets, its stream, its length. */
export const meta = {
  count: 8191,
  stream: 13,
  length: 20,
  monthDay: 1 << 24,
  year: 1 << 25,
} as const;

export interface Layout {
  /** Bits of a filter, a power of two. */
  readonly bits: number;
  /** Bytes of a mask, whole vectors. */
  readonly maskBytes: number;
  readonly slotBytes: number;
  /** Log2 of the number of buckets. */
  readonly bucketsLog: number;
  readonly fields: number;
  readonly sum: number;
  readonly list: number;
  readonly heads: number;
  readonly slots: number;
  readonly cells: number;
  readonly text: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly size: number;
}

/** The rest, for filters of `bits` bits, `fieldCount` fields and `streamCount` streams. */
export function layoutOf(bits: number, fieldCount: number, streamCount: number): Layout {
  const vectors = (bytes: number): number => VECTOR * Math.ceil(bytes / VECTOR);
  const maskBytes = vectors(bits / 8);
  const slotBytes = Math.max(WORDS_BYTES, maskBytes);
  const slotsLog = Math.floor(Math.log2(Math.min(SLOTS_MAX, SLOT_BYTES_MAX / slotBytes)));
  const bucketsLog = slotsLog - Math.log2(WAYS);
  const rowBytes = VECTOR + maskBytes;
  const fields = at.streams + stream.bytes * streamCount;
  const sum = fields + field.bytes * fieldCount;
  const list = sum + maskBytes;
  const heads = 64 * Math.ceil((list + 4 * TOKENS_MAX * fieldCount) / 64);
  const slots = heads + HEAD_BYTES * 2 ** bucketsLog;
  const cells = slots + slotBytes * 2 ** slotsLog;
  const text = cells + vectors(8 * fieldCount * ROWS_MAX);
  // Vectors are read beyond the end of a value.
  const rows = text + TEXT_BYTES + VECTOR;
  const size = rows + rowBytes * ROWS_MAX;
  return {
    bits, maskBytes, slotBytes, bucketsLog, fields, sum, list, heads, slots, cells, text, rows,
    rowBytes, size,
  }; // prettier-ignore
}

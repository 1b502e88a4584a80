// SPDX-License-Identifier: EUPL-1.2
/**
 * What is read from a file of statistics: columns with their labels, and rows in parts, so that no more
 * than a part is held. A file that somebody made is not trusted: what is not fully understood is
 * refused, as a reader that skips a part cannot say what leaves in it.
 */
import { KoppelError } from '@koppel/errors';

/** Bytes of a file, read where they are asked for; fewer only at its end. */
export interface ByteSource {
  readonly size: number;
  read(at: number, length: number): Uint8Array;
}

/** One of Stata's values that say there is none: 1 is `.a`, 26 is `.z`. */
export interface MissingLetter {
  readonly letter: number;
}

/** Undefined where there is no value. Days and moments are text, `YYYY-MM-DD` and ISO 8601. */
export type ReadCell = string | number | MissingLetter | undefined;

export interface ReadLabel {
  readonly value: string | number | MissingLetter;
  readonly label: string;
}

export interface ReadColumn {
  readonly name: string;
  readonly labels: readonly ReadLabel[];
  /** Values that count as none, and ends of ranges of them. */
  readonly missing: readonly (string | number)[];
  /** Of long text that counts as none, the first eight bytes: all that a file says of it. */
  readonly missingStarts: readonly string[];
}

/** Bytes that say nothing to whoever reads the table, and what stands there in a file without secrets. */
export interface Idle {
  readonly at: number;
  readonly clean: Uint8Array;
}

export interface ReadTable {
  readonly columns: readonly ReadColumn[];
  /** Where something stands that no reader shows: overwritten before the file leaves, it is gone. */
  readonly idle: readonly Idle[];
  /** Rows in parts; what is wrong behind the last row is told when all have been taken. */
  readonly parts: () => Generator<readonly (readonly ReadCell[])[]>;
}

/**
 * Why a file is not read. `form`: damaged, or no such file. `kind`: a form of it that is not read.
 * `hidden`: it holds something besides names, labels and rows, such as notes. `encoding`: its letters.
 */
export type ReadRule = 'form' | 'kind' | 'hidden' | 'encoding';

export function refuse(rule: ReadRule): never {
  throw new KoppelError('STATISTICS_READ', { rule });
}

export const rowsPerPart = 2048;

const msPerDay = 86_400_000;
/** Beyond it there are no dates of four digits; the number stays as it is. */
const [firstMs, endMs] = [Date.parse('0001-01-01'), Date.parse('9999-12-31') + msPerDay];

/**
 * A moment in milliseconds since 1970 as text: the day alone where it is midnight. Undefined for what
 * the text would not tell in full, such as a fraction of a millisecond.
 */
export function momentText(ms: number): string | undefined {
  if (!(Number.isInteger(ms) && ms >= firstMs && ms < endMs)) return undefined;
  const text = new Date(ms).toISOString();
  return ms % msPerDay === 0 ? text.slice(0, 10) : text;
}

/** Reads bytes one after the other; `form` where they end too soon. */
export class Cursor {
  readonly #source: ByteSource;
  readonly little: boolean;
  readonly idle: Idle[] = [];
  at = 0;
  #from = 0;
  #held: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource, little = true) {
    this.#source = source;
    this.little = little;
  }

  get left(): number {
    return this.#source.size - this.at;
  }

  /** The last bytes read that say nothing: noted unless each is one of these, of which the first is the cleanest. */
  unread(length: number, fill: readonly number[] = [0]): void {
    this.at -= length;
    const isClean = this.bytes(length).every((byte) => fill.includes(byte));
    if (!isClean) this.#note(this.at - length, new Uint8Array(length).fill(fill[0]!));
  }

  /** Notes what stands at a place unless it is what should be there. */
  should(at: number, clean: Uint8Array): void {
    const [here, length] = [this.at, clean.length];
    this.at = at;
    const isClean = this.bytes(length).every((byte, nth) => byte === clean[nth]);
    this.at = here;
    if (!isClean) this.#note(at, clean);
  }

  #note(at: number, clean: Uint8Array): void {
    this.idle.push({ at, clean });
  }

  /** Whole numbers as the file has them, of 2, 4 or 8 bytes. */
  written(values: readonly number[], size: 2 | 4 | 8): Uint8Array {
    const bytes = new Uint8Array(values.length * size);
    const view = new DataView(bytes.buffer);
    for (const [nth, value] of values.entries()) {
      if (size === 2) view.setUint16(nth * 2, value, this.little);
      else if (size === 4) view.setInt32(nth * 4, value, this.little);
      else view.setBigUint64(nth * 8, BigInt(value), this.little);
    }
    return bytes;
  }

  /** The next byte, which stays; undefined at the end. */
  peek(): number | undefined {
    if (this.left === 0) return undefined;
    const [byte] = this.bytes(1);
    this.at -= 1;
    return byte;
  }

  /** The next bytes; valid until the next call. */
  bytes(length: number): Uint8Array {
    if (length < 0 || length > this.left) refuse('form');
    const end = this.at + length;
    if (this.at < this.#from || end > this.#from + this.#held.length) {
      this.#held = this.#source.read(this.at, Math.max(length, 1 << 18));
      this.#from = this.at;
      if (this.#held.length < length) refuse('form');
    }
    const start = this.at - this.#from;
    this.at = end;
    return this.#held.subarray(start, start + length);
  }

  #view(length: number): DataView {
    const bytes = this.bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  u8(): number {
    return this.#view(1).getUint8(0);
  }

  u16(): number {
    return this.#view(2).getUint16(0, this.little);
  }

  i32(): number {
    return this.#view(4).getInt32(0, this.little);
  }

  f64(): number {
    return this.#view(8).getFloat64(0, this.little);
  }

  /** A count of 64 bits. */
  u64(): number {
    const value = this.#view(8).getBigUint64(0, this.little);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? refuse('form') : Number(value);
  }

  /** A whole number from 0 that bytes of the file must be there for. */
  count(value: number, bytesEach: number): number {
    return value < 0 || value * bytesEach > this.left ? refuse('form') : value;
  }
}

/** Letters of an encoding, by its name or as a code page; what does not fit it is refused. */
export function decoderOf(name: string): (bytes: Uint8Array) => string {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  } catch {
    return refuse('encoding');
  }
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return refuse('encoding');
    }
  };
}

/** A number that is one: of those that are none there are many, which look the same. */
export function numeric(value: number): number {
  return Number.isNaN(value) ? refuse('form') : value;
}

/** Bytes as letters of a byte each, for names of the format itself. */
export function ascii(bytes: Uint8Array): string {
  return bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');
}

/** Without the spaces at its end. */
export function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end -= 1;
  return bytes.subarray(0, end);
}

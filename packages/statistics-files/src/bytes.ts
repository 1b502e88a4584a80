// SPDX-License-Identifier: EUPL-1.2
/** Bytes that grow as they are written, little-endian. */

const encoder = new TextEncoder();

/** UTF-8 of at most `most` bytes, cut between two characters. */
export function utf8(text: string, most: number = Infinity): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length <= most) return bytes;
  let end = most;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return bytes.slice(0, end);
}

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room and gives the place of the first new byte; new bytes are zero. */
  #room(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  i32(...values: readonly number[]): this {
    for (const value of values) {
      const at = this.#room(4);
      this.#view.setInt32(at, value, true);
    }
    return this;
  }

  u64(value: number): this {
    const at = this.#room(8);
    this.#view.setBigUint64(at, BigInt(value), true);
    return this;
  }

  f64(value: number): this {
    const at = this.#room(8);
    this.#view.setFloat64(at, value, true);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Text in a place of one size: cut between characters or filled up, with spaces or zeros. */
  text(text: string, size: number, filler = 0): this {
    const bytes = utf8(text, size);
    const at = this.#room(size);
    this.#bytes.fill(filler, at, at + size);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Text as it is. */
  plain(text: string): this {
    return this.bytes(utf8(text));
  }

  /** Fills up with zeros to a multiple of `size`, counted from `start`. */
  align(size: number, start = 0): this {
    const over = (this.#length - start) % size;
    if (over > 0) this.#room(size - over);
    return this;
  }

  /** All bytes; the writer goes on with none. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#bytes.fill(0, 0, this.#length);
    this.#length = 0;
    return taken;
  }
}

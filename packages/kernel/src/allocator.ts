// SPDX-License-Identifier: EUPL-1.2
/** Where things lie in the memory of a counter: one after the other, each at a line of the cache. */
const LINE = 64;

export class Allocator {
  /** Bytes so far. */
  bytes = 0;

  /** The place of so many bytes. */
  place(bytes: number): number {
    const at = this.bytes;
    this.bytes = Math.ceil((at + bytes) / LINE) * LINE;
    return at;
  }
}

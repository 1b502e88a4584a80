// SPDX-License-Identifier: EUPL-1.2
/** The data of a file of SPSS, eight bytes at a time: as they stand, or compressed by bytecode. */
import { refuse, type Cursor } from './table.ts';

const eight = 8;
const codes = { ignored: 0, end: 252, literal: 253, spaces: 254, missing: 255 } as const;
const spaces = new Uint8Array(eight).fill(0x20);

export class SavElements {
  readonly #cursor: Cursor;
  readonly #isCompressed: boolean;
  readonly #bias: number;
  readonly #systemMissing: number;
  #commands = new Uint8Array(0);
  #next = 0;

  constructor(cursor: Cursor, isCompressed: boolean, bias: number, systemMissing: number) {
    this.#cursor = cursor;
    this.#isCompressed = isCompressed;
    this.#bias = bias;
    this.#systemMissing = systemMissing;
  }

  /** The next command that means something. */
  #command(): number {
    for (;;) {
      if (this.#next === this.#commands.length) {
        this.#commands = this.#cursor.bytes(eight).slice();
        this.#next = 0;
      }
      const command = this.#commands[this.#next]!;
      this.#next += 1;
      if (command !== codes.ignored) return command;
    }
  }

  /** Whether there is no further row, for a file that does not say how many there are. */
  isAtEnd(): boolean {
    if (!this.#isCompressed) return this.#cursor.left === 0;
    while (this.#commands[this.#next] === codes.ignored) this.#next += 1;
    if (this.#next < this.#commands.length) return this.#commands[this.#next] === codes.end;
    return this.#cursor.left === 0 || this.#cursor.peek() === codes.end;
  }

  number(): number {
    if (!this.#isCompressed) return this.#cursor.f64();
    const command = this.#command();
    if (command === codes.literal) return this.#cursor.f64();
    if (command === codes.missing) return this.#systemMissing;
    return command < codes.end ? command - this.#bias : refuse('form');
  }

  #eightLetters(): Uint8Array {
    if (!this.#isCompressed) return this.#cursor.bytes(eight);
    const command = this.#command();
    if (command === codes.literal) return this.#cursor.bytes(eight);
    return command === codes.spaces ? spaces : refuse('form');
  }

  /** The bytes of a text of this width, with those that fill its last eight. */
  text(width: number): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(width / eight) * eight);
    for (let at = 0; at < bytes.length; at += eight) bytes.set(this.#eightLetters(), at);
    return bytes;
  }

  /** Behind the last row there is nothing but the end. */
  end(): void {
    const left = this.#commands.subarray(this.#next);
    if (left.some((command) => command !== codes.ignored && command !== codes.end))
      refuse('hidden');
    if (this.#cursor.left === 0) return;
    // The end may stand in a block of commands of its own.
    if (!this.#isCompressed || this.#cursor.left !== eight) refuse('hidden');
    const [first, ...rest] = this.#cursor.bytes(eight);
    if (first !== codes.end || rest.some((command) => command !== 0)) refuse('hidden');
  }
}

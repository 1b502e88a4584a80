// SPDX-License-Identifier: EUPL-1.2
/**
 * The fast twin of the way from plain values to bits (`tokenise`, `TokenMac`, `clk`), in WebAssembly
 * that is written out here. It does only what is simple: values of ASCII under `plain-1`, of text,
 * codes and dates; and it says of each value whether it did. What is right is what the plain way
 * says: a test holds the two side by side.
 *
 * Its memory holds the states of keys, values and what they became: secret, bounded, overwritten
 * with the encoder.
 */
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { createWorkspace, moduleOf } from '@koppel/wasm';
import type { CellBatch } from '../cell-batch.ts';
import type { KeyStates } from '@koppel/keys';
import type { BitSetting, PartMemory } from '../schemes/scheme.ts';
import { emitCode, emitDrain, PREFIX_MAX } from './code.ts';
import { emitDate, emitSum } from './date.ts';
import {
  at,
  field,
  layoutOf,
  LETTERS_MAX,
  meta,
  ROWS_MAX,
  stream,
  TEXT_BYTES,
  VECTOR,
} from './layout.ts';
import type { Layout } from './layout.ts';
import { emitRun, type Kind } from './run.ts';
import { emitCompress, emitMac, roundConstants } from './sha256.ts';
import { makeSymbols } from './symbols.ts';
import {
  emitBlocks,
  emitClaim,
  emitFind,
  emitFlush,
  emitJoin,
  emitMiss,
  emitSetBits,
} from './table.ts';
import { emitLetters, emitText } from './text.ts';

/** A field that the kernel can read. */
export interface KernelField {
  /** In the profile. */
  readonly index: number;
  /** Which of the profile's inputs it takes. */
  readonly input: number;
  readonly spec: FieldSpec;
  readonly kind: Kind;
  /** Which of the streams its tokens have. */
  readonly stream: number;
}

/** The secret of a stream, and the tag of its type. */
export interface KernelStream {
  readonly states: KeyStates;
  readonly typeTag: number;
}

const PAD = 0x5f;
const WORD = 4;

/** How the kernel reads a field; undefined where it does not. */
export function kindOf(spec: FieldSpec, { normalisation }: EncodingSpec): Kind | undefined {
  if (normalisation !== 'plain-1') return undefined;
  if (spec.type === 'text') return spec.positional === true ? undefined : 'text';
  if (spec.type === 'code') {
    return spec.prefixes.every((length) => length <= PREFIX_MAX) ? 'code' : undefined;
  }
  return spec.type === 'date' ? 'date' : undefined;
}

function emit(bytes: Layout, fields: readonly KernelField[]): Uint8Array<ArrayBuffer> {
  // In the order of functions.ts.
  return moduleOf(
    emitCompress(),
    emitMac(),
    emitBlocks(),
    emitSetBits(bytes),
    emitFlush(bytes),
    emitClaim(bytes),
    emitMiss(bytes),
    emitLetters(),
    emitText(bytes),
    emitDrain(),
    emitCode(),
    emitFind(bytes),
    emitJoin(bytes),
    emitSum(bytes),
    emitDate(bytes),
    emitRun(bytes, fields),
  );
}

/** How the q-grams of four places come out of 16 letters: the first letter in the highest byte. */
function patternOf(q: number): number[] {
  return Array.from({ length: VECTOR }, (_, n) => {
    const letter = 3 - (n & 3);
    return letter < q ? (n >>> 2) + letter : 0xff;
  });
}

export class TokenKernel {
  readonly #bytes: Layout;
  readonly #run: (rows: number) => number;
  readonly #memory: Uint8Array;
  readonly #words: Int32Array;
  readonly #inputs: Int32Array;
  /** Fields that it does not read, as bits. */
  readonly #others: number;
  /** The rows that lie encoded: from … to − 1 of a batch. */
  #batch: CellBatch | undefined;
  #columns: readonly number[] | undefined;
  #from = 0;
  #to = 0;

  /** @param fieldCount fields of the profile, 1–32 */
  constructor(
    setting: BitSetting,
    fieldCount: number,
    fields: readonly KernelField[],
    streams: readonly KernelStream[],
  ) {
    const bytes = layoutOf(setting.bits, fields.length, streams.length);
    this.#bytes = bytes;
    this.#inputs = Int32Array.from(fields, ({ input }) => input);
    const all = -1 >>> (32 - fieldCount);
    this.#others = all & ~fields.reduce((bits, { index }) => bits | (1 << index), 0);
    const { buffer, load } = createWorkspace(bytes.size);
    this.#run = load(emit(bytes, fields));
    this.#memory = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.memory = { bytes: this.#memory, words: new Uint32Array(buffer) };
    this.#words.set(roundConstants, at.constants / WORD);
    this.#memory.set(new Uint8Array(makeSymbols().buffer), at.symbols);
    for (let n = 0; n < VECTOR; n++) {
      this.#memory.fill(0xff, at.firstBytes + VECTOR * n, at.firstBytes + VECTOR * n + n);
    }
    this.#memory.fill(PAD, at.letters - VECTOR, at.letters);
    for (const [n, own] of streams.entries()) this.#setStream(own, n);
    for (const [n, own] of fields.entries()) this.#setField(own, n, setting);
  }

  /** Holds the filter of the row at place p, as a part, from byte `partAt(p)`. */
  readonly memory: PartMemory;

  partAt(place: number): number {
    return this.#rowAt(place) + VECTOR;
  }

  /** Fields at a place whose value is left to the plain way, as bits. */
  fieldsLeft(place: number): number {
    return this.#words[this.#rowAt(place) / WORD]! | this.#others;
  }

  /** Fields at a place that added something, as bits. */
  fieldsPresent(place: number): number {
    return this.#words[this.#rowAt(place) / WORD + 1]!;
  }

  /**
   * Encodes a row, and some behind it, where that was not yet done.
   * @param columns as in `encodeRow` of an encoder
   * @returns its place
   */
  seek(batch: CellBatch, row: number, columns: readonly number[]): number {
    const isThere = batch === this.#batch && columns === this.#columns;
    if (!isThere || row < this.#from || row >= this.#to) {
      this.#batch = batch;
      this.#columns = columns;
      this.#from = row;
      this.#to = row + this.#encode(batch, row, columns);
    }
    return row - this.#from;
  }

  /** Encodes rows of a batch from `first` on, as many as fit; gives how many. */
  #encode(batch: CellBatch, first: number, columns: readonly number[]): number {
    const { places, firsts } = batch;
    const words = this.#words;
    const inputs = this.#inputs;
    const { length: count } = inputs;
    const last = Math.min(first + ROWS_MAX, batch.count);
    const from = firsts[first]! < firsts[batch.count]! ? places[2 * firsts[first]!]! : 0;
    const to = from + TEXT_BYTES;
    let end = from;
    let next = this.#bytes.cells / WORD;
    let row = first;
    for (; row < last; row++) {
      const start = firsts[row]!;
      const width = firsts[row + 1]! - start;
      // Rows that do not fit are left to the next call.
      if (row > first && width > 0) {
        if (places[2 * start]! < from || places[2 * (start + width) - 1]! > to) break;
      }
      for (let n = 0; n < count; n++) {
        const column = columns[inputs[n]!]!;
        let begin = 0;
        let length = 0;
        if (column >= 0 && column < width) {
          const place = 2 * (start + column);
          begin = places[place]!;
          length = places[place + 1]! - begin;
          // Elsewhere in the text, or too long: not simple.
          if (begin < from || begin + length > to) length = LETTERS_MAX + 1;
          else if (begin + length > end) end = begin + length;
        }
        words[next++] = this.#bytes.text + begin - from;
        words[next++] = length;
      }
    }
    this.#memory.set(batch.codes.subarray(from, end), this.#bytes.text);
    this.#run(row - first);
    return row - first;
  }

  /** Overwrites everything. */
  wipe(): void {
    this.#memory.fill(0);
    this.#batch = undefined;
  }

  #rowAt(place: number): number {
    return this.#bytes.rows + this.#bytes.rowBytes * place;
  }

  #setStream({ states, typeTag }: KernelStream, n: number): void {
    const own = (at.streams + stream.bytes * n) / WORD;
    this.#words.set(states.inner, own + stream.inner / WORD);
    this.#words.set(states.outer, own + stream.outer / WORD);
    this.#words[own + stream.tag / WORD] = typeTag;
  }

  #setField({ index, spec, stream: n }: KernelField, place: number, setting: BitSetting): void {
    const start = this.#bytes.fields + field.bytes * place;
    const own = start / WORD;
    const words = this.#words;
    words[own + field.meta / WORD] = n << meta.stream;
    words[own + field.own / WORD] = place << meta.stream;
    words[own + field.stream / WORD] = at.streams + stream.bytes * n;
    if (spec.type === 'text') {
      words[own + field.q / WORD] = spec.q;
      this.#memory.set(patternOf(spec.q), start + field.pattern);
    }
    if (spec.type === 'code') {
      words[own + field.prefixes / WORD] = spec.prefixes.reduce((bits, k) => bits | (1 << k), 0);
    }
    for (let count = 1; count <= (field.bytes - field.shares) / WORD - 1; count++) {
      const { share, rest } = setting.sharesOf(index, count);
      words[own + field.shares / WORD + count] = share | (rest << 16);
    }
  }
}

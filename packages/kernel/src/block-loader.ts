// SPDX-License-Identifier: EUPL-1.2
/**
 * Turns a block of LANES filters on its side: row p gets, for bit p, a 1 for every filter that lacks
 * it, one filter per lane. Done for a block when its turn comes, which takes a few microseconds and
 * saves a second copy of the whole set.
 */
import {
  constant,
  branchIf,
  createWorkspace,
  get,
  i32,
  loop,
  moduleOf,
  set,
  u8x16,
  v128,
  type Code,
} from '@koppel/wasm';
import { LANES, ROW_BYTES } from './counter.ts';
import type { OrderedSet } from './ordered-set.ts';

/** Bytes of a word of every filter of the block, one after the other. */
const WORD_BYTES = LANES * 4;
/** Filters whose bits fill 16 bits of a row. */
const GROUP = 16;

/** Of four vectors with four words each: the vectors of all first, second, third and fourth bytes. */
function bytesOf(words: readonly number[], into: readonly number[]): Code {
  const [w0, w1, w2, w3] = words as [number, number, number, number];
  const [low, high] = [0, 2].map((from) =>
    [0, 1].flatMap((byte) => [0, 1, 2, 3].flatMap((word) => [word * 4 + from + byte])),
  ) as [number[], number[]];
  /** The bytes of both vectors that `low` or `high` names: eight of a first byte, eight of a second. */
  const pick = (a: number, b: number, half: readonly number[]): Code =>
    v128.shuffle(get(a), get(b), [
      ...half.slice(0, 4),
      ...half.slice(0, 4).map((at) => at + 16),
      ...half.slice(4),
      ...half.slice(4).map((at) => at + 16),
    ]);
  const eight = (from: number): number[] =>
    [0, 16].flatMap((vector) => Array.from({ length: 8 }, (_, n) => vector + from + n));
  const [i0, i1, i2, i3] = into as [number, number, number, number];
  return [
    ...set(i0, pick(w0, w1, low)),
    ...set(i1, pick(w2, w3, low)),
    ...set(i2, pick(w0, w1, high)),
    ...set(i3, pick(w2, w3, high)),
    // The words are no longer needed: their locals hold what comes next.
    ...set(w0, v128.shuffle(get(i0), get(i1), eight(0))),
    ...set(w1, v128.shuffle(get(i0), get(i1), eight(8))),
    ...set(w2, v128.shuffle(get(i2), get(i3), eight(0))),
    ...set(w3, v128.shuffle(get(i2), get(i3), eight(8))),
  ];
}

/** run(bits): makes the rows, which begin at address 0, of the words at `words`. */
function emit(words: number): Uint8Array<ArrayBuffer> {
  const [BITS, FROM, TO, END] = [0, 1, 2, 3];
  const [W, I] = [[4, 5, 6, 7], [8, 9, 10, 11]]; // prettier-ignore
  const allOnes = v128.splat(constant(-1));
  const group = (n: number): Code => [
    ...W.flatMap((word, at) =>
      set(word, v128.xor(v128.load(get(FROM), words + n * GROUP * 4 + at * 16), allOnes)),
    ),
    ...bytesOf(W, I),
    ...W.flatMap((byte, at) =>
      Array.from({ length: 8 }, (_, k) => 7 - k).flatMap((bit): Code => [
        i32.store16(get(TO), u8x16.highBits(get(byte)), (at * 8 + bit) * ROW_BYTES + n * 2),
        ...(bit === 0 ? [] : set(byte, u8x16.add(get(byte), get(byte)))),
      ]),
    ),
  ];
  const body = [
    ...set(END, i32.mul(get(BITS), constant(ROW_BYTES))),
    ...loop(
      Array.from({ length: LANES / GROUP }, (_, n) => group(n)).flat(),
      set(FROM, i32.add(get(FROM), constant(WORD_BYTES))),
      set(TO, i32.add(get(TO), constant(32 * ROW_BYTES))),
      branchIf(0, i32.isLess(get(TO), get(END))),
    ),
    ...get(END),
  ];
  return moduleOf({ parameters: 1, i32Locals: 3, v128Locals: 8, body });
}

/** One thread's loader. */
export class BlockLoader {
  /** Of the block that was loaded last, `bits · ROW_BYTES` bytes. */
  readonly rows: Uint8Array;
  readonly #words: Uint32Array;
  readonly #run: (bits: number) => number;
  readonly #bits: number;

  /** @param bits per filter, a multiple of 64 */
  constructor(bits: number) {
    const at = bits * ROW_BYTES;
    const { buffer, load } = createWorkspace(2 * at);
    this.rows = new Uint8Array(buffer, 0, at);
    this.#words = new Uint32Array(buffer, at, at / 4);
    this.#run = load(emit(at));
    this.#bits = bits;
  }

  /** Loads a block. Lanes beyond the last filter have no bit at all, so they never survive. */
  load({ words, rows, count }: OrderedSet, block: number): void {
    const perFilter = this.#bits / 32;
    const filled = Math.min(LANES, count - block * LANES);
    const into = this.#words;
    if (filled < LANES) into.fill(0);
    for (let lane = 0; lane < filled; lane++) {
      const from = rows[block * LANES + lane]! * perFilter;
      for (let word = 0; word < perFilter; word++) into[word * LANES + lane] = words[from + word]!;
    }
    this.#run(this.#bits);
  }
}

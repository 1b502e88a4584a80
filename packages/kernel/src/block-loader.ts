// SPDX-License-Identifier: EUPL-1.2
/**
 * Turns a block of filters on its side: row p gets, for bit p, a 1 for every lane that lacks it. A
 * lane is one filter, or two neighbours that share it and have the bits of both. Done for a block
 * when its turn comes, which takes a few microseconds and saves a second copy of the whole set.
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
/** Words of a line of a cache. */
const LINE_WORDS = 16;
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
  /** The same in words. */
  readonly rowWords: Uint32Array;
  readonly #words: Uint32Array;
  readonly #run: (bits: number) => number;
  /** Per lane, where its filters begin: by number of word, which can exceed 32 bits. */
  readonly #first = new Uint32Array(LANES);
  readonly #second = new Uint32Array(LANES);
  readonly #bits: number;
  /** What was read last, so that the reading is not left out. */
  touched = 0;

  /** @param bits per filter, a multiple of 64 */
  constructor(bits: number) {
    const at = bits * ROW_BYTES;
    const { buffer, load } = createWorkspace(2 * at);
    this.rows = new Uint8Array(buffer, 0, at);
    this.rowWords = new Uint32Array(buffer, 0, at / 4);
    this.#words = new Uint32Array(buffer, at, at / 4);
    this.#run = load(emit(at));
    this.#bits = bits;
  }

  /**
   * Loads the block that starts at a position. Lanes beyond the last filter have no bit at all, so
   * that none of them survives.
   */
  load(set: OrderedSet, start: number, perLane: 1 | 2): void {
    const { count, rows } = set;
    const filled = Math.min(LANES * perLane, count - start);
    const [into, first, second] = [this.#words, this.#first, this.#second];
    if (filled < LANES * perLane) into.fill(0);
    const perFilter = this.#bits / 32;
    const lanes = Math.ceil(filled / perLane);
    for (let lane = 0; lane < lanes; lane++) {
      const at = start + lane * perLane;
      first[lane] = rows[at]! * perFilter;
      second[lane] = perLane === 2 && at + 1 < count ? rows[at + 1]! * perFilter : first[lane]!;
    }
    this.#touch(set, start, filled);
    const { words } = set;
    // Word by word, as what is written far apart shares few places in the cache.
    for (let word = 0, to = 0; word < perFilter; word++, to += LANES) {
      if (perLane === 1) {
        for (let lane = 0; lane < lanes; lane++) into[to + lane] = words[first[lane]! + word]!;
      } else {
        for (let lane = 0; lane < lanes; lane++) {
          into[to + lane] = words[first[lane]! + word]! | words[second[lane]! + word]!;
        }
      }
    }
    this.#run(this.#bits);
  }

  /** Reads every line of memory once, in a loop that waits for none: they lie all over the set. */
  #touch({ words, rows }: OrderedSet, start: number, filled: number): void {
    const perFilter = this.#bits / 32;
    let all = 0;
    for (let word = 0; word < perFilter; word += LINE_WORDS) {
      for (let at = start; at < start + filled; at++) all |= words[rows[at]! * perFilter + word]!;
    }
    this.touched = all;
  }
}

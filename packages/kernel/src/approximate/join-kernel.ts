// SPDX-License-Identifier: EUPL-1.2
/**
 * The inner loop of an approximate search: which records of two sorted tables have keys that differ
 * in exactly the bits of a mask, and sketches that differ in few?
 *
 * A sketch is 256 bits of a filter: its first half tells most pairs apart, and the whole nearly all
 * others. Records lie in the order of their table keys, so that those of
 * one key are neighbours, and `first` says where they begin. The left table is walked in that order:
 * as flipping a bit of ascending keys gives runs of ascending keys, both tables are read as streams.
 */
import {
  block,
  branch,
  branchIf,
  constant,
  createWorkspace,
  get,
  i32,
  i64,
  loop,
  moduleOf,
  set,
  when,
} from '@koppel/wasm';
import type { Code } from '@koppel/wasm';

/** Words of 32 bits in a sketch. */
export const SKETCH_WORDS = 8;
const SKETCH_BYTES = SKETCH_WORDS * 4;
const SKETCH_SHIFT = 5;
/** Places for survivors: a run ends early when those of one more key might not fit. */
const PLACES = 1 << 18;
/** At most so many records of the right table may have one key. */
export const MOST_PER_KEY = PLACES;

const [AT, TO, MASK, HALF, WHOLE, ONCE] = [0, 1, 2, 3, 4, 5];
const [OTHER, END, LEFT, RIGHT, DISTANCE, MET, FOUND] = [6, 7, 8, 9, 10, 11, 12];

/** Byte offsets; the first 32 bytes say how far a run came. A sketch crosses no line of the cache. */
function layoutOf(left: number, right: number, keyBits: number) {
  const aligned = (words: number): number => Math.ceil(words / SKETCH_WORDS) * SKETCH_BYTES;
  const keys = SKETCH_BYTES;
  const leftSketches = keys + aligned(left);
  const first = leftSketches + left * SKETCH_BYTES;
  const rightSketches = first + aligned(2 ** keyBits + 1);
  const out = rightSketches + right * SKETCH_BYTES;
  return { keys, leftSketches, first, rightSketches, out, bytes: out + PLACES * 8 };
}

/** run(at, to, mask, half, whole, once): the number of survivors among the left records [at, to). */
function emit(layout: ReturnType<typeof layoutOf>): Uint8Array<ArrayBuffer> {
  // Addresses above 2 GiB are negative as constants.
  const address = (bytes: number): Code => constant(bytes | 0);
  const column = (index: number, shift: number, start: number): Code =>
    i32.add(i32.shiftLeft(get(index), constant(shift)), address(start));
  const quarter = (offset: number): Code =>
    i64.countBits(i64.xor(i64.load(get(LEFT), offset), i64.load(get(RIGHT), offset)));
  const half = (offset: number): Code =>
    i64.low(i64.add(quarter(offset), quarter(offset + SKETCH_BYTES / 4)));
  const step = (local: number, by: number): Code => set(local, i32.add(get(local), constant(by)));
  const place = column(FOUND, 3, layout.out);
  // RIGHT is an address within the sketches; from it follows the record.
  const record = (local: number): Code =>
    i32.shiftRight(i32.sub(get(local), address(layout.rightSketches)), constant(SKETCH_SHIFT));
  const compare = [
    set(DISTANCE, half(0)),
    when(
      i32.isLess(get(DISTANCE), get(HALF)),
      when(
        i32.isLess(i32.add(get(DISTANCE), half(SKETCH_BYTES / 2)), get(WHOLE)),
        i32.store(place, get(AT)),
        i32.store(place, record(RIGHT), 4),
        step(FOUND, 1),
      ),
    ),
    step(RIGHT, SKETCH_BYTES),
    branchIf(0, i32.isBelow(get(RIGHT), get(END))),
  ];
  const key = i32.load(i32.shiftLeft(get(AT), constant(2)), layout.keys);
  const probe = [
    set(LEFT, key),
    set(OTHER, i32.xor(get(LEFT), get(MASK))),
    // Within one set, two keys meet from the lower one only.
    branchIf(0, i32.and(get(ONCE), i32.isBelow(get(OTHER), get(LEFT)))),
    set(OTHER, i32.shiftLeft(get(OTHER), constant(2))),
    set(RIGHT, i32.load(get(OTHER), layout.first)),
    set(END, i32.load(get(OTHER), layout.first + 4)),
    branchIf(0, i32.isEqual(get(RIGHT), get(END))),
    // Out of the walk, this record not yet done.
    branchIf(2, i32.isMore(i32.add(get(FOUND), i32.sub(get(END), get(RIGHT))), constant(PLACES))),
    set(MET, i32.add(get(MET), i32.sub(get(END), get(RIGHT)))),
    set(RIGHT, column(RIGHT, SKETCH_SHIFT, layout.rightSketches)),
    set(END, column(END, SKETCH_SHIFT, layout.rightSketches)),
    set(LEFT, column(AT, SKETCH_SHIFT, layout.leftSketches)),
    loop(...compare),
  ];
  const walk = block(
    loop(
      branchIf(1, i32.isZero(i32.isLess(get(AT), get(TO)))),
      block(...probe),
      step(AT, 1),
      branch(0),
    ),
  );
  const told = [i32.store(constant(0), get(AT)), i32.store(constant(4), get(MET))];
  const body = [walk, told, get(FOUND)];
  return moduleOf({ parameters: ONCE + 1, i32Locals: FOUND - ONCE, v128Locals: 0, body });
}

/** How many bits two sketches may differ in. */
export interface SketchMost {
  readonly half: number;
  readonly whole: number;
}

/** One instance of the inner loop, with views on its own memory. */
export interface JoinKernel {
  /** Per left record its table key, ascending. */
  readonly keys: Uint32Array;
  /** SKETCH_WORDS words per record, in the order of table keys. */
  readonly leftSketches: Uint32Array;
  readonly rightSketches: Uint32Array;
  /** Per table key the first right record that has it or a higher one; one more at the end. */
  readonly first: Uint32Array;
  /** Survivors of a run, left and right record in turns. */
  readonly survivors: Uint32Array;
  /**
   * Compares the left records [at, to) with right ones whose key differs in the bits of `mask`.
   * @param most bits that two sketches may differ in, in their first half and on the whole
   * @param once leaves out right keys that are lower than the left one
   * @returns the number of survivors, how many were compared, and the first left record not done
   */
  readonly run: (
    at: number,
    to: number,
    mask: number,
    most: SketchMost,
    once: boolean,
  ) => { readonly found: number; readonly candidates: number; readonly at: number };
}

/**
 * @param left, right the most records that either side will have
 * @param keyBits bits of the longest table key, 2–24
 */
export function createJoinKernel(left: number, right: number, keyBits: number): JoinKernel {
  const layout = layoutOf(left, right, keyBits);
  const { buffer, load } = createWorkspace(layout.bytes);
  const run = load(emit(layout));
  const head = new Uint32Array(buffer, 0, 2);
  return {
    keys: new Uint32Array(buffer, layout.keys, left),
    leftSketches: new Uint32Array(buffer, layout.leftSketches, left * SKETCH_WORDS),
    rightSketches: new Uint32Array(buffer, layout.rightSketches, right * SKETCH_WORDS),
    first: new Uint32Array(buffer, layout.first, 2 ** keyBits + 1),
    survivors: new Uint32Array(buffer, layout.out, PLACES * 2),
    run(at, to, mask, most, once) {
      const found = run(at, to, mask, most.half + 1, most.whole + 1, once ? 1 : 0);
      return { found, candidates: head[1]!, at: head[0]! };
    },
  };
}

/** Bytes that one instance takes. */
export const joinKernelBytes = (left: number, right: number, keyBits: number): number =>
  layoutOf(left, right, keyBits).bytes;

// SPDX-License-Identifier: EUPL-1.2
/**
 * Distances of several queries and 128 candidates at once, exactly, for codes near chance where no
 * bound rules anything out and every bit has to be read.
 *
 * The queries of a band divide the bits into classes by which of them have a bit. What a candidate
 * lacks is summed up class by class, bit-sliced, and each bit is read once for the whole band; what a
 * query lacks is the sum of the classes that it has a part in, and these sums share their parts too
 * (the method of the four Russians: V. L. Arlazarov et al., 1970). With bands of five, a query takes
 * half of the additions that it takes by itself.
 *
 * A pair is left where its distance is within what the query still wants, or what the candidate does.
 */
import {
  block,
  branchIf,
  constant,
  createWorkspace,
  get,
  i32,
  loop,
  moduleOf,
  set,
  v128,
  when,
  type Code,
} from '@koppel/wasm';
import { add3, addVectors, SCRATCH } from '../adder.ts';
import { LANES, localsFrom, ROW_BYTES, STEP } from '../counter.ts';
import { Allocator } from '../allocator.ts';

/** Queries whose sums are made together. */
export const BAND = 5;
const CLASSES = 2 ** BAND;
/** Planes of the sum of one stretch of a class, and so how many steps such a stretch may have. */
const STRETCH_PLANES = 9;
const STRETCH_STEPS = 2 ** (STRETCH_PLANES - Math.log2(STEP)) - 1;
/** Bytes of the number of a row: what the one behind the last, which is empty, needs. */
const entryBytes = (bits: number): 2 | 4 => (bits < 65_536 ? 2 : 4);

/** Planes that hold a number up to `most`. */
const planesFor = (most: number): number => 32 - Math.clz32(most);

function layoutOf(bits: number, queries: number) {
  const bands = Math.ceil(queries / BAND);
  const entry = entryBytes(bits);
  // Sums of what is lacked; distances are above them by a factor of two and what is added to them.
  const sums = planesFor(bits);
  const wide = planesFor(4 * bits + 2);
  const memory = new Allocator();
  const place = (bytes: number): number => memory.place(bytes);
  return {
    sums,
    wide,
    entry,
    bandEntries: bits + CLASSES * STEP,
    rows: place((bits + 1) * ROW_BYTES),
    classes: place(CLASSES * sums * ROW_BYTES),
    ones: place(wide * ROW_BYTES),
    spared: place(wide * ROW_BYTES),
    masks: place(BAND * ROW_BYTES),
    planes: place(BAND * wide * ROW_BYTES),
    ends: place(bands * CLASSES * 4),
    own: place(bands * BAND * 4),
    theirs: place(bands * BAND * 4),
    left: place(4),
    lists: place(bands * (bits + CLASSES * STEP) * entry),
    bytes: memory.bytes,
  };
}

type Layout = ReturnType<typeof layoutOf>;

const [FROM, TO, CURSOR, END, STOP, CLASS, AT, TABLE, VALUE, LEFT] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const VECTORS = 10;
const [CARRY, ONE, BOTH, MORE_OWN, MORE_THEIRS] = [0, 1, 2, 3, 4].map((n) => VECTORS + n) as [
  number,
  number,
  number,
  number,
  number,
];
const SCRATCH_AT = VECTORS + 5;
const PLANES = SCRATCH_AT + SCRATCH;

const zero = v128.splat(constant(0));

/** Adds numbers, plane by plane, to those in locals. */
const addTo = (sums: readonly number[], plane: (n: number) => Code): Code => [
  ...set(CARRY, zero),
  ...sums.flatMap((sum, n) => add3(SCRATCH_AT, CARRY, sum, plane(n), CARRY)),
];

/** Sums up the classes of a band, stretch by stretch; sets a class to 0 that no bit is in. */
function sumClasses(at: Layout): Code {
  const stretch = localsFrom(PLANES, STRETCH_PLANES);
  const locals = { scratch: SCRATCH_AT, planes: stretch, carry: CARRY };
  const sums = localsFrom(PLANES + STRETCH_PLANES, at.sums);
  const load = at.entry === 2 ? i32.load16 : i32.load;
  const vector = (n: number): Code =>
    v128.load(i32.shiftLeft(load(get(CURSOR), n * at.entry), constant(4)), at.rows);
  const stepBytes = STEP * at.entry;
  const addStretch: Code = [
    ...stretch.flatMap((plane) => set(plane, zero)),
    ...set(STOP, i32.add(get(CURSOR), constant(STRETCH_STEPS * stepBytes))),
    ...when(i32.isLess(get(END), get(STOP)), set(STOP, get(END))),
    ...loop(
      addVectors(locals, STEP, vector),
      set(CURSOR, i32.add(get(CURSOR), constant(stepBytes))),
      branchIf(0, i32.isLess(get(CURSOR), get(STOP))),
    ),
    ...addTo(sums, (n) => (n < STRETCH_PLANES ? get(stretch[n]!) : zero)),
  ];
  return [
    ...set(CLASS, constant(1)),
    ...set(AT, constant(at.classes + at.sums * ROW_BYTES)),
    ...set(TABLE, i32.add(i32.mul(get(FROM), constant(CLASSES * 4)), constant(at.ends))),
    ...set(CURSOR, i32.load(get(TABLE))),
    ...loop(
      set(TABLE, i32.add(get(TABLE), constant(4))),
      set(END, i32.load(get(TABLE))),
      sums.flatMap((sum) => set(sum, zero)),
      block(
        branchIf(0, i32.isZero(i32.isLess(get(CURSOR), get(END)))),
        loop(addStretch, branchIf(0, i32.isLess(get(CURSOR), get(END)))),
      ),
      sums.map((sum, n) => v128.store(get(AT), get(sum), n * ROW_BYTES)),
      set(AT, i32.add(get(AT), constant(at.sums * ROW_BYTES))),
      set(CLASS, i32.add(get(CLASS), constant(1))),
      branchIf(0, i32.isLess(get(CLASS), constant(CLASSES))),
    ),
  ];
}

/** What the last query of those left lacks, in `sums`; its classes are joined with those without it. */
function takeQuery(at: Layout, query: number, sums: readonly number[]): Code {
  const [size, half] = [at.sums * ROW_BYTES, 2 ** query];
  const joined = localsFrom(sums.at(-1)! + 1, at.sums);
  const upper = at.classes + half * size;
  const without = (n: number): Code => v128.load(get(AT), at.classes + n * ROW_BYTES);
  const within = (n: number): Code => v128.load(get(AT), upper + n * ROW_BYTES);
  return [
    ...sums.flatMap((sum, n) => set(sum, v128.load(constant(0), upper + n * ROW_BYTES))),
    ...(half === 1
      ? []
      : [
          ...set(AT, constant(size)),
          ...loop(
            addTo(sums, within),
            joined.flatMap((plane, n) => set(plane, without(n))),
            addTo(joined, within),
            joined.map((plane, n) => v128.store(get(AT), get(plane), at.classes + n * ROW_BYTES)),
            set(AT, i32.add(get(AT), constant(size))),
            branchIf(0, i32.isLess(get(AT), constant(half * size))),
          ),
        ]),
  ];
}

/** Lanes whose number is above the one at an address: compared from the lowest bit up. */
function isMore(into: number, planes: readonly number[], address: Code): Code {
  return [
    ...set(VALUE, i32.load(address)),
    ...set(into, zero),
    ...planes.flatMap((plane, n) => [
      ...set(
        BOTH,
        v128.splat(
          i32.sub(constant(0), i32.and(i32.shiftRight(get(VALUE), constant(n)), constant(1))),
        ),
      ),
      ...set(
        into,
        v128.choose(v128.and(get(plane), get(into)), v128.or(get(plane), get(into)), get(BOTH)),
      ),
    ]),
  ];
}

/** Tells which lanes are left of a query, and what stands above their distances. */
function testQuery(at: Layout, query: number): Code {
  // One plane up: twice what is lacked. The lowest one is of the bits of candidates alone.
  const wide = localsFrom(PLANES, at.wide);
  const sums = wide.slice(1, at.sums + 1);
  const number = (column: number): Code =>
    i32.add(i32.mul(get(FROM), constant(BAND * 4)), constant(column + query * 4));
  const upper = wide.slice(at.sums + 1);
  return [
    ...takeQuery(at, query, sums),
    ...[wide[0]!, ...upper].flatMap((plane) => set(plane, zero)),
    ...addTo(wide, (n) => v128.load(constant(0), at.ones + n * ROW_BYTES)),
    ...wide.map((plane, n) =>
      v128.store(constant(0), get(plane), at.planes + (query * at.wide + n) * ROW_BYTES),
    ),
    ...isMore(MORE_OWN, wide, number(at.own)),
    ...addTo(wide, (n) => v128.load(constant(0), at.spared + n * ROW_BYTES)),
    ...isMore(MORE_THEIRS, wide, number(at.theirs)),
    ...set(ONE, v128.xor(v128.and(get(MORE_OWN), get(MORE_THEIRS)), v128.splat(constant(-1)))),
    ...v128.store(constant(0), get(ONE), at.masks + query * ROW_BYTES),
    ...when(v128.isAny(get(ONE)), set(LEFT, i32.or(get(LEFT), constant(2 ** query)))),
  ];
}

/** run(from, to): tests bands until one has lanes left; gives its number, or `to`. */
function emit(at: Layout): Uint8Array<ArrayBuffer> {
  const body = [
    ...set(LEFT, constant(0)),
    ...block(
      loop(
        sumClasses(at),
        Array.from({ length: BAND }, (_, n) => testQuery(at, BAND - 1 - n)),
        branchIf(1, get(LEFT)),
        set(FROM, i32.add(get(FROM), constant(1))),
        branchIf(0, i32.isLess(get(FROM), get(TO))),
      ),
    ),
    ...i32.store(constant(0), get(LEFT), at.left),
    ...get(FROM),
  ];
  const planes = Math.max(STRETCH_PLANES + at.sums, at.wide + at.sums + 1);
  const v128Locals = PLANES - VECTORS + planes;
  return moduleOf({ parameters: 2, i32Locals: VECTORS - CURSOR, v128Locals, body });
}

/** One instance, with views on its own memory. */
export interface ClassCounter {
  /** Of the block at hand, `bits · ROW_BYTES` bytes, as `BlockLoader` makes them. */
  readonly rows: Uint8Array;
  /** Per query: the distance that it allows, and its own ones, each with its ones added. */
  readonly own: Int32Array;
  /** To be called when the codes of a tile are other ones. @param words of query n, from 0 */
  readonly listBand: (band: number, wordsOf: (query: number) => Uint32Array | undefined) => void;
  /** Sets the ones of a query, which `own` and what candidates allow are compared with. */
  readonly setOnes: (query: number, ones: number) => void;
  /** Per lane the ones of a candidate, and the distance that it allows, −1 – bits. */
  readonly setLanes: (ones: Int32Array, allowed: Int32Array) => void;
  /** Tests bands from…to−1, at least one; gives the first with lanes left, or `to`. */
  readonly run: (from: number, to: number) => number;
  /** Of the band that a run gave: queries with lanes left, as bits. */
  readonly left: () => number;
  /** Calls `visit` with every lane that is left of such a query, and its distance plus its ones. */
  readonly forEachLeft: (query: number, visit: (lane: number, sum: number) => void) => void;
}

/** Numbers of lanes as planes of bits. */
function slice(numbers: Int32Array, planes: Uint32Array, count: number): void {
  planes.fill(0);
  for (let lane = 0; lane < LANES; lane++) {
    const [word, bit] = [lane >> 5, lane & 31];
    for (let plane = 0; plane < count; plane++) {
      planes[plane * 4 + word]! |= ((numbers[lane]! >> plane) & 1) << bit;
    }
  }
}

/** Bound once: looking up a global in an inner loop costs more than the loop in a sandbox. */
const { clz32 } = Math;

/**
 * @param bits of a code, a multiple of 64
 * @param queries the most of a tile
 */
export function createClassCounter(bits: number, queries: number): ClassCounter {
  const at = layoutOf(bits, queries);
  const { buffer, load } = createWorkspace(at.bytes);
  const run = load(emit(at));
  const words = (place: number, count: number): Uint32Array =>
    new Uint32Array(buffer, place, count);
  const bands = Math.ceil(queries / BAND);
  const [ends, left] = [words(at.ends, bands * CLASSES), words(at.left, 1)];
  const [masks, planes] = [words(at.masks, BAND * 4), words(at.planes, BAND * at.wide * 4)];
  const [onesOf, spared] = [words(at.ones, at.wide * 4), words(at.spared, at.wide * 4)];
  const Entries = at.entry === 2 ? Uint16Array : Uint32Array;
  const lists = new Entries(buffer, at.lists, bands * at.bandEntries);
  const own = new Int32Array(buffer, at.own, bands * BAND);
  const theirs = new Int32Array(buffer, at.theirs, bands * BAND);
  const classOf = new Uint8Array(bits);
  const next = new Uint32Array(CLASSES);
  const allowance = new Int32Array(LANES);
  return {
    rows: new Uint8Array(buffer, at.rows, bits * ROW_BYTES),
    own,
    listBand(band, wordsOf) {
      classOf.fill(0);
      for (let query = 0; query < BAND; query++) {
        wordsOf(query)?.forEach((value, word) => {
          for (let rest = value; rest !== 0; rest &= rest - 1) {
            classOf[word * 32 + 31 - clz32(rest & -rest)]! |= 1 << query;
          }
        });
      }
      const counts = new Uint32Array(CLASSES);
      for (const one of classOf) counts[one]!++;
      let entry = band * at.bandEntries;
      // No query has the bits of class 0. Others are filled up with the row behind the last.
      for (let one = 1; one < CLASSES; one++) {
        next[one] = entry;
        ends[band * CLASSES + one - 1] = at.lists + entry * at.entry;
        const end = entry + counts[one]!;
        entry += Math.ceil(counts[one]! / STEP) * STEP;
        lists.fill(bits, end, entry);
      }
      ends[band * CLASSES + CLASSES - 1] = at.lists + entry * at.entry;
      classOf.forEach((one, bit) => {
        if (one !== 0) lists[next[one]!++] = bit;
      });
    },
    setOnes(query, ones) {
      theirs[query] = ones + bits;
    },
    setLanes(ones, allowed) {
      slice(ones, onesOf, at.wide);
      allowed.forEach((one, lane) => (allowance[lane] = bits - one));
      slice(allowance, spared, at.wide);
    },
    run: (from, to) => run(from, to),
    left: () => left[0]!,
    forEachLeft(query, visit) {
      for (let word = 0; word < 4; word++) {
        for (let rest = masks[query * 4 + word]!; rest !== 0; rest &= rest - 1) {
          const bit = 31 - clz32(rest & -rest);
          let sum = 0;
          for (let plane = 0; plane < at.wide; plane++) {
            sum |= ((planes[(query * at.wide + plane) * 4 + word]! >>> bit) & 1) << plane;
          }
          visit(word * 32 + bit, sum);
        }
      }
    },
  };
}

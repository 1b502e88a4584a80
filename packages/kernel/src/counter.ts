// SPDX-License-Identifier: EUPL-1.2
/**
 * The inner loop: which of 128 candidates can still reach the threshold with a query?
 *
 * The candidates of a block are stored bit-sliced and complemented: row p holds, for bit p, a 1 for
 * every candidate that lacks it, one candidate per lane of a 128-bit vector. Adding up the rows of
 * the bits that a query has set counts, for all 128 at once, the query's *unmatched* bits. The sum
 * is kept bit-sliced as well (`adder.ts`), sixteen rows at a time.
 *
 * A counter starts at 2^planes − 1 − budget, where the budget is the number of unmatched bits that
 * the threshold allows. It overflows exactly when the budget is exceeded; the lane is then dead, and
 * a query is done with a block once all lanes are dead, mostly after a third of its bits.
 */
import {
  block,
  branchIf,
  constant,
  get,
  i32,
  loop,
  moduleOf,
  set,
  v128,
  createWorkspace,
} from '@koppel/wasm';
import type { Code } from '@koppel/wasm';
import { addVectors, SCRATCH } from './adder.ts';

/** Candidates per block. */
export const LANES = 128;
/** Bytes of one row: a bit per lane. */
export const ROW_BYTES = LANES / 8;
/** Rows added in one step; a query's list of rows is padded to a multiple with empty rows. */
export const STEP = 16;

/** Bytes of one address in a list of rows: what the last, empty row needs. */
const addressBytes = (bits: number): 2 | 4 => (bits * ROW_BYTES < 65_536 ? 2 : 4);

// Parameters and local variables of the emitted function.
const COUNT = 0;
const [QUERY, CURSOR, END, CHECK, START, SURVIVORS, BUDGET] = [1, 2, 3, 4, 5, 6, 7];
const [ALIVE, CARRY, SCRATCH_AT, PLANES] = [8, 9, 10, 10 + SCRATCH];

/** Numbers of so many locals after each other. */
export const localsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => first + n);

/** Byte offsets of what lies in the memory of a counter. */
function layoutOf(bits: number, queries: number, maxBudget: number) {
  const planes = Math.max(5, 32 - Math.clz32(maxBudget));
  const address = addressBytes(bits);
  const lists = (bits + 1) * ROW_BYTES;
  const starts = lists + queries * (bits + STEP) * address;
  const ends = starts + queries * 4;
  const budgets = ends + queries * 4;
  const survivors = budgets + queries * 4;
  const masks = survivors + queries * 4;
  const presets = masks + queries * ROW_BYTES;
  const end = presets + (maxBudget + 1) * planes * 4;
  return {
    address,
    lists,
    starts,
    ends,
    budgets,
    survivors,
    masks,
    presets,
    planes,
    bytes: end,
  };
}

type Layout = ReturnType<typeof layoutOf>;

/** Adds sixteen rows at the cursor into the planes; kills the lanes whose counter overflows. */
function addSixteenRows(planes: number, address: 2 | 4): Code {
  const load = address === 2 ? i32.load16 : i32.load;
  const locals = { scratch: SCRATCH_AT, planes: localsFrom(PLANES, planes), carry: CARRY };
  return [
    ...addVectors(locals, STEP, (n) => v128.load(load(get(CURSOR), n * address))),
    ...set(ALIVE, v128.andNot(get(ALIVE), get(CARRY))),
  ];
}

/** Starts all counters of a query at what its budget leaves, and all lanes alive. */
function presetPlanes({ planes, presets }: Layout): Code {
  return [
    ...set(ALIVE, v128.splat(constant(-1))),
    ...set(START, i32.mul(get(BUDGET), constant(planes * 4))),
    ...Array.from({ length: planes }, (_, n) =>
      set(PLANES + n, v128.loadSplat(get(START), presets + n * 4)),
    ).flat(),
  ];
}

/** Per budget, all bits of 2^planes − 1 − budget, the lowest first: each as a 0 or a −1. */
function presetsFor(planes: number, maxBudget: number): Int32Array {
  return Int32Array.from({ length: (maxBudget + 1) * planes }, (_, at) => {
    const start = 2 ** planes - 1 - Math.floor(at / planes);
    return -((start >> (at % planes)) & 1);
  });
}

/** run(count): counts queries 0…count−1 against the block; returns how many have a lane alive. */
function emit(at: Layout): Uint8Array<ArrayBuffer> {
  const { planes } = at;
  const column = (start: number, index: number): Code =>
    i32.add(i32.shiftLeft(get(index), constant(2)), constant(start));
  const stepBytes = constant(STEP * at.address);
  const countQuery = [
    ...set(BUDGET, i32.load(column(at.budgets, QUERY))),
    ...branchIf(0, i32.isLess(get(BUDGET), constant(0))),
    ...presetPlanes(at),
    ...set(CURSOR, i32.load(column(at.starts, QUERY))),
    ...set(END, i32.load(column(at.ends, QUERY))),
    // No lane can have overspent its budget before this many steps, so there is nothing to look at.
    ...set(
      CHECK,
      i32.add(get(CURSOR), i32.mul(i32.shiftRight(get(BUDGET), constant(4)), stepBytes)),
    ),
    ...loop(
      addSixteenRows(planes, at.address),
      set(CURSOR, i32.add(get(CURSOR), stepBytes)),
      branchIf(0, i32.isLess(get(CURSOR), get(CHECK))),
      branchIf(1, i32.isZero(v128.isAny(get(ALIVE)))),
      branchIf(0, i32.isLess(get(CURSOR), get(END))),
    ),
    ...i32.store(column(at.survivors, SURVIVORS), get(QUERY)),
    ...v128.store(
      i32.add(i32.shiftLeft(get(SURVIVORS), constant(4)), constant(at.masks)),
      get(ALIVE),
    ),
    ...set(SURVIVORS, i32.add(get(SURVIVORS), constant(1))),
  ];
  const body = [
    ...loop(
      block(countQuery),
      set(QUERY, i32.add(get(QUERY), constant(1))),
      branchIf(0, i32.isLess(get(QUERY), get(COUNT))),
    ),
    ...get(SURVIVORS),
  ];
  const v128Locals = PLANES - ALIVE + planes;
  return moduleOf({ parameters: 1, i32Locals: ALIVE - QUERY, v128Locals, body });
}

/** One instance of the inner loop, with views on its own memory. */
export interface Counter {
  /** The rows of the block at hand, `bits · ROW_BYTES` bytes; then one empty row. */
  readonly rows: Uint8Array;
  /** The addresses of the rows of all queries of the tile. */
  readonly lists: Uint16Array | Uint32Array;
  /**
   * Says where in `lists` a query's are: [from, to), a multiple of STEP and at least STEP. One list
   * behind the other: at equal distances they would share few places in the cache.
   */
  readonly place: (query: number, from: number, to: number) => void;
  /** Per query, how many unmatched bits are allowed; below 0 skips the query. */
  readonly budgets: Int32Array;
  /** After a run: the queries with a lane alive, and those lanes, four words per survivor. */
  readonly survivors: Uint32Array;
  readonly masks: Uint32Array;
  /** Counts the first `count` ≥ 1 queries; returns the number of survivors. */
  readonly run: (count: number) => number;
}

/**
 * @param bits filter length, a multiple of 64
 * @param queries the most of a tile
 * @param maxBudget the largest budget that will be asked for, 0–bits
 */
export function createCounter(bits: number, queries: number, maxBudget: number): Counter {
  const at = layoutOf(bits, queries, maxBudget);
  const { buffer, load } = createWorkspace(at.bytes);
  const run = load(emit(at));
  new Int32Array(buffer, at.presets, (maxBudget + 1) * at.planes).set(
    presetsFor(at.planes, maxBudget),
  );
  const starts = new Int32Array(buffer, at.starts, queries);
  const ends = new Int32Array(buffer, at.ends, queries);
  const Addresses = at.address === 2 ? Uint16Array : Uint32Array;
  return {
    rows: new Uint8Array(buffer, 0, bits * ROW_BYTES),
    lists: new Addresses(buffer, at.lists, queries * (bits + STEP)),
    place(query, from, to) {
      starts[query] = at.lists + from * at.address;
      ends[query] = at.lists + to * at.address;
    },
    budgets: new Int32Array(buffer, at.budgets, queries),
    survivors: new Uint32Array(buffer, at.survivors, queries),
    masks: new Uint32Array(buffer, at.masks, queries * (ROW_BYTES / 4)),
    run: (count) => run(count),
  };
}

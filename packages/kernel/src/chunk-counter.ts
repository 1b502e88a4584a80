// SPDX-License-Identifier: EUPL-1.2
/**
 * The inner loop for filters that are not sparse: a lower bound of the unmatched bits, eight bits of
 * the query at a time.
 *
 * As in `counter.ts` a block of 128 candidates is bit-sliced and complemented, one candidate per lane.
 * A chunk is a byte of the filter. For each of the 256 subsets of its eight rows a table says which
 * lanes lack *at least two* bits of the subset: 2 unmatched bits that one vector counts, where a row
 * of its own counts less than one. Bits beyond two in a chunk are not counted, so the sum never
 * exceeds the truth: a lane that overspends its budget is dead for certain, and what survives is
 * measured. Half of the unmatched bits of unrelated filters are enough to kill them.
 *
 * The table is made once per block and serves all queries of a tile. A query lists the entries for
 * its own bytes, those first that kill most.
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
import { ROW_BYTES } from './counter.ts';
import { Allocator } from './allocator.ts';

/** Bits per chunk, and subsets of them. */
export const CHUNK_BITS = 8;
export const SUBSETS = 2 ** CHUNK_BITS;
/** An entry kills so much, in this many levels; level 0 is worth no vector. */
export const LEVELS = 16;
/** Entries added in one step. */
const STEP = 8;
/** Bytes of an entry's number in a list, and of a list's empty entries at its end. */
const ENTRY = 2;
const PAD = STEP * ENTRY;

/** The largest filter of which the table has numbers of 16 bits. */
export const MAX_CHUNKED_BITS = (65_536 / SUBSETS) * CHUNK_BITS;

function layoutOf(bits: number, queries: number, planes: number) {
  const chunks = bits / CHUNK_BITS;
  const listBytes = chunks * ENTRY + PAD;
  const memory = new Allocator();
  const place = (bytes: number): number => memory.place(bytes);
  return {
    chunks,
    listBytes,
    table: place(chunks * SUBSETS * ROW_BYTES),
    presets: place(planes * ROW_BYTES),
    lacksOne: place(SUBSETS * ROW_BYTES),
    rows: place(bits * ROW_BYTES),
    scores: place(chunks * SUBSETS),
    levels: place(LEVELS * 4),
    filters: place(queries * chunks),
    lists: place(queries * listBytes),
    lengths: place(queries * 4),
    survivors: place(queries * 4),
    masks: place(queries * ROW_BYTES),
    bytes: memory.bytes,
  };
}

type Layout = ReturnType<typeof layoutOf>;

/** run(chunks): fills the table from the rows, subset by subset from those without the next bit. */
function emitTable(at: Layout): Uint8Array<ArrayBuffer> {
  const [CHUNKS, SUBSET, ENTRIES, ROWS, ROW, ONE] = [0, 1, 2, 3, 4, 5];
  const withBit = (bit: number): Code => {
    const further = 2 ** bit * ROW_BYTES;
    const two = i32.add(get(ENTRIES), get(SUBSET));
    const lacksTwo = v128.or(v128.load(two), v128.and(get(ONE), get(ROW)));
    return [
      ...set(ROW, v128.load(get(ROWS), bit * ROW_BYTES)),
      ...set(SUBSET, constant(0)),
      ...loop(
        set(ONE, v128.load(get(SUBSET), at.lacksOne)),
        v128.store(two, lacksTwo, further),
        bit === CHUNK_BITS - 1
          ? []
          : v128.store(get(SUBSET), v128.or(get(ONE), get(ROW)), at.lacksOne + further),
        set(SUBSET, i32.add(get(SUBSET), constant(ROW_BYTES))),
        branchIf(0, i32.isLess(get(SUBSET), constant(further))),
      ),
    ];
  };
  const body = [
    ...set(ENTRIES, constant(at.table)),
    ...set(ROWS, constant(at.rows)),
    ...loop(
      Array.from({ length: CHUNK_BITS }, (_, bit) => withBit(bit)).flat(),
      set(ENTRIES, i32.add(get(ENTRIES), constant(SUBSETS * ROW_BYTES))),
      set(ROWS, i32.add(get(ROWS), constant(CHUNK_BITS * ROW_BYTES))),
      set(CHUNKS, i32.sub(get(CHUNKS), constant(1))),
      branchIf(0, i32.isLess(constant(0), get(CHUNKS))),
    ),
    ...get(CHUNKS),
  ];
  return moduleOf({ parameters: 1, i32Locals: 3, v128Locals: 2, body });
}

/** run(count): lists the entries of queries 0…count−1 by level, the highest first. */
function emitLists(at: Layout): Uint8Array<ArrayBuffer> {
  const [COUNT, QUERY, CHUNK, FILTER, LIST, NEXT, END, PLACE] = [0, 1, 2, 3, 4, 5, 6, 7];
  const entry = i32.add(
    i32.shiftLeft(get(CHUNK), constant(CHUNK_BITS)),
    i32.load8(i32.add(get(FILTER), get(CHUNK)), at.filters),
  );
  const place = i32.shiftLeft(i32.load8(entry, at.scores), constant(2));
  const eachChunk = (...work: Code[]): Code => [
    ...set(CHUNK, constant(0)),
    ...loop(
      set(PLACE, place),
      ...work,
      set(CHUNK, i32.add(get(CHUNK), constant(1))),
      branchIf(0, i32.isLess(get(CHUNK), constant(at.chunks))),
    ),
  ];
  const zero = v128.splat(constant(0));
  /** Makes of the count of a level the address where its entries begin. */
  const startOf = (level: number): Code => [
    ...set(PLACE, i32.load(constant(0), at.levels + level * 4)),
    ...i32.store(constant(0), get(NEXT), at.levels + level * 4),
    ...(level === 0 ? set(END, get(NEXT)) : []),
    ...set(NEXT, i32.add(get(NEXT), i32.shiftLeft(get(PLACE), constant(1)))),
  ];
  const count = i32.load(get(PLACE), at.levels);
  const listQuery = [
    ...Array.from({ length: LEVELS / 4 }, (_, n) =>
      v128.store(constant(0), zero, at.levels + n * 16),
    ).flat(),
    ...eachChunk(i32.store(get(PLACE), i32.add(count, constant(1)), at.levels)),
    ...set(NEXT, get(LIST)),
    ...Array.from({ length: LEVELS }, (_, n) => startOf(LEVELS - 1 - n)).flat(),
    ...eachChunk(
      set(NEXT, count),
      i32.store16(get(NEXT), entry),
      i32.store(get(PLACE), i32.add(get(NEXT), constant(ENTRY)), at.levels),
    ),
    // Entry 0, the empty subset of the first chunk, adds nothing.
    ...v128.storeAnywhere(get(END), zero),
    ...i32.store(
      i32.shiftLeft(get(QUERY), constant(2)),
      i32.and(i32.sub(i32.add(get(END), constant(PAD - 1)), get(LIST)), constant(-PAD)),
      at.lengths,
    ),
  ];
  const body = [
    ...set(LIST, constant(at.lists)),
    ...loop(
      listQuery,
      set(FILTER, i32.add(get(FILTER), constant(at.chunks))),
      set(LIST, i32.add(get(LIST), constant(at.listBytes))),
      set(QUERY, i32.add(get(QUERY), constant(1))),
      branchIf(0, i32.isLess(get(QUERY), get(COUNT))),
    ),
    ...get(QUERY),
  ];
  return moduleOf({ parameters: 1, i32Locals: 7, v128Locals: 1, body });
}

/**
 * run(from, to, unchecked): counts queries from…to−1 against the block; returns how many have a lane
 * alive. In the first `unchecked` bytes of a list no lane can have died.
 */
function emitCount(at: Layout, planes: number): Uint8Array<ArrayBuffer> {
  const [QUERY, TO, UNCHECKED, CURSOR, END, CHECK, SURVIVORS] = [0, 1, 2, 3, 4, 5, 6];
  const [ALIVE, CARRY, SCRATCH_AT, PLANES] = [7, 8, 9, 9 + SCRATCH];
  const plane = Array.from({ length: planes }, (_, n) => PLANES + n);
  const locals = { scratch: SCRATCH_AT, planes: plane, carry: CARRY };
  const vector = (n: number): Code =>
    v128.load(i32.shiftLeft(i32.load16(get(CURSOR), n * ENTRY), constant(4)), at.table);
  const countQuery = [
    ...set(ALIVE, v128.splat(constant(-1))),
    ...plane.flatMap((local, n) => set(local, v128.load(constant(0), at.presets + n * ROW_BYTES))),
    ...set(CURSOR, i32.add(i32.mul(get(QUERY), constant(at.listBytes)), constant(at.lists))),
    ...set(END, i32.add(get(CURSOR), i32.load(i32.shiftLeft(get(QUERY), constant(2)), at.lengths))),
    ...set(CHECK, i32.add(get(CURSOR), get(UNCHECKED))),
    ...block(
      loop(
        addVectors(locals, STEP, vector),
        set(ALIVE, v128.andNot(get(ALIVE), get(CARRY))),
        set(CURSOR, i32.add(get(CURSOR), constant(PAD))),
        branchIf(1, i32.isZero(i32.isLess(get(CURSOR), get(END)))),
        branchIf(0, i32.isLess(get(CURSOR), get(CHECK))),
        branchIf(0, v128.isAny(get(ALIVE))),
      ),
    ),
    ...branchIf(0, i32.isZero(v128.isAny(get(ALIVE)))),
    ...i32.store(i32.shiftLeft(get(SURVIVORS), constant(2)), get(QUERY), at.survivors),
    ...v128.store(i32.shiftLeft(get(SURVIVORS), constant(4)), get(ALIVE), at.masks),
    ...set(SURVIVORS, i32.add(get(SURVIVORS), constant(1))),
  ];
  const body = [
    ...loop(
      block(countQuery),
      set(QUERY, i32.add(get(QUERY), constant(1))),
      branchIf(0, i32.isLess(get(QUERY), get(TO))),
    ),
    ...get(SURVIVORS),
  ];
  return moduleOf({ parameters: 3, i32Locals: 4, v128Locals: PLANES - ALIVE + planes, body });
}

export interface ChunkCounter {
  /** The rows of the block at hand, `bits · ROW_BYTES` bytes. */
  readonly rows: Uint8Array;
  /** Per chunk and subset the level of its entry, below LEVELS. */
  readonly scores: Uint8Array;
  /** The filters of the tile in words, one after the other. */
  readonly filters: Uint32Array;
  /** After a run: the queries with a lane alive, and those lanes, four words per survivor. */
  readonly survivors: Uint32Array;
  readonly masks: Uint32Array;
  /** To be called when the first `count` ≥ 1 filters have changed. */
  readonly listQueries: (count: number) => void;
  /** To be called when the rows have changed. */
  readonly makeTable: () => void;
  /** Counts queries from…to−1, of which there is one at least, with a budget of unmatched bits ≥ 0. */
  readonly run: (from: number, to: number, budget: number) => number;
}

/**
 * @param bits filter length, a multiple of 64, at most MAX_CHUNKED_BITS
 * @param queries the most of a tile
 * @param maxBudget the largest budget that will be asked for, 0–bits
 */
export function createChunkCounter(bits: number, queries: number, maxBudget: number): ChunkCounter {
  // Every vector counts for two: half a budget, rounded down, is the same to it.
  const planes = Math.max(Math.log2(STEP) + 1, 32 - Math.clz32(maxBudget >> 1));
  const at = layoutOf(bits, queries, planes);
  const modules = [emitTable(at), emitLists(at), emitCount(at, planes)];
  const { buffer, load } = createWorkspace(at.bytes);
  const [fillTable, listQueries, count] = modules.map(load);
  const presets = new Int32Array(buffer, at.presets, (planes * ROW_BYTES) / 4);
  return {
    rows: new Uint8Array(buffer, at.rows, bits * ROW_BYTES),
    scores: new Uint8Array(buffer, at.scores, at.chunks * SUBSETS),
    filters: new Uint32Array(buffer, at.filters, (queries * at.chunks) / 4),
    survivors: new Uint32Array(buffer, at.survivors, queries),
    masks: new Uint32Array(buffer, at.masks, queries * (ROW_BYTES / 4)),
    listQueries: (queryCount) => void listQueries!(queryCount),
    makeTable: () => void fillTable!(at.chunks),
    run(from, to, budget) {
      const half = budget >> 1;
      const start = 2 ** planes - 1 - half;
      for (let word = 0; word < presets.length; word++)
        presets[word] = -((start >> (word >> 2)) & 1);
      return count!(from, to, Math.floor(half / STEP) * PAD);
    },
  };
}

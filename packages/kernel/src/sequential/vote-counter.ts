// SPDX-License-Identifier: EUPL-1.2
/**
 * The inner loops of the sequential test, for a block of candidates and a tile of queries.
 *
 * For every piece of a code and every value that a query can have there, a table says which of the
 * candidates vote against it: one vector counts a whole piece of 128 pairs, where a comparison bit by
 * bit takes a vector per bit. The table is made once per block and serves all queries of the tile.
 * The votes are summed bit-sliced (`adder.ts`); a counter that starts at 2^planes − 1 − bound
 * overflows exactly when the bound is exceeded. The few pairs that are left are measured whole, by
 * exclusive or and population count, so that nothing false gets out.
 */
import {
  block,
  branchIf,
  constant,
  createWorkspace,
  get,
  i32,
  i64,
  loop,
  moduleOf,
  set,
  v128,
  when,
} from '@koppel/wasm';
import type { Code } from '@koppel/wasm';
import { addVectors, SCRATCH } from '../adder.ts';
import { LANES, ROW_BYTES } from '../counter.ts';
import type { VoteDesign } from './votes.ts';
import { Allocator } from '../allocator.ts';

/** Votes added in one step: designs count a multiple of it. */
export const VOTE_STEP = 16;
/** Hits that a call can hold; it ends early when the next query might give more. */
const HITS = 4096;
const ENTRY = 2;
/** Words that are measured in one stretch of code. */
const STRETCH = 16;

function layoutOf({ bits, width, votes }: VoteDesign, queries: number, planes: number) {
  const memory = new Allocator();
  const place = (bytes: number): number => memory.place(bytes);
  return {
    table: place(Math.max(votes, 1) * 2 ** width * ROW_BYTES),
    halves: place(2 ** width * ROW_BYTES),
    presets: place((votes + 1) * planes * ROW_BYTES),
    rows: place(votes * width * ROW_BYTES),
    block: place((LANES * bits) / 8),
    codes: place((queries * bits) / 8),
    lists: place(queries * votes * ENTRY),
    bounds: place(queries * 4),
    limits: place(queries * 4),
    hits: place(HITS * 12),
    found: place(4),
    bytes: memory.bytes,
  };
}

type Layout = ReturnType<typeof layoutOf>;

/** Of `bits` bits in locals: at least 1, 2, … of them are set, in as many locals from `into` on. */
function atLeast(bits: readonly Code[], into: number): Code {
  return bits.map((bit, at): Code => {
    const steps: Code[] = [];
    for (let level = at; level > 0; level--) {
      const raised = v128.and(get(into + level - 1), bit);
      steps.push(set(into + level, level === at ? raised : v128.or(get(into + level), raised)));
    }
    steps.push(set(into, at === 0 ? bit : v128.or(get(into), bit)));
    return steps;
  });
}

/** run(votes): fills the table from the rows, piece by piece, each from the halves of its bits. */
function emitTable(at: Layout, { width, least }: VoteDesign): Uint8Array<ArrayBuffer> {
  const [PIECES, ENTRIES, ROWS] = [0, 1, 2];
  const low = width >> 1;
  const high = width - low;
  const ALL = 3;
  const ROW = 4;
  const LEVELS = ROW + width;
  const sides = (value: number, from: number, count: number): Code[] =>
    Array.from({ length: count }, (_, n) => {
      const row = get(ROW + from + n);
      return (value >> n) & 1 ? v128.xor(row, get(ALL)) : row;
    });
  const halfOf = (value: number): Code => [
    ...atLeast(sides(value, 0, low), LEVELS),
    ...Array.from({ length: low }, (_, level) =>
      v128.store(constant(0), get(LEVELS + level), at.halves + (value * low + level) * ROW_BYTES),
    ),
  ];
  const entry = (value: number, lowValue: number): Code => {
    const terms: Code[] = [];
    for (let fromHigh = 0; fromHigh <= Math.min(high, least); fromHigh++) {
      const fromLow = least - fromHigh;
      if (fromLow > low) continue;
      const half = v128.load(constant(0), at.halves + (lowValue * low + fromLow - 1) * ROW_BYTES);
      const upper = get(LEVELS + fromHigh - 1);
      if (fromHigh === 0) terms.push(half);
      else terms.push(fromLow === 0 ? upper : v128.and(upper, half));
    }
    const any = terms.reduce((sum, term) => v128.or(sum, term));
    return v128.store(get(ENTRIES), any, (value * 2 ** low + lowValue) * ROW_BYTES);
  };
  const values = (bits: number): number[] => Array.from({ length: 2 ** bits }, (_, value) => value);
  const body = [
    ...set(ALL, v128.splat(constant(-1))),
    ...set(ENTRIES, constant(at.table)),
    ...set(ROWS, constant(at.rows)),
    ...loop(
      Array.from({ length: width }, (_, bit) =>
        set(ROW + bit, v128.load(get(ROWS), bit * ROW_BYTES)),
      ).flat(),
      values(low).map(halfOf),
      values(high).map((value) => [
        ...atLeast(sides(value, low, high), LEVELS),
        ...values(low).map((lowValue) => entry(value, lowValue)),
      ]),
      set(ENTRIES, i32.add(get(ENTRIES), constant(2 ** width * ROW_BYTES))),
      set(ROWS, i32.add(get(ROWS), constant(width * ROW_BYTES))),
      set(PIECES, i32.sub(get(PIECES), constant(1))),
      branchIf(0, i32.isLess(constant(0), get(PIECES))),
    ),
    ...get(PIECES),
  ];
  return moduleOf({ parameters: 1, i32Locals: 2, v128Locals: 1 + width + high, body });
}

/** Code that gives the differing bits of the codes at two addresses, by local; ends in `sum`. */
function measure(bits: number, a: number, b: number, sum: number, end: number): Code {
  const words = bits / 64;
  const apart = (from: number, word: number): Code =>
    i64.countBits(
      i64.xor(i64.load(get(a), (from + word) * 8), i64.load(get(b), (from + word) * 8)),
    );
  const stretch = (from: number, count: number): Code => {
    const counts = Array.from({ length: count }, (_, word) => apart(from, word));
    return set(sum, i32.add(get(sum), i64.low(counts.reduce((x, y) => i64.add(x, y)))));
  };
  const whole = Math.floor(words / STRETCH);
  const advance = (local: number): Code => set(local, i32.add(get(local), constant(STRETCH * 8)));
  const rest = words % STRETCH;
  return [
    ...set(sum, constant(0)),
    ...(whole === 0
      ? []
      : [
          ...set(end, i32.add(get(a), constant(whole * STRETCH * 8))),
          ...loop(
            stretch(0, STRETCH),
            advance(a),
            advance(b),
            branchIf(0, i32.isLess(get(a), get(end))),
          ),
        ]),
    ...(rest === 0 ? [] : stretch(0, rest)),
  ];
}

/**
 * run(from, to): tests queries from…to−1 against the block and measures what is left; returns the
 * query to go on with, which is `to` unless the hits are full.
 */
function emitTest(at: Layout, design: VoteDesign, planes: number): Uint8Array<ArrayBuffer> {
  const { bits, votes } = design;
  const [QUERY, TO, CURSOR, END, LIMIT, FOUND, REST, LANE, A, B, APART, STOP] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ];
  const [ALIVE, CARRY, SCRATCH_AT, PLANES] = [12, 13, 14, 14 + SCRATCH];
  const plane = Array.from({ length: planes }, (_, n) => PLANES + n);
  const locals = { scratch: SCRATCH_AT, planes: plane, carry: CARRY };
  const column = (start: number): Code => i32.load(i32.shiftLeft(get(QUERY), constant(2)), start);
  const vector = (n: number): Code =>
    v128.load(i32.shiftLeft(i32.load16(get(CURSOR), n * ENTRY), constant(4)), at.table);
  const preset = i32.mul(column(at.bounds), constant(planes * ROW_BYTES));
  const count: Code = [
    ...set(CURSOR, preset),
    ...plane.flatMap((local, n) => set(local, v128.load(get(CURSOR), at.presets + n * ROW_BYTES))),
    ...set(CURSOR, i32.add(i32.mul(get(QUERY), constant(votes * ENTRY)), constant(at.lists))),
    ...set(END, i32.add(get(CURSOR), constant(votes * ENTRY))),
    ...loop(
      addVectors(locals, VOTE_STEP, vector),
      set(ALIVE, v128.andNot(get(ALIVE), get(CARRY))),
      set(CURSOR, i32.add(get(CURSOR), constant(VOTE_STEP * ENTRY))),
      branchIf(0, i32.isLess(get(CURSOR), get(END))),
    ),
    ...branchIf(0, i32.isZero(v128.isAny(get(ALIVE)))),
  ];
  const hit = i32.mul(get(FOUND), constant(12));
  const measureLanes = (word: number): Code => [
    ...set(REST, v128.lane(get(ALIVE), word)),
    ...block(
      branchIf(0, i32.isZero(get(REST))),
      loop(
        set(LANE, i32.add(i32.lowestBit(get(REST)), constant(word * 32))),
        set(A, i32.add(i32.mul(get(QUERY), constant(bits / 8)), constant(at.codes))),
        set(B, i32.add(i32.mul(get(LANE), constant(bits / 8)), constant(at.block))),
        measure(bits, A, B, APART, STOP),
        when(
          i32.isZero(i32.isMore(get(APART), get(LIMIT))),
          i32.store(hit, get(QUERY), at.hits),
          i32.store(hit, get(LANE), at.hits + 4),
          i32.store(hit, get(APART), at.hits + 8),
          set(FOUND, i32.add(get(FOUND), constant(1))),
        ),
        set(REST, i32.and(get(REST), i32.sub(get(REST), constant(1)))),
        branchIf(0, get(REST)),
      ),
    ),
  ];
  const testQuery = [
    ...set(LIMIT, column(at.limits)),
    ...branchIf(0, i32.isLess(get(LIMIT), constant(0))),
    ...set(ALIVE, v128.splat(constant(-1))),
    ...(votes === 0 ? [] : count),
    ...[0, 1, 2, 3].map(measureLanes),
  ];
  const body = [
    ...set(FOUND, constant(0)),
    ...loop(
      block(testQuery),
      set(QUERY, i32.add(get(QUERY), constant(1))),
      // Goes on while there are queries and room for all that the next one can give.
      branchIf(
        0,
        i32.and(i32.isLess(get(QUERY), get(TO)), i32.isLess(get(FOUND), constant(HITS - LANES))),
      ),
    ),
    ...i32.store(constant(0), get(FOUND), at.found),
    ...get(QUERY),
  ];
  const v128Locals = PLANES - ALIVE + planes;
  return moduleOf({ parameters: 2, i32Locals: ALIVE - CURSOR, v128Locals, body });
}

export interface VoteCounter {
  /** Of the block: the rows of its pieces, bit-sliced, and its codes one after the other. */
  readonly rows: Uint8Array;
  readonly block: Uint8Array;
  /** Of the tile: its codes, and per query the entry of each piece, as `entriesOf` lists them. */
  readonly codes: Uint8Array;
  readonly lists: Uint16Array;
  /** Per query: votes that it may get, 0–votes, and differing bits, below 0 to skip the query. */
  readonly bounds: Int32Array;
  readonly limits: Int32Array;
  /** After a run, three words per hit: query, lane, differing bits. */
  readonly hits: Uint32Array;
  /** To be called when the rows have changed. */
  readonly makeTable: () => void;
  /** Tests queries from…to−1, at least one; returns where to go on, and how many hits there are. */
  readonly run: (from: number, to: number) => { readonly next: number; readonly found: number };
}

/**
 * @param design its votes a multiple of VOTE_STEP; without any, every pair is measured
 * @param queries the most of a tile
 */
export function createVoteCounter(design: VoteDesign, queries: number): VoteCounter {
  const { bits, width, votes } = design;
  const planes = Math.max(Math.log2(VOTE_STEP) + 1, 32 - Math.clz32(votes));
  const at = layoutOf(design, queries, planes);
  const { buffer, load } = createWorkspace(at.bytes);
  const fillTable = votes === 0 ? undefined : load(emitTable(at, design));
  const test = load(emitTest(at, design, planes));
  const presets = new Int32Array(buffer, at.presets, (votes + 1) * planes * 4);
  for (let word = 0; word < presets.length; word++) {
    const start = 2 ** planes - 1 - Math.floor(word / (planes * 4));
    presets[word] = -((start >> ((word >> 2) % planes)) & 1);
  }
  const found = new Uint32Array(buffer, at.found, 1);
  return {
    rows: new Uint8Array(buffer, at.rows, votes * width * ROW_BYTES),
    block: new Uint8Array(buffer, at.block, (LANES * bits) / 8),
    codes: new Uint8Array(buffer, at.codes, (queries * bits) / 8),
    lists: new Uint16Array(buffer, at.lists, queries * votes),
    bounds: new Int32Array(buffer, at.bounds, queries),
    limits: new Int32Array(buffer, at.limits, queries),
    hits: new Uint32Array(buffer, at.hits, HITS * 3),
    makeTable: () => void fillTable?.(votes),
    run: (from, to) => ({ next: test(from, to), found: found[0]! }),
  };
}

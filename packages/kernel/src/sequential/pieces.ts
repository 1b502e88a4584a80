// SPDX-License-Identifier: EUPL-1.2
/**
 * Codes cut into pieces: as lists of table entries for queries, and bit-sliced by block for
 * candidates. The positions of a design are written into the code that gathers them, so that a bit
 * takes a load, a shift and a mask.
 */
import {
  branchIf,
  constant,
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
import { LANES, ROW_BYTES } from '../counter.ts';
import type { FilterSet } from '../filter-set.ts';
import type { VoteDesign } from './votes.ts';

/** Rows of a set. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

function layoutOf({ bits, width, votes }: VoteDesign) {
  const codes = 0;
  const entries = codes + (LANES * bits) / 8;
  const values = Math.ceil((entries + LANES * votes * 2) / ROW_BYTES) * ROW_BYTES;
  const rows = values + LANES * votes;
  return { codes, entries, values, rows, bytes: rows + votes * width * ROW_BYTES };
}

type Layout = ReturnType<typeof layoutOf>;

const [COUNT, CODE, ENTRY, LANE] = [0, 1, 2, 3];

/** run(count): the values of all pieces of `count` codes, as entries and by lane. */
function emitGather(
  at: Layout,
  design: VoteDesign,
  positions: Uint32Array,
): Uint8Array<ArrayBuffer> {
  const { bits, width, votes } = design;
  const VALUE = 4;
  const bitOf = (piece: number, bit: number): Code => {
    const position = positions[piece * width + bit]!;
    const byte = i32.load8(get(CODE), at.codes + (position >> 3));
    const up = bit - (position & 7);
    const moved = up >= 0 ? i32.shiftLeft(byte, constant(up)) : i32.shiftRight(byte, constant(-up));
    return i32.and(moved, constant(1 << bit));
  };
  const gather = (piece: number): Code => {
    const parts = Array.from({ length: width }, (_, bit) => bitOf(piece, bit));
    const entry = i32.or(get(VALUE), constant(piece << width));
    return [
      ...set(
        VALUE,
        parts.reduce((value, part) => i32.or(value, part)),
      ),
      ...i32.store16(get(ENTRY), entry, at.entries + piece * 2),
      ...i32.store8(get(LANE), get(VALUE), at.values + piece * LANES),
    ];
  };
  const body = [
    ...loop(
      Array.from({ length: votes }, (_, piece) => gather(piece)).flat(),
      set(CODE, i32.add(get(CODE), constant(bits / 8))),
      set(ENTRY, i32.add(get(ENTRY), constant(votes * 2))),
      set(LANE, i32.add(get(LANE), constant(1))),
      branchIf(0, i32.isLess(get(LANE), get(COUNT))),
    ),
    ...get(LANE),
  ];
  return moduleOf({ parameters: 1, i32Locals: 4, v128Locals: 0, body });
}

/** run(pieces): the values by lane as rows, one per bit: the highest bits of sixteen bytes at once. */
function emitSlice(at: Layout, { width }: VoteDesign): Uint8Array<ArrayBuffer> {
  const [PIECES, VALUES, ROWS] = [0, 1, 2];
  const BYTES = 3;
  const sixteen = (group: number): Code => [
    ...set(BYTES, v128.load(get(VALUES), at.values + group * 16)),
    ...Array.from({ length: width }, (_, bit) =>
      i32.store16(
        get(ROWS),
        u8x16.highBits(u8x16.shiftLeft(get(BYTES), constant(7 - bit))),
        at.rows + bit * ROW_BYTES + group * 2,
      ),
    ).flat(),
  ];
  const body = [
    ...loop(
      Array.from({ length: LANES / 16 }, (_, group) => sixteen(group)).flat(),
      set(VALUES, i32.add(get(VALUES), constant(LANES))),
      set(ROWS, i32.add(get(ROWS), constant(width * ROW_BYTES))),
      set(PIECES, i32.sub(get(PIECES), constant(1))),
      branchIf(0, i32.isLess(constant(0), get(PIECES))),
    ),
    ...get(PIECES),
  ];
  return moduleOf({ parameters: 1, i32Locals: 2, v128Locals: 1, body });
}

export interface PieceReader {
  /** Writes per query of a range the entry of each piece, `votes` numbers per query. */
  readonly listEntries: (set: FilterSet, range: RowRange, lists: Uint16Array) => void;
  /** All blocks of a set: `votes · width` rows of ROW_BYTES bytes each, a 1 where a code has it. */
  readonly slice: (set: FilterSet) => Uint8Array<SharedArrayBuffer>;
}

/**
 * @param positions of the pieces, one after the other
 * @returns nothing for a design without votes
 */
export function createPieceReader(
  design: VoteDesign,
  positions: Uint32Array,
): PieceReader | undefined {
  const { width, votes } = design;
  if (votes === 0) return undefined;
  const at = layoutOf(design);
  const { buffer, load } = createWorkspace(at.bytes);
  const gather = load(emitGather(at, design, positions));
  const sliceValues = load(emitSlice(at, design));
  const codes = new Uint8Array(buffer, at.codes, at.entries);
  const entries = new Uint16Array(buffer, at.entries, LANES * votes);
  const values = new Uint8Array(buffer, at.values, LANES * votes);
  const rows = new Uint8Array(buffer, at.rows, votes * width * ROW_BYTES);
  /** Reads at most LANES rows, and returns how many. */
  const read = ({ bytes, filters }: FilterSet, from: number, to: number): number => {
    const end = Math.min(from + LANES, to);
    codes.set(filters.subarray(from * bytes, end * bytes));
    gather(end - from);
    return end - from;
  };
  return {
    listEntries(set, { from, to }, lists) {
      for (let row = from; row < to; row += LANES) {
        const count = read(set, row, to);
        lists.set(entries.subarray(0, count * votes), (row - from) * votes);
      }
    },
    slice(set) {
      const blocks = Math.ceil(set.count / LANES);
      const slices = new Uint8Array(new SharedArrayBuffer(blocks * rows.length));
      for (let block = 0; block < blocks; block++) {
        values.fill(0);
        read(set, block * LANES, set.count);
        sliceValues(votes);
        slices.set(rows, block * rows.length);
      }
      return slices;
    },
  };
}

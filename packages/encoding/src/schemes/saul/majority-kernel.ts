// SPDX-License-Identifier: EUPL-1.2
/**
 * The majority vote of `saul` on 128 bits at a time. Rows of signs are added up bit-sliced: plane b
 * holds bit b of 128 counters. Eight rows at a time are brought down to one carry of weight 8 by
 * carry-save adders (Harley–Seal; Muła, Kurz & Lemire 2018, Computer Journal 61(1)), which ripples
 * through the upper planes. Counters begin so that they overflow exactly when plus has the majority;
 * what overflowed is the outcome of the vote. `majority.ts` is its specification.
 */
import {
  block,
  constant,
  get,
  i32,
  loop,
  branchIf,
  moduleOf,
  set,
  v128,
  createWorkspace,
} from '@koppel/wasm';
import type { Code } from '@koppel/wasm';
import { rowBytesOf, type Shape } from './majority.ts';

/** Rows added in one step; a list of rows is padded to a multiple of it with empty rows. */
export const STEP = 8;
/** Bits of 128 counters. */
const LANE_BYTES = 16;
/** Bytes of one address in a list of rows. */
const ADDRESS = 4;

/** Parameters and local variables of the emitted function. */
const [LIST, END, START] = [0, 1, 2];
const [LANE, CURSOR] = [3, 4];
const [OUTCOME, CARRY, OVERFLOWN, A, B, MIXED, TWO_A, TWO_B, FOUR_A, FOUR_B, PLANES] = [
  5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];

/** carry, sum ← a + b + c, bit by bit. Evaluates `a` once, and `b` and `c` as locals. */
function add3(carry: number, sum: number, a: Code, b: number, c: number): Code {
  return [
    ...set(A, a),
    ...set(MIXED, v128.xor(get(A), get(b))),
    ...set(carry, v128.or(v128.and(get(A), get(b)), v128.and(get(MIXED), get(c)))),
    ...set(sum, v128.xor(get(MIXED), get(c))),
  ];
}

/** Adds the eight rows at the cursor, from byte `from` of each on, into the planes. */
function addEightRows(planes: number, from: number): Code {
  const [ones, twos, fours] = [PLANES, PLANES + 1, PLANES + 2];
  const row = (n: number): Code =>
    v128.load(i32.add(i32.load(get(CURSOR), n * ADDRESS), get(LANE)), from);
  const twoRows = (carry: number, n: number): Code => [
    ...set(B, row(n + 1)),
    ...add3(carry, ones, row(n), B, ones),
  ];
  const fourRows = (carry: number, n: number): Code => [
    ...twoRows(TWO_A, n),
    ...twoRows(TWO_B, n + 2),
    ...add3(carry, twos, get(TWO_A), TWO_B, twos),
  ];
  const upper = Array.from({ length: planes - 3 }, (_, n) => PLANES + 3 + n);
  return [
    ...fourRows(FOUR_A, 0),
    ...fourRows(FOUR_B, 4),
    ...add3(CARRY, fours, get(FOUR_A), FOUR_B, fours),
    ...upper.flatMap((plane) => [
      ...set(A, v128.and(get(plane), get(CARRY))),
      ...set(plane, v128.xor(get(plane), get(CARRY))),
      ...set(CARRY, get(A)),
    ]),
    ...set(OVERFLOWN, v128.or(get(OVERFLOWN), get(CARRY))),
  ];
}

/** Begins all counters at `START`, and none overflown. */
function presetPlanes(planes: number): Code {
  return [
    ...set(OVERFLOWN, v128.splat(constant(0))),
    ...Array.from({ length: planes }, (_, n) => {
      const bit = i32.and(i32.shiftRight(get(START), constant(n)), constant(1));
      return set(PLANES + n, v128.splat(i32.sub(constant(0), bit)));
    }).flat(),
  ];
}

/** run(list, end, start): votes with the rows of a list, and writes an encoding to address `out`. */
function emit({ k, bits }: Shape, planes: number, out: number): Uint8Array<ArrayBuffer> {
  const vote = (from: number): Code => [
    ...presetPlanes(planes),
    ...set(CURSOR, get(LIST)),
    ...loop(
      addEightRows(planes, from),
      set(CURSOR, i32.add(get(CURSOR), constant(STEP * ADDRESS))),
      branchIf(0, i32.isLess(get(CURSOR), get(END))),
    ),
    ...set(OUTCOME, v128.xor(get(OUTCOME), get(OVERFLOWN))),
  ];
  const votes = Array.from({ length: k }, (_, j) => vote((j * bits) / 8));
  const body = [
    ...loop(
      block(
        set(OUTCOME, v128.splat(constant(0))),
        ...votes,
        v128.store(i32.add(get(LANE), constant(out)), get(OUTCOME)),
        set(LANE, i32.add(get(LANE), constant(LANE_BYTES))),
      ),
      branchIf(0, i32.isLess(get(LANE), constant(bits / 8))),
    ),
    ...get(LANE),
  ];
  return moduleOf({ parameters: 3, i32Locals: 2, v128Locals: PLANES - OUTCOME + planes, body });
}

/** Planes of the functions that there are: each can take 2^(planes + 1) − 1 votes. */
const PLANES_OFFERED = [6, 8, 11] as const;
/** The most votes in one call. */
export const VOTES_MAX = 2 ** (11 + 1) - 1;

/** The vote, and the memory in which its rows stand. */
export interface MajorityKernel {
  readonly memory: Uint8Array;
  /** Addresses of rows, at most VOTES_MAX, and places for the rows that pad a list. */
  readonly list: Uint32Array;
  /** The address of the first of as many rows as were asked for. The row at `empty` stays zero. */
  readonly rows: number;
  readonly empty: number;
  /** The encoding that `run` writes. */
  readonly out: Uint8Array;
  /** Votes with the first `votes` rows of the list, an odd number. */
  run(votes: number): void;
}

/** @param rowCount rows that there must be place for */
export function createMajorityKernel(shape: Shape, rowCount: number): MajorityKernel {
  const rowBytes = rowBytesOf(shape);
  const outAt = ADDRESS * (VOTES_MAX + STEP);
  const padded = Math.ceil(outAt / LANE_BYTES) * LANE_BYTES;
  const empty = padded + shape.bits / 8;
  const rows = empty + rowBytes;
  const { buffer, load } = createWorkspace(rows + rowCount * rowBytes);
  const list = new Uint32Array(buffer, 0, VOTES_MAX + STEP);
  const functions = new Map<number, ReturnType<typeof load>>();
  const functionOf = (planes: number): ReturnType<typeof load> => {
    const known = functions.get(planes);
    if (known !== undefined) return known;
    const run = load(emit(shape, planes, padded));
    functions.set(planes, run);
    return run;
  };
  return {
    memory: new Uint8Array(buffer),
    list,
    rows,
    empty,
    out: new Uint8Array(buffer, padded, shape.bits / 8),
    run(votes) {
      const planes = PLANES_OFFERED.find((offered) => votes < 2 ** (offered + 1))!;
      const steps = Math.ceil(votes / STEP);
      list.fill(empty, votes, steps * STEP);
      // Plus has the majority from (votes + 1) / 2 on: then, and only then, a counter overflows.
      functionOf(planes)(0, steps * STEP * ADDRESS, 2 ** planes - (votes + 1) / 2);
    },
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * What tokens became, kept by token and number of bits: a mask of the bits that it sets; and by token
 * alone the first 64 words of its stream. A row's masks are listed first and joined at its end.
 *
 * A token is eight bytes of ASCII, the first highest, and a meta (see layout.ts). Each has four places
 * where it can be; when all are taken, they make place in turn.
 */
import {
  block,
  branchIf,
  call,
  clear,
  constant,
  drop,
  get,
  giveBack,
  i32,
  i32x4,
  loop,
  select,
  set,
  tee,
  v128,
  when,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';
import { fn } from './functions.ts';
import { at, HEAD_BYTES, LANES, meta, stream, VECTOR, WAYS, WORDS_BYTES } from './layout.ts';
import type { Layout } from './layout.ts';

/** In a bucket's head: the two words of each token, their metas, and whose turn it is to go. */
const [SECOND, META, TURN] = [VECTOR, 2 * VECTOR, 3 * VECTOR];
const HEAD_LOG = Math.log2(HEAD_BYTES);
const WORDS_MAX = 64;
const HEADER_BYTES = 3;
const BLOCK_BYTES = 64;

/** The locals of a search: a token, its bucket's head, and the address that was found. */
export interface Search {
  readonly first: number;
  readonly second: number;
  readonly meta: number;
  readonly head: number;
  readonly found: number;
}

/** Vectors that a row is joined in at a time: as many as stay in registers. */
const JOINED = 8;

/** Sets `head` to the bucket of a token, and `found` to the places in it that hold the token. */
export const readInto = (bytes: Layout, s: Search): Code => {
  const mixed = i32.xor(
    i32.xor(
      i32.mul(get(s.first), constant(0x9e3779b1 | 0)),
      i32.mul(get(s.second), constant(0x85ebca6b | 0)),
    ),
    i32.mul(get(s.meta), constant(0xc2b2ae35 | 0)),
  );
  const again = i32.mul(
    i32.xor(tee(s.head, mixed), i32.shiftRight(get(s.head), constant(15))),
    constant(0x2c1b3c6d),
  );
  const bucket = i32.shiftRight(again, constant(32 - bytes.bucketsLog));
  const head = i32.add(i32.shiftLeft(bucket, constant(HEAD_LOG)), constant(bytes.heads));
  const same = (local: number, offset: number): Code =>
    i32x4.isEqual(v128.load(get(s.head), offset), v128.splat(get(local)));
  return [
    ...set(s.head, head),
    ...set(
      s.found,
      i32x4.highBits(
        v128.and(v128.and(same(s.first, 0), same(s.second, SECOND)), same(s.meta, META)),
      ),
    ),
  ];
};

/** The address of place `way` of the bucket whose head is in a local. */
export const slotOf = (bytes: Layout, head: number, way: Code): Code =>
  i32.add(
    i32.mul(
      i32.add(
        i32.shiftRight(i32.sub(get(head), constant(bytes.heads)), constant(HEAD_LOG - 2)),
        way,
      ),
      constant(bytes.slotBytes),
    ),
    constant(bytes.slots),
  );

/** Sets `found` to the address of the token's mask; a miss joins what is listed, and ends the list. */
export function find(bytes: Layout, s: Search, end: number): Code {
  return [
    ...readInto(bytes, s),
    ...block(
      block(
        branchIf(0, i32.isZero(get(s.found))),
        set(s.found, slotOf(bytes, s.head, i32.lowestBit(get(s.found)))),
        branchIf(1, constant(1)),
      ),
      i32.store(constant(at.listEnd), get(end)),
      set(s.found, call(fn.miss, get(s.first), get(s.second), get(s.meta), get(s.head))),
      set(end, i32.load(constant(at.listEnd))),
    ),
  ];
}

/** The same by a call: shorter, and a little slower. */
export const findByCall = (s: Search, end: number): Code => [
  i32.store(constant(at.listEnd), get(end)),
  set(s.found, call(fn.find, get(s.first), get(s.second), get(s.meta))),
  set(end, i32.load(constant(at.listEnd))),
];

/** find(first, second, meta): the address of a token's mask. */
export function emitFind(bytes: Layout): WasmFunction {
  const search: Search = { first: 0, second: 1, meta: 2, head: 3, found: 4 };
  const end = 5;
  const body = [
    set(end, i32.load(constant(at.listEnd))),
    find(bytes, search, end),
    get(search.found),
  ];
  return { parameters: 3, i32Locals: 3, v128Locals: 0, body };
}

/** Lists the mask that was found. */
export const push = (s: Search, end: number): Code => [
  ...i32.store(get(end), get(s.found)),
  ...set(end, i32.add(get(end), constant(4))),
];

/** blocks(first, second, meta, block): four blocks of a token's stream, to `digest`. */
export function emitBlocks(): WasmFunction {
  const [first, second, tokenMeta, from, own, end] = [0, 1, 2, 3, 4, 5];
  const word = (n: number, value: Code): Code =>
    v128.store(constant(at.message + VECTOR * n), value);
  const length = i32.and(i32.shiftRight(get(tokenMeta), constant(meta.length)), constant(15));
  const moved = (high: Code, low: Code): Code =>
    i32.or(i32.shiftLeft(high, constant(8)), i32.shiftRight(low, constant(24)));
  const number = i32.and(i32.shiftRight(get(tokenMeta), constant(meta.stream)), constant(127));
  const pad = i32.add(i32.and(get(end), constant(-4)), constant(at.token));
  const padded = i32.or(
    i32.load(pad),
    i32.shiftRight(
      constant(0x80 << 24),
      i32.shiftLeft(i32.and(get(end), constant(3)), constant(3)),
    ),
  );
  const numbers = [0, 1, 2, 3].flatMap((lane) => [0, 0, lane, 0]);
  const body = [
    ...set(own, i32.add(i32.mul(number, constant(stream.bytes)), constant(at.streams))),
    ...set(end, i32.add(length, constant(HEADER_BYTES))),
    // The token's bytes move up by three, to make place for the header.
    ...i32.store(constant(at.token), moved(i32.load(get(own), stream.tag), get(first))),
    ...i32.store(constant(at.token), moved(get(first), get(second)), 4),
    ...i32.store(constant(at.token), i32.shiftLeft(get(second), constant(8)), 8),
    ...i32.store(pad, padded),
    ...word(
      0,
      v128.or(
        v128.splat(i32.load(constant(at.token))),
        i32x4.add(v128.splat(i32.shiftLeft(get(from), constant(16))), v128.constant(numbers)),
      ),
    ),
    ...word(1, v128.splat(i32.load(constant(at.token), 4))),
    ...word(2, v128.splat(i32.load(constant(at.token), 8))),
    ...clear(constant(at.message + 3 * VECTOR), constant(12 * VECTOR)),
    ...word(15, v128.splat(i32.shiftLeft(i32.add(get(end), constant(BLOCK_BYTES)), constant(3)))),
    ...call(fn.mac, get(own)),
  ];
  return { parameters: 4, i32Locals: 2, v128Locals: 0, body };
}

/** Where word n of four blocks is, behind the address of the digests of four lanes. */
const wordAddress = (words: Code, n: number): Code =>
  i32.add(
    words,
    i32.add(
      i32.add(
        i32.shiftLeft(i32.and(i32.shiftRight(get(n), constant(1)), constant(7)), constant(4)),
        i32.shiftLeft(i32.shiftRight(get(n), constant(4)), constant(2)),
      ),
      i32.shiftLeft(i32.xor(i32.and(get(n), constant(1)), constant(1)), constant(1)),
    ),
  );

/** setBits(filter, words, count): the bits of the first `count` words, 0–64. */
export function emitSetBits(bytes: Layout): WasmFunction {
  const [filter, words, count, n, position, byte] = [0, 1, 2, 3, 4, 5];
  const body = [
    ...set(n, constant(0)),
    ...block(
      loop(
        branchIf(1, i32.isZero(i32.isLess(get(n), get(count)))),
        set(position, i32.and(i32.load16(wordAddress(get(words), n)), constant(bytes.bits - 1))),
        set(byte, i32.add(get(filter), i32.shiftRight(get(position), constant(3)))),
        i32.store8(
          get(byte),
          i32.or(
            i32.load8(get(byte)),
            i32.shiftLeft(constant(1), i32.and(get(position), constant(7))),
          ),
        ),
        set(n, i32.add(get(n), constant(1))),
        branchIf(0, constant(1)),
      ),
    ),
    ...constant(0),
  ];
  return { parameters: 3, i32Locals: 3, v128Locals: 0, body };
}

/** flush(): joins the masks that are listed into the row at hand, and empties the list. */
export function emitFlush(bytes: Layout): WasmFunction {
  const [row, column, entry, end, mask] = [0, 1, 2, 3, 4];
  const vectors = Math.min(JOINED, bytes.maskBytes / VECTOR);
  const columnBytes = VECTOR * vectors;
  const sums = Array.from({ length: vectors }, (_, n) => 5 + n);
  const list = constant(bytes.list);
  const body = [
    ...set(end, i32.load(constant(at.listEnd))),
    ...i32.store(constant(at.listEnd), list),
    ...when(i32.isEqual(get(end), list), giveBack(constant(0))),
    ...set(row, i32.load(constant(at.row))),
    ...set(column, constant(0)),
    ...loop(
      ...sums.map((sum, n) => set(sum, v128.load(get(row), VECTOR * (n + 1)))),
      set(entry, list),
      loop(
        set(mask, i32.add(i32.load(get(entry)), get(column))),
        ...sums.map((sum, n) => set(sum, v128.or(get(sum), v128.load(get(mask), VECTOR * n)))),
        set(entry, i32.add(get(entry), constant(4))),
        branchIf(0, i32.isLess(get(entry), get(end))),
      ),
      ...sums.map((sum, n) => v128.store(get(row), get(sum), VECTOR * (n + 1))),
      set(row, i32.add(get(row), constant(columnBytes))),
      set(column, i32.add(get(column), constant(columnBytes))),
      branchIf(0, i32.isLess(get(column), constant(bytes.maskBytes))),
    ),
    ...constant(0),
  ];
  return { parameters: 0, i32Locals: 5, v128Locals: vectors, body };
}

/** join(mask, other): adds the bits of another mask to a mask. */
export function emitJoin(bytes: Layout): WasmFunction {
  const [mask, other, end] = [0, 1, 2];
  const body = [
    ...set(end, i32.add(get(mask), constant(bytes.maskBytes))),
    ...loop(
      v128.store(get(mask), v128.or(v128.load(get(mask)), v128.load(get(other)))),
      set(mask, i32.add(get(mask), constant(VECTOR))),
      set(other, i32.add(get(other), constant(VECTOR))),
      branchIf(0, i32.isLess(get(mask), get(end))),
    ),
    ...constant(0),
  ];
  return { parameters: 2, i32Locals: 1, v128Locals: 0, body };
}

/** claim(first, second, meta, head): a place for a token; gives its address. */
export function emitClaim(bytes: Layout): WasmFunction {
  const [first, second, tokenMeta, head, turn, place] = [0, 1, 2, 3, 4, 5];
  const body = [
    ...set(turn, i32.load(get(head), TURN)),
    ...i32.store(get(head), i32.and(i32.add(get(turn), constant(1)), constant(WAYS - 1)), TURN),
    ...set(place, i32.add(get(head), i32.shiftLeft(get(turn), constant(2)))),
    ...i32.store(get(place), get(first)),
    ...i32.store(get(place), get(second), SECOND),
    ...i32.store(get(place), get(tokenMeta), META),
    ...slotOf(bytes, head, get(turn)),
  ];
  return { parameters: 4, i32Locals: 2, v128Locals: 0, body };
}

const copy = (from: Code, to: Code, size: number): Code =>
  Array.from({ length: size / VECTOR }, (_, n) =>
    v128.store(to, v128.load(from, VECTOR * n), VECTOR * n),
  ).flat();

const upTo = (count: Code): Code =>
  select(i32.isLess(count, constant(WORDS_MAX)), count, constant(WORDS_MAX));

/** miss(first, second, meta, head): works out a mask, and gives the address where it is kept. */
export function emitMiss(bytes: Layout): WasmFunction {
  const [first, second, tokenMeta, head] = [0, 1, 2, 3];
  const words: Search = { first, second, meta: 4, head: 5, found: 6 };
  const [mask, count, from] = [7, 8, 9];
  const token = [get(first), get(second)];
  const body = [
    ...drop(call(fn.flush)),
    ...set(count, i32.and(get(tokenMeta), constant(meta.count))),
    ...set(words.meta, i32.and(get(tokenMeta), constant(~meta.count))),
    ...readInto(bytes, words),
    ...block(
      block(
        branchIf(0, i32.isZero(get(words.found))),
        set(words.found, slotOf(bytes, words.head, i32.lowestBit(get(words.found)))),
        copy(get(words.found), constant(at.digest), WORDS_BYTES),
        branchIf(1, constant(1)),
      ),
      drop(call(fn.blocks, ...token, get(words.meta), constant(0))),
      set(words.found, call(fn.claim, ...token, get(words.meta), get(words.head))),
      copy(constant(at.digest), get(words.found), WORDS_BYTES),
    ),
    ...set(mask, call(fn.claim, ...token, get(tokenMeta), get(head))),
    ...clear(get(mask), constant(bytes.maskBytes)),
    ...set(from, constant(0)),
    ...block(
      loop(
        drop(call(fn.setBits, get(mask), constant(at.digest), upTo(get(count)))),
        set(count, i32.sub(get(count), constant(WORDS_MAX))),
        branchIf(1, i32.isLess(get(count), constant(1))),
        set(from, i32.add(get(from), constant(LANES))),
        drop(call(fn.blocks, ...token, get(tokenMeta), get(from))),
        branchIf(0, constant(1)),
      ),
    ),
    ...get(mask),
  ];
  return { parameters: 4, i32Locals: 6, v128Locals: 0, body };
}

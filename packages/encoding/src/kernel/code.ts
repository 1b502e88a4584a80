// SPDX-License-Identifier: EUPL-1.2
/**
 * Plain codes to tokens: the kernel's twin of `codeTokens`. The token of the whole code is hardly
 * ever seen again, so that it is not kept: four of them are worked out at once, for four rows.
 */
import {
  branchIf,
  call,
  clear,
  constant,
  drop,
  get,
  giveBack,
  i32,
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
import { at, field, LANES, meta, stream, VECTOR } from './layout.ts';
import { findByCall, push, type Search } from './table.ts';
import { increase, outcome } from './text.ts';

/** Positions of one digit, and words that a message of three bytes and a code fits in. */
const CODE_MAX = 10;
const MESSAGE_WORDS = 4;
/** The longest prefix whose token is eight bytes. */
export const PREFIX_MAX = 6;
const [ZERO, COLON, LESS_THAN, EQUALS] = [0x30, 0x3a, 0x3c, 0x3d];
const HEADER_BITS = 8 * (64 + 3 + 1);
const WORD = 4;
const BLOCK_WORDS = 16;

/** drain(field): works out the queued tokens of a field and sets their bits. */
export function emitDrain(): WasmFunction {
  const own = 0;
  const lane = (n: number, what: number): Code => i32.load(get(own), field.lanes + 8 * n + what);
  const lanes = Array.from({ length: LANES }, (_, n) => n);
  const body = [
    ...when(i32.isZero(i32.load(get(own), field.queued)), giveBack(constant(0))),
    ...Array.from({ length: BLOCK_WORDS }, (_, n) =>
      v128.store(
        constant(at.message + VECTOR * n),
        v128.load(get(own), field.message + VECTOR * n),
      ),
    ).flat(),
    ...drop(call(fn.mac, i32.load(get(own), field.stream))),
    ...lanes.flatMap((n) => [
      // Lanes that are empty set no bits; those behind the last are left from before.
      ...when(
        i32.isMore(i32.load(get(own), field.queued), constant(n)),
        drop(call(fn.setBits, lane(n, 0), constant(at.digest + WORD * n), lane(n, 4))),
      ),
    ]),
    ...clear(i32.add(get(own), constant(field.message)), constant(VECTOR * BLOCK_WORDS)),
    ...i32.store(get(own), constant(0), field.queued),
    ...constant(0),
  ];
  return { parameters: 1, i32Locals: 0, v128Locals: 0, body };
}

// Parameters and locals of `code`.
const [FIELD, START, LENGTH] = [0, 1, 2];
const search: Search = { first: 3, second: 4, meta: 5, head: 6, found: 7 };
const [END, N, COUNT, BLOCK, SHARE, REST, RANK, PREFIXES, LANE, LETTERS] = [
  8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
];

/** Bytes of a vector, the first of each four last: as words with the first letter highest. */
const reversed = Array.from({ length: VECTOR }, (_, n) => (n & ~3) + 3 - (n & 3));

/** Finds and lists the mask of a token, which is the next in alphabetical order. */
const add = (length: Code): Code => [
  ...set(
    search.meta,
    i32.add(
      i32.add(get(SHARE), i32.isLess(get(RANK), get(REST))),
      i32.shiftLeft(length, constant(meta.length)),
    ),
  ),
  ...findByCall(search, END),
  ...push(search, END),
  ...increase(RANK, 1),
];

const addPosition: Code = [
  ...set(
    search.first,
    i32.add(
      i32.shiftLeft(get(N), constant(24)),
      i32.add(
        i32.shiftLeft(i32.load8(get(N), at.letters), constant(8)),
        constant((ZERO << 24) | (COLON << 16)),
      ),
    ),
  ),
  ...set(search.second, constant(0)),
  ...add(constant(3)),
];

/** Two letters in the first word, four in the second. Byte 15 is never a letter. */
const prefixBytes = [1, 0, 15, 15, 5, 4, 3, 2, 15, 15, 15, 15, 15, 15, 15, 15];

/** The digit, `<`, and the first N letters. */
const addPrefix: Code = [
  ...set(
    LETTERS,
    v128.and(
      v128.load(constant(at.letters)),
      v128.load(i32.shiftLeft(get(N), constant(4)), at.firstBytes),
    ),
  ),
  ...set(
    search.first,
    i32.or(
      i32.add(i32.shiftLeft(get(N), constant(24)), constant((ZERO << 24) | (LESS_THAN << 16))),
      v128.lane(v128.shuffle(get(LETTERS), get(LETTERS), prefixBytes), 0),
    ),
  ),
  ...set(search.second, v128.lane(v128.shuffle(get(LETTERS), get(LETTERS), prefixBytes), 1)),
  ...add(i32.add(get(N), constant(2))),
];
/** Puts block BLOCK of the whole code's token into the queue of its field. */
const queueBlock: Code = [
  ...set(LANE, i32.load(get(FIELD), field.queued)),
  ...set(END, i32.add(get(FIELD), i32.shiftLeft(get(LANE), constant(2)))),
  ...i32.store(
    get(END),
    i32.or(
      i32.or(i32.shiftLeft(get(BLOCK), constant(16)), constant(EQUALS)),
      i32.shiftLeft(i32.load(i32.load(get(FIELD), field.stream), stream.tag), constant(8)),
    ),
    field.message,
  ),
  ...Array.from({ length: MESSAGE_WORDS - 1 }, (_, n) =>
    i32.store(get(END), v128.lane(get(LETTERS), n), field.message + VECTOR * (n + 1)),
  ).flat(),
  ...i32.store(
    get(END),
    i32.add(i32.shiftLeft(get(COUNT), constant(3)), constant(HEADER_BITS)),
    field.message + VECTOR * (BLOCK_WORDS - 1),
  ),
  ...set(END, i32.add(get(FIELD), i32.shiftLeft(get(LANE), constant(3)))),
  ...i32.store(get(END), i32.add(i32.load(constant(at.row)), constant(VECTOR)), field.lanes),
  ...i32.store(
    get(END),
    select(i32.isLess(get(SHARE), constant(BLOCK_WORDS)), get(SHARE), constant(BLOCK_WORDS)),
    field.lanes + 4,
  ),
  ...i32.store(get(FIELD), tee(LANE, i32.add(get(LANE), constant(1))), field.queued),
  ...when(i32.isEqual(get(LANE), constant(LANES)), drop(call(fn.drain, get(FIELD)))),
];

/** Queues the token of the whole code, which is the last in alphabetical order. */
const queueWhole: Code = [
  ...set(SHARE, i32.and(get(SHARE), constant(meta.count))),
  // The end of the message is marked behind the letters.
  ...i32.store8(get(COUNT), constant(0x80), at.letters),
  ...set(LETTERS, v128.load(constant(at.letters))),
  ...set(LETTERS, v128.shuffle(get(LETTERS), get(LETTERS), reversed)),
  ...set(BLOCK, constant(0)),
  ...loop(
    queueBlock,
    increase(BLOCK, 1),
    set(SHARE, i32.sub(get(SHARE), constant(BLOCK_WORDS))),
    branchIf(0, i32.isMore(get(SHARE), constant(0))),
  ),
];

/** code(field, start, length): lists the masks of a code's tokens, and queues the whole. */
export function emitCode(): WasmFunction {
  const isPrefix = i32.and(i32.shiftRight(get(PREFIXES), get(N)), constant(1));
  const body = [
    ...set(COUNT, call(fn.letters, get(START), get(LENGTH))),
    // Not simple is -1: as a number without sign it is large.
    ...when(i32.isBelow(constant(CODE_MAX), get(COUNT)), giveBack(constant(outcome.notSimple))),
    ...when(i32.isZero(get(COUNT)), giveBack(constant(outcome.missing))),
    ...set(
      PREFIXES,
      i32.and(
        i32.load(get(FIELD), field.prefixes),
        i32.sub(i32.shiftLeft(constant(2), get(COUNT)), constant(1)),
      ),
    ),
    ...set(N, i32.add(i32.add(get(COUNT), i32.countBits(get(PREFIXES))), constant(1))),
    ...set(SHARE, i32.load(i32.add(get(FIELD), i32.shiftLeft(get(N), constant(2))), field.shares)),
    ...set(REST, i32.shiftRight(get(SHARE), constant(16))),
    ...set(SHARE, i32.or(i32.and(get(SHARE), constant(0xffff)), i32.load(get(FIELD), field.meta))),
    ...set(END, i32.load(constant(at.listEnd))),
    ...set(RANK, constant(0)),
    ...set(N, constant(0)),
    ...loop(
      when(i32.isLess(get(N), get(COUNT)), addPosition),
      when(isPrefix, addPrefix),
      increase(N, 1),
      branchIf(0, i32.isZero(i32.isLess(get(COUNT), get(N)))),
    ),
    ...i32.store(constant(at.listEnd), get(END)),
    ...queueWhole,
    ...constant(outcome.present),
  ];
  return { parameters: 3, i32Locals: 14, v128Locals: 1, body };
}

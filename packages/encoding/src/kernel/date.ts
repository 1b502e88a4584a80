// SPDX-License-Identifier: EUPL-1.2
/**
 * Complete dates but for leap days to tokens: the kernel's twin of `dateTokens`. What the
 * tokens of a day of the year set, and those of a year, is kept together: there are few of them.
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
  set,
  tee,
  u8x16,
  v128,
  when,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';
import { fn } from './functions.ts';
import { at, field, meta, VECTOR, type Layout } from './layout.ts';
import { findByCall, push, readInto, slotOf, type Search } from './table.ts';
import { outcome } from './text.ts';

const [ZERO, HYPHEN] = [0x30, 0x2d];
const COLON = 0x3a;
const [D, M, Y] = [0x44, 0x4d, 0x59];
/** Tokens of a complete date. */
const TOKENS = 14;
const MONTHS = 12;
const FEBRUARY = 2;
/** Bit m is set where month m has 31 days. */
const LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12].reduce((bits, month) => bits | (1 << month), 0);
const DATE_LENGTH = 8;

/** Where year, month and day stand, from 0; a vector of them takes nothing into its other half. */
const orders = {
  plain: [0, 1, 2, 3, 4, 5, 6, 7],
  iso: [0, 1, 2, 3, 5, 6, 8, 9],
  dutch: [6, 7, 8, 9, 3, 4, 0, 1],
} as const;

const pack = (a: number, b: number, c = 0): number => (a << 24) | (b << 16) | (c << 8);
const digit = (n: number): Code => i32.load8(constant(at.digits), n);
const shifted = (value: Code, by: number): Code => i32.shiftLeft(value, constant(by));
const bytesAt = (n: number, count: number, by: number): Code =>
  Array.from({ length: count }, (_, k) => shifted(digit(n + k), by - 8 * k)).reduce((a, b) =>
    i32.or(a, b),
  );

const [FIELD, IS_YEAR, KEY] = [0, 1, 2];
const search: Search = { first: 3, second: 4, meta: 5, head: 6, found: 7 };
const [END, SHARE, REST] = [8, 9, 10];

const readShares: Code = [
  ...set(SHARE, i32.load(get(FIELD), field.shares + 4 * TOKENS)),
  ...set(REST, i32.shiftRight(get(SHARE), constant(16))),
  ...set(SHARE, i32.or(i32.and(get(SHARE), constant(0xffff)), i32.load(get(FIELD), field.meta))),
];

/** Looks a token up; its rank is its place in alphabetical order. */
const findToken = (first: Code, second: Code, length: number, rank: number): Code => [
  ...set(search.first, first),
  ...set(search.second, second),
  ...set(
    search.meta,
    i32.add(
      i32.add(get(SHARE), constant(length << meta.length)),
      i32.isLess(constant(rank), get(REST)),
    ),
  ),
  ...findByCall(search, END),
];

/** sum(field, isYear, key): what the tokens of a year, or of a day of the year, set together. */
export function emitSum(bytes: Layout): WasmFunction {
  const add = (first: Code, second: Code, length: number, rank: number): Code => [
    ...findToken(first, second, length, rank),
    ...drop(call(fn.join, constant(bytes.sum), get(search.found))),
  ];
  const addDigit = (n: number): Code =>
    add(i32.or(shifted(digit(n), 8), constant(pack(ZERO + n, COLON))), constant(0), 3, n);
  const addLetter = (letter: number, n: number, rank: number): Code =>
    add(i32.or(bytesAt(n, 2, 16), constant(pack(letter, 0))), constant(0), 3, rank);
  const body = [
    // What is claimed below may be in the list.
    ...drop(call(fn.flush)),
    ...clear(constant(bytes.sum), constant(bytes.maskBytes)),
    ...readShares,
    ...set(END, i32.load(constant(at.listEnd))),
    ...block(
      block(
        branchIf(0, get(IS_YEAR)),
        ...[4, 5, 6, 7].map(addDigit),
        addLetter(D, 6, 8),
        addLetter(M, 4, 9),
        add(i32.or(bytesAt(4, 2, 8), constant(pack(M, D))), bytesAt(6, 2, 24), 6, 10),
        branchIf(1, constant(1)),
      ),
      ...[0, 1, 2, 3].map(addDigit),
      add(i32.or(bytesAt(0, 3, 16), constant(pack(Y, 0))), shifted(digit(3), 24), 5, 11),
    ),
    ...set(search.first, get(KEY)),
    ...set(search.second, constant(0)),
    ...set(search.meta, keptTogether),
    ...readInto(bytes, search),
    ...set(search.found, call(fn.claim, get(KEY), constant(0), get(search.meta), get(search.head))),
    ...clear(get(search.found), constant(bytes.maskBytes)),
    ...drop(call(fn.join, get(search.found), constant(bytes.sum))),
    ...get(search.found),
  ];
  return { parameters: 3, i32Locals: 8, v128Locals: 0, body };
}

/** The meta of what a field keeps of a year or a day of the year. */
const keptTogether: Code = i32.or(
  i32.load(get(FIELD), field.own),
  i32.add(constant(meta.monthDay), i32.mul(get(IS_YEAR), constant(meta.year - meta.monthDay))),
);

// Parameters of `date`; IS_YEAR and KEY are START and LENGTH until these are read.
const [START, LENGTH] = [IS_YEAR, KEY];
const [YEAR, DAY] = [11, 12];
const DIGITS = 13;

/** Reads the digits in an order, the half behind them as zeros. */
const readIn = (order: readonly number[]): Code =>
  set(
    DIGITS,
    v128.swizzle(
      v128.loadAnywhere(get(START)),
      v128.constant([...order, ...Array<number>(VECTOR - DATE_LENGTH).fill(0xff)]),
    ),
  );
const isHyphen = (n: number): Code => i32.isEqual(i32.load8(get(START), n), constant(HYPHEN));
const both = (n: number, m: number): Code => i32.and(isHyphen(n), isHyphen(m));

/** The digits of year, month and day to `digits`, where these are surely possible. */
const readDigits: Code = [
  ...block(
    when(i32.isEqual(get(LENGTH), constant(DATE_LENGTH)), readIn(orders.plain), leave(1)),
    when(
      i32.isEqual(get(LENGTH), constant(DATE_LENGTH + 2)),
      when(both(4, 7), readIn(orders.iso), leave(2)),
      when(both(2, 5), readIn(orders.dutch), leave(2)),
    ),
    giveBack(constant(outcome.notSimple)),
  ),
  ...set(
    DIGITS,
    v128.or(
      get(DIGITS),
      v128.constant([
        ...Array<number>(DATE_LENGTH).fill(0),
        ...Array<number>(VECTOR - DATE_LENGTH).fill(ZERO),
      ]),
    ),
  ),
  ...when(
    v128.isAny(
      u8x16.isMore(
        u8x16.sub(get(DIGITS), v128.constant(Array<number>(VECTOR).fill(ZERO))),
        v128.constant(Array<number>(VECTOR).fill(9)),
      ),
    ),
    giveBack(constant(outcome.notSimple)),
  ),
  ...v128.store(constant(at.digits), get(DIGITS)),
];

function leave(depth: number): Code {
  return branchIf(depth, constant(1));
}

/** The number of two digits. */
const numberAt = (n: number): Code =>
  i32.sub(i32.add(i32.mul(digit(n), constant(10)), digit(n + 1)), constant(11 * ZERO));
const isWithin = (number: Code, least: number, count: Code): Code =>
  i32.isBelow(i32.sub(number, constant(least)), count);
/** Days of the month in a local, of February in any year. */
const daysOf = (month: number): Code =>
  i32.sub(
    i32.add(i32.and(i32.shiftRight(constant(LONG_MONTHS), get(month)), constant(1)), constant(30)),
    i32.shiftLeft(i32.isEqual(get(month), constant(FEBRUARY)), constant(1)),
  );

/** date(field, start, length): lists the masks of a date. */
export function emitDate(bytes: Layout): WasmFunction {
  const isSafe = [
    isWithin(numberAt(0), 19, constant(2)),
    isWithin(tee(DAY, numberAt(4)), 1, constant(MONTHS)),
    isWithin(numberAt(6), 1, daysOf(DAY)),
  ].reduce((a, b) => i32.and(a, b));
  const addTogether = (isYear: number, key: number): Code => [
    ...set(IS_YEAR, constant(isYear)),
    ...set(search.first, get(key)),
    ...set(search.second, constant(0)),
    ...set(search.meta, keptTogether),
    ...readInto(bytes, search),
    ...block(
      block(
        branchIf(0, i32.isZero(get(search.found))),
        set(search.found, slotOf(bytes, search.head, i32.lowestBit(get(search.found)))),
        leave(1),
      ),
      i32.store(constant(at.listEnd), get(END)),
      set(search.found, call(fn.sum, get(FIELD), get(IS_YEAR), get(key))),
      set(END, i32.load(constant(at.listEnd))),
    ),
    ...push(search, END),
  ];
  const addPair = (letter: number, part: Code, rank: number): Code => [
    ...findToken(
      i32.or(i32.shiftRight(get(YEAR), constant(16)), constant(pack(Y, letter))),
      i32.or(shifted(get(YEAR), 16), part),
      8,
      rank,
    ),
    ...push(search, END),
  ];
  const body = [
    ...readDigits,
    ...when(i32.isZero(isSafe), giveBack(constant(outcome.notSimple))),
    ...set(YEAR, bytesAt(0, 4, 24)),
    ...set(DAY, bytesAt(4, 4, 24)),
    ...readShares,
    ...set(END, i32.load(constant(at.listEnd))),
    ...addTogether(1, YEAR),
    ...addTogether(0, DAY),
    ...addPair(D, i32.and(get(DAY), constant(0xffff)), 12),
    ...addPair(M, i32.shiftRight(get(DAY), constant(16)), 13),
    ...i32.store(constant(at.listEnd), get(END)),
    ...constant(outcome.present),
  ];
  return { parameters: 3, i32Locals: 10, v128Locals: 1, body };
}

// SPDX-License-Identifier: EUPL-1.2
/** Plain text to q-grams: the kernel's twin of `normalise` and `textTokens`. */
import {
  block,
  branchIf,
  call,
  constant,
  get,
  giveBack,
  i32,
  i32x4,
  loop,
  set,
  v128,
  when,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';
import { placeholders } from '../fold-table.ts';
import { fn } from './functions.ts';
import { at, field, LANES, LETTERS_MAX, meta, VECTOR, type Layout } from './layout.ts';
import { NOT_SIMPLE } from './symbols.ts';
import { find, push, type Search } from './table.ts';

/** What a field gives back: nothing there, something there, or a value for the plain way. */
export const outcome = { missing: 0, present: 1, notSimple: 2 } as const;
/** What `letters` gives back instead of a number of letters. */
const NOT_READ = -1;
/** Repeats of a q-gram that have a number of one digit. */
const REPEATS_MAX = 9;
const REPEAT = 0x23;
const ZERO = 0x30;
const PADS = 0x5f5f5f5f;
const LAST = 0x7fffffff;

export const increase = (local: number, by: number): Code =>
  set(local, i32.add(get(local), constant(by)));

/** The address of number n of a list. */
const item = (list: number, n: number): Code =>
  i32.add(i32.shiftLeft(get(n), constant(2)), constant(list));

const placeholderVectors: readonly Code[] = placeholders.map((text) => {
  const bytes = new Array<number>(VECTOR).fill(0);
  Array.from(text, (character, n) => (bytes[n] = character.charCodeAt(0)));
  return v128.constant(bytes);
});
const placeholderMax = Math.max(...placeholders.map(({ length }) => length));

/**
 * letters(start, length): the lower-case letters and digits of a value to `letters`, zeros behind
 * them, without what separates them; gives their number. NOT_READ for a value with a character that the
 * kernel cannot read, one that is long, or may say that nothing is known.
 */
export function emitLetters(): WasmFunction {
  const [start, length, count, all, end, unit] = [0, 1, 2, 3, 4, 5];
  const same = (vector: Code): Code =>
    i32x4.isAll(i32x4.isEqual(v128.load(constant(at.letters)), vector));
  const isPlaceholder = placeholderVectors.map(same).reduce((a, b) => i32.or(a, b));
  const body = [
    ...when(i32.isMore(get(length), constant(LETTERS_MAX)), giveBack(constant(NOT_READ))),
    ...set(end, i32.add(get(start), get(length))),
    ...block(
      loop(
        branchIf(1, i32.isZero(i32.isLess(get(start), get(end)))),
        set(unit, i32.load16(i32.shiftLeft(i32.load8(get(start)), constant(1)), at.symbols)),
        set(all, i32.or(get(all), get(unit))),
        i32.store16(get(count), get(unit), at.letters),
        set(count, i32.add(get(count), i32.isBelow(constant(0), get(unit)))),
        set(count, i32.add(get(count), i32.isBelow(constant(0xff), get(unit)))),
        increase(start, 1),
        branchIf(0, constant(1)),
      ),
    ),
    ...when(i32.and(get(all), constant(NOT_SIMPLE)), giveBack(constant(NOT_READ))),
    ...when(i32.isMore(get(count), constant(LETTERS_MAX)), giveBack(constant(NOT_READ))),
    ...v128.storeAnywhere(get(count), v128.splat(constant(0)), at.letters),
    ...when(
      i32.isMore(constant(placeholderMax + 1), get(count)),
      when(isPlaceholder, giveBack(constant(NOT_READ))),
    ),
    ...get(count),
  ];
  return { parameters: 2, i32Locals: 4, v128Locals: 0, body };
}

// Parameters and locals of `text`.
const [FIELD, START, LENGTH] = [0, 1, 2];
const search: Search = { first: 3, second: 4, meta: 5, head: 6, found: 7 };
const [END, N, COUNT, Q, SHARE, REST, LESS, EQUAL, NTH, M] = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const [GRAM, OTHERS] = [18, 19];

/** The q-grams as numbers, the first letter highest, to `grams`. */
const readGrams: Code = [
  ...i32.storeAnywhere(get(COUNT), constant(PADS), at.letters),
  ...set(Q, i32.load(get(FIELD), field.q)),
  ...set(COUNT, i32.sub(i32.add(get(COUNT), get(Q)), constant(1))),
  ...set(N, constant(0)),
  ...loop(
    v128.store(
      item(at.grams, N),
      v128.swizzle(
        v128.loadAnywhere(i32.add(get(N), i32.sub(constant(at.letters + 1), get(Q)))),
        v128.load(get(FIELD), field.pattern),
      ),
    ),
    increase(N, LANES),
    branchIf(0, i32.isLess(get(N), get(COUNT))),
  ),
  // Behind all others, and like none.
  ...v128.storeAnywhere(item(at.grams, COUNT), v128.splat(constant(LAST))),
];

/** How many q-grams come before q-gram N, and how many are like it. */
const compareGram: Code = [
  ...set(search.first, i32.load(item(at.grams, N))),
  ...set(GRAM, v128.splat(get(search.first))),
  ...set(LESS, constant(0)),
  ...set(EQUAL, constant(0)),
  ...set(M, constant(0)),
  ...loop(
    set(OTHERS, v128.load(item(at.grams, M))),
    ...(
      [
        [LESS, i32x4.isLess(get(OTHERS), get(GRAM))],
        [EQUAL, i32x4.isEqual(get(OTHERS), get(GRAM))],
      ] as const
    ).map(([sum, lanes]) => set(sum, i32.add(get(sum), i32.countBits(i32x4.highBits(lanes))))),
    increase(M, LANES),
    branchIf(0, i32.isLess(get(M), get(COUNT))),
  ),
];

/** Counts which of its like q-gram N is, and makes `#2` and so on part of its name. */
const numberRepeat: Code = [
  ...when(i32.isMore(get(EQUAL), constant(REPEATS_MAX)), giveBack(constant(outcome.notSimple))),
  ...set(M, constant(0)),
  ...block(
    loop(
      branchIf(1, i32.isZero(i32.isLess(get(M), get(N)))),
      set(NTH, i32.add(get(NTH), i32.isEqual(i32.load(item(at.grams, M)), get(search.first)))),
      increase(M, 1),
      branchIf(0, constant(1)),
    ),
  ),
  ...when(
    i32.isMore(get(NTH), constant(1)),
    // `#` and the digit, highest, behind q letters.
    set(M, i32.add(i32.shiftLeft(get(NTH), constant(16)), constant((REPEAT << 24) | (ZERO << 16)))),
    when(
      i32.isLess(get(Q), constant(4)),
      set(
        search.first,
        i32.or(get(search.first), i32.shiftRight(get(M), i32.shiftLeft(get(Q), constant(3)))),
      ),
    ),
    when(i32.isEqual(get(Q), constant(3)), set(M, i32.shiftLeft(get(M), constant(8)))),
    when(i32.isMore(get(Q), constant(2)), set(search.second, get(M))),
    set(search.meta, i32.add(get(search.meta), constant(2 << meta.length))),
  ),
];

/** text(field, start, length): lists the masks of the value's q-grams. */
export function emitText(bytes: Layout): WasmFunction {
  const body = [
    ...set(COUNT, call(fn.letters, get(START), get(LENGTH))),
    ...when(i32.isLess(get(COUNT), constant(0)), giveBack(constant(outcome.notSimple))),
    ...when(i32.isZero(get(COUNT)), giveBack(constant(outcome.missing))),
    ...readGrams,
    ...set(
      SHARE,
      i32.load(i32.add(get(FIELD), i32.shiftLeft(get(COUNT), constant(2))), field.shares),
    ),
    ...set(REST, i32.shiftRight(get(SHARE), constant(16))),
    ...set(
      SHARE,
      i32.or(
        i32.and(get(SHARE), constant(0xffff)),
        i32.or(i32.load(get(FIELD), field.meta), i32.shiftLeft(get(Q), constant(meta.length))),
      ),
    ),
    ...set(N, constant(0)),
    ...loop(
      compareGram,
      set(NTH, constant(1)),
      set(search.second, constant(0)),
      set(search.meta, get(SHARE)),
      when(i32.isMore(get(EQUAL), constant(1)), numberRepeat),
      // In alphabetical order: those before it, and its like.
      set(LESS, i32.add(get(LESS), i32.sub(get(NTH), constant(1)))),
      i32.store(item(at.first, N), get(search.first)),
      i32.store(item(at.second, N), get(search.second)),
      i32.store(item(at.meta, N), i32.add(get(search.meta), i32.isLess(get(LESS), get(REST)))),
      increase(N, 1),
      branchIf(0, i32.isLess(get(N), get(COUNT))),
    ),
    ...set(END, i32.load(constant(at.listEnd))),
    ...set(N, constant(0)),
    ...loop(
      set(search.first, i32.load(item(at.first, N))),
      set(search.second, i32.load(item(at.second, N))),
      set(search.meta, i32.load(item(at.meta, N))),
      find(bytes, search, END),
      push(search, END),
      increase(N, 1),
      branchIf(0, i32.isLess(get(N), get(COUNT))),
    ),
    ...i32.store(constant(at.listEnd), get(END)),
    ...constant(outcome.present),
  ];
  return { parameters: 3, i32Locals: 15, v128Locals: 2, body };
}

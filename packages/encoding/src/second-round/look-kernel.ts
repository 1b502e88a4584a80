// SPDX-License-Identifier: EUPL-1.2
/**
 * A record's field filters under the permutations of one pair, in WebAssembly that is written out
 * here: ChaCha20 (RFC 8439) of the pair's key, four blocks at once, a permutation for each group out
 * of its words, and the bits moved. Tests hold it to the
 * description (docs/second-round.md), written down once more in `testing/reference-looks.ts`.
 *
 * Its memory holds the key, the permutations and the filters of the last record: secret, overwritten
 * by the next, and by `wipe`.
 */
import { KoppelError } from '@koppel/errors';
import { lookNonce } from '@koppel/keys/look';
import {
  block,
  branch,
  branchIf,
  call,
  clear,
  constant,
  createWorkspace,
  drop,
  get,
  i32,
  i32x4,
  i64,
  loop,
  moduleOf,
  set,
  v128,
  when,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';

const VECTOR = 16;
const LANES = [0, 1, 2, 3] as const;
const BLOCK_BYTES = 64;
const STREAM_BYTES = 4 * BLOCK_BYTES;
const KEY_BYTES = 32;
const WORD_VALUES = 65_536;
const DOUBLE_ROUNDS = 10;
const BITS_STEP = 64;
const BITS_MAX = 4096;
const FIELDS_MAX = 32;

/** Places in memory, in bytes. The words of the stream that are not used yet begin at `next`. */
const at = { key: 0, counter: 32, next: 36, stream: 64, tables: 64 + STREAM_BYTES } as const;
const STREAM_END = at.stream + STREAM_BYTES;
const fn = { refill: 0, draw: 1, permute: 2 } as const;

interface Layout {
  readonly bits: number;
  /** By n: a number by which a word times it, shifted, is the word divided by n. */
  readonly inverse: number;
  /** By n: the highest word that is not drawn again. */
  readonly highest: number;
  readonly orders: number;
  readonly filters: number;
  readonly target: number;
  readonly size: number;
}

const wordsOf = (bytes: readonly number[]): number[] => {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return Array.from({ length: bytes.length / 4 }, (_, n) => view.getInt32(4 * n, true));
};
const fixed = wordsOf([...new TextEncoder().encode('expand 32-byte k')]);
const nonce = wordsOf([...lookNonce]);

function layoutOf(bits: number, groups: number, fields: number): Layout {
  const aligned = (bytes: number): number => VECTOR * Math.ceil(bytes / VECTOR);
  const inverse = at.tables;
  const highest = inverse + aligned(4 * (bits + 1));
  const orders = highest + aligned(2 * (bits + 1));
  const filters = orders + 2 * bits * groups;
  const target = filters + (bits / 8) * fields;
  return { bits, inverse, highest, orders, filters, target, size: target + (bits / 8) * fields };
}

/** refill(): the next four blocks of the stream; a vector has the same number of each. */
function emitRefill(): WasmFunction {
  const round = 0;
  const state = Array.from({ length: VECTOR }, (_, n) => n + 1);
  const spare = LANES.map((n) => VECTOR + 1 + n);
  const first = (n: number): Code => {
    if (n < 4) return v128.splat(constant(fixed[n]!));
    if (n < 12) return v128.loadSplat(constant(at.key), 4 * (n - 4));
    if (n > 12) return v128.splat(constant(nonce[n - 13]!));
    const lanes = v128.constant(LANES.flatMap((lane) => [lane, 0, 0, 0]));
    return i32x4.add(v128.splat(i32.load(constant(at.counter))), lanes);
  };
  const bytesLeft = (by: number): Code =>
    LANES.flatMap((lane) => LANES.map((byte) => 4 * lane + ((byte + 4 - by) & 3)));
  const rotated = (local: number, by: number): Code =>
    by % 8 === 0
      ? v128.shuffle(get(local), get(local), bytesLeft(by / 8))
      : v128.or(
          i32x4.shiftLeft(get(local), constant(by)),
          i32x4.shiftRight(get(local), constant(32 - by)),
        );
  const step = (sum: number, term: number, other: number, by: number): Code => [
    set(sum, i32x4.add(get(sum), get(term))),
    set(other, v128.xor(get(other), get(sum))),
    set(other, rotated(other, by)),
  ];
  const quarter = ([a, b, c, d]: readonly number[]): Code => [
    step(a!, b!, d!, 16), step(c!, d!, b!, 12), step(a!, b!, d!, 8), step(c!, d!, b!, 7),
  ]; // prettier-ignore
  const column = (n: number): number[] => LANES.map((row) => state[4 * row + n]!);
  const diagonal = (n: number): number[] => LANES.map((row) => state[4 * row + ((n + row) & 3)]!);
  const bytes = (...words: number[]): Code => words.flatMap((n) => LANES.map((k) => 4 * n + k));
  /** Four numbers of four blocks, to four blocks of four numbers. */
  const written = (n: number): Code => {
    const [a, b, c, d] = LANES.map((k) => get(state[4 * n + k]!)) as [Code, Code, Code, Code];
    const halves = [
      v128.shuffle(a, b, bytes(0, 4, 1, 5)), v128.shuffle(c, d, bytes(0, 4, 1, 5)),
      v128.shuffle(a, b, bytes(2, 6, 3, 7)), v128.shuffle(c, d, bytes(2, 6, 3, 7)),
    ]; // prettier-ignore
    return [
      ...halves.map((half, k) => set(spare[k]!, half)),
      ...LANES.map((k) => {
        const [left, right] = [get(spare[k & 2]!), get(spare[(k & 2) + 1]!)];
        const row = v128.shuffle(left, right, k % 2 === 0 ? bytes(0, 1, 4, 5) : bytes(2, 3, 6, 7));
        return v128.store(constant(at.stream + BLOCK_BYTES * k + VECTOR * n), row);
      }),
    ];
  };
  const body = [
    ...state.map((local, n) => set(local, first(n))),
    set(round, constant(DOUBLE_ROUNDS)),
    loop(
      ...LANES.map((n) => quarter(column(n))),
      ...LANES.map((n) => quarter(diagonal(n))),
      set(round, i32.sub(get(round), constant(1))),
      branchIf(0, get(round)),
    ),
    ...state.map((local, n) => set(local, i32x4.add(get(local), first(n)))),
    ...LANES.map(written),
    i32.store(constant(at.counter), i32.add(i32.load(constant(at.counter)), constant(4))),
    constant(0),
  ];
  return { parameters: 0, i32Locals: 1, v128Locals: VECTOR + LANES.length, body };
}

/** draw(order): as `drawPermutation` does. */
function emitDraw({ bits, inverse, highest }: Layout): WasmFunction {
  const [order, next, n, word, last, chosen, kept] = [0, 1, 2, 3, 4, 5, 6];
  const numbers = 7;
  const twice = (value: Code): Code => i32.shiftLeft(value, constant(1));
  const perVector = VECTOR / 2;
  const quotient = i64.low(
    i64.shiftRight(
      i64.mul(i64.wide(get(word)), i64.wide(i32.load(i32.shiftLeft(get(n), constant(2)), inverse))),
      i64.constant(32),
    ),
  );
  const body = [
    set(numbers, v128.constant(Array.from({ length: perVector }, (_, k) => [k, 0]).flat())),
    set(last, get(order)),
    set(n, constant(bits / perVector)),
    loop(
      v128.store(get(last), get(numbers)),
      // No lane of 16 bits runs over.
      set(numbers, i32x4.add(get(numbers), v128.splat(constant(perVector * (WORD_VALUES + 1))))),
      set(last, i32.add(get(last), constant(VECTOR))),
      set(n, i32.sub(get(n), constant(1))),
      branchIf(0, get(n)),
    ),
    set(next, i32.load(constant(at.next))),
    set(n, constant(bits)),
    loop(
      loop(
        when(
          i32.isEqual(get(next), constant(STREAM_END)),
          drop(call(fn.refill)),
          set(next, constant(at.stream)),
        ),
        set(word, i32.load16(get(next))),
        set(next, i32.add(get(next), constant(2))),
        branchIf(0, i32.isMore(get(word), i32.load16(twice(get(n)), highest))),
      ),
      set(chosen, i32.add(get(order), twice(i32.sub(get(word), i32.mul(quotient, get(n)))))),
      set(last, i32.sub(get(last), constant(2))),
      set(kept, i32.load16(get(last))),
      i32.store16(get(last), i32.load16(get(chosen))),
      i32.store16(get(chosen), get(kept)),
      set(n, i32.sub(get(n), constant(1))),
      branchIf(0, i32.isMore(get(n), constant(1))),
    ),
    i32.store(constant(at.next), get(next)),
    constant(0),
  ];
  return { parameters: 1, i32Locals: 6, v128Locals: 1, body };
}

/** permute(order, from, to): sets the bit `order[bit]` for every bit of a field that is set. */
function emitPermute({ bits }: Layout): WasmFunction {
  const [order, from, to, end, left, moved, place] = [0, 1, 2, 3, 4, 5, 6];
  const twice = (value: Code): Code => i32.shiftLeft(value, constant(1));
  const body = [
    set(end, i32.add(get(from), constant(bits / 8))),
    loop(
      set(left, i32.load(get(from))),
      block(
        loop(
          branchIf(1, i32.isZero(get(left))),
          set(moved, i32.load16(i32.add(get(order), twice(i32.lowestBit(get(left)))))),
          set(
            place,
            i32.add(get(to), i32.shiftLeft(i32.shiftRight(get(moved), constant(5)), constant(2))),
          ),
          // A shift counts the five lowest bits.
          i32.store(
            get(place),
            i32.or(i32.load(get(place)), i32.shiftLeft(constant(1), get(moved))),
          ),
          set(left, i32.and(get(left), i32.sub(get(left), constant(1)))),
          branch(0),
        ),
      ),
      set(order, i32.add(get(order), constant(64))),
      set(from, i32.add(get(from), constant(4))),
      branchIf(0, i32.isLess(get(from), get(end))),
    ),
    constant(0),
  ];
  return { parameters: 3, i32Locals: 4, v128Locals: 0, body };
}

/** run(): the answer to what lies at `filters`, under the key at `key`. */
function emitRun(bytes: Layout, groupOf: readonly number[]): WasmFunction {
  const { bits, orders, filters, target } = bytes;
  const orderOf = (group: number): Code => constant(orders + 2 * bits * group);
  const groups = Math.max(...groupOf) + 1;
  const body = [
    i32.store(constant(at.counter), constant(0)),
    i32.store(constant(at.next), constant(STREAM_END)),
    ...Array.from({ length: groups }, (_, group) => drop(call(fn.draw, orderOf(group)))),
    clear(constant(target), constant((bits / 8) * groupOf.length)),
    ...groupOf.map((group, field) => {
      const offset = (bits / 8) * field;
      return drop(
        call(fn.permute, orderOf(group), constant(filters + offset), constant(target + offset)),
      );
    }),
    constant(0),
  ];
  return { parameters: 0, i32Locals: 0, v128Locals: 0, body };
}

/** What a study can ask for; with more bits the words would no longer be divided exactly. */
function requireShape(bits: number, fields: number): void {
  if (bits % BITS_STEP !== 0 || bits < BITS_STEP || bits > BITS_MAX) {
    throw new KoppelError('ENCODING_SHAPE', { rule: 'fieldBits' });
  }
  if (fields > FIELDS_MAX) throw new KoppelError('ENCODING_SHAPE', { rule: 'fields' });
}

export class LookKernel {
  readonly #memory: Uint8Array;
  readonly #run: () => number;
  readonly #layout: Layout;

  /**
   * @param bits of the filter of a field, a multiple of 64 up to 4,096
   * @param groupOf for each of up to 32 fields the number of its group, in the order in which groups
   *   come first
   * @throws KoppelError ENCODING_SHAPE
   */
  constructor(bits: number, groupOf: readonly number[]) {
    requireShape(bits, groupOf.length);
    const bytes = layoutOf(bits, Math.max(...groupOf) + 1, groupOf.length);
    this.#layout = bytes;
    const { buffer, load } = createWorkspace(bytes.size);
    this.#memory = new Uint8Array(buffer);
    const inverse = new Uint32Array(buffer, bytes.inverse, bits + 1);
    const highest = new Uint16Array(buffer, bytes.highest, bits + 1);
    for (let n = 2; n <= bits; n++) {
      // Too large by so little that no word below 2^16 shows it.
      inverse[n] = Math.floor(2 ** 32 / n) + 1;
      highest[n] = WORD_VALUES - (WORD_VALUES % n) - 1;
    }
    this.#run = load(
      moduleOf(emitRefill(), emitDraw(bytes), emitPermute(bytes), emitRun(bytes, groupOf)),
    );
  }

  /**
   * Writes a record's permuted filters to `target` from `to`.
   * @param pairKey 32 bytes
   * @param filters holds those of all fields from `from` on
   */
  answerInto(
    pairKey: Uint8Array,
    filters: Uint8Array,
    from: number,
    target: Uint8Array,
    to: number,
  ): void {
    const { filters: own, target: made, size } = this.#layout;
    this.#memory.set(pairKey, at.key);
    this.#memory.set(filters.subarray(from, from + made - own), own);
    this.#run();
    target.set(this.#memory.subarray(made, size), to);
  }

  /** Overwrites key, stream, permutations and filters. */
  wipe(): void {
    this.#memory.fill(0, at.key, at.key + KEY_BYTES);
    this.#memory.fill(0, at.stream, STREAM_END);
    this.#memory.fill(0, this.#layout.orders);
  }
}

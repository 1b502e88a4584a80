// SPDX-License-Identifier: EUPL-1.2
/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) of four messages of one block at once, one per lane of 32 bits.
 * What is right is what `token-mac.ts` says by way of @noble/hashes: tests hold the two side by side.
 */
import {
  branchIf,
  call,
  constant,
  drop,
  get,
  i32,
  i32x4,
  loop,
  set,
  v128,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';
import { at, VECTOR } from './layout.ts';
import { fn } from './functions.ts';

const BLOCK_BITS = 512;
const DIGEST_BITS = 256;
const ROUNDS = 64;
const WORDS = 16;

/** K of FIPS 180-4, §4.2.2: one number for each round. */
// prettier-ignore
export const roundConstants: readonly number[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

const rotate = (local: number, by: number): Code =>
  v128.or(
    i32x4.shiftRight(get(local), constant(by)),
    i32x4.shiftLeft(get(local), constant(32 - by)),
  );
const xor3 = (a: Code, b: Code, c: Code): Code => v128.xor(v128.xor(a, b), c);
const sum = (...terms: Code[]): Code => terms.reduce((total, term) => i32x4.add(total, term));

// Parameter and locals of `compress`: eight numbers of the state, and two of a step.
const [STATE, OFFSET, PLACE] = [0, 1, 2];
const NAMES = [3, 4, 5, 6, 7, 8, 9, 10] as const;
const [X, Y] = [11, 12];
const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const word = (n: number): Code => v128.load(get(OFFSET), at.message + VECTOR * n);

/** Word n + 16 of the schedule. */
const expand = (n: number): Code => [
  set(X, word(n + 1)),
  set(Y, word(n + 14)),
  v128.store(
    get(OFFSET),
    sum(
      word(n),
      xor3(rotate(X, 7), rotate(X, 18), i32x4.shiftRight(get(X), constant(3))),
      word(n + 9),
      xor3(rotate(Y, 17), rotate(Y, 19), i32x4.shiftRight(get(Y), constant(10))),
    ),
    at.message + VECTOR * (n + WORDS),
  ),
];

/** Round n of eight, after which every number has its own name again. */
function round(n: number): Code {
  const [a, b, c, d, e, f, g, h] = EIGHT.map((k) => NAMES[(k + 8 - n) % 8]!) as [
    number, number, number, number, number, number, number, number,
  ]; // prettier-ignore
  return [
    set(
      X,
      sum(
        get(h),
        xor3(rotate(e, 6), rotate(e, 11), rotate(e, 25)),
        v128.choose(get(f), get(g), get(e)),
        i32x4.add(v128.loadSplat(get(PLACE), at.constants + 4 * n), word(n)),
      ),
    ),
    set(d, i32x4.add(get(d), get(X))),
    set(
      h,
      sum(
        get(X),
        xor3(rotate(a, 2), rotate(a, 13), rotate(a, 22)),
        v128.choose(get(c), get(b), v128.xor(get(a), get(b))),
      ),
    ),
  ];
}

/** compress(state): the block at `message` with the state at an address, all lanes; to `digest`. */
export function emitCompress(): WasmFunction {
  const body = [
    set(OFFSET, constant(0)),
    loop(
      ...EIGHT.map(expand),
      set(OFFSET, i32.add(get(OFFSET), constant(8 * VECTOR))),
      branchIf(0, i32.isLess(get(OFFSET), constant((ROUNDS - WORDS) * VECTOR))),
    ),
    ...EIGHT.map((n) => set(NAMES[n], v128.loadSplat(get(STATE), 4 * n))),
    set(OFFSET, constant(0)),
    set(PLACE, constant(0)),
    loop(
      ...EIGHT.map(round),
      set(OFFSET, i32.add(get(OFFSET), constant(8 * VECTOR))),
      set(PLACE, i32.add(get(PLACE), constant(4 * 8))),
      branchIf(0, i32.isLess(get(OFFSET), constant(ROUNDS * VECTOR))),
    ),
    ...EIGHT.map((n) =>
      v128.store(
        constant(at.digest + VECTOR * n),
        i32x4.add(get(NAMES[n]), v128.loadSplat(get(STATE), 4 * n)),
      ),
    ),
    constant(0),
  ];
  return { parameters: 1, i32Locals: 2, v128Locals: 10, body };
}

/** mac(stream): of the padded block at `message`, under the key's states; to `digest`. */
export function emitMac(): WasmFunction {
  const stream = 0;
  const word = (n: number, value: Code): Code =>
    v128.store(constant(at.message + VECTOR * n), value);
  const splat = (value: number): Code => v128.splat(constant(value));
  const body = [
    ...drop(call(fn.compress, get(stream))),
    ...Array.from({ length: WORDS }, (_, n) => {
      if (n < 8) return word(n, v128.load(constant(at.digest + VECTOR * n)));
      if (n === 8) return word(n, splat(1 << 31));
      return word(n, splat(n === WORDS - 1 ? BLOCK_BITS + DIGEST_BITS : 0));
    }).flat(),
    ...call(fn.compress, i32.add(get(stream), constant(32))),
  ];
  return { parameters: 1, i32Locals: 0, v128Locals: 0, body };
}

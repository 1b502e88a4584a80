// SPDX-License-Identifier: EUPL-1.2
/**
 * Just enough of WebAssembly's instructions to write loops over one memory. Code is built as
 * expressions: each function below returns the bytes of its operands followed by its own opcode
 * (WebAssembly Core Specification 2.0, §5). No toolchain, and no binary in the repository.
 */
import { signed, unsigned } from './leb128.ts';

/** Bytes, and code within code: written out once, by `moduleOf`. */
export type Code = readonly (number | Code)[];

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
const EMPTY_BLOCK = 0x40;
const [ALIGN_1, ALIGN_2, ALIGN_4, ALIGN_8, ALIGN_16] = [0, 1, 2, 3, 4];

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
/** Sets a local and is its value. */
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];
export const constant = (value: number): Code => [0x41, signed(value)];

/** Structured control. A branch counts how many enclosing blocks and loops it leaves. */
export const block = (...body: Code[]): Code => [0x02, EMPTY_BLOCK, body, 0x0b];
export const loop = (...body: Code[]): Code => [0x03, EMPTY_BLOCK, body, 0x0b];
export const branch = (depth: number): Code => [0x0c, depth];
export const branchIf = (depth: number, condition: Code): Code => [condition, 0x0d, depth];
/** Counts as a block for the branches in it. */
export const when = (condition: Code, ...body: Code[]): Code => [
  condition,
  0x04,
  EMPTY_BLOCK,
  body,
  0x0b,
];
/** The first value where the condition holds, else the second; both are worked out. */
export const select = (condition: Code, yes: Code, no: Code): Code => [yes, no, condition, 0x1b];
/** Calls a function of the module by its number. */
export const call = (fn: number, ...args: Code[]): Code => [args, 0x10, unsigned(fn)];
export const drop = (value: Code): Code => [value, 0x1a];
export const giveBack = (value: Code): Code => [value, 0x0f];

/** Sets `bytes` bytes of memory to zero. */
export const clear = (address: Code, bytes: Code): Code => [
  address,
  constant(0),
  bytes,
  0xfc,
  0x0b,
  0,
];

type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;
type Binary = (a: Code, b: Code) => Code;

const load =
  (opcode: Code, align: number): Load =>
  (address, offset = 0) => [address, opcode, align, unsigned(offset)];
const store =
  (opcode: Code, align: number): Store =>
  (address, value, offset = 0) => [address, value, opcode, align, unsigned(offset)];
const unary =
  (opcode: Code) =>
  (a: Code): Code => [a, opcode];
const binary =
  (opcode: Code): Binary =>
  (a, b) => [a, b, opcode];

export const i32 = {
  load: load([0x28], ALIGN_4),
  /** Of any address. */
  loadAnywhere: load([0x28], ALIGN_1),
  load8: load([0x2d], ALIGN_1),
  load16: load([0x2f], ALIGN_2),
  store: store([0x36], ALIGN_4),
  storeAnywhere: store([0x36], ALIGN_1),
  store8: store([0x3a], ALIGN_1),
  store16: store([0x3b], ALIGN_2),
  isZero: unary([0x45]),
  isEqual: binary([0x46]),
  isLess: binary([0x48]),
  isBelow: binary([0x49]),
  isMore: binary([0x4a]),
  /** The number of zeros below the lowest bit that is set. */
  lowestBit: unary([0x68]),
  countBits: unary([0x69]),
  add: binary([0x6a]),
  sub: binary([0x6b]),
  mul: binary([0x6c]),
  and: binary([0x71]),
  or: binary([0x72]),
  xor: binary([0x73]),
  shiftLeft: binary([0x74]),
  shiftRight: binary([0x76]),
};

/** 64-bit numbers, only between one another: no local holds one. */
export const i64 = {
  constant: (value: number): Code => [0x42, signed(value)],
  load: load([0x29], ALIGN_8),
  countBits: unary([0x7b]),
  add: binary([0x7c]),
  mul: binary([0x7e]),
  xor: binary([0x85]),
  shiftRight: binary([0x88]),
  /** The lower half, as a 32-bit number. */
  low: unary([0xa7]),
  /** Of a 32-bit number without sign. */
  wide: unary([0xad]),
};

export const v128 = {
  load: load(simd(0x00), ALIGN_16),
  loadAnywhere: load(simd(0x00), ALIGN_1),
  /** All four 32-bit lanes set to the number at an address. */
  loadSplat: load(simd(0x09), ALIGN_4),
  store: store(simd(0x0b), ALIGN_16),
  storeAnywhere: store(simd(0x0b), ALIGN_1),
  /** 16 bytes. */
  constant: (bytes: Code): Code => [simd(0x0c), bytes],
  /** 16 bytes out of two vectors: 0–15 of the first, 16–31 of the second. */
  shuffle: (a: Code, b: Code, bytes: Code): Code => [a, b, simd(0x0d), bytes],
  /** The bytes of a vector that the other one names; 0 where it names none. */
  swizzle: binary(simd(0x0e)),
  /** All four 32-bit lanes set to one number. */
  splat: unary(simd(0x11)),
  lane: (a: Code, lane: number): Code => [a, simd(0x1b), lane],
  and: binary(simd(0x4e)),
  andNot: binary(simd(0x4f)),
  or: binary(simd(0x50)),
  xor: binary(simd(0x51)),
  /** Bits of `a` where the mask has a 1, else of `b`. */
  choose: (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)],
  isAny: unary(simd(0x53)),
};

/** A vector as four 32-bit numbers; what compares gives all ones or all zeros. */
export const i32x4 = {
  isEqual: binary(simd(0x37)),
  isLess: binary(simd(0x39)),
  isAll: unary(simd(0xa3)),
  /** The highest bit of each lane. */
  highBits: unary(simd(0xa4)),
  shiftLeft: binary(simd(0xab)),
  shiftRight: binary(simd(0xad)),
  add: binary(simd(0xae)),
};

/** A vector as 16 bytes without sign. */
export const u8x16 = {
  isMore: binary(simd(0x28)),
  /** The highest bit of each byte, the first byte's lowest. */
  highBits: unary(simd(0x64)),
  shiftLeft: binary(simd(0x6b)),
  add: binary(simd(0x6e)),
  sub: binary(simd(0x71)),
};

/** Four numbers of single precision. */
export const f32x4 = {
  add: binary(simd(0xe4)),
  mul: binary(simd(0xe6)),
};

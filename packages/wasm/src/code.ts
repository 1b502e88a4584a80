// SPDX-License-Identifier: EUPL-1.2
/**
 * Just enough of the WebAssembly binary format to write one function with one memory. Code is built
 * as expressions: each function below returns the bytes of its operands followed by its own opcode
 * (WebAssembly Core Specification 2.0, §5). No toolchain, and no binary in the repository.
 */

export type Code = readonly number[];

/** An unsigned number in LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** A signed 32-bit number in LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -0x40 && rest < 0x40) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const EMPTY_BLOCK = 0x40;
const [ALIGN_1, ALIGN_2, ALIGN_4, ALIGN_16] = [0, 1, 2, 4];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];

/** Structured control. A branch counts how many enclosing blocks and loops it leaves. */
export const block = (...body: Code[]): Code => [0x02, EMPTY_BLOCK, ...body.flat(), 0x0b];
export const loop = (...body: Code[]): Code => [0x03, EMPTY_BLOCK, ...body.flat(), 0x0b];
export const branchIf = (depth: number, condition: Code): Code => [...condition, 0x0d, depth];

export const i32 = {
  load: (address: Code, offset = 0): Code => [...address, 0x28, ALIGN_4, ...unsigned(offset)],
  load8: (address: Code, offset = 0): Code => [...address, 0x2d, ALIGN_1, ...unsigned(offset)],
  load16: (address: Code, offset = 0): Code => [...address, 0x2f, ALIGN_2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0x36,
    ALIGN_4,
    ...unsigned(offset),
  ],
  store16: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0x3b,
    ALIGN_2,
    ...unsigned(offset),
  ],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  sub: (a: Code, b: Code): Code => [...a, ...b, 0x6b],
  mul: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  and: (a: Code, b: Code): Code => [...a, ...b, 0x71],
  shiftLeft: (a: Code, b: Code): Code => [...a, ...b, 0x74],
  shiftRight: (a: Code, b: Code): Code => [...a, ...b, 0x76],
  isZero: (a: Code): Code => [...a, 0x45],
  isLess: (a: Code, b: Code): Code => [...a, ...b, 0x48],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [
    ...address,
    ...simd(0x00),
    ALIGN_16,
    ...unsigned(offset),
  ],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(0x0b),
    ALIGN_16,
    ...unsigned(offset),
  ],
  /** All four 32-bit lanes set to the number at an address. */
  loadSplat: (address: Code, offset = 0): Code => [
    ...address,
    ...simd(0x09),
    ALIGN_4,
    ...unsigned(offset),
  ],
  /** As `store`, to any address. */
  storeAnywhere: (address: Code, value: Code): Code => [
    ...address,
    ...value,
    ...simd(0x0b),
    ALIGN_1,
    0,
  ],
  /** All four 32-bit lanes set to one number. */
  splat: (value: Code): Code => [...value, ...simd(0x11)],
  and: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x4e)],
  andNot: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x4f)],
  or: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x50)],
  xor: (a: Code, b: Code): Code => [...a, ...b, ...simd(0x51)],
  isAny: (a: Code): Code => [...a, ...simd(0x53)],
};

/** Four numbers of single precision. */
export const f32x4 = {
  add: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)],
  mul: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)],
};

const I32 = 0x7f;
const V128 = 0x7b;

const section = (id: number, ...content: Code[]): Code => {
  const body = content.flat();
  return [id, ...unsigned(body.length), ...body];
};
const name = (text: string): Code => {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
};

/** A function of `parameters` i32 arguments that returns an i32, exported as `run`. */
export interface WasmFunction {
  readonly parameters: number;
  /** Local variables after the parameters, in this order. */
  readonly i32Locals: number;
  readonly v128Locals: number;
  readonly body: Code;
}

/** The bytes of a module that imports its memory as `koppel.memory` and exports one function. */
export function moduleOf(fn: WasmFunction): Uint8Array<ArrayBuffer> {
  const parameters = [...unsigned(fn.parameters), ...Array<number>(fn.parameters).fill(I32)];
  const locals = [2, ...unsigned(fn.i32Locals), I32, ...unsigned(fn.v128Locals), V128];
  const code = [...locals, ...fn.body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60], parameters, [1, I32]),
    ...section(2, [1], name('koppel'), name('memory'), [0x02, 0x00, 0]),
    ...section(3, [1, 0]),
    ...section(7, [1], name('run'), [0x00, 0]),
    ...section(10, [1], unsigned(code.length), code),
  ]);
}

// SPDX-License-Identifier: EUPL-1.2
/** Functions to the bytes of a module, and those to a module at work (Core Specification 2.0, §5.5). */
import type { Code } from './code.ts';
import { unsigned } from './leb128.ts';

const I32 = 0x7f;
const V128 = 0x7b;

function writeOut(code: Code, bytes: number[]): number[] {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else writeOut(part, bytes);
  }
  return bytes;
}

/** Content behind its length. */
function measured(...content: Code[]): Code {
  const bytes = writeOut(content, []);
  return [unsigned(bytes.length), bytes];
}

const section = (id: number, ...content: Code[]): Code => [id, measured(...content)];
const name = (text: string): Code => measured([...new TextEncoder().encode(text)]);

/** A function of `parameters` i32 arguments that returns an i32. */
export interface WasmFunction {
  readonly parameters: number;
  /** Local variables after the parameters, in this order. */
  readonly i32Locals: number;
  readonly v128Locals: number;
  readonly body: Code;
}

const typeOf = ({ parameters }: WasmFunction): Code => [
  0x60,
  unsigned(parameters),
  Array<number>(parameters).fill(I32),
  [1, I32],
];

const codeOf = ({ i32Locals, v128Locals, body }: WasmFunction): Code =>
  measured([2, unsigned(i32Locals), I32, unsigned(v128Locals), V128], body, [0x0b]);

/**
 * The bytes of a module that imports its memory as `koppel.memory`. Functions call one another by
 * their place in the list; the last one is exported as `run`.
 */
export function moduleOf(...functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const count = unsigned(functions.length);
  const numbers = functions.map((_, at) => unsigned(at));
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, count, functions.map(typeOf)),
    section(2, [1], name('koppel'), name('memory'), [0x02, 0x00, 0]),
    section(3, count, numbers),
    section(7, [1], name('run'), [0x00, unsigned(functions.length - 1)]),
    section(10, count, functions.map(codeOf)),
  ];
  return Uint8Array.from(writeOut(parts, []));
}

// SPDX-License-Identifier: EUPL-1.2
/** The loop over rows and fields. */
import {
  block,
  branchIf,
  call,
  clear,
  constant,
  drop,
  get,
  i32,
  loop,
  set,
  tee,
  type Code,
  type WasmFunction,
} from '@koppel/wasm';
import { fn } from './functions.ts';
import { at, field, type Layout } from './layout.ts';
import { increase } from './text.ts';

export type Kind = 'text' | 'code' | 'date';

/** A field that the kernel reads: its place in the profile, and what it is. */
export interface KernelField {
  readonly index: number;
  readonly kind: Kind;
}

const CELL_BYTES = 8;

/** run(rows): the cells of so many rows, at least one, to their filters. */
export function emitRun(bytes: Layout, fields: readonly KernelField[]): WasmFunction {
  const [left, row, cell, length, present, notSimple, outcome] = [0, 1, 2, 3, 4, 5, 6];
  const addressOf = (n: number): Code => constant(bytes.fields + field.bytes * n);
  const readField = ({ index, kind }: KernelField, n: number): Code =>
    block(
      branchIf(0, i32.isZero(tee(length, i32.load(get(cell), CELL_BYTES * n + 4)))),
      set(outcome, call(fn[kind], addressOf(n), i32.load(get(cell), CELL_BYTES * n), get(length))),
      set(
        present,
        i32.or(get(present), i32.shiftLeft(i32.and(get(outcome), constant(1)), constant(index))),
      ),
      set(
        notSimple,
        i32.or(
          get(notSimple),
          i32.shiftLeft(i32.shiftRight(get(outcome), constant(1)), constant(index)),
        ),
      ),
    );
  const body = [
    ...set(row, constant(bytes.rows)),
    ...set(cell, constant(bytes.cells)),
    ...loop(
      clear(get(row), constant(bytes.rowBytes)),
      i32.store(constant(at.row), get(row)),
      i32.store(constant(at.listEnd), constant(bytes.list)),
      set(present, constant(0)),
      set(notSimple, constant(0)),
      ...fields.map(readField),
      drop(call(fn.flush)),
      i32.store(get(row), get(notSimple)),
      i32.store(get(row), get(present), 4),
      increase(row, bytes.rowBytes),
      increase(cell, CELL_BYTES * fields.length),
      set(left, i32.sub(get(left), constant(1))),
      branchIf(0, get(left)),
    ),
    ...fields.flatMap(({ kind }, n) => (kind === 'code' ? drop(call(fn.drain, addressOf(n))) : [])),
    ...constant(0),
  ];
  return { parameters: 1, i32Locals: 6, v128Locals: 0, body };
}

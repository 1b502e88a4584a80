// SPDX-License-Identifier: EUPL-1.2
/** WebAssembly written out from TypeScript: no toolchain, and no binary in the repository. */
export {
  block,
  branchIf,
  constant,
  f32x4,
  get,
  i32,
  loop,
  moduleOf,
  set,
  v128,
  type Code,
  type WasmFunction,
} from './code.ts';

// SPDX-License-Identifier: EUPL-1.2
/** WebAssembly written out from TypeScript: no toolchain, and no binary in the repository. */
export {
  block,
  branch,
  branchIf,
  call,
  clear,
  constant,
  drop,
  f32x4,
  get,
  giveBack,
  i32,
  i32x4,
  i64,
  loop,
  select,
  set,
  tee,
  u8x16,
  v128,
  when,
  type Code,
} from './code.ts';
export { createWorkspace, type Workspace } from './instance.ts';
export { moduleOf, type WasmFunction } from './module.ts';

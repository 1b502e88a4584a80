// SPDX-License-Identifier: EUPL-1.2
/** Modules at work on a memory of their own. */

type Run = (...numbers: number[]) => number;

/** The part of the WebAssembly interface that is used: the types of Node do not describe it. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { readonly exports: { readonly run: Run } };
};

const PAGE = 65_536;

export interface Workspace {
  /** All zeros at first. Nothing else can reach it; it does not grow. */
  readonly buffer: ArrayBuffer;
  /** Compiles a module of `moduleOf` onto the memory, and gives its function. */
  readonly load: (module: Uint8Array<ArrayBuffer>) => Run;
}

/** @param bytes of memory, at least */
export function createWorkspace(bytes: number): Workspace {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  return {
    buffer: memory.buffer,
    load(module) {
      const compiled = new WebAssembly.Module(module);
      return new WebAssembly.Instance(compiled, { koppel: { memory } }).exports.run;
    },
  };
}

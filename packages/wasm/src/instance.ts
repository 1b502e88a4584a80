// SPDX-License-Identifier: EUPL-1.2
/** A module at work, with a memory of its own. */

/** The part of the WebAssembly interface that is used: the types of Node do not describe it. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly run: (count: number) => number } };
};

export interface Instance {
  /** Nothing else can reach it; it does not grow. */
  readonly buffer: ArrayBuffer;
  readonly run: (count: number) => number;
}

/** @param pages of memory, 64 KiB each, all zeros */
export function instantiate(module: Uint8Array<ArrayBuffer>, pages: number): Instance {
  const memory = new WebAssembly.Memory({ initial: pages });
  const compiled = new WebAssembly.Module(module);
  const { run } = new WebAssembly.Instance(compiled, { koppel: { memory } }).exports;
  return { buffer: memory.buffer, run };
}

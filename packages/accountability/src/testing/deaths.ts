// SPDX-License-Identifier: EUPL-1.2
/**
 * A process that is killed between two changes on its disk, or within one: from a chosen change on,
 * nothing is written, moved or removed any more, whatever the program still tries. Deterministic and
 * in the process of the test; what is under test is imported after `patchDisk`.
 */
import process from 'node:process';

export class Death extends Error {}

type Call = (...args: unknown[]) => unknown;

const changing = [
  'writeFileSync', 'writeSync', 'renameSync', 'linkSync', 'unlinkSync', 'rmSync', 'rmdirSync',
  'ftruncateSync', 'truncateSync', 'mkdirSync', 'copyFileSync', 'openSync',
] as const; // prettier-ignore

let left = Infinity;
let seen = 0;
let isArmed = false;

/** True where the call does not change the disk: opening to read. */
function isHarmless(name: string, args: readonly unknown[]): boolean {
  return name === 'openSync' && (args[1] === undefined || args[1] === 'r');
}

function dying(name: string, call: Call): Call {
  return function (this: unknown, ...args: unknown[]): unknown {
    if (!isArmed || isHarmless(name, args)) return call.apply(this, args);
    seen += 1;
    left -= 1;
    if (left > 0) return call.apply(this, args);
    // What is being written when it dies is half there.
    const [, bytes, from, count] = args;
    if (left === 0 && name === 'writeSync' && bytes instanceof Uint8Array) {
      const half = Math.floor((typeof count === 'number' ? count : bytes.length) / 2);
      if (half > 0) call.call(this, args[0], bytes, from ?? 0, half, args[4]);
    }
    throw new Death();
  };
}

/** Has every change on the disk counted, for modules that are imported after this. */
export function patchDisk(): void {
  const fs = process.getBuiltinModule('node:fs') as unknown as Record<string, Call>;
  for (const name of changing) fs[name] = dying(name, fs[name]!);
}

/**
 * Does the work, and dies at the n-th change.
 * @returns how many changes there were
 */
export async function dieAt(change: number, work: () => Promise<unknown>): Promise<number> {
  [left, seen, isArmed] = [change, 0, true];
  try {
    await work();
  } catch (thrown) {
    if (left > 0) throw thrown;
  } finally {
    isArmed = false;
  }
  return seen;
}

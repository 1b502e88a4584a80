// SPDX-License-Identifier: EUPL-1.2
/** A file system of a few hundred kilobytes, to fill. Needs the right to mount: not everyone has it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface SmallDisk {
  readonly folder: string;
  /** Gives it another size, contents kept. */
  readonly resize: (kilobytes: number) => void;
  /** Lets nobody write any more, root neither. */
  readonly protect: () => void;
  readonly remove: () => void;
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' });
}

/** Undefined where this machine or account cannot mount. */
export function makeSmallDisk(folder: string, kilobytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'koppel-test', folder);
  } catch {
    return undefined;
  }
  return {
    folder,
    resize(size) {
      mount('-o', `remount,size=${size}k`, folder);
    },
    protect() {
      mount('-o', 'remount,ro', folder);
    },
    remove() {
      execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    },
  };
}

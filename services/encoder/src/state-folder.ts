// SPDX-License-Identifier: EUPL-1.2
/**
 * The encoder's own folder: what was last delivered, and what a run needs while it works. Nothing in
 * it is readable without the owner's keys; without it, registers are sent whole.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock, writeError, type Reporter } from '@koppel/console';
import { isKoppelError } from '@koppel/errors';
import { hex } from './bytes.ts';

/** The files of one register under one version of a study. */
export interface RegisterState {
  readonly snapshotFile: string;
  readonly spillFile: string;
  /** Of a study with a second round: what was asked and answered, a database. */
  readonly looksFile: string;
  /** What looks at a run are answered from. @param run its identity, 16 bytes */
  readonly storeFile: (run: Uint8Array) => string;
  /** The identities of runs, in hex, of which there is such a file. */
  readonly storedRuns: () => string[];
}

const pollMs = 200;
/** For so long whoever comes back to a register leaves it, so that somebody who waits gets it. */
export const yieldMs = 2 * pollMs;
/** How long a run waits for another one of the same register. */
const waitMsDefault = 600_000;

/** The folder of a run for which none was named: beside the key file. */
export function defaultStateFolder(keyFile: string): string {
  return `${keyFile}.state`;
}

/**
 * Does `work` alone among the runs of this register in this folder; a run that finds another at work
 * waits for its end. What a crash left is removed first.
 * @throws KoppelError FILE_IN_USE after ten minutes; DISK_FULL, WRITE_FAILED
 */
export async function withRegisterState<T>(
  folder: string,
  register: { readonly study: string; readonly specHash: Uint8Array; readonly register: string },
  reporter: Reporter,
  work: (state: RegisterState) => Promise<T>,
  waitMs: number = waitMsDefault,
): Promise<T> {
  const name = registerName(register);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
  const lockName = join(folder, name);
  for (let waited = 0; ; waited += pollMs) {
    // Work that finds another file in use is not to be done again.
    const begun = { yes: false };
    try {
      return await withLock(lockName, () => {
        begun.yes = true;
        removeRemains(folder, name);
        return work(registerFiles(folder, name));
      });
    } catch (thrown) {
      if (!isKoppelError(thrown, 'FILE_IN_USE') || begun.yes || waited >= waitMs) throw thrown;
      if (waited === 0) {
        reporter.event('waitingForRun', { study: register.study, register: register.register });
      }
    }
    await sleep(pollMs);
  }
}

/** The files of a register by the name that all of them begin with. */
export function registerFiles(folder: string, name: string): RegisterState {
  const file = (kind: string): string => join(folder, `${name}.${kind}`);
  const stored = new RegExp(`^${name.replaceAll('.', '\\.')}\\.looks\\.([0-9a-f]{32})$`);
  return {
    snapshotFile: file('snapshot'),
    spillFile: file('spill'),
    looksFile: file('looks.db'),
    storeFile: (run) => file(`looks.${hex(run)}`),
    storedRuns: () => readdirSync(folder).flatMap((one) => stored.exec(one)?.slice(1) ?? []),
  };
}

/** What the files of a register under a version of a study begin with. */
export function registerName(register: {
  readonly study: string;
  readonly specHash: Uint8Array;
  readonly register: string;
}): string {
  return `${register.study}.${register.register}.${hex(register.specHash).slice(0, 16)}`;
}

/** Whoever holds the lock may: these are of a run that was broken off. */
function removeRemains(folder: string, name: string): void {
  for (const file of readdirSync(folder)) {
    const isStore = file.startsWith(`${name}.looks.`) && file.endsWith('.tmp');
    if (file === `${name}.spill` || file === `${name}.snapshot.tmp` || isStore) {
      rmSync(join(folder, file), { force: true });
    }
  }
}

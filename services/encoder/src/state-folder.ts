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
}

const pollMs = 200;
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
  const version = hex(register.specHash).slice(0, 16);
  const name = `${register.study}.${register.register}.${version}`;
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
        return work({ snapshotFile: `${lockName}.snapshot`, spillFile: `${lockName}.spill` });
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

/** Whoever holds the lock may: these are of a run that was broken off. */
function removeRemains(folder: string, name: string): void {
  for (const file of readdirSync(folder)) {
    if (file === `${name}.spill` || file === `${name}.snapshot.tmp`) {
      rmSync(join(folder, file), { force: true });
    }
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** The state, for one process at a time: a service and a run by hand would publish past each other. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withKernelLock, writeError } from '@koppel/console';
import { LinkageState } from './state.ts';

/** Another run that is just ending is waited for so long. */
const waitMs = 5000;

/**
 * Does `work` with the state in a folder, which is made where it is missing.
 * @throws KoppelError FILE_IN_USE when a service or a run has it; as `LinkageState`
 */
export async function withState<T>(
  folder: string,
  specHash: Uint8Array,
  work: (state: LinkageState) => Promise<T>,
): Promise<T> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
  return withKernelLock(join(folder, 'state.lock'), { waitMs }, async () => {
    const state = new LinkageState(folder, specHash);
    try {
      return await work(state);
    } finally {
      state.close();
    }
  });
}

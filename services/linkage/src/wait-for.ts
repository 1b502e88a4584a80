// SPDX-License-Identifier: EUPL-1.2
/** Waiting for what others do, as long as the command line says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Opening } from './take-in.ts';

const pollMs = 300;

/** Polls until `attempt` gives something, or fails with `missing()` when the time is over. */
export async function waitFor<T>(
  { until }: Pick<Opening, 'until'>,
  attempt: () => Promise<T | undefined>,
  missing: () => Error,
): Promise<T> {
  for (;;) {
    const found = await attempt();
    if (found !== undefined) return found;
    if (Date.now() >= until) throw missing();
    await sleep(pollMs);
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** Ends long work when somebody asks for it, before anything of it has been written. */
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { KoppelError } from '@koppel/errors';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Work that can be stopped: it looks at the signal between its steps, and takes a breath there. */
export async function untilStopped<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  // Once each: who asks twice is not kept waiting for the end of a step.
  const asked = (): void => {
    stop.abort();
  };
  for (const name of signals) process.once(name, asked);
  try {
    return await work(stop.signal);
  } finally {
    for (const name of signals) process.off(name, asked);
  }
}

/** Lets signals arrive, which only happens between turns. @throws KoppelError AUDIT_CANCELLED */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new KoppelError('AUDIT_CANCELLED');
}

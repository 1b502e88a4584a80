// SPDX-License-Identifier: EUPL-1.2
/** What a monitor sees of a service: told by the service, answered by a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { KoppelError } from '@koppel/errors';
import type { MonitorPlace, MonitorWord, Shown } from './monitor-thread.ts';

/** A linkage computes for minutes without a pause; nothing does for so long. */
const silentMs = 30 * 60_000;

export interface Monitor {
  /** The port, also where the operating system chose it. */
  readonly port: number;
  show(shown: Shown): void;
  close(): Promise<void>;
}

/** Listens until `close`. SERVE_ADDRESS when the address or port cannot be had. */
export async function openMonitor(
  place: Pick<MonitorPlace, 'address' | 'port'> & { readonly silentMs?: number },
): Promise<Monitor> {
  const workerData: MonitorPlace = { silentMs, ...place };
  const worker = new Worker(new URL('./monitor-thread.ts', import.meta.url), { workerData });
  const ended = once(worker, 'exit');
  const [word] = (await once(worker, 'message')) as [MonitorWord];
  if ('failed' in word) {
    await ended;
    throw new KoppelError('SERVE_ADDRESS', { path: 'http' });
  }
  return {
    port: word.port,
    show(shown) {
      worker.postMessage(shown);
    },
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}

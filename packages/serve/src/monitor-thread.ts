// SPDX-License-Identifier: EUPL-1.2
/**
 * The thread that answers a monitor, with what the service told last: it answers also while the
 * service computes. It holds nothing else and reads nothing.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { isKoppelError } from '@koppel/errors';
import { listen, type Answer } from './http.ts';

/** What the service tells about itself. */
export interface Shown {
  /** As JSON; it has a field `ready`. */
  readonly readiness: string;
  readonly ready: boolean;
  readonly metrics: string;
}

export interface MonitorPlace {
  readonly address: string;
  readonly port: number;
  /** Milliseconds without a word after which the service counts as stuck. */
  readonly silentMs: number;
}

/** First word of the thread: the port, or that it cannot have it. */
export type MonitorWord = { readonly port: number } | { readonly failed: true };

const { address, port, silentMs } = workerData as MonitorPlace;
const parent = parentPort!;

let shown: Shown = { readiness: '{"ready":false}', ready: false, metrics: '' };
let heard = performance.now();

function json(status: number, body: string): Promise<Answer> {
  return Promise.resolve({ status, type: 'application/json', body: `${body}\n` });
}

try {
  const listener = await listen(address, port, {
    '/health': () => {
      const silent = performance.now() - heard;
      const status = silent > silentMs ? 'stuck' : 'ok';
      const silentSeconds = Math.floor(silent / 1000);
      return json(status === 'ok' ? 200 : 503, JSON.stringify({ status, silentSeconds }));
    },
    '/ready': () => json(shown.ready ? 200 : 503, shown.readiness),
    '/metrics': () =>
      Promise.resolve({ status: 200, type: 'text/plain; version=0.0.4', body: shown.metrics }),
  });
  parent.on('message', (word: Shown | 'close') => {
    if (word === 'close') {
      parent.close();
      void listener.close();
      return;
    }
    shown = word;
    heard = performance.now();
  });
  parent.postMessage({ port: listener.port } satisfies MonitorWord);
} catch (thrown) {
  if (!isKoppelError(thrown)) throw thrown;
  parent.postMessage({ failed: true } satisfies MonitorWord);
  parent.close();
}

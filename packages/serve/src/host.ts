// SPDX-License-Identifier: EUPL-1.2
/**
 * The frame of a service that works in rounds: it tells a monitor how it is, goes on after failures,
 * and ends in good order when the system asks it to.
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problems, reportFailure, type CommandContext } from '@koppel/console';
import { catalogue, isKoppelError, type ErrorCode } from '@koppel/errors';
import { isLoopback } from './configuration.ts';
import { openMonitor } from './monitor.ts';

export type Condition = 'ok' | ErrorCode;

/** What `/ready` answers: `ready`, and per condition `ok` or the code of what is wrong. */
export interface Readiness {
  readonly ready: boolean;
  readonly [condition: string]: unknown;
}

export interface Hosted {
  /** Work as far as there is some now; ends soon after the signal, at a place to go on from. */
  round(signal: AbortSignal): Promise<void>;
  /** How it is now. Must not wait for the work. */
  readiness(): Promise<Readiness>;
  /** Figures as text. */
  metrics(): string;
  /** A round failed with this code; `ok`: it succeeded. */
  fared(condition: Condition): void;
  /** Lets go of what a round may be waiting for. */
  release(): Promise<void>;
}

export interface HostSettings {
  readonly http: { readonly address: string; readonly port: number };
  /** From one round to the next. */
  readonly pollSeconds: number;
  /** What a round at hand may still take after the system asked to stop. */
  readonly stopSeconds: number;
  /** The first pause after a failure; by default five seconds. */
  readonly firstPauseMs?: number;
}

/** Names of the study for the events of a start and an end. */
export interface HostNames {
  readonly study: string;
}

const showMs = 1000;
const probeMs = 5000;
/** For a round that has lost its log to come to its end. */
const lastMs = 5000;
const firstPauseMs = 5000;
const longestPauseMs = 900_000;

/** The code of what was thrown, the first of several. */
export function codeOf(thrown: unknown): ErrorCode {
  const first: unknown = thrown instanceof Problems ? thrown.list[0] : thrown;
  return isKoppelError(first) ? first.code : 'INTERNAL';
}

/** How long to wait after so many failures in a row, doubling from the first to a quarter of an hour. */
export function pauseMs(failures: number, firstMs: number = firstPauseMs): number {
  return Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestPauseMs);
}

/** Aborts on the signals by which a system asks a program to stop. A second one ends it at once. */
export function stopSignal({ reporter }: Pick<CommandContext, 'reporter'>): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      reporter.event('stopping', { stage: signal });
      controller.abort();
    });
  }
  return controller.signal;
}

/** Rounds, one after the other, until the signal aborts. */
async function work(
  service: Hosted,
  settings: HostSettings,
  { context, signal }: { readonly context: CommandContext; readonly signal: AbortSignal },
): Promise<void> {
  const stopped = (): boolean => signal.aborted;
  let failures = 0;
  let told: ErrorCode | undefined;
  while (!stopped()) {
    let pause = settings.pollSeconds * 1000;
    try {
      await service.round(signal);
      service.fared('ok');
      if (failures > 0) context.reporter.event('worksAgain');
      [failures, told] = [0, undefined];
    } catch (thrown) {
      if (stopped()) return; // it was let go of: the next start goes on
      const code = codeOf(thrown);
      service.fared(code);
      // Told once: a document that has expired fails in the same way for days.
      if (code !== told) reportFailure(thrown, context.reporter);
      told = code;
      failures += 1;
      pause = pauseMs(failures, settings.firstPauseMs);
      const inSeconds = Math.round(pause / 1000);
      const level = catalogue[code].kind === 'environment' ? 'waits' : 'roundFailed';
      context.reporter.event(level, { code }, { failures, inSeconds });
      await service.release();
    }
    // The only reason for the pause to reject is the abort, which the loop then sees.
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Tells the monitor how the service is: figures each second, conditions each five. */
function keepShowing(service: Hosted, show: (readiness: Readiness) => void): () => Promise<void> {
  let readiness: Readiness = { ready: false };
  let probing: Promise<void> | undefined;
  let last = -Infinity;
  const look = (): void => {
    const now = performance.now();
    if (probing === undefined && now - last >= probeMs) {
      last = now;
      probing = service
        .readiness()
        .then((found) => {
          readiness = found;
          show(readiness);
        })
        .catch(() => undefined)
        .finally(() => {
          probing = undefined;
        });
    }
    show(readiness);
  };
  look();
  const timer = setInterval(look, showMs);
  return async () => {
    clearInterval(timer);
    await probing;
  };
}

/**
 * Runs a service until its signal aborts. Resolves when the round at hand has ended; one that does not
 * end in `stopSeconds` loses the log that it waits for, and ends by that.
 * @throws KoppelError SERVE_ADDRESS
 */
export async function host(
  service: Hosted,
  settings: HostSettings,
  on: {
    readonly context: CommandContext;
    readonly signal: AbortSignal;
    readonly names: HostNames;
  },
): Promise<void> {
  const { context, signal, names } = on;
  const { address } = settings.http;
  const monitor = await openMonitor(settings.http);
  if (!isLoopback(address)) context.reporter.event('listensBeyondThisMachine', names);
  context.reporter.event('serving', names, { port: monitor.port });
  const stopShowing = keepShowing(service, (readiness) => {
    monitor.show({
      readiness: JSON.stringify(readiness),
      ready: readiness.ready,
      metrics: service.metrics(),
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const hurry = (): void => {
    timer = setTimeout(() => {
      void service.release();
      // All work can be killed at any moment and go on: better so than by the system, with a failure.
      timer = setTimeout(() => {
        context.reporter.event('stoppedAtOnce', names);
        process.exit(0);
      }, lastMs);
    }, settings.stopSeconds * 1000);
  };
  signal.addEventListener('abort', hurry, { once: true });
  try {
    await work(service, settings, { context, signal });
    context.reporter.event('stopped', names);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', hurry);
    await stopShowing();
    await service.release();
    await monitor.close();
  }
}

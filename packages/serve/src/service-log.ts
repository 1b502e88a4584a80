// SPDX-License-Identifier: EUPL-1.2
/**
 * The log of a service: opened anew after a failure, so that a certificate or password that was
 * replaced is used without a restart, and let go of at once when the service stops while it waits.
 */
import { logOptions, type CommandContext } from '@koppel/console';
import { openLog, type LogPort } from '@koppel/transport';
import { LogProbe } from './probe.ts';

export class ServiceLog {
  readonly #name: string;
  readonly #context: CommandContext;
  readonly #probe: LogProbe;
  #port: LogPort | undefined;
  #away = false;
  #stopping = false;

  /** @param signal the service is asked to stop */
  constructor(name: string, context: CommandContext, signal: AbortSignal) {
    this.#name = name;
    this.#context = context;
    this.#probe = new LogProbe(name, context.environment);
    signal.addEventListener('abort', () => {
      this.#stopping = true;
      if (this.#away) void this.release();
    });
  }

  /** The port for the work. LOG_* */
  async port(): Promise<LogPort> {
    const options = logOptions(this.#context);
    this.#port ??= await openLog(this.#name, {
      ...options,
      onBroker: (state) => {
        this.#away = state === 'waiting';
        options.onBroker(state);
        if (this.#away && this.#stopping) void this.release();
      },
    });
    return this.#port;
  }

  /** The end of each topic, over a connection of its own, soon or not at all. LOG_* */
  ends(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#probe.ends(topics);
  }

  /** Closes the port; whoever waits on it fails. */
  async release(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    this.#away = false;
    await port?.close();
  }

  async close(): Promise<void> {
    await this.release();
    await this.#probe.close();
  }
}

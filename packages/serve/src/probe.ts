// SPDX-License-Identifier: EUPL-1.2
/**
 * Asks the log how far its topics are, beside the work and over a connection of its own: the one of
 * the work may be waiting for a broker that is away. Only reads.
 */
import { isBroker, openLog, type LogOptions, type LogPort } from '@koppel/transport';

/** Milliseconds that one question may take. */
const waitMs = 2000;

export class LogProbe {
  readonly #log: string;
  readonly #environment: LogOptions['environment'];
  #port: LogPort | undefined;

  constructor(log: string, environment: LogOptions['environment']) {
    this.#log = log;
    this.#environment = environment;
  }

  /**
   * The end of each topic, by its name.
   * @throws KoppelError LOG_*: LOG_KAFKA_UNREACHABLE when the broker does not answer soon
   */
  async ends(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    try {
      const options = { environment: this.#environment, readOnly: true, waitMs };
      this.#port ??= await openLog(this.#log, options);
      const ends = new Map<string, number>();
      for (const topic of topics) ends.set(topic, await this.#port.end(topic));
      // A folder may be replaced by another: it is opened anew each time, which is cheap.
      if (!isBroker(this.#log)) await this.close();
      return ends;
    } catch (thrown) {
      await this.close(); // what was refused stays refused on a connection
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    await port?.close();
  }
}

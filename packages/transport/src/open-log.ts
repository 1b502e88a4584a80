// SPDX-License-Identifier: EUPL-1.2
/**
 * The log that a command names: a folder of this machine, or a broker. Who names it decides alone;
 * nothing falls back from one to the other.
 */
import { openEmbeddedLog } from './embedded-log.ts';
import type { Environment } from './kafka/config.ts';
import { openKafkaLog } from './kafka/kafka-log.ts';
import type { OnBroker } from './kafka/patience.ts';
import type { LogPort } from './log-port.ts';

export interface LogOptions {
  /** Of the process: it may hold settings for a broker, see `docs/operating/kafka.md`. */
  readonly environment: Environment;
  /** Embedded: make the folder and the log where they are missing; default false. */
  readonly create?: boolean | undefined;
  /** Embedded: nothing is written, also not when it is opened or closed; default false. */
  readonly readOnly?: boolean | undefined;
  /** Milliseconds to wait for a log that is busy or a broker that is away; default: each its own. */
  readonly waitMs?: number | undefined;
  /** Hears when a broker is waited for, and when that is over. */
  readonly onBroker?: OnBroker | undefined;
}

/** What stands for a broker that the environment alone names. */
const fromEnvironment = 'kafka:';

/** Whether a name of a log is that of a broker: `kafka:`, or a configuration file in YAML. */
export function isBroker(name: string): boolean {
  return name === fromEnvironment || /\.ya?ml$/.test(name);
}

/** The configuration of the broker called `name`; undefined when the environment alone has it. */
export function brokerFileOf(name: string): string | undefined {
  return name === fromEnvironment ? undefined : name;
}

/**
 * Opens the log called `name`: a folder, a file `….yaml` that says how to reach a broker, or `kafka:`.
 * @throws KoppelError as `openEmbeddedLog` and `openKafkaLog` do
 */
export async function openLog(name: string, options: LogOptions): Promise<LogPort> {
  const { environment, create, readOnly, waitMs, onBroker } = options;
  if (!isBroker(name)) return openEmbeddedLog(name, { create, readOnly, busyMs: waitMs });
  return openKafkaLog(brokerFileOf(name), { environment, waitMs, onBroker });
}

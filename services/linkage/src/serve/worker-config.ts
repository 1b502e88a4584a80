// SPDX-License-Identifier: EUPL-1.2
/** The configuration of a worker as a service. docs/operating/linkage-unit.md tells each setting. */
import { httpSettings, pathSetting as path, readConfiguration } from '@koppel/serve';
import type { Configured, Environment } from '@koppel/serve';
import { z } from 'zod';

const seconds = z.int().min(1).max(86_400);

const configSchema = z.strictObject({
  koppelServe: z.literal(1),
  study: path,
  keys: path,
  /** Where the passphrase of the key file stands; otherwise KOPPEL_PASSPHRASE_FILE names it. */
  passphraseFile: path.optional(),
  log: path,
  /** Of this worker alone. */
  state: path,
  /** Threads; 0 for all that the machine offers. */
  workers: z.int().min(0).max(256).default(0),
  http: httpSettings(9467),
  /** From one look whether all owners have agreed to the next. */
  pollSeconds: seconds.default(2),
  stopSeconds: seconds.default(45),
});

export type WorkerConfig = z.output<typeof configSchema>;

const paths = ['study', 'keys', 'passphraseFile', 'log', 'state'];

/**
 * Reads the configuration; `KOPPEL_WORKER_` begins its variables.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting as path
 */
export function configureWorker(
  file: string | undefined,
  environment: Environment,
): Configured<WorkerConfig> {
  const prefix = 'KOPPEL_WORKER_';
  return readConfiguration(configSchema, { file, environment, prefix, paths });
}

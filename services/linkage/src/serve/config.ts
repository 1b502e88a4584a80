// SPDX-License-Identifier: EUPL-1.2
/** The configuration of the linkage unit's service. docs/operating/linkage-unit.md tells each setting. */
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
  state: path,
  /** A folder for the quality report, instead of the one in the state. */
  report: path.optional(),
  /** A file for what became of whom since the linkage before. */
  events: path.optional(),
  http: httpSettings(9465),
  intake: z.strictObject({ pollSeconds: seconds.default(2) }).prefault({}),
  link: z
    .strictObject({
      /** `never` only takes in and answers; somebody gives `run` when it is time. */
      when: z.enum(['complete', 'never']).default('complete'),
      /** Nothing new arrived for so long: several registers that change cost one linkage. */
      quietSeconds: z.int().min(0).max(604_800).default(60),
      /** Threads; 0 for all that the machine offers. */
      workers: z.int().min(0).max(1024).default(0),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** So many days before the study's term for encodings ends, it is told. */
      warnDays: z.int().min(0).max(3650).default(30),
      /** The day after its last: nothing new is begun, or everything of the study is destroyed too. */
      after: z.enum(['refuse', 'destroy']).default('refuse'),
    })
    .prefault({}),
  stopSeconds: seconds.default(45),
});

export type UnitConfig = z.output<typeof configSchema>;

const paths = ['study', 'keys', 'passphraseFile', 'log', 'state', 'report', 'events'];

/**
 * Reads the configuration; `KOPPEL_LINKAGE_` begins its variables.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting as path
 */
export function configureUnit(
  file: string | undefined,
  environment: Environment,
): Configured<UnitConfig> {
  const prefix = 'KOPPEL_LINKAGE_';
  return readConfiguration(configSchema, { file, environment, prefix, paths });
}

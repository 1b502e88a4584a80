// SPDX-License-Identifier: EUPL-1.2
/** The configuration of the researcher's service. docs/operating/researcher.md tells each setting. */
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
  /** A folder in which every result gets a folder of its own. */
  out: path,
  /** Tell what became of whom since the data set before. */
  events: z.boolean().default(true),
  http: httpSettings(9466),
  pollSeconds: seconds.default(10),
  retention: z
    .strictObject({
      /** So many data sets stay, the newest ones; 0 for all. */
      dataSets: z.int().min(0).max(10_000).default(0),
    })
    .prefault({}),
  stopSeconds: seconds.default(45),
});

export type ResearcherConfig = z.output<typeof configSchema>;

const paths = ['study', 'keys', 'passphraseFile', 'log', 'out'];

/**
 * Reads the configuration; `KOPPEL_RESEARCHER_` begins its variables.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting as path
 */
export function configureResearcher(
  file: string | undefined,
  environment: Environment,
): Configured<ResearcherConfig> {
  const prefix = 'KOPPEL_RESEARCHER_';
  return readConfiguration(configSchema, { file, environment, prefix, paths });
}

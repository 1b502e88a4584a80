// SPDX-License-Identifier: EUPL-1.2
/**
 * The configuration of the service: a file that says for each register what a run is told on the
 * command line. Strict: a setting that is not known is an error, and whether there is an exclusion
 * list must be said.
 */
import { KoppelError } from '@koppel/errors';
import { httpSettings, pathSetting as path, readConfiguration } from '@koppel/serve';
import type { Configured, Environment } from '@koppel/serve';
import { z } from 'zod';
import { parseSchedule, type Schedule } from './schedule.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

const schedule = z.string().transform((text, context): Schedule => {
  const read = parseSchedule(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'schedule' });
  return z.NEVER;
});

const registerSchema = z.strictObject({
  register: name,
  mapping: path,
  /** The export, replaced by a new one before each time; none where the mapping names a database. */
  input: path.optional(),
  schedule,
  /** Run once when the service starts for the first time, not only at the next scheduled time. */
  atStart: z.boolean().default(false),
  acceptRejected: z.boolean().default(false),
  /** The list has citizen service numbers, this register none: record numbers are listed instead. */
  confirmWithoutBsn: z.boolean().default(false),
  report: path.optional(),
});

const configSchema = z.strictObject({
  koppelServe: z.literal(1),
  study: path,
  owner: name,
  keys: path,
  log: path,
  /** Default: the key file with `.state`. */
  state: path.optional(),
  /** The list, or `none`: said, not forgotten. */
  exclusions: path,
  /** 0 lets the operating system choose the port; the service tells which. */
  http: httpSettings(9464),
  registers: z.array(registerSchema).min(1),
});

export type ServeConfig = z.output<typeof configSchema>;
export type ServedRegister = ServeConfig['registers'][number];

/** Settings that are paths. */
const paths = [
  ...['study', 'keys', 'log', 'state', 'exclusions'],
  ...['mapping', 'input', 'report'].map((name) => `registers.*.${name}`),
];

/**
 * Reads a configuration, with where each setting came from. Paths in the file are taken from its
 * folder. `KOPPEL_ENCODER_` begins the variables of the environment.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting as path
 */
export function configureServe(file: string, environment: Environment): Configured<ServeConfig> {
  const prefix = 'KOPPEL_ENCODER_';
  const { config, settings } = readConfiguration(configSchema, {
    file,
    environment,
    prefix,
    paths,
  });
  const names = config.registers.map(({ register }) => register);
  if (new Set(names).size !== names.length) {
    throw new KoppelError('SERVE_CONFIG', { file, path: 'registers', rule: 'twice' });
  }
  return { config: { ...config, state: config.state ?? `${config.keys}.state` }, settings };
}

/** The configuration alone. */
export function readServeConfig(file: string, environment: Environment = {}): ServeConfig {
  return configureServe(file, environment).config;
}

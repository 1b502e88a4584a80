// SPDX-License-Identifier: EUPL-1.2
/**
 * The configuration of the service: a file that says for each register what a run is told on the
 * command line. Strict: a setting that is not known is an error, and whether there is an exclusion
 * list must be said.
 */
import { dirname, resolve } from 'node:path';
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseSchedule, type Schedule } from './schedule.ts';

const path = z.string().min(1).max(4096);
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
  http: z
    .strictObject({
      address: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
      /** 0 lets the operating system choose; the service tells which. */
      port: z.int().min(0).max(65_535).default(9464),
      /** Without it only addresses of this machine itself are listened on. */
      allowRemote: z.boolean().default(false),
    })
    .prefault({}),
  registers: z.array(registerSchema).min(1),
});

export type ServeConfig = z.output<typeof configSchema>;
export type ServedRegister = ServeConfig['registers'][number];

/** Whether an address is of this machine alone. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Names of settings; what else stands in a file given by mistake is not printed. */
const settingName = /^[a-zA-Z]{1,30}$/;

function placeOf(issue: z.core.$ZodIssue | undefined): { path?: string } {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const parts = [...(issue?.path ?? []), ...unknown].map(String);
  const sound = parts.every((part) => settingName.test(part) || /^\d+$/.test(part));
  return sound && parts.length > 0 ? { path: parts.join('.') } : {};
}

/**
 * Reads a configuration. Paths in it are taken from the folder of the file.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting as path
 */
export function readServeConfig(file: string): ServeConfig {
  const text = readFileText(file);
  let config: ServeConfig;
  try {
    config = configSchema.parse(parse(text, { logLevel: 'error' }));
  } catch (thrown) {
    const issues = thrown instanceof z.ZodError ? thrown.issues : [];
    throw new KoppelError('SERVE_CONFIG', { file, ...placeOf(issues[0]) });
  }
  const names = config.registers.map(({ register }) => register);
  if (new Set(names).size !== names.length) {
    throw new KoppelError('SERVE_CONFIG', { file, path: 'registers', rule: 'twice' });
  }
  if (!isLoopback(config.http.address) && !config.http.allowRemote) {
    throw new KoppelError('SERVE_CONFIG', { file, path: 'http.allowRemote' });
  }
  const from = (one: string): string => resolve(dirname(file), one);
  return {
    ...config,
    study: from(config.study),
    keys: from(config.keys),
    // `kafka:` is a broker that the environment names.
    log: config.log === 'kafka:' ? config.log : from(config.log),
    state: from(config.state ?? `${config.keys}.state`),
    exclusions: config.exclusions === 'none' ? 'none' : from(config.exclusions),
    registers: config.registers.map((one) => ({
      ...one,
      mapping: from(one.mapping),
      ...(one.input === undefined ? {} : { input: from(one.input) }),
      ...(one.report === undefined ? {} : { report: from(one.report) }),
    })),
  };
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * How to reach a broker: a file, and the environment over it. Strict: a setting that is not known is
 * an error. Secrets are named by file and never stand in the configuration or on a command line.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { KoppelError } from '@koppel/errors';
import { parse } from 'yaml';
import { z } from 'zod';

const path = z.string().min(1).max(4096);
const broker = z.string().regex(/^(?:[a-zA-Z0-9._-]{1,253}|\[[0-9a-fA-F:]{2,45}\]):\d{1,5}$/);
const user = z.string().min(1).max(255);

const configSchema = z.strictObject({
  koppelKafka: z.literal(1),
  brokers: z.array(broker).min(1).max(100),
  tls: z.union([
    /** Only where every broker is on this machine. */
    z.literal('off'),
    z.strictObject({
      /** Certificates of the authorities that the broker's certificate must come from. */
      ca: path,
      /** This party's own certificate and its secret key, where the broker asks for one. */
      certificate: path.optional(),
      key: path.optional(),
      keyPasswordFile: path.optional(),
    }),
  ]),
  sasl: z
    .discriminatedUnion('mechanism', [
      z.strictObject({ mechanism: z.literal('SCRAM-SHA-512'), user, passwordFile: path }),
      /** The token of a file that something else keeps fresh; it is read again every minute. */
      z.strictObject({ mechanism: z.literal('OAUTHBEARER'), tokenFile: path }),
    ])
    .optional(),
  /** Make topics that are missing: for a rehearsal. Otherwise whoever runs the broker makes them. */
  createTopics: z.boolean().default(false),
  /** How long a broker that is away is waited for; default six hours. */
  waitSeconds: z.int().min(1).max(604_800).default(21_600),
});

export type KafkaConfig = z.output<typeof configSchema>;

/** Variables of the environment, and the place in the file that each takes the place of. */
export const brokerVariables: Readonly<Record<string, readonly string[]>> = {
  KOPPEL_KAFKA_BROKERS: ['brokers'],
  KOPPEL_KAFKA_TLS: ['tls'],
  KOPPEL_KAFKA_CA_FILE: ['tls', 'ca'],
  KOPPEL_KAFKA_CERTIFICATE_FILE: ['tls', 'certificate'],
  KOPPEL_KAFKA_KEY_FILE: ['tls', 'key'],
  KOPPEL_KAFKA_KEY_PASSWORD_FILE: ['tls', 'keyPasswordFile'],
  KOPPEL_KAFKA_MECHANISM: ['sasl', 'mechanism'],
  KOPPEL_KAFKA_USER: ['sasl', 'user'],
  KOPPEL_KAFKA_PASSWORD_FILE: ['sasl', 'passwordFile'],
  KOPPEL_KAFKA_TOKEN_FILE: ['sasl', 'tokenFile'],
  KOPPEL_KAFKA_WAIT_SECONDS: ['waitSeconds'],
};

export type Environment = Readonly<Record<string, string | undefined>>;

type Tree = Record<string, unknown>;

/** Where a path in the file is relative to: the folder of the file. */
function absolute(tree: Tree, folder: string): void {
  for (const section of [tree['tls'], tree['sasl']]) {
    if (typeof section !== 'object' || section === null) continue;
    const settings = section as Tree;
    for (const name of [
      'ca',
      'certificate',
      'key',
      'keyPasswordFile',
      'passwordFile',
      'tokenFile',
    ]) {
      const value = settings[name];
      if (typeof value === 'string' && value !== '') settings[name] = resolve(folder, value);
    }
  }
}

function valueOf(name: string, text: string): unknown {
  if (name === 'brokers') return text.split(',').map((one) => one.trim());
  return name === 'waitSeconds' && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function withEnvironment(tree: Tree, environment: Environment): Tree {
  for (const [variable, [first, second]] of Object.entries(brokerVariables)) {
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    if (second === undefined) tree[first!] = valueOf(first!, text);
    else {
      const section = tree[first!];
      const settings = typeof section === 'object' && section !== null ? section : {};
      tree[first!] = { ...settings, [second]: text };
    }
  }
  return tree;
}

/** Names of settings; what else stands in a file given by mistake is not printed. */
const settingName = /^[a-zA-Z]{1,30}$/;

function placeOf(issue: z.core.$ZodIssue | undefined): { path?: string } {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const parts = [...(issue?.path ?? []), ...unknown].map(String);
  const sound = parts.every((part) => settingName.test(part) || /^\d{1,3}$/.test(part));
  return sound && parts.length > 0 ? { path: parts.join('.') } : {};
}

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new KoppelError('LOG_KAFKA_FILE', { file });
  }
}

/** Whether an address `host:port` is of this machine alone. */
function isLoopback(address: string): boolean {
  const host = address.slice(0, address.lastIndexOf(':'));
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads a configuration. Without a file all comes from the environment. Relative paths in the file
 * are taken from its folder, those in the environment from the working folder.
 * @throws KoppelError LOG_KAFKA_FILE; LOG_KAFKA_CONFIG with the setting as path; LOG_KAFKA_TLS_OFF
 */
export function readKafkaConfig(file: string | undefined, environment: Environment): KafkaConfig {
  const place = file === undefined ? {} : { file };
  let config: KafkaConfig;
  const text = file === undefined ? undefined : fileText(file);
  try {
    const tree =
      text === undefined ? { koppelKafka: 1 } : (parse(text, { logLevel: 'error' }) as Tree);
    if (file !== undefined) absolute(tree, dirname(file));
    config = configSchema.parse(withEnvironment(tree, environment));
  } catch (thrown) {
    const issues = thrown instanceof z.ZodError ? thrown.issues : [];
    throw new KoppelError('LOG_KAFKA_CONFIG', { ...place, ...placeOf(issues[0]) });
  }
  if (config.tls === 'off' && !config.brokers.every(isLoopback)) {
    throw new KoppelError('LOG_KAFKA_TLS_OFF', place);
  }
  if (
    config.tls !== 'off' &&
    (config.tls.certificate === undefined) !== (config.tls.key === undefined)
  ) {
    throw new KoppelError('LOG_KAFKA_CONFIG', { ...place, path: 'tls.key' });
  }
  return config;
}

/** One line: a password or a token. LOG_KAFKA_FILE when the file is not there, empty or too large. */
export function readSecret(file: string): string {
  const text = fileText(file).replace(/\r?\n$/, '');
  if (text === '' || text.length > 65_536 || /[\r\n\0]/.test(text)) {
    throw new KoppelError('LOG_KAFKA_FILE', { file });
  }
  return text;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * How the encoder reaches a database: settings from the mapping or from the variables that every
 * PostgreSQL program knows, the password from a file, TLS that checks who answers.
 */
import { X509Certificate } from 'node:crypto';
import { readFileBytes, readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import type { ClientConfig } from 'pg';
import type { Environment } from './row-source.ts';
import type { PostgresSpec } from './source-spec.ts';

const connectSeconds = 30;

/** The first setting that is there and not empty. */
function first(...settings: readonly (string | undefined)[]): string | undefined {
  return settings.find((setting) => setting !== undefined && setting !== '');
}

/** Without TLS only what does not leave this machine: a socket, or an address of the loopback. */
function isHere(host: string): boolean {
  return (
    host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host)
  );
}

function firstLine(file: string): string {
  const line = readFileText(file).split(/\r?\n/, 1)[0]!;
  if (line === '') throw new KoppelError('POSTGRES_SETTINGS', { file });
  return line;
}

function password(spec: PostgresSpec, environment: Environment): string | undefined {
  const file = first(spec.passwordFile, environment['KOPPEL_POSTGRES_PASSWORD_FILE']);
  return file === undefined ? first(environment['PGPASSWORD']) : firstLine(file);
}

/** The library holds the certificate against the host; this, against the name that was agreed. */
function checkName(serverName: string) {
  return (_host: string, { raw }: { readonly raw: Buffer }): Error | undefined =>
    new X509Certificate(raw).checkHost(serverName) === undefined
      ? Object.assign(new Error('another server'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
      : undefined;
}

function tlsOf(file: string, { tls }: PostgresSpec, host: string): ClientConfig['ssl'] {
  if (tls === 'off') {
    if (!isHere(host)) throw new KoppelError('POSTGRES_TLS_OFF', { file, path: 'source.tls' });
    return false;
  }
  const { ca, serverName } = tls;
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: Buffer.from(readFileBytes(ca)) }),
    ...(serverName === undefined
      ? {}
      : { servername: serverName, checkServerIdentity: checkName(serverName) }),
  };
}

function portOf(file: string, spec: PostgresSpec, environment: Environment): number {
  const text = first(environment['PGPORT']) ?? '5432';
  const port = spec.port ?? (/^\d{1,5}$/.test(text) ? Number(text) : 0);
  if (port < 1 || port > 65_535)
    throw new KoppelError('POSTGRES_SETTINGS', { file, path: 'PGPORT' });
  return port;
}

/**
 * Settings of a connection. The mapping goes before the environment; nothing is taken from a
 * `.pgpass` or guessed. `file` names the mapping or register in errors. POSTGRES_SETTINGS,
 * POSTGRES_TLS_OFF, FILE_MISSING.
 */
export function connectionSettings(
  file: string,
  spec: PostgresSpec,
  environment: Environment,
): ClientConfig {
  const needed = (setting: string | undefined, path: string): string => {
    const value = first(setting, environment[path]);
    if (value === undefined) throw new KoppelError('POSTGRES_SETTINGS', { file, path });
    return value;
  };
  const host = needed(spec.host, 'PGHOST');
  const secret = password(spec, environment);
  return {
    host,
    port: portOf(file, spec, environment),
    database: needed(spec.database, 'PGDATABASE'),
    user: needed(spec.user, 'PGUSER'),
    // A function, so that the library looks nowhere else for one.
    password: () => secret ?? '',
    ssl: tlsOf(file, spec, host),
    application_name: 'koppel-encoder',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: connectSeconds * 1000,
    query_timeout: (spec.statementSeconds + connectSeconds) * 1000,
    keepAlive: true,
  };
}

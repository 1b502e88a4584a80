// SPDX-License-Identifier: EUPL-1.2
/**
 * A PostgreSQL server of its own for a test, from the machine's package: TLS with an authority made
 * for it, passwords by SCRAM, gone afterwards. For tests only; undefined where none is installed.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

export interface TestPostgres {
  readonly port: number;
  /** The certificate of the authority, and one of an authority that has nothing to do with it. */
  readonly ca: string;
  readonly otherCa: string;
  /** A file with the password of both users: `reader` and `writer`. */
  readonly passwordFile: string;
  readonly socketFolder: string;
  /** As the superuser, in the database `register`. */
  run(statement: string): Promise<void>;
  /** Ends every connection to the server but this one, as an administrator would. */
  disconnectAll(): Promise<void>;
  stop(): Promise<void>;
}

export const password = 'a password of the tests';

/** Programs of the newest version that is installed. */
function findPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(root, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** The server refuses to run as root: then it runs as the account that its package made. */
function accountOf(): { uid: number; gid: number } | undefined {
  if (getuid?.() !== 0) return undefined;
  const id = (what: string): number =>
    Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** An authority, and a server certificate for `localhost` that it signed. */
function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const name of ['ca', 'other']) {
    openssl('req', '-x509', ...fresh, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  } // prettier-ignore
  openssl('req', ...fresh, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost\n');
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', 'server.crt');
} // prettier-ignore

const rules = `
local   all all scram-sha-256
hostssl all all 127.0.0.1/32 scram-sha-256
`;

async function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const end = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await end;
}

async function untilReady(connect: () => Promise<Client>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await (await connect()).end();
      return;
    } catch (thrown) {
      if (attempt > 200) throw thrown;
      await sleep(50);
    }
  }
}

interface Cluster {
  readonly programs: string;
  readonly account: { readonly uid?: number; readonly gid?: number };
  readonly folder: string;
  readonly port: number;
}

/** Files of a server that takes connections over TLS, and over a socket in its own folder. */
async function makeCluster(programs: string): Promise<Cluster> {
  const own = accountOf();
  const account = own ?? {};
  const folder = mkdtempSync(join(tmpdir(), 'koppel-postgres-'));
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'password'), `${password}\n`);
  chmodSync(folder, 0o755);
  mkdirSync(data, { mode: 0o700 });
  makeCertificates(folder);
  chmodSync(join(folder, 'server.key'), 0o600);
  for (const name of own === undefined ? [] : ['', 'data', 'server.key']) {
    chownSync(join(folder, name), own!.uid, own!.gid);
  }
  const options = `-U postgres -A scram-sha-256 -E UTF8 --locale=C -N`.split(' ');
  const args = ['-D', data, `--pwfile=${join(folder, 'password')}`, ...options];
  execFileSync(join(programs, 'initdb'), args, { ...account, cwd: folder, stdio: 'ignore' });
  writeFileSync(join(data, 'pg_hba.conf'), rules);
  const port = await freePort();
  const settings = `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${folder}'
fsync = off
ssl = on
ssl_cert_file = '${folder}/server.crt'
ssl_key_file = '${folder}/server.key'
`;
  appendFileSync(join(data, 'postgresql.conf'), settings);
  return { programs, account, folder, port };
}

const others =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity ' +
  'WHERE pid <> pg_backend_pid() AND usename IS NOT NULL';

/** Starts a server with a database `register`, and the users `reader` and `writer` without rights. */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const { account, folder, port } = await makeCluster(programs);
  const args = ['-D', join(folder, 'data')];
  const options = { ...account, cwd: folder, stdio: 'ignore' } as const;
  const server = spawn(join(programs, 'postgres'), args, options);
  const connect = async (database = 'register'): Promise<Client> => {
    const client = new Client({ host: folder, port, user: 'postgres', database, password });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const runIn = async (database: string, ...statements: readonly string[]): Promise<void> => {
    const client = await connect(database);
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const stop = async (): Promise<void> => {
    await stopped(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(() => connect('postgres'));
    const role = (user: string): string => `CREATE ROLE ${user} LOGIN PASSWORD '${password}'`;
    await runIn('postgres', 'CREATE DATABASE register', role('reader'), role('writer'));
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    port,
    ca: join(folder, 'ca.crt'),
    otherCa: join(folder, 'other.crt'),
    passwordFile: join(folder, 'password'),
    socketFolder: folder,
    run: (statement) => runIn('register', statement),
    disconnectAll: () => runIn('register', others),
    stop,
  };
}

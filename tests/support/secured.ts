// SPDX-License-Identifier: EUPL-1.2
/** A line over the broker with TLS, logins and rights: a user and a configuration for each party. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Line } from './line.ts';
import type { Party } from './program.ts';

const program = fileURLToPath(new URL('../../scripts/kafka/ensure.ts', import.meta.url));

export interface SecuredBroker {
  readonly folder: string;
  readonly ports: Readonly<Record<string, number>>;
}

/** One that is started here, with every way to connect; the word for what is missing. */
export function findSecured(): SecuredBroker | { readonly missing: string } {
  const place = join(env['KOPPEL_TEST_SHARED']!, 'kafka');
  const { stdout } = spawnSync(execPath, [program, place], { encoding: 'utf8' });
  const found = JSON.parse(stdout) as SecuredBroker | { readonly missing: string };
  if ('missing' in found || 'ports' in found) return found;
  return { missing: 'a broker of these tests, as KAFKA_BROKERS is set' };
}

/** Every party has its configuration here, so that one relative name serves all. */
export const securedLog = 'kafka.yaml';

function write(file: string, config: object): string {
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** A configuration that comes in as this user of the broker. */
export function userFile(broker: SecuredBroker, folder: string, user: string): string {
  const passwordFile = join(broker.folder, 'passwords', user);
  return write(join(folder, securedLog), {
    koppelKafka: 1,
    brokers: [`localhost:${String(broker.ports['scram'])}`],
    tls: { ca: join(broker.folder, 'ca.crt') },
    sasl: { mechanism: 'SCRAM-SHA-512', user, passwordFile },
    waitSeconds: 60,
  });
}

/** The configuration of who runs the broker. */
export function adminFile(broker: SecuredBroker, folder: string): string {
  const at = (name: string): string => join(broker.folder, name);
  return write(join(folder, 'admin.yaml'), {
    koppelKafka: 1,
    brokers: [`localhost:${String(broker.ports['mutual'])}`],
    tls: { ca: at('ca.crt'), certificate: at('client.crt'), key: at('client.key') },
    waitSeconds: 60,
  });
}

/** As whom each party comes in: the owners under their own names. */
export function userOf({ role, name }: Party): string {
  if (role === 'encoder') return name;
  return role === 'linkage' ? 'unit' : role === 'study' ? 'coordinator' : 'researcher';
}

/** The file of the setup; by default for one broker. */
export function partiesFile(line: Line, { replicas = 1, minInSync = 1 } = {}): string {
  const owners = Object.fromEntries(line.owners.map(({ name }) => [name, `User:${name}`]));
  return write(join(line.folder, 'parties.yaml'), {
    koppelParties: 1,
    replicas,
    minInSync,
    coordinator: 'User:coordinator',
    owners,
    linkageUnit: 'User:unit',
    researcher: 'User:researcher',
  });
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * A whole study across containers: owners, linkage unit, researcher and coordinator, each in its image,
 * with logins and rights at a broker, in a network in which there is nothing else.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathsIn } from '../support/archive.ts';
import { makeParties, type Line } from '../support/line.ts';
import type { Party } from '../support/program.ts';
import { seeded } from '../support/random.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { partiesFile, userOf } from '../support/secured.ts';
import { startIsolated, type IsolatedBroker } from './broker.ts';
import type { Containers } from './containers.ts';

const user = 10001;
const id = 'containers';
const ports = { encoder: 9464, linkage: 9465, researcher: 9466, study: 0 } as const;

/** Waits for a condition, generously. */
async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 250) {
    if (await condition()) return;
    await sleep(250);
  }
  throw new Error(what);
}

/** How a party reaches the broker, from inside its container. */
function brokerFile(broker: IsolatedBroker, folder: string, login: object, listener: string): void {
  const config = {
    koppelKafka: 1, brokers: [`localhost:${String(broker.ports[listener])}`], waitSeconds: 120, ...login,
  }; // prettier-ignore
  writeFileSync(join(folder, 'kafka.yaml'), JSON.stringify(config));
}

/** Gives a party all that it needs in its folder, which is mounted at `/work`. */
function equip(line: Line, party: Party, broker: IsolatedBroker): void {
  const { folder } = party;
  copyFileSync(line.studyFile, join(folder, 'study.yaml'));
  copyFileSync(join(broker.folder, 'ca.crt'), join(folder, 'ca.crt'));
  copyFileSync(join(broker.folder, 'passwords', userOf(party)), join(folder, 'password'));
  const sasl = { mechanism: 'SCRAM-SHA-512', user: userOf(party), passwordFile: 'password' };
  brokerFile(broker, folder, { tls: { ca: 'ca.crt' }, sasl }, 'scram');
  const common = { koppelServe: 1, study: 'study.yaml', keys: 'party.key', log: 'kafka.yaml' };
  const own = {
    encoder: {
      owner: party.name, exclusions: 'none',
      registers: [{ register: 'benefits', mapping: 'benefits.yaml', input: 'benefits.csv', schedule: 'daily 03:00', atStart: true }],
    },
    linkage: { state: 'state', passphraseFile: 'passphrase', link: { quietSeconds: 1 } },
    researcher: { out: 'sets', passphraseFile: 'passphrase', pollSeconds: 1 },
    study: {},
  }[party.role]; // prettier-ignore
  writeFileSync(join(folder, 'serve.yaml'), JSON.stringify({ ...common, ...own }));
  for (const path of ['.', ...pathsIn(folder)]) chownSync(join(folder, path), user, user);
}

/** Who runs the broker: makes topics and rights from the study, with a certificate. */
function administrator(line: Line, broker: IsolatedBroker): Party {
  const folder = join(line.folder, 'administrator');
  mkdirSync(folder);
  copyFileSync(line.studyFile, join(folder, 'study.yaml'));
  copyFileSync(partiesFile(line), join(folder, 'parties.yaml'));
  for (const name of ['ca.crt', 'client.crt', 'client.key']) {
    copyFileSync(join(broker.folder, name), join(folder, name));
  }
  const tls = { ca: 'ca.crt', certificate: 'client.crt', key: 'client.key' };
  brokerFile(broker, folder, { tls }, 'mutual');
  for (const path of ['.', ...pathsIn(folder)]) chownSync(join(folder, path), user, user);
  return { role: 'study', name: 'administrator', folder };
}

/** The parties with their containers. */
class Cast {
  readonly containers: Containers;
  readonly broker: IsolatedBroker;
  readonly line: Line;
  readonly admin: Party;

  constructor(containers: Containers, broker: IsolatedBroker, line: Line) {
    this.containers = containers;
    this.broker = broker;
    this.line = line;
    for (const party of [...line.owners, line.linkageUnit, line.researcher]) {
      equip(line, party, broker);
    }
    this.admin = administrator(line, broker);
  }

  /** The parties that run a service. */
  get services(): Party[] {
    return [this.line.owners[0]!, this.line.linkageUnit, this.line.researcher];
  }

  /** The options with which an administrator starts a container. */
  #options({ folder }: Party, ...more: readonly string[]): string[] {
    return [
      'run', '--network', this.broker.network, '--read-only', '--cap-drop', 'all',
      '--security-opt', 'no-new-privileges', '--volume', `${folder}:/work`,
      '--env', 'KOPPEL_PASSPHRASE_FILE=passphrase', ...more,
    ]; // prettier-ignore
  }

  /** A command that does its work and ends. */
  run(party: Party, ...args: readonly string[]): Promise<string> {
    return this.containers.podmanBeside(...this.#options(party, '--rm'), imageOf(party), ...args);
  }

  serve(party: Party): Promise<string> {
    const options = this.#options(party, '--detach', '--name', party.name);
    return this.containers.podmanBeside(
      ...options,
      imageOf(party),
      'serve',
      '--config',
      'serve.yaml',
    );
  }

  /** Runs a script of Node in the container of a service. */
  inside({ name, role }: Party, script: string): string {
    return this.containers.podman('exec', name, `/opt/koppel-${role}/node/bin/node`, '-e', script)
      .stdout;
  }

  /** What the service answers, asked from inside its container. */
  ask(party: Party, path: string): string {
    const url = `http://127.0.0.1:${String(ports[party.role])}${path}`;
    return this.inside(party, `fetch('${url}').then((r) => r.text()).then(console.log)`);
  }
}

const imageOf = ({ role }: Party): string => `koppel-${role}`;

const optionsOf = (owner: Party): string[] =>
  ['--study', 'study.yaml', '--owner', owner.name, '--log', 'kafka.yaml']; // prettier-ignore

async function testSetup(cast: Cast): Promise<void> {
  const setup = ['--study', 'study.yaml', '--parties', 'parties.yaml', '--log', 'kafka.yaml'];
  expect(await cast.run(cast.admin, 'line', 'setup', ...setup, '--yes')).toContain('make topic');
  const wait = ['--keys', 'party.key', '--wait', '200'];
  await Promise.all(
    cast.line.owners.map((owner) => cast.run(owner, 'key', 'agree', ...optionsOf(owner), ...wait)),
  );
}

async function testStudy(cast: Cast): Promise<void> {
  const { line } = cast;
  const check = await cast.run(line.linkageUnit, 'serve', '--config', 'serve.yaml', '--check');
  expect(check).toMatch(/sasl\.user +unit {2}\(file\)/);
  const [served, other] = line.owners;
  for (const one of cast.services) await cast.serve(one);
  const input = ['--register', 'benefits', '--mapping', 'benefits.yaml', '--input', 'benefits.csv'];
  const own = ['--keys', 'party.key', '--no-exclusions'];
  await cast.run(other!, 'run', ...optionsOf(other!), ...input, ...own);
  const sets = join(line.researcher.folder, 'sets');
  const made = (): string[] => readdirSync(sets).filter((name) => name.startsWith('result-'));
  await until('no data set', () => existsSync(sets) && made().length > 0);
  const quality = JSON.parse(readFileSync(join(sets, made()[0]!, 'quality.json'), 'utf8')) as {
    readonly sources: readonly { readonly records: number; readonly linked: number }[];
  };
  expect(quality.sources).toMatchObject(Array(2).fill({ records: 12, linked: 12 }));
  expect(await cast.run(other!, 'receipts', ...optionsOf(other!))).toContain('accepted');
  const answered = 'koppel_encoder_batches_unanswered{register="benefits"} 0\n';
  await until('no receipts', () => cast.ask(served!, '/metrics').includes(answered));
  expect(cast.ask(line.linkageUnit, '/metrics')).toContain(
    'koppel_linkage_records_accepted_total{owner="denhaag",register="benefits"} 12\n',
  );
}

/** What a container may do, as it finds out itself. */
const findOut = `
  const { readdirSync, writeFileSync } = require('node:fs');
  const { networkInterfaces } = require('node:os');
  const attempt = (file) => {
    try { writeFileSync(file, 'x'); return 'written'; } catch (e) { return e.code; }
  };
  const opt = readdirSync('/opt');
  console.log(JSON.stringify({
    user: process.getuid(), opt, services: readdirSync('/opt/' + opt[0] + '/services'),
    writes: ['/x', '/etc/passwd', '/opt/x', '/var/x'].map(attempt),
    networks: Object.keys(networkInterfaces()).filter((name) => name !== 'lo'),
  }));`;

function testConfinement(cast: Cast): void {
  for (const party of cast.services) {
    const { name, role } = party;
    expect(JSON.parse(cast.inside(party, findOut))).toEqual({
      user, opt: [`koppel-${role}`], services: [role], writes: Array(4).fill('EROFS'), networks: [],
    }); // prettier-ignore
    const { status } = cast.containers.podman('healthcheck', 'run', name);
    expect([name, status]).toEqual([name, 0]);
  }
}

async function testAbsence(cast: Cast): Promise<void> {
  const waiting = [cast.line.linkageUnit, cast.line.researcher];
  const isReady = (one: Party): boolean => cast.ask(one, '/ready').startsWith('{"ready":true');
  const knows = (one: Party): boolean =>
    cast.ask(one, '/ready').includes('"log":"LOG_KAFKA_UNREACHABLE"');
  for (const one of waiting) await until('not ready', () => isReady(one));
  cast.broker.pause();
  for (const one of waiting) await until('ready', () => knows(one));
  cast.broker.resume();
  for (const one of waiting) await until('not ready again', () => isReady(one));
}

async function testEnd({ containers, line, services }: Cast): Promise<void> {
  const stop = services.map(({ name }) => containers.podmanBeside('stop', '--time', '120', name));
  await Promise.all(stop);
  const cells = readFileSync(join(line.owners[0]!.folder, 'benefits.csv'), 'utf8').split(/[\n,;]/);
  const identifiers = cells.filter((cell) => /^[A-Z][a-z]{4,}$/.test(cell));
  expect(identifiers.length).toBeGreaterThan(10);
  for (const { name } of services) {
    const state = containers.podman('inspect', name, '--format', '{{.State.ExitCode}}');
    expect([name, state.stdout.trim()]).toEqual([name, '0']);
    const { stdout, stderr } = containers.podman('logs', name);
    expect(stdout + stderr).toContain('"event":"stopped"');
    expect(identifiers.filter((word) => (stdout + stderr).includes(`"${word}"`))).toEqual([]);
  }
}

/** Parties with keys and registers, and a broker. */
async function makeCast(containers: Containers, folder: string): Promise<Cast | string> {
  const started = startIsolated(join(folder, 'broker'));
  const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
  const line = await makeParties(join(folder, 'demo'), { id, owners, capacity: 10 });
  const persons = inventPersons(12, seeded(54));
  const ids = persons.map((_, at) => `R${String(at)}`);
  for (const owner of line.owners) {
    deliver(owner, 'benefits', tableOf('benefits', persons, ids, seeded(54)));
  }
  const broker = await started;
  return typeof broker === 'string' ? broker : new Cast(containers, broker, line);
}

/** The tests; where no broker can be had, they are skipped, and the diagnostics say why. */
export function describeDemo(
  title: string,
  parts: () => { readonly containers: Containers; readonly folder: string },
): void {
  describe(title, () => {
    let cast: Cast;

    beforeAll(async () => {
      const { containers, folder } = parts();
      const made = await makeCast(containers, folder);
      if (typeof made === 'string') throw new Error(made);
      cast = made;
    }, 400_000);

    afterAll(() => {
      cast.broker.stop();
    });

    test.each<readonly [string, () => Promise<void> | void]>([
      ['topics and rights are made from the study, and the owners agree on a key', () => testSetup(cast)],
      ['services take in, link and assemble, and owners learn what became of their batches', () => testStudy(cast)],
      ['each is not root, writes only in its mount, holds no other role, and is healthy', () => { testConfinement(cast); }],
      ['a broker that is away makes them not ready, and they go on when it is back', () => testAbsence(cast)],
      ['they stop in good order, and nothing of a person was told', () => testEnd(cast)],
    ])('%s', (_title, act) => act(), 400_000); // prettier-ignore
  });
}

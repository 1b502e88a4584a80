// SPDX-License-Identifier: EUPL-1.2
/**
 * A whole study across containers: owners, linkage unit, researcher and coordinator, each in its image,
 * with logins and rights at a broker, in a network in which there is nothing else.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  chownSync,
  copyFileSync,
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

export function describeDemo(
  title: string,
  parts: () => { readonly containers: Containers; readonly folder: string },
): void {
  describe(title, () => {
    let containers: Containers;
    let broker: IsolatedBroker | string = 'not started';
    let line: Line;
    let admin: Party;

    beforeAll(async () => {
      const { folder } = parts();
      ({ containers } = parts());
      const started = startIsolated(join(folder, 'broker'));
      const owners = { rotterdam: ['benefits'], denhaag: ['benefits'] } as const;
      line = await makeParties(join(folder, 'demo'), { id, owners, capacity: 10 });
      const persons = inventPersons(12, seeded(54));
      const ids = persons.map((_, at) => `R${String(at)}`);
      for (const owner of line.owners) {
        deliver(owner, 'benefits', tableOf('benefits', persons, ids, seeded(54)));
      }
      broker = await started;
      if (typeof broker === 'string') throw new Error(broker);
      for (const party of [...line.owners, line.linkageUnit, line.researcher])
        equip(line, party, broker);
      admin = administrator(line, broker);
    }, 400_000);

    afterAll(() => {
      if (typeof broker !== 'string') broker.stop();
    });

    /** The options with which an administrator starts a container. */
    const options = ({ folder }: Party, ...more: readonly string[]): string[] => [
      'run', '--network', (broker as IsolatedBroker).network, '--read-only', '--cap-drop', 'all',
      '--security-opt', 'no-new-privileges', '--volume', `${folder}:/work`,
      '--env', 'KOPPEL_PASSPHRASE_FILE=/work/passphrase', ...more,
    ]; // prettier-ignore
    const image = ({ role }: Party): string => `koppel-${role}`;
    /** A command that does its work and ends. */
    const run = (party: Party, ...args: readonly string[]): Promise<string> =>
      containers.podmanBeside(...options(party, '--rm'), image(party), ...args);
    const serve = (party: Party): Promise<string> =>
      containers.podmanBeside(
        ...options(party, '--detach', '--name', party.name),
        ...[image(party), 'serve', '--config', 'serve.yaml'],
      );
    const logs = ({ name }: Party): string => {
      const { stdout, stderr } = containers.podman('logs', name);
      return stdout + stderr;
    };
    /** What the service answers, asked from inside its container. */
    const ask = (party: Party, path: string): string => {
      const node = `/opt/${image(party)}/node/bin/node`;
      const url = `http://127.0.0.1:${String(ports[party.role])}${path}`;
      const words = `fetch('${url}').then((r) => r.text()).then(console.log)`;
      return containers.podman('exec', party.name, node, '-e', words).stdout;
    };
    const services = (): Party[] => [line.owners[0]!, line.linkageUnit, line.researcher];
    const party = (owner: Party): string[] =>
      ['--study', 'study.yaml', '--owner', owner.name, '--log', 'kafka.yaml']; // prettier-ignore

    test('topics and rights are made from the study, and the owners agree on a key', async () => {
      const setup = ['--study', 'study.yaml', '--parties', 'parties.yaml', '--log', 'kafka.yaml'];
      expect(await run(admin, 'line', 'setup', ...setup, '--yes')).toContain('make topic');
      const wait = ['--keys', 'party.key', '--wait', '200'];
      await Promise.all(
        line.owners.map((owner) => run(owner, 'key', 'agree', ...party(owner), ...wait)),
      );
    }, 400_000);

    test('services take in, link and assemble, and the owner learns what became of its batches', async () => {
      const check = await run(line.linkageUnit, 'serve', '--config', 'serve.yaml', '--check');
      expect(check).toMatch(/sasl\.user +unit {2}\(file\)/);
      const [served, other] = line.owners;
      for (const one of services()) await serve(one);
      const input = [
        '--register',
        'benefits',
        '--mapping',
        'benefits.yaml',
        '--input',
        'benefits.csv',
      ];
      await run(
        other!,
        'run',
        ...party(other!),
        ...input,
        '--keys',
        'party.key',
        '--no-exclusions',
      );
      const sets = join(line.researcher.folder, 'sets');
      await until('no data set', () =>
        readdirSync(sets).some((name) => name.startsWith('result-')),
      );
      const [name] = readdirSync(sets).filter((one) => one.startsWith('result-'));
      const quality = JSON.parse(readFileSync(join(sets, name!, 'quality.json'), 'utf8')) as {
        readonly sources: readonly { readonly records: number; readonly linked: number }[];
      };
      expect(quality.sources).toMatchObject(Array(2).fill({ records: 12, linked: 12 }));
      expect(await run(other!, 'receipts', ...party(other!))).toContain('accepted');
      const figure = 'koppel_encoder_batches_unanswered{register="benefits"} 0\n';
      await until('no receipts', () => ask(served!, '/metrics').includes(figure));
      expect(ask(line.linkageUnit, '/metrics')).toContain(
        'koppel_linkage_records_accepted_total{owner="denhaag",register="benefits"} 12\n',
      );
    }, 400_000);

    test('each is not root, cannot write outside its mount, holds no other role, and is healthy', () => {
      const script = `
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
      for (const { name, role } of services()) {
        const node = `/opt/koppel-${role}/node/bin/node`;
        const { stdout } = containers.podman('exec', name, node, '-e', script);
        expect(JSON.parse(stdout)).toEqual({
          user, opt: [`koppel-${role}`], services: [role], writes: Array(4).fill('EROFS'), networks: [],
        }); // prettier-ignore
        expect([name, containers.podman('healthcheck', 'run', name).status]).toEqual([name, 0]);
      }
    }, 240_000);

    test('a broker that is away makes them not ready, and they go on when it is back', async () => {
      const waiting = [line.linkageUnit, line.researcher];
      const isReady = (one: Party): boolean => ask(one, '/ready').startsWith('{"ready":true');
      for (const one of waiting) await until('not ready', () => isReady(one));
      (broker as IsolatedBroker).pause();
      for (const one of waiting) {
        await until('ready', () => ask(one, '/ready').includes('"log":"LOG_KAFKA_UNREACHABLE"'));
      }
      (broker as IsolatedBroker).resume();
      for (const one of waiting) await until('not ready again', () => isReady(one));
    }, 400_000);

    test('they stop in good order, and nothing of a person was told', async () => {
      const all = services();
      await Promise.all(
        all.map(({ name }) => containers.podmanBeside('stop', '--time', '120', name)),
      );
      const names = readFileSync(join(line.owners[0]!.folder, 'benefits.csv'), 'utf8').split(
        /[\n,;]/,
      );
      const identifiers = names.filter((cell) => /^[A-Z][a-z]{4,}$/.test(cell));
      expect(identifiers.length).toBeGreaterThan(10);
      for (const one of all) {
        const state = containers.podman('inspect', one.name, '--format', '{{.State.ExitCode}}');
        expect([one.name, state.stdout.trim()]).toEqual([one.name, '0']);
        const said = logs(one);
        expect(said).toContain('"event":"stopped"');
        expect(identifiers.filter((word) => said.includes(`"${word}"`))).toEqual([]);
      }
    }, 400_000);
  });
}

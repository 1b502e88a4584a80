// SPDX-License-Identifier: EUPL-1.2
/**
 * The programs as they are installed: the encoder's archive on a machine without network, its image in
 * a container without network, without rights and with nothing but its mounted folders to write to, and
 * the images of all roles together with a broker.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { mayImport, mustNotReach } from '../architecture/boundaries.ts';
import {
  hasKafka,
  makeArchive,
  pathsIn,
  sha256,
  unpack,
  whyNoArchive,
} from '../support/archive.ts';
import { passphrase } from '../support/key-files.ts';
import { encodeArgs, makeParties, type Line } from '../support/line.ts';
import { deliver, inventPersons, tableOf } from '../support/registers.ts';
import { seeded } from '../support/random.ts';
import { makeWorkspace } from '../support/workspace.ts';
import { describeBill } from './bill.ts';
import { tryContainers, type Containers } from './containers.ts';
import { whyNoIsolated } from './broker.ts';
import { describeDemo } from './demo.ts';
import { buildImages } from './images.ts';

const root = dirname(dirname(import.meta.dirname));
const workspace = makeWorkspace();
const archive = join(workspace.folder, 'koppel-encoder.tar');
const noArchive = whyNoArchive();
/** With what reaches a broker, where that was compiled: the image must hold nothing else more. */
const kafka = noArchive === undefined && hasKafka();
const tried = noArchive ?? tryContainers(workspace.folder);
const noContainers = typeof tried === 'string' ? tried : undefined;
const noNamespace =
  noArchive ??
  (spawnSync('unshare', ['-n', 'true']).status === 0 ? undefined : 'no right to leave the network');

/** Described as skipped, with the reason, where it cannot be tried: the end of the run names it. */
const where = (reason: string | undefined) => (reason === undefined ? describe : describe.skip);
const because = (reason: string | undefined) => (reason === undefined ? '' : ` (${reason})`);

let installed: string;
let line: Line;

beforeAll(async () => {
  if (noArchive !== undefined) return;
  makeArchive(archive, 'encoder', kafka);
  installed = unpack(archive, join(workspace.folder, 'installed'));
  const owners = { rotterdam: ['benefits'] } as const;
  line = await makeParties(join(workspace.folder, 'line'), { id: 'image', owners, capacity: 10 });
  const persons = inventPersons(25, seeded(8));
  const ids = persons.map((_, at) => `B${String(at)}`);
  deliver(line.owners[0]!, 'benefits', tableOf('benefits', persons, ids, seeded(8)));
  copyFileSync(line.studyFile, join(line.owners[0]!.folder, 'study.yaml'));
}, 400_000);

afterAll(() => {
  if (typeof tried !== 'string') tried.remove();
  workspace.remove();
}, 120_000);

/** The parts that the encoder may hold: what it may import, and what that may import. */
function allowedParts(): string[] {
  const allowed = new Set(['services/encoder']);
  for (const part of allowed) {
    for (const name of mayImport[part]!) allowed.add(`packages/${name.split('/')[1]!}`);
  }
  return [...allowed].sort();
}

/** What each installation must hold, whether it lies on a disk or in an image. */
function expectOnlyTheEncoder(folder: string): void {
  const paths = pathsIn(folder);
  const parts = ['packages', 'services'].flatMap((kind) =>
    readdirSync(join(folder, kind)).map((name) => `${kind}/${name}`),
  );
  expect(parts.sort()).toEqual(allowedParts());
  for (const part of mustNotReach['services/encoder']!) expect(parts).not.toContain(part);
  const strange = /\.test\.ts$|\/(?:testing|vectors)\/|\.(?:key|sqlite|pem)$/;
  const ours = paths.filter((path) => !path.includes('node_modules'));
  expect(ours.filter((path) => strange.test(path))).toEqual([]);
  for (const path of paths) {
    const status = lstatSync(join(folder, path));
    if (status.isFile()) expect(status.mode & 0o6022).toBe(0);
  }
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const files = paths.filter(
    (path) => path !== 'SHA256SUMS' && lstatSync(join(folder, path)).isFile(),
  );
  expect(sums.map((text) => text.slice(66)).sort()).toEqual(files);
  for (const text of sums) expect(sha256(join(folder, text.slice(66)))).toBe(text.slice(0, 64));
}

where(noArchive)(`the archive${because(noArchive)}`, () => {
  test('holds the encoder, what it may import, and nothing of other roles', () => {
    expectOnlyTheEncoder(installed);
  });

  test('is the same each time, and its checksum lies beside it', () => {
    const again = join(workspace.folder, 'again.tar');
    expect(makeArchive(again, 'encoder', kafka)).toBe(sha256(archive));
    expect(readFileSync(`${archive}.sha256`, 'utf8')).toBe(
      `${sha256(archive)}  koppel-encoder.tar\n`,
    );
  }, 180_000);

  test('holds no package that the lockfile does not know, and no path of this machine', () => {
    for (const path of pathsIn(installed)) {
      if (!/\.(?:json|ts|js|mjs|cjs)$|bin\/koppel/.test(path)) continue;
      expect([path, readFileSync(join(installed, path), 'utf8').includes(root)]).toEqual([
        path,
        false,
      ]);
    }
  });
});

if (noArchive === undefined) describeBill('the bill of materials', () => installed, kafka);

where(noNamespace)(`the archive, without any network${because(noNamespace)}`, () => {
  /** Runs the installed program as on a machine that has nothing else. */
  const offline = (...args: readonly string[]) =>
    spawnSync('unshare', ['-n', join(installed, 'bin', 'koppel-encoder'), ...args], {
      cwd: line.owners[0]!.folder,
      env: { PATH: '/usr/bin:/bin', KOPPEL_PASSPHRASE_FILE: 'passphrase' },
      encoding: 'utf8',
    });

  test('makes keys, with its own Node', () => {
    const made = offline('key', 'init', '--keys', 'offline.key');
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(/^signPublicKey: .{43}\nmailboxPublicKey: .{43}\n$/);
  });
});

/**
 * Commands in a container, in this order: what they need is mounted, what they only read is read-only,
 * and there is no network.
 */
const commands: readonly (readonly [
  title: string,
  args: (line: Line) => readonly string[],
  printed: RegExp,
])[] = [
  ['the help', () => ['--help'], /^koppel-encoder — /],
  ['key init', () => ['key', 'init', '--keys', 'new.key'], /^signPublicKey: .{43}\n/],
  ['map', () =>
    ['map', ...given('benefits'), '--out', 'proposed.yaml', '--yes'],
    /What each column would become/],
  ['profile', () =>
    ['profile', ...given('benefits'), '--mapping', '/given/benefits.yaml', '--out', 'profile.html',
      '--data', 'profile.json', '--publishable', 'publishable.json', '--json'],
    /^\{"rows":25,"rowsOfOtherWidth":0,"verdict":/],
  ['key combine', () => ['key', 'combine', ...party('party.key'), '--log', 'log', '--json'], /"next":"nothing"/],
  ['run --dry-run', (of) =>
    encodeArgs(of, of.owners[0]!, 'benefits', {
      study: '/given/study.yaml', mapping: '/given/benefits.yaml', input: '/given/benefits.csv',
      log: undefined, keys: '/run/secrets/party.key', state: 'state', 'dry-run': true, 'out-batch': 'sample',
    }),
    /"dryRun":true,.*"rows":25,"encoded":25,/],
  ['run, with a mounted key file', (of) =>
    encodeArgs(of, of.owners[0]!, 'benefits', { study: 'study.yaml', log: 'log', keys: '/run/secrets/party.key', state: 'state' }),
    /"rows":25,"encoded":25,/],
]; // prettier-ignore

/** A register and its study in a folder that the program can only read. */
const given = (register: string) =>
  ['--study', '/given/study.yaml', '--register', register, '--input', `/given/${register}.csv`]; // prettier-ignore

const party = (keys: string) => ['--study', 'study.yaml', '--owner', 'rotterdam', '--keys', keys];

where(noContainers)(`the image${because(noContainers)}`, () => {
  const user = 10001;
  const containers = tried as Containers;
  let folder: string;

  beforeAll(() => {
    const context = join(workspace.folder, 'context');
    mkdirSync(context);
    copyFileSync(join(root, 'docker', 'encoder', 'Dockerfile'), join(context, 'Dockerfile'));
    linkSync(archive, join(context, 'koppel-encoder.tar'));
    containers.build('koppel-encoder', context);
    ({ folder } = line.owners[0]!);
    const given = join(workspace.folder, 'given');
    mkdirSync(given);
    for (const name of ['study.yaml', 'benefits.yaml', 'benefits.csv']) {
      copyFileSync(join(folder, name), join(given, name));
    }
    for (const path of ['.', ...pathsIn(folder)]) chownSync(join(folder, path), user, user);
    const secret = join(workspace.folder, 'passphrase');
    writeFileSync(secret, passphrase, { mode: 0o444 });
  }, 400_000);

  const secret = (file: string, name: string) => ['--volume', `${file}:/run/secrets/${name}:ro`];

  /** Runs the image as an administrator does, with programs of Debian hidden: it needs none. */
  const run = (options: readonly string[], args: readonly string[]) =>
    containers.podman(
      'run', '--rm', '--network', 'none', '--read-only', '--cap-drop', 'all',
      '--security-opt', 'no-new-privileges',
      '--mount', 'type=tmpfs,destination=/usr/bin', '--mount', 'type=tmpfs,destination=/usr/sbin',
      '--volume', `${folder}:/work`, '--volume', `${join(workspace.folder, 'given')}:/given:ro`,
      ...secret(join(workspace.folder, 'passphrase'), 'passphrase'),
      ...secret(join(folder, 'party.key'), 'party.key'),
      '--env', 'KOPPEL_PASSPHRASE_FILE=/run/secrets/passphrase', '--env', 'LANG=C',
      ...options, 'koppel-encoder', ...args,
    ); // prettier-ignore

  test.each(commands)(
    '%s',
    (_title, args, printed) => {
      const { status, stdout, stderr } = run([], args(line));
      expect([status, stderr.split('\n').filter((text) => text.includes('"problem"'))]).toEqual([
        0,
        [],
      ]);
      expect(stdout).toMatch(printed);
    },
    180_000,
  );

  test('wrote what it was asked for into the mounted folder', () => {
    const names = ['proposed.yaml', 'profile.html', 'profile.json', 'publishable.json'];
    const written = [...names, 'sample.payload', 'sample.identifiers', 'sample.txt'];
    expect(written.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
    const data = JSON.parse(readFileSync(join(folder, 'profile.json'), 'utf8')) as object;
    expect(data).toMatchObject({ format: 'koppel-profile', rows: 25 });
  });

  test('is not root, cannot write outside its mounts, and reaches no network', () => {
    const script = `
      const { writeFileSync } = require('node:fs');
      const { networkInterfaces } = require('node:os');
      const attempt = (file) => {
        try { writeFileSync(file, 'x'); return 'written'; } catch (e) { return e.code; }
      };
      console.log(JSON.stringify({
        user: [process.getuid(), process.getgid()],
        writes: ['/x', '/etc/passwd', '/opt/koppel-encoder/x', '/var/x'].map(attempt),
        work: attempt('written'),
        networks: Object.keys(networkInterfaces()).filter((name) => name !== 'lo'),
      }));`;
    const node = '/opt/koppel-encoder/node/bin/node';
    const { stdout } = run(['--entrypoint', node], ['-e', script]);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toEqual({
      user: [user, user], writes: Array(4).fill('EROFS'), work: 'written', networks: [],
    }); // prettier-ignore
  }, 180_000);

  test('holds only the encoder, says whose number it runs under, and has no secret in it', () => {
    const mounted = containers.podman('image', 'mount', 'koppel-encoder').stdout.trim();
    expectOnlyTheEncoder(join(mounted, 'opt', 'koppel-encoder'));
    const inspected = containers.podman('image', 'inspect', 'koppel-encoder').stdout;
    const [{ Config }] = JSON.parse(inspected) as [{ Config: Record<string, unknown> }];
    expect(Config).toMatchObject({ User: '10001:10001', WorkingDir: '/work', Cmd: ['--help'] });
    expect(JSON.stringify(Config)).not.toMatch(/passphrase|PROXY|secret/i);
    containers.podman('image', 'umount', '--all');
  });
});

const noDemo =
  noContainers ??
  whyNoIsolated() ??
  (kafka ? undefined : 'the client library for Kafka is not compiled');

where(noDemo)(`the images of all roles${because(noDemo)}`, () => {
  beforeAll(() => {
    buildImages(tried as Containers, join(workspace.folder, 'contexts'), [
      'linkage',
      'researcher',
      'study',
    ]);
  }, 400_000);

  describeDemo('a study across containers', () => ({
    containers: tried as Containers,
    folder: workspace.folder,
  }));
});

// SPDX-License-Identifier: EUPL-1.2
/**
 * Containers without an engine that runs all the time and without a registry: podman with stores in a
 * folder of the test, and a Debian base from the machine's own package source, kept between runs.
 */
import { execFile, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, getuid, stderr } from 'node:process';

const root = dirname(dirname(import.meta.dirname));
const keptBase = join(root, '.koppel', 'image', 'base.tar');

function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What containers need that this machine has not, or undefined. */
function whatIsMissing(): string | undefined {
  if (getuid?.() !== 0) return 'this account is not root';
  const missing = ['podman', 'buildah', 'runc'].filter((program) => !has(program));
  if (!existsSync(keptBase) && !has('debootstrap')) missing.push('debootstrap');
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
}

/** The first address of packages in the machine's apt sources, and the name of its Debian. */
function packageSource(): { mirror: string; suite: string } {
  const folder = '/etc/apt/sources.list.d';
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const texts = ['/etc/apt/sources.list', ...files]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  const found = /^(?:deb\s+(?:\[.*?\]\s+)?|URIs:\s*)(https?:\S+)/m.exec(texts.join('\n'));
  const release = readFileSync('/etc/os-release', 'utf8');
  const [, suite = 'bookworm'] = /^VERSION_CODENAME=(\w+)$/m.exec(release) ?? [];
  return { mirror: found?.[1] ?? 'http://deb.debian.org/debian', suite };
}

/** A program that failed, with what it said last: often all that anyone learns of a build server. */
class ProgramFailed extends Error {
  readonly said: string;

  constructor(said: string) {
    super('a program failed');
    this.said = said;
  }
}

function succeed(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawnSync(program, args, { env: { ...env, ...environment }, encoding: 'utf8' });
  if (child.status === 0) return child.stdout;
  const said = (child.error?.message ?? child.stderr).trim().split('\n').slice(-3).join(' | ');
  stderr.write(`${program}: ${said}\n`);
  throw new ProgramFailed(`${program}: ${said}`);
}

/** A minimal Debian as one archive, made at the first run: about half a minute. */
function baseArchive(): string {
  if (existsSync(keptBase)) return keptBase;
  mkdirSync(dirname(keptBase), { recursive: true });
  const work = mkdtempSync(join(dirname(keptBase), 'base-'));
  try {
    const { mirror, suite } = packageSource();
    succeed('debootstrap', ['--variant=minbase', suite, join(work, 'root'), mirror]);
    const unneeded = [
      'var/cache',
      'var/lib/apt',
      'usr/share/doc',
      'usr/share/man',
      'usr/share/locale',
    ];
    for (const path of unneeded) rmSync(join(work, 'root', path), { recursive: true, force: true });
    const file = join(work, 'base.tar');
    succeed('tar', ['-C', join(work, 'root'), '-cf', file, '.']);
    renameSync(file, keptBase);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return keptBase;
}

export interface Containers {
  /** Runs podman to its end. */
  podman(...args: readonly string[]): SpawnSyncReturns<string>;
  /** The same, while others run. Rejects when it fails, with what it said. */
  podmanBeside(...args: readonly string[]): Promise<string>;
  /** Builds an image of a folder with a Dockerfile, on the local base. */
  build(name: string, folder: string): void;
  remove(): void;
}

/** How layers are stored, the quicker first: it needs a right that a build server may not give. */
const drivers = ['overlay', 'vfs'] as const;

/** Stores in `folder`, with the base imported. `vfs` copies all for every container: few, please. */
function makeContainers(folder: string, driver: (typeof drivers)[number]): Containers {
  const configuration = join(folder, 'containers.conf');
  writeFileSync(
    configuration,
    `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
`,
  );
  // Podman refuses a folder for its sockets of over 50 characters; that of the tests may be longer.
  const [shortest] = [tmpdir(), '/tmp'].sort((a, b) => a.length - b.length);
  const sockets = mkdtempSync(join(shortest!, 'koppel-'));
  const stores = ['--root', join(folder, 'store'), '--runroot', sockets];
  const common = [...stores, `--storage-driver=${driver}`];
  const environment = { ...env, CONTAINERS_CONF: configuration };
  const podman = (...args: readonly string[]) =>
    spawnSync('podman', [...common, ...args], { env: environment, encoding: 'utf8' });
  const base = 'localhost/koppel-base';
  const containers: Containers = {
    podman,
    podmanBeside: (...args) =>
      new Promise((done, fail) => {
        const options = { env: environment, encoding: 'utf8' } as const;
        execFile('podman', [...common, ...args], options, (error, stdout, said) => {
          if (error === null) done(stdout);
          else fail(new ProgramFailed(said));
        });
      }),
    build(name, from) {
      // Docker's form: the other one has no place for a health check.
      const form = ['--format', 'docker'];
      const how = [...form, '--layers=false', '--isolation', 'chroot', '--pull=never'];
      const on = ['--build-arg', `BASE=${base}`];
      succeed('podman', [...common, 'build', ...how, ...on, '-t', name, from], environment);
    },
    remove() {
      podman('rm', '--all', '--force', '--time', '0');
      podman('rmi', '--all', '--force');
      rmSync(sockets, { recursive: true, force: true });
    },
  };
  try {
    succeed('podman', [...common, 'import', baseArchive(), base], environment);
    // The least that the tests ask of the machine: a step of a build, and a container that ends well.
    const context = join(folder, 'probe');
    mkdirSync(context);
    writeFileSync(join(context, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\nRUN true\n');
    containers.build('probe', context);
    const without = ['--network', 'none', '--read-only', '--cap-drop', 'all'];
    succeed('podman', [...common, 'run', '--rm', ...without, 'probe', 'true'], environment);
    podman('rmi', 'probe');
  } catch (error) {
    containers.remove();
    throw error;
  }
  return containers;
}

/**
 * Containers, or why this machine cannot run any: a build server may itself be a container without
 * the rights for it. What fails later is ours.
 */
export function tryContainers(folder: string): Containers | string {
  const missing = whatIsMissing();
  if (missing !== undefined) return missing;
  let said = '';
  for (const driver of drivers) {
    const own = join(folder, driver);
    mkdirSync(own);
    try {
      return makeContainers(own, driver);
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      ({ said } = error);
    }
  }
  return said;
}

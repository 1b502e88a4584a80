// SPDX-License-Identifier: EUPL-1.2
/**
 * Containers without an engine that runs all the time and without a registry: podman with stores in a
 * folder of the test, and a Debian base from the machine's own package source, kept between runs.
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
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
import { dirname, join } from 'node:path';
import { env, getuid } from 'node:process';

const root = dirname(dirname(import.meta.dirname));
const keptBase = join(root, '.koppel', 'image', 'base.tar');

function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Why containers cannot be tried here, or undefined. */
export function whyNoContainers(): string | undefined {
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

function succeed(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawnSync(program, args, { env: { ...env, ...environment }, encoding: 'utf8' });
  if (child.status !== 0) {
    throw Object.assign(new Error('a program failed'), { program, stderr: child.stderr });
  }
  return child.stdout;
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
  /** Builds an image of a folder with a Dockerfile, on the local base. */
  build(name: string, folder: string): void;
}

/** Stores in `folder`, with the base imported. Slow drivers copy much: few containers, please. */
export function makeContainers(folder: string): Containers {
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
  const stores = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')];
  const common = [...stores, '--storage-driver=vfs'];
  const environment = { ...env, CONTAINERS_CONF: configuration };
  const podman = (...args: readonly string[]) =>
    spawnSync('podman', [...common, ...args], { env: environment, encoding: 'utf8' });
  succeed('podman', [...common, 'import', baseArchive(), 'localhost/koppel-base'], environment);
  return {
    podman,
    build(name, from) {
      const how = ['--layers=false', '--isolation', 'chroot', '--pull=never'];
      const base = ['--build-arg', 'BASE=localhost/koppel-base'];
      succeed('podman', [...common, 'build', ...how, ...base, '-t', name, from], environment);
    },
  };
}

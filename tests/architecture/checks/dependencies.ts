// SPDX-License-Identifier: EUPL-1.2
/** Third-party code: declared where it is used, at one exact version, under a known licence. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allowedLicences } from '../boundaries.ts';
import { partOf, type Manifest, type Project } from '../project.ts';

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function outsideImports(project: Project, folder: string, tests: boolean): Set<string> {
  const own = project.manifests.get(folder)?.name;
  return new Set(
    [...project.sources.values()]
      .filter((source) => partOf(source.path) === folder && source.isTest === tests)
      .flatMap((source) => source.imports.map(({ specifier }) => specifier))
      .filter((specifier) => !/^(?:\.|node:)/.test(specifier))
      .map(packageName)
      .filter((name) => name !== own),
  );
}

/** A part declares what it imports and imports what it declares; tests may use the root's tools. */
export function checkDeclared(project: Project): string[] {
  const tools = Object.keys(project.manifests.get('')?.devDependencies ?? {});
  return [...project.manifests].flatMap(([folder, manifest]) => {
    if (!/^(?:packages\/|services\/|tests$)/.test(folder)) return [];
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    const known = [...declared, ...tools];
    const used = outsideImports(project, folder, false);
    const usedByTests = outsideImports(project, folder, true);
    const isTests = folder === 'tests';
    return [
      ...[...used].filter((name) => !(isTests ? known : declared).includes(name)),
      ...[...usedByTests].filter((name) => !known.includes(name)),
    ]
      .map((name) => `${folder} imports ${name} without declaring it`)
      .concat(
        declared
          .filter((name) => !used.has(name) && !isTests)
          .map((name) => `${folder} declares ${name} and does not import it`),
      );
  });
}

/** Every version is exact, and every manifest is private and under the project's licence. */
export function checkManifests(project: Project): string[] {
  return [...project.manifests].flatMap(([folder, manifest]) => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([name, version]) =>
        name.startsWith('@koppel/')
          ? version !== 'workspace:*'
          : !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
      )
      .map(([name, version]) => `${folder}/package.json does not pin ${name} (${version})`);
    const sound = manifest.private === true && manifest.license === 'EUPL-1.2';
    return sound ? loose : [...loose, `${folder}/package.json must be private and EUPL-1.2`];
  });
}

export interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly license: unknown;
}

/** A licence expression holds when one of its alternatives is wholly allowed. */
export function checkLicences(shipped: readonly Shipped[]): string[] {
  const isAllowed = (expression: string): boolean =>
    expression
      .replaceAll(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((each) => allowedLicences.includes(each)));
  return shipped
    .filter(({ license }) => typeof license !== 'string' || !isAllowed(license))
    .map(({ name, version, license }) => `${name} ${version} is under ${String(license)}`);
}

function findInstalled(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (at === dirname(at)) return undefined;
  }
}

/**
 * Everything from outside that a package or service carries along, as installed. An optional
 * dependency that is not installed on this machine is left out; any other absence is an error.
 */
export function readShipped(root: string, project: Project): Shipped[] {
  const found = new Map<string, Shipped>();
  const visit = (folder: string, manifest: Manifest): void => {
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = findInstalled(folder, name);
      if (place === undefined) {
        if (name in optionalDependencies) continue;
        throw new Error('a dependency is not installed');
      }
      if (found.has(place)) continue;
      const installed = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Shipped &
        Manifest;
      found.set(place, installed);
      visit(place, installed);
    }
  };
  for (const [folder, manifest] of project.manifests) {
    if (/^(?:packages|services)\//.test(folder)) visit(join(root, folder), manifest);
  }
  return [...found.values()];
}

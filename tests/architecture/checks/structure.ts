// SPDX-License-Identifier: EUPL-1.2
/** Files that nothing uses, circles, ways round an index, and names that do not follow the house. */
import { posix } from 'node:path';
import { resolveImport, type Project } from '../project.ts';
import { reachableFrom } from './imports.ts';

/** Every source is reached from a package's exports, a program, a test, or a command of the launcher. */
export function checkDeadFiles(project: Project): string[] {
  const exported = [...project.manifests].flatMap(([folder, { exports = {} }]) =>
    Object.values(exports).map((target) => posix.join(folder, target)),
  );
  const programs = [...project.sources.keys()].filter((path) =>
    /\.test\.ts$|^(?:packages|services)\/[^/]+\/src\/bin\.ts$/.test(path),
  );
  const reached = reachableFrom(project, [
    ...exported,
    ...programs,
    'scripts/test.ts',
    'scripts/package/package.ts',
    'scripts/kafka/client.ts',
  ]);
  return [...project.sources.keys()]
    .filter((path) => !reached.has(path))
    .map((path) => `${path} is used by nothing`);
}

/** What a manifest exports exists, and every package and service exports something. */
export function checkExports(project: Project): string[] {
  return [...project.manifests].flatMap(([folder, { exports }]) => {
    if (!/^(?:packages|services)\//.test(folder)) return [];
    const targets = Object.values(exports ?? {}).map((target) => posix.join(folder, target));
    if (targets.length === 0) return [`${folder} exports nothing`];
    return targets
      .filter((target) => !project.sources.has(target))
      .map((target) => `${folder} exports ${target}, which does not exist`);
  });
}

/** No file imports itself by a detour; imports of types count. One finding per circle. */
export function checkCycles(project: Project): string[] {
  const finished = new Set<string>();
  const trail: string[] = [];
  const findings: string[] = [];
  const visit = (path: string): void => {
    if (trail.includes(path)) {
      findings.push(`circle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
      return;
    }
    const source = project.sources.get(path);
    if (source === undefined || finished.has(path)) return;
    trail.push(path);
    for (const { specifier } of source.imports) {
      const target = resolveImport(project, path, specifier);
      if (target !== undefined) visit(target);
    }
    trail.pop();
    finished.add(path);
  };
  for (const path of project.sources.keys()) visit(path);
  return findings;
}

/** Exports are listed by name, so that an index says what a package offers. */
export function checkExportForms(project: Project): string[] {
  return [...project.sources.values()].flatMap((source) => [
    ...(source.hasExportStar ? [`${source.path} exports everything of another file`] : []),
    ...(source.hasDefaultExport ? [`${source.path} has a default export`] : []),
  ]);
}

/** Folders and sources have kebab-case names. */
export function checkFileNames(project: Project): string[] {
  const kebab = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/;
  return [...project.sources.keys()]
    .filter((path) => !kebab.test(path))
    .map((path) => `${path} is not in kebab-case`);
}

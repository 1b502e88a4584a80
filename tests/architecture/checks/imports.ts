// SPDX-License-Identifier: EUPL-1.2
/** Who may import whom. Each check returns its findings, one sentence each; none means it holds. */
import {
  fileMayUseBuiltin,
  forbiddenNames,
  impureNames,
  mayImport,
  mayUseBuiltin,
  mayUseName,
  mustNotReach,
  pureParts,
  terminalParts,
} from '../boundaries.ts';
import { partOf, resolveImport, type Project } from '../project.ts';
import type { Source } from '../source.ts';

function bySource(project: Project, check: (source: Source, part: string) => string[]): string[] {
  return [...project.sources.values()].flatMap((source) => check(source, partOf(source.path)));
}

/** Imports of other parts stand in the table, and none goes round a package's exports. */
export function checkGraph(project: Project): string[] {
  return bySource(project, (source, part) =>
    source.imports.flatMap(({ specifier, line }) => {
      const where = `${source.path}:${line}`;
      if (specifier.startsWith('.')) {
        const target = resolveImport(project, source.path, specifier) ?? '';
        return partOf(target) === part ? [] : [`${where} reaches into another part: ${specifier}`];
      }
      if (!specifier.startsWith('@koppel/')) return [];
      const allowed = mayImport[part]?.includes(specifier) ?? false;
      return allowed ? [] : [`${where} may not import ${specifier}`];
    }),
  );
}

/** What is made for tests stays with the tests. */
export function checkTestHelpers(project: Project): string[] {
  return bySource(project, (source) =>
    source.isTest
      ? []
      : source.imports
          .filter(({ specifier }) => /\.test\.ts$|\/testing\//.test(specifier))
          .map(({ specifier, line }) => `${source.path}:${line} may not import ${specifier}`),
  );
}

/** Sources use only the Node modules of their part, always with the `node:` prefix. */
export function checkBuiltins(project: Project): string[] {
  return bySource(project, (source, part) => {
    if (source.isTest || part === 'tests') return [];
    return source.imports
      .filter(({ specifier, typeOnly }) => specifier.startsWith('node:') && !typeOnly)
      .filter(({ specifier }) => !(mayUseBuiltin[part]?.includes(specifier) ?? false))
      .filter(({ specifier, names }) => !isFilePermission(source.path, specifier, names))
      .map(({ specifier, line }) => `${source.path}:${line} may not use ${specifier}`);
  });
}

/** Whether this very file may take these very names; an import of the whole module takes all. */
function isFilePermission(path: string, specifier: string, names: readonly string[]): boolean {
  const allowed = fileMayUseBuiltin[path]?.[specifier] ?? [];
  return names.length > 0 && names.every((name) => allowed.includes(name));
}

/** No program contains a part that its role must never hold, not even through another package. */
export function checkReach(project: Project): string[] {
  return Object.entries(mustNotReach).flatMap(([service, banned]) => {
    const starts = [...project.sources.values()]
      .filter((source) => partOf(source.path) === service && !source.isTest)
      .map((source) => source.path);
    const parts = new Set([...reachableFrom(project, starts)].map(partOf));
    return banned
      .filter((part) => parts.has(part))
      .map((part) => `${service} contains ${part}, directly or indirectly`);
  });
}

/** Network, chance, clock, surroundings and terminal are used only where the tables say so. */
export function checkNames(project: Project): string[] {
  return bySource(project, (source, part) => {
    if (source.isTest || part === 'tests') return [];
    const banned = [...forbiddenNames, ...(pureParts.includes(part) ? impureNames : [])];
    const findings = banned
      .filter((name) => source.names.has(name) && !(mayUseName[part]?.includes(name) ?? false))
      .map((name) => `${source.path}:${source.names.get(name) ?? 0} may not use ${name}`);
    return terminalParts.includes(part) ? findings : [...findings, ...terminalUse(source)];
  });
}

function terminalUse(source: Source): string[] {
  const named = source.imports
    .filter(({ specifier }) => specifier === 'node:process')
    .flatMap(({ names }) => names);
  return ['stdout', 'stderr']
    .filter((stream) => source.names.has(`process.${stream}`) || named.includes(stream))
    .map((stream) => `${source.path} may not write to ${stream}`);
}

/** Every file that is reached over imports and named files, the starting points included. */
export function reachableFrom(project: Project, starts: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...starts];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = project.sources.get(path);
    if (source === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const specifier of [
      ...source.imports.map((each) => each.specifier),
      ...source.fileNames,
    ]) {
      const relative = specifier.endsWith('.ts') && !specifier.startsWith('.');
      const target = resolveImport(project, path, relative ? `./${specifier}` : specifier);
      if (target !== undefined) waiting.push(target);
    }
  }
  return reached;
}

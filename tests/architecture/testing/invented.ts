// SPDX-License-Identifier: EUPL-1.2
/** Small invented projects, each with one fault, to show that a rule sees it. */
import { createProject, type Project } from '../project.ts';

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({
    name,
    private: true,
    license: 'EUPL-1.2',
    exports: { '.': './src/index.ts' },
    ...more,
  });

const base: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'koppel',
    private: true,
    license: 'EUPL-1.2',
    devDependencies: { '@jest/globals': '30.5.2' },
  }),
  'packages/errors/package.json': manifest('@koppel/errors'),
  'packages/errors/src/index.ts': 'export const code = 1;',
  'packages/keys/package.json': manifest('@koppel/keys', {
    exports: { '.': './src/index.ts', './open': './src/open.ts' },
  }),
  'packages/keys/src/index.ts': 'export const derive = 1;',
  'packages/keys/src/open.ts': 'export const open = 1;',
  'packages/encoding/package.json': manifest('@koppel/encoding'),
  'packages/encoding/src/index.ts': 'export const encode = 1;',
  'packages/linkage/package.json': manifest('@koppel/linkage'),
  'packages/linkage/src/index.ts': 'export const link = 1;',
  'services/linkage/package.json': manifest('@koppel/linkage-unit', {
    exports: { '.': './src/bin.ts' },
  }),
  'services/linkage/src/bin.ts': 'export const run = 1;',
};

/** A sound little project, with some files replaced or added. */
export function invented(files: Readonly<Record<string, string>> = {}): Project {
  return createProject(new Map(Object.entries({ ...base, ...files })));
}

export const inventedManifest: typeof manifest = manifest;

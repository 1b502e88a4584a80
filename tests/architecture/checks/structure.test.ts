// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { invented, inventedManifest } from '../testing/invented.ts';
import {
  checkCycles,
  checkDeadFiles,
  checkExportForms,
  checkExports,
  checkFileNames,
} from './structure.ts';

const index = 'packages/encoding/src/index.ts';

test('a sound project has no findings', () => {
  const project = invented();
  const checks = [checkCycles, checkDeadFiles, checkExportForms, checkExports, checkFileNames];
  for (const check of checks) {
    expect(check(project)).toEqual([]);
  }
});

test('a file that nothing reaches is dead, also when dead files reach each other', () => {
  const dead = {
    'packages/encoding/src/a.ts': `export const a = 1;`,
    'packages/encoding/src/b.ts': `export { a } from './a.ts';`,
  };
  expect(checkDeadFiles(invented(dead))).toHaveLength(2);
  expect(checkDeadFiles(invented({ ...dead, [index]: `export { a } from './b.ts';` }))).toEqual([]);
});

test('a worker named by its file, and a file that a test uses, are alive', () => {
  const project = invented({
    [index]: `export const w = new URL('./w.ts', import.meta.url);`,
    'packages/encoding/src/w.ts': '',
    'packages/encoding/src/x.test.ts': `import './x.ts';`,
    'packages/encoding/src/x.ts': '',
  });
  expect(checkDeadFiles(project)).toEqual([]);
});

test('circles are found within a package and between packages, types included', () => {
  const within = invented({
    [index]: `import type { A } from './a.ts';`,
    'packages/encoding/src/a.ts': `import { encode } from './index.ts';`,
  });
  expect(checkCycles(within)).toEqual([`circle: ${index} → packages/encoding/src/a.ts → ${index}`]);
  const between = invented({
    [index]: `import { derive } from '@koppel/keys';`,
    'packages/keys/src/index.ts': `import { encode } from '@koppel/encoding';`,
  });
  expect(checkCycles(between)).toHaveLength(1);
});

test('an export that leads nowhere, or none at all, is found', () => {
  const folder = 'packages/extra/package.json';
  expect(checkExports(invented({ [folder]: inventedManifest('@koppel/extra') }))).toEqual([
    'packages/extra exports packages/extra/src/index.ts, which does not exist',
  ]);
  const silent = inventedManifest('@koppel/extra', { exports: {} });
  expect(checkExports(invented({ [folder]: silent }))).toEqual(['packages/extra exports nothing']);
});

test.each([
  `export * from './a.ts';`,
  `export * as all from './a.ts';`,
  `export default 1;`,
  `export default function f() {}`,
  `export default class {}`,
])('refuses %s', (text) => {
  expect(checkExportForms(invented({ [index]: text }))).toHaveLength(1);
});

test('a switch with a default, and named exports, are fine', () => {
  const text = `export { a } from './a.ts';
    export function f(x: number) { switch (x) { default: return 1; } }`;
  expect(checkExportForms(invented({ [index]: text }))).toEqual([]);
});

test.each(['packages/a/src/camelCase.ts', 'packages/a/src/Upper.ts', 'packages/a_b/src/a.ts'])(
  'refuses the name %s',
  (path) => {
    expect(checkFileNames(invented({ [path]: '' }))).toHaveLength(1);
  },
);

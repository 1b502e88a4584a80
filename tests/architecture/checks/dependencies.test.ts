// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invented, inventedManifest } from '../testing/invented.ts';
import { checkDeclared, checkLicences, checkManifests, readShipped } from './dependencies.ts';

const manifestPath = 'packages/encoding/package.json';
const index = 'packages/encoding/src/index.ts';

test('a sound project has no findings', () => {
  expect(checkDeclared(invented())).toEqual([]);
  expect(checkManifests(invented())).toEqual([]);
});

test('an import needs a declaration, and a declaration an import', () => {
  const declares = inventedManifest('@koppel/encoding', { dependencies: { zod: '4.6.7' } });
  const imports = `import { z } from 'zod/mini';`;
  expect(checkDeclared(invented({ [index]: imports }))).toEqual([
    'packages/encoding imports zod without declaring it',
  ]);
  expect(checkDeclared(invented({ [manifestPath]: declares }))).toEqual([
    'packages/encoding declares zod and does not import it',
  ]);
  expect(checkDeclared(invented({ [manifestPath]: declares, [index]: imports }))).toEqual([]);
});

test("only tests may use the root's tools", () => {
  const text = `import { test } from '@jest/globals';`;
  expect(checkDeclared(invented({ 'packages/encoding/src/a.test.ts': text }))).toEqual([]);
  expect(checkDeclared(invented({ [index]: text }))).toHaveLength(1);
});

test.each(['^4.6.7', '~4.6.7', '4', '*', 'latest', 'github:a/b'])(
  'refuses the version %s',
  (version) => {
    const text = inventedManifest('@koppel/encoding', { dependencies: { zod: version } });
    expect(checkManifests(invented({ [manifestPath]: text }))).toHaveLength(1);
  },
);

test('a manifest must be private and licensed', () => {
  const open = inventedManifest('@koppel/encoding', { private: false });
  const other = inventedManifest('@koppel/encoding', { license: 'MIT' });
  expect(checkManifests(invented({ [manifestPath]: open }))).toHaveLength(1);
  expect(checkManifests(invented({ [manifestPath]: other }))).toHaveLength(1);
});

test.each([
  ['MIT', 0],
  ['(MIT OR GPL-3.0-only)', 0],
  ['MIT AND ISC', 0],
  ['MIT AND GPL-3.0-only', 1],
  ['AGPL-3.0-or-later', 1],
  ['SEE LICENSE IN LICENSE', 1],
  [undefined, 1],
])('the licence %s', (license, expected) => {
  expect(checkLicences([{ name: 'a', version: '1.0.0', license }])).toHaveLength(expected);
});

test('dependencies of dependencies are read as installed', () => {
  const root = mkdtempSync(join(tmpdir(), 'koppel-architecture-'));
  try {
    const install = (name: string, more: object): void => {
      mkdirSync(join(root, 'node_modules', name), { recursive: true });
      const text = JSON.stringify({ name, version: '1.0.0', license: 'MIT', ...more });
      writeFileSync(join(root, 'node_modules', name, 'package.json'), text);
    };
    install('a', { dependencies: { b: '1.0.0' }, optionalDependencies: { absent: '1.0.0' } });
    install('b', { license: 'GPL-3.0-only', dependencies: { a: '1.0.0' } });
    const project = invented({
      [manifestPath]: inventedManifest('@koppel/encoding', { dependencies: { a: '1.0.0' } }),
    });
    expect(checkLicences(readShipped(root, project))).toEqual(['b 1.0.0 is under GPL-3.0-only']);
    install('b', { dependencies: { missing: '1.0.0' } });
    expect(() => readShipped(root, project)).toThrow('not installed');
  } finally {
    rmSync(root, { recursive: true });
  }
});

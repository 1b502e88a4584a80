// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, test } from '@jest/globals';
import { invented } from '../testing/invented.ts';
import { checkBuiltins, checkGraph, checkNames, checkReach, checkTestHelpers } from './imports.ts';

const inEncoding = (text: string): ReturnType<typeof invented> =>
  invented({ 'packages/encoding/src/index.ts': text });

test('a sound project has no findings', () => {
  const project = invented();
  for (const check of [checkGraph, checkReach, checkBuiltins, checkNames, checkTestHelpers]) {
    expect(check(project)).toEqual([]);
  }
});

describe('the import graph', () => {
  test.each([
    ['a plain import', `import { link } from '@koppel/linkage';`],
    ['an import of a type', `import type { Link } from '@koppel/linkage';`],
    ['a re-export', `export { link } from '@koppel/linkage';`],
    ['an import for its effect', `import '@koppel/linkage';`],
    ['a dynamic import', `export const later = import('@koppel/linkage');`],
    ['a type by path', `export type Link = import('@koppel/linkage').Link;`],
    ['a path into another package', `import { link } from '../../linkage/src/index.ts';`],
    ['a subpath of an allowed package', `import { open } from '@koppel/keys/open';`],
    ['its own name', `import { encode } from '@koppel/encoding';`],
  ])('refuses %s', (_title, text) => {
    expect(checkGraph(inEncoding(`\n${text}`))).toEqual([
      expect.stringMatching(/^packages\/encoding\/src\/index\.ts:2 /),
    ]);
  });

  test('allows what the table lists, and ignores words in comments and strings', () => {
    const text = `import { derive } from '@koppel/keys'; // import '@koppel/linkage'
      export const text = "from '@koppel/linkage'" + derive;`;
    expect(checkGraph(inEncoding(text))).toEqual([]);
  });

  test('gives a part that is not in the table no permission', () => {
    const project = invented({
      'packages/extra/src/index.ts': `import { code } from '@koppel/errors';`,
    });
    expect(checkGraph(project)).toHaveLength(1);
  });
});

describe('what a program contains', () => {
  test('is followed through other packages', () => {
    const project = invented({
      'services/linkage/src/bin.ts': `import { link } from '@koppel/linkage';`,
      'packages/linkage/src/index.ts': `export { encode } from '../../encoding/src/index.ts';`,
    });
    expect(checkReach(project)).toEqual([
      'services/linkage contains packages/encoding, directly or indirectly',
    ]);
  });

  test('includes programs that it starts by file name', () => {
    const project = invented({
      'services/linkage/src/bin.ts': `new URL('../../../packages/encoding/src/index.ts', here);`,
    });
    expect(checkReach(project)).toHaveLength(1);
  });
});

test('Node modules outside the table are refused, in tests they are free', () => {
  const text = `import { readFileSync } from 'node:fs';`;
  expect(checkBuiltins(inEncoding(text))).toHaveLength(1);
  expect(checkBuiltins(invented({ 'packages/encoding/src/a.test.ts': text }))).toEqual([]);
  expect(checkBuiltins(inEncoding(`import type { Stats } from 'node:fs';`))).toEqual([]);
  const network = `import { connect } from 'node:net';`;
  expect(checkBuiltins(invented({ 'services/linkage/src/bin.ts': network }))).toHaveLength(1);
});

test('one file may listen; it may not call out, and no other file may do either', () => {
  const http = (path: string, taken: string) =>
    checkBuiltins(invented({ [path]: `import ${taken} from 'node:http';` }));
  const listener = 'packages/serve/src/http.ts';
  expect(http(listener, '{ createServer }')).toEqual([]);
  expect(http('services/encoder/src/serve/other.ts', '{ createServer }')).toHaveLength(1);
  expect(http('services/linkage/src/serve/http.ts', '{ createServer }')).toHaveLength(1);
  for (const taken of ['{ request }', '{ createServer, get }', '* as http', 'http']) {
    expect(http(listener, taken)).toHaveLength(1);
  }
});

test.each([
  [`export const n = Math.random();`, 'Math.random'],
  [`export const n = Date.now();`, 'Date.now'],
  [`export const r = await fetch('https://example.org');`, 'fetch'],
  [`export function f() { console.info('x'); }`, 'console'],
  [`export const home = process.env;`, 'process'],
  [`export const b = { bytes: Buffer };`, 'Buffer'],
])('a pure part may not say %s', (text, name) => {
  expect(checkNames(inEncoding(text))).toContain(
    `packages/encoding/src/index.ts:1 may not use ${name}`,
  );
});

test('an exception holds for its part and its name alone', () => {
  const text = `export const b = Buffer.from(process.title);`;
  expect(checkNames(invented({ 'packages/keys/src/index.ts': text }))).toEqual([
    'packages/keys/src/index.ts:1 may not use process',
  ]);
});

test('properties, keys and members that only share a name are allowed', () => {
  const text = `interface Step { process: number; fetch(): void }
    export const a = { console: 1, process: 2 }.process;
    export const f = (step: Step) => { step.fetch(); };`;
  expect(checkNames(inEncoding(text))).toEqual([]);
});

test('only services and the console write to the terminal', () => {
  const direct = `export const f = () => process.stdout.write('x');`;
  const named = `import { stderr as out } from 'node:process'; out.write('x');`;
  for (const text of [direct, named]) {
    expect(checkNames(invented({ 'packages/evaluation/src/a.ts': text }))).toHaveLength(1);
    expect(checkNames(invented({ 'services/linkage/src/bin.ts': text }))).toEqual([]);
  }
});

test('a helper of tests is not for sources', () => {
  const text = `import { sample } from './testing/sample.ts';`;
  expect(checkTestHelpers(inEncoding(text))).toHaveLength(1);
  expect(checkTestHelpers(invented({ 'packages/encoding/src/a.test.ts': text }))).toEqual([]);
});

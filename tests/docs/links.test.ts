// SPDX-License-Identifier: EUPL-1.2
/** Documents lead where they say, and tell only commands that exist. */
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchors, brokenLinks, commandsIn, readDocuments, type Command } from './documents.ts';

const root = join(import.meta.dirname, '..', '..');
const documents = readDocuments(root);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const helpOf: Readonly<Record<string, string>> = {
  'koppel-encoder': read('services/encoder/src/help.ts'),
  'koppel-linkage': read('services/linkage/src/help.ts'),
  'koppel-researcher': read('services/researcher/src/help.ts'),
  'koppel-study': read('services/study/src/help.ts'),
  './koppel': read('koppel') + read('packages/evaluation/src/help.ts'),
};

/** What is wrong with a command, or undefined. */
function fault({ program, words, options }: Command): string | undefined {
  const help = helpOf[program] ?? '';
  const name = [program, ...words].join(' ');
  const isKnown = words.length === 0 || help.includes(name) || help.includes(`  ${words[0]!} `);
  if (!isKnown) return `${name} is no command`;
  const unknown = options.find((option) => !new RegExp(`${option}(?![\\w-])`).test(help));
  return unknown === undefined ? undefined : `${name} has no ${unknown}`;
}

test('there are documents', () => {
  const paths = documents.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'docs/quickstart.md']));
});

test.each(documents.map((document) => [document.path, document] as const))(
  'every link of %s leads somewhere',
  (_path, document) => {
    expect(brokenLinks(root, document)).toEqual([]);
  },
);

test.each(documents.map((document) => [document.path, document] as const))(
  'every command of %s exists',
  (_path, { text }) => {
    expect(commandsIn(text).map(fault).filter(Boolean)).toEqual([]);
  },
);

test('broken links, commands and options are found', () => {
  const text =
    'See [x](nowhere.md), [y](#no-heading) and `koppel-encoder fly --high`.\n\n# A title\n';
  expect(brokenLinks(root, { path: 'README.md', text })).toEqual(['nowhere.md', '#no-heading']);
  expect(anchors(text)).toEqual(['a-title']);
  expect(commandsIn(text).map(fault)).toEqual(['koppel-encoder fly is no command']);
  const option = '```sh\nkoppel-encoder run \\\n  --nothing x\n```\n';
  expect(commandsIn(option).map(fault)).toEqual(['koppel-encoder run has no --nothing']);
});

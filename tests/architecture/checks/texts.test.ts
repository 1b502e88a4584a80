// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { invented } from '../testing/invented.ts';
import { checkLicenceLines, checkMachineTraces, checkSizes, checkTitles } from './texts.ts';

const spdx = 'SPDX-License-Identifier: EUPL-1.2';

function findings(check: typeof checkSizes, path: string, text: string): string[] {
  return check(invented({ [path]: text })).filter((finding) => finding.startsWith(`${path} `));
}

test.each([
  ['a.ts', `// ${spdx}\n`, 0],
  ['a.ts', `\n// ${spdx}\n`, 1],
  ['src/bin.ts', `#!/usr/bin/env node\n// ${spdx}\n`, 0],
  ['a.js', 'export {};\n', 1],
  ['bin/run', `#!/bin/sh\n# ${spdx}\n`, 0],
  ['bin/run', '#!/bin/sh\nset -eu\n', 1],
  ['scripts/a.sh', 'set -eu\n', 1],
  ['README.md', '# Koppel\n', 0],
])('the licence line of %s: %j', (path, text, expected) => {
  expect(findings(checkLicenceLines, path, text)).toHaveLength(expected);
});

test('a source of 401 lines is too long, one of 400 is not, a table may be', () => {
  const lines = (count: number): string => 'x;\n'.repeat(count);
  expect(findings(checkSizes, 'packages/a/src/a.ts', lines(400))).toEqual([]);
  expect(findings(checkSizes, 'packages/a/src/a.ts', lines(401))).toHaveLength(1);
  expect(findings(checkSizes, 'packages/a/src/name-table.ts', lines(401))).toEqual([]);
});

test.each([
  ['# One\n\ntext\n', 0],
  ['text only\n', 1],
  ['# One\n# Two\n', 1],
  ['# One\n```sh\n# a comment\n```\n', 0],
  ['## Only a section\n', 1],
])('titles of %j', (text, expected) => {
  expect(findings(checkTitles, 'docs/a.md', text)).toHaveLength(expected);
});

test('paths and registries of one machine are found, look-alikes are not', () => {
  const path = (...parts: string[]): string => ['', ...parts].join('/');
  const bad = [
    path('work', 'main', 'a'),
    `cd ${path('root', 'x')}`,
    `'${path('home', 'someone')}'`,
    ['https://registry', 'npmjs', 'org/'].join('.'),
  ];
  for (const text of bad) {
    expect(findings(checkMachineTraces, 'docs/a.md', text)).toHaveLength(1);
  }
  for (const text of ['network/work/x', '$root/work/x', '../shared/peers', 'at home/work']) {
    expect(findings(checkMachineTraces, 'docs/a.md', text)).toEqual([]);
  }
});

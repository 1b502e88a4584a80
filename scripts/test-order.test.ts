// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inOrder, longest } from './test-order.ts';

const root = dirname(import.meta.dirname);

test('the files that take long are there, each once', () => {
  expect(longest.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(new Set(longest).size).toBe(longest.length);
});

test('they come first, in their order, and the others by size', () => {
  const paths = ['scripts/test-order.ts', longest[1]!, 'scripts/setup.sh', longest[0]!];
  const sorted = inOrder(paths.map((path) => ({ path: join(root, path) })));
  expect(sorted.map(({ path }) => path)).toEqual(
    [longest[0]!, longest[1]!, 'scripts/setup.sh', 'scripts/test-order.ts'].map((path) =>
      join(root, path),
    ),
  );
});

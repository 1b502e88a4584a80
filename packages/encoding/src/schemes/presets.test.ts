// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { createProfile } from '../profile.ts';
import { presets } from './presets.ts';

test.each(presets.map((preset) => [preset.id, preset] as const))(
  '%s is sound, and says when to take it in both languages',
  (_id, { text, encoding }) => {
    expect(createProfile(encoding).warnings).toEqual([]);
    expect(text.en).toMatch(/^[A-Z].*\.$/s);
    expect(text.nl).toMatch(/^[A-Z].*\.$/s);
  },
);

test('no two are one', () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  const hashes = presets.map(({ encoding }) => String(createProfile(encoding).hash));
  expect(new Set(hashes).size).toBe(presets.length);
});

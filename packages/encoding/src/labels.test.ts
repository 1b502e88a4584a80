// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { encodingLabels } from './labels.ts';
import { findScheme, schemes } from './schemes/registry.ts';
import { sampleSpec } from './testing/sample-spec.ts';

test('labels are those of the scheme, and of the salt where there is one', () => {
  const { withstands, doesNotWithstand } = findScheme('clk');
  expect(encodingLabels(sampleSpec())).toEqual({ withstands, doesNotWithstand });
  const salted = encodingLabels({ ...sampleSpec(), salt: { field: 'birthDate' } });
  for (const language of ['en', 'nl'] as const) {
    expect(salted.withstands[language].startsWith(withstands[language])).toBe(true);
    expect(salted.doesNotWithstand[language].startsWith(doesNotWithstand[language])).toBe(true);
  }
  expect(salted.doesNotWithstand.en).toContain('one error in the salt');
  expect(salted.doesNotWithstand.nl).toContain('één fout in het zout');
});

test('no hardening claims to stop graph matching', () => {
  const hardened = schemes.filter(({ id }) => id.startsWith('clk') || id === 'field-filters');
  expect(hardened.length).toBeGreaterThan(8);
  for (const { doesNotWithstand, id } of hardened.filter((one) => one.id !== 'field-filters')) {
    expect([id, doesNotWithstand.en]).toEqual([id, expect.stringMatching(/graph matching/i)]);
    expect([id, doesNotWithstand.nl]).toEqual([id, expect.stringMatching(/patronen/i)]);
  }
});

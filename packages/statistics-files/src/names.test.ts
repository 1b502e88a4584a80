// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dtaNames, savNames } from './names.ts';

test.each([
  ['pseudonym', 'pseudonym', 'pseudonym'],
  ['register.linked', 'register.linked', 'register_linked'],
  ['re-integratie', 're_integratie', 're_integratie'],
  ['with', 'with_v', 'with_v'],
  ['int', 'int', 'int_v'],
  ['all', 'all_v', 'all'],
  ['9lives', 'v_9lives', 'v_9lives'],
  ['één.', 'één', '__n_'],
  ['', 'v_', 'v_'],
  ['a'.repeat(70), 'a'.repeat(64), 'a'.repeat(32)],
])('%j has a name in SPSS and Stata', (name, sav, dta) => {
  expect(savNames([name])).toEqual([sav]);
  expect(dtaNames([name])).toEqual([dta]);
});

test('what would be the same gets a number, and a good name stays what it is', () => {
  expect(dtaNames(['a.b', 'a_b', 'a-b'])).toEqual(['a_b_2', 'a_b', 'a_b_3']);
  expect(savNames(['Amount', 'amount'])).toEqual(['Amount', 'amount_2']);
  expect(dtaNames(['Amount', 'amount'])).toEqual(['Amount', 'amount']);
  const long = 'b'.repeat(40);
  expect(dtaNames([`${long}1`, `${long}2`])).toEqual(['b'.repeat(32), `${'b'.repeat(30)}_2`]);
});

test('names are accepted and differ, whatever was asked for', () => {
  const anyName = fc.oneof(
    fc.string({ maxLength: 80, unit: 'binary' }),
    fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'A', '.', '_', '-', '€', '9') }),
  );
  fc.assert(
    fc.property(fc.array(anyName, { maxLength: 40 }), (names) => {
      const sav = savNames(names);
      expect(new Set(sav.map((name) => name.toLowerCase())).size).toBe(names.length);
      for (const name of sav) {
        expect(name).toMatch(/^[\p{L}@][\p{L}\p{N}._$#@]*$/u);
        expect(name).not.toMatch(/\.$/);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(64);
      }
      const dta = dtaNames(names);
      expect(new Set(dta).size).toBe(names.length);
      for (const name of dta) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,31}$/);
    }),
  );
});

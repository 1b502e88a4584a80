// SPDX-License-Identifier: EUPL-1.2
/** What a row says of who it is about, and that usual differences between registers do not show. */
import { expect, test } from '@jest/globals';
import { createProfile, normalisationHashes } from '@koppel/encoding';
import type { EncodingSpec } from '@koppel/study';
import { nameCode, PartReader, sketchRules } from './person-parts.ts';

const weight = { bitsPerField: 50 };
const dutch = createProfile({
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'nl-1',
  fields: [
    { name: 'voornamen', type: 'givenNames', group: 'name', weight, onInvalid: 'missing', q: 2 },
    { name: 'naam', type: 'surname', group: 'name', weight, onInvalid: 'missing', q: 2 },
    { name: 'geboren', type: 'date', group: 'birth', weight, onInvalid: 'missing' },
    { name: 'postcode', type: 'postcode', group: 'place', weight, onInvalid: 'missing' },
  ],
});

/** Cells in this order: given names, initials, surname, date, postcode. */
const cells: Readonly<Record<string, number>> = {
  'voornamen.value': 0, 'voornamen.initials': 1, 'naam.value': 2, 'geboren.value': 3, 'postcode.value': 4,
}; // prettier-ignore
const columns = dutch.inputs.map(({ name, part }) => cells[`${name}.${part}`] ?? -1);
const reader = new PartReader(dutch, columns);
const parts = (...row: string[]) => reader.partsOf(row);

test.each([
  ['Johannes Petrus', '', 'van den Berg', '1953-01-02', '3011 AB'],
  ['Hans', '', 'v.d. Berg', '02-01-1953', '3011ab'],
  ['', 'J.P.', 'Berg, van den', '19530102', '3011AB'],
])('one person as three registers have it', (...row) => {
  expect(parts(...row)).toEqual({ name: 'j prk', date: '19530102', address: '3011ab' });
});

test('what says nothing is absent', () => {
  const none = { name: undefined, date: undefined, address: undefined };
  expect(parts('', '', '', '', '')).toEqual(none);
  expect(parts('Anna', '', 'onbekend', '1953-00-00', '1000')).toEqual(none);
  expect(parts('Anna', '', 'Bos', '1953-02-30', '9999XX')).toMatchObject({ date: undefined });
  expect(reader.offered).toEqual({ date: true, name: true, address: true });
});

test('a register without a field offers no part of it', () => {
  const without = (gone: string): PartReader =>
    new PartReader(dutch, columns.map((column, at) => (dutch.inputs[at]!.name === gone ? -1 : column)));
  expect(without('voornamen').offered.name).toBe(false);
  expect(without('postcode').offered).toEqual({ date: true, name: true, address: false });
  expect(without('geboren').offered.date).toBe(false);
}); // prettier-ignore

test.each([
  ['jansen', 'jansn', false],
  ['jansen', 'janssen', true],
  ['visser', 'fisser', true],
  ['dijkstra', 'dykstra', true],
  ['schouten', 'skouten', false],
  ['bakker', 'bakkers', false],
])('%s and %s', (one, other, same) => {
  const written = nameCode(one) === nameCode(other);
  // Vowels behind the first letter never count.
  expect(written).toBe(same || one.replace(/[aeiou]/g, '') === other.replace(/[aeiou]/g, ''));
});

test('names in another script stay, and no code is longer than five letters', () => {
  expect(nameCode('Ω')).toBe('Ω');
  expect(nameCode('')).toBe('');
  expect(nameCode('wolterskluwersma')).toHaveLength(5);
});

test('other rules have another hash', () => {
  const plain = { ...dutch.spec, normalisation: 'plain-1', fields: dutch.spec.fields.slice(2, 3) } as EncodingSpec;
  const hashes = [
    sketchRules(dutch.spec, normalisationHashes['nl-1']),
    sketchRules(dutch.spec, normalisationHashes['plain-1']),
    sketchRules(plain, normalisationHashes['plain-1']),
  ];
  expect(new Set(hashes).size).toBe(3);
}); // prettier-ignore

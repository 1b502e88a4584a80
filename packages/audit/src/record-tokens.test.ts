// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { createTokenReader } from './record-tokens.ts';
import { populationProfile } from './testing/population.ts';

test('tokens carry the group and type on which their bits depend', () => {
  const read = createTokenReader(populationProfile());
  const tokens = read(['ab', 'abc', '1980-02-03', '']);
  expect(tokens).toEqual(
    expect.arrayContaining(['name/text/ab', 'name/text/bc', 'birthDate/date/Y1980']),
  );
  // What both names have is one token, as it is for the encoder.
  expect(tokens.filter((token) => token === 'name/text/ab')).toHaveLength(1);
  expect(tokens.some((token) => token.startsWith('postcode'))).toBe(false);
});

test('names of all kinds are of one type, and a field is read with all its parts', () => {
  const weight = { bitsPerToken: 10 };
  const read = createTokenReader(
    populationProfile({
      normalisation: 'nl-1',
      fields: [
        { name: 'given', group: 'name', type: 'givenNames', q: 2, weight, onInvalid: 'missing' },
        { name: 'last', group: 'name', type: 'surname', q: 2, weight, onInvalid: 'missing' },
      ],
    }),
  );
  const values = ['Anna', '', '', 'Berg', 'van den', '', '', ''];
  const tokens = read(values);
  expect(tokens.every((token) => token.startsWith('name/text/'))).toBe(true);
  expect(read(values.with(5, 'Jansen'))).not.toEqual(tokens);
});

test('a salt makes every token another', () => {
  const read = createTokenReader(populationProfile({ salt: { field: 'birthDate' } }));
  const [one, other] = ['1980-02-03', '1981-02-03'].map((day) => read(['ab', 'cd', day, '1234AB']));
  expect(one).toContain('name/text/ab/Y1980');
  expect(one!.filter((token) => other!.includes(token))).toEqual([]);
  expect(read(['ab', '', '', ''])).toContain('name/text/ab/');
});

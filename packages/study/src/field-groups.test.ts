// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from '@jest/globals';
import { encodingSchema } from './encoding-schema.ts';
import { fieldFiltersOf } from './field-groups.ts';

const names = ['given', 'surname', 'born'];
const specOf = (scheme: string, count: number) =>
  encodingSchema.parse({
    scheme,
    parameters: { bits: 256 * count, fieldBits: 256 },
    normalisation: 'plain-1',
    fields: names.slice(0, count).map((name, at) => ({
      name,
      type: 'text',
      ...(at < 2 ? { group: 'name' } : {}),
      weight: { bitsPerToken: 5 },
    })),
  });

test('the filters of fields lie one after the other, and say which can be compared', () => {
  expect(fieldFiltersOf(specOf('field-filters', 3))).toEqual([
    { name: 'given', alike: 'name', from: 0, bytes: 32 },
    { name: 'surname', alike: 'name', from: 32, bytes: 32 },
    { name: 'born', alike: 'born', from: 64, bytes: 32 },
  ]);
});

test('one filter for all fields, or one field, has none to tell apart', () => {
  expect(fieldFiltersOf(specOf('clk', 3))).toBeUndefined();
  expect(fieldFiltersOf(specOf('field-filters', 1))).toBeUndefined();
});

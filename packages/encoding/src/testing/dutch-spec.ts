// SPDX-License-Identifier: EUPL-1.2
/** A specification under `nl-1` with a field of every type of its own, for tests. */
import type { EncodingSpec, FieldSpec } from '@koppel/study';

const common = { onInvalid: 'reject' } as const;

export const dutchFields = {
  givenNames: {
    ...common,
    name: 'givenNames',
    group: 'name',
    type: 'givenNames',
    q: 2,
    weight: { bitsPerToken: 10 },
  },
  surname: {
    ...common,
    name: 'surname',
    group: 'name',
    type: 'surname',
    q: 2,
    weight: { bitsPerToken: 15 },
  },
  birthDate: {
    ...common,
    name: 'birthDate',
    group: 'birthDate',
    type: 'date',
    weight: { bitsPerToken: 18 },
  },
  sex: { ...common, name: 'sex', group: 'sex', type: 'sex', weight: { bitsPerToken: 28 } },
  postcode: {
    ...common,
    name: 'postcode',
    group: 'postcode',
    type: 'postcode',
    weight: { bitsPerToken: 10 },
  },
  houseNumber: {
    ...common,
    name: 'houseNumber',
    group: 'houseNumber',
    type: 'houseNumber',
    weight: { bitsPerToken: 16 },
  },
} as const satisfies Record<string, FieldSpec>;

/** `clk` over the given fields, with `nl-1`. */
export function dutchSpec(fields: readonly FieldSpec[], bits = 2048): EncodingSpec {
  return { scheme: 'clk', parameters: { bits }, normalisation: 'nl-1', fields: [...fields] };
}

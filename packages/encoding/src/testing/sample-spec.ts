// SPDX-License-Identifier: EUPL-1.2
/** A specification with a field of every type, for tests. */
import type { EncodingSpec, FieldSpec } from '@koppel/study';

export const sampleFields = {
  givenName: {
    name: 'givenName',
    group: 'name',
    type: 'text',
    q: 2,
    weight: { bitsPerToken: 12 },
    onInvalid: 'reject',
  },
  surname: {
    name: 'surname',
    group: 'name',
    type: 'text',
    q: 2,
    weight: { bitsPerToken: 12 },
    onInvalid: 'reject',
  },
  street: {
    name: 'street',
    group: 'street',
    type: 'text',
    q: 3,
    weight: { bitsPerField: 101 },
    onInvalid: 'reject',
  },
  birthDate: {
    name: 'birthDate',
    group: 'birthDate',
    type: 'date',
    weight: { bitsPerField: 160 },
    onInvalid: 'reject',
  },
  postcode: {
    name: 'postcode',
    group: 'postcode',
    type: 'code',
    prefixes: [4],
    weight: { bitsPerToken: 20 },
    onInvalid: 'reject',
  },
  income: {
    name: 'income',
    group: 'income',
    type: 'number',
    distance: 500,
    steps: 4,
    weight: { bitsPerToken: 5 },
    onInvalid: 'missing',
  },
} as const satisfies Record<string, FieldSpec>;

/** `clk` over the given fields, or over all samples. */
export function sampleSpec(
  fields: readonly FieldSpec[] = Object.values(sampleFields),
  bits = 1024,
): EncodingSpec {
  return { scheme: 'clk', parameters: { bits }, normalisation: 'plain-1', fields: [...fields] };
}

export const sampleKey: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => i + 1);

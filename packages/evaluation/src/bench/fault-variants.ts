// SPDX-License-Identifier: EUPL-1.2
/** The encodings that `bench faults` compares: plain words, Dutch rules, and those less one rule. */
import { readFileSync } from 'node:fs';
import type { EncodingSpec } from '@koppel/study';
import { parse } from 'yaml';
import type { FaultVariant } from './faults.ts';

const example = new URL('../../../../examples/dutch/encoding.yaml', import.meta.url);

/** Names and addresses as plain words, with the weights that are best for them. */
const plain = {
  scheme: 'clk',
  parameters: { bits: 2048 },
  normalisation: 'plain-1',
  fields: [
    { name: 'givenNames', type: 'text', group: 'name', weight: { bitsPerField: 128 } },
    { name: 'surname', type: 'text', group: 'name', weight: { bitsPerField: 134 } },
    { name: 'birthDate', type: 'date', weight: { bitsPerField: 266 } },
    { name: 'sex', type: 'code', weight: { bitsPerField: 28 } },
    { name: 'postcode', type: 'code', prefixes: [4], weight: { bitsPerField: 94 } },
    { name: 'houseNumber', type: 'code', weight: { bitsPerField: 66 } },
  ],
} as unknown as EncodingSpec;

const partnerParts = ['surname partner', 'surname partnerPrefix', 'surname usage'];

/** `plain-1` and `nl-1`, for the classes of faults. */
export function faultVariants(): FaultVariant[] {
  const dutch = parse(readFileSync(example, 'utf8')) as EncodingSpec;
  return [
    { name: 'plain-1', spec: plain },
    { name: 'nl-1', spec: dutch },
  ];
}

/** The same with names, birth date and sex alone: with an address, a fault in them hardly shows. */
export function bareVariants(): FaultVariant[] {
  const bare = ({ name, spec }: FaultVariant): FaultVariant => ({
    name: `${name}, no address`,
    spec: {
      ...spec,
      fields: spec.fields.filter((field) => !['postcode', 'houseNumber'].includes(field.name)),
    },
  });
  return faultVariants().map(bare);
}

function withField(spec: EncodingSpec, name: string, change: object): EncodingSpec {
  const fields = spec.fields.map((field) =>
    field.name === name ? { ...field, ...change } : field,
  );
  return { ...spec, fields };
}

/** `nl-1` less one rule at a time: what each gains, on registers with all faults. */
export function ruleVariants(): FaultVariant[] {
  const [, dutch] = faultVariants() as [FaultVariant, FaultVariant];
  const { spec } = dutch;
  const text = { type: 'text', q: 2 };
  return [
    dutch,
    { name: 'without partner names', spec, without: partnerParts },
    { name: 'surnames as plain text', spec: withField(spec, 'surname', text) },
    { name: 'given names as plain text', spec: withField(spec, 'givenNames', text) },
    { name: 'names not in one group', spec: withField(spec, 'givenNames', { group: 'given' }) },
    {
      name: 'assigned birthdays whole',
      spec: withField(spec, 'birthDate', { assigned: undefined }),
    },
    {
      name: 'postcode as a code',
      spec: withField(spec, 'postcode', { type: 'code', prefixes: [4] }),
    },
    {
      name: 'house number as a code',
      spec: withField(spec, 'houseNumber', { type: 'code', prefixes: [] }),
    },
  ];
}

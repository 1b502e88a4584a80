// SPDX-License-Identifier: EUPL-1.2
/** The `encoding` section of a study file for a suggestion, checked as a study's is. */
import { createProfile, type SchemeWarning } from '@koppel/encoding';
import type { EncodingSpec, FieldSpec, FieldWeight } from '@koppel/study';
import { stringify } from 'yaml';
import type { Suggestion } from './decide.ts';

const field = (name: string, type: string, bitsPerField: number, group = name): FieldSpec =>
  ({ name, type, group, weight: { bitsPerField }, onInvalid: 'missing' }) as FieldSpec;

/** What Dutch registers mostly share, where no study says what its own do. */
export const usualEncoding: EncodingSpec = createProfile({
  scheme: 'clk',
  parameters: { bits: 1024 },
  normalisation: 'nl-1',
  fields: [
    field('givenNames', 'givenNames', 110, 'name'),
    field('surname', 'surname', 130, 'name'),
    field('birthDate', 'date', 160),
    field('sex', 'sex', 10),
    field('postcode', 'postcode', 80),
    field('houseNumber', 'houseNumber', 30),
  ],
}).spec;

interface Preset {
  readonly scheme: string;
  readonly parameters: EncodingSpec['parameters'];
  readonly similarity?: EncodingSpec['similarity'];
  /** Tokens vote, and a vote each is right; otherwise weights are bits. */
  readonly votes: boolean;
}

const bloomFilter: Preset = { scheme: 'clk', parameters: { bits: 1024 }, votes: false };

function presetOf({ preset, saltBy }: Pick<Suggestion, 'preset' | 'saltBy'>): Preset {
  switch (preset) {
    case 'clk':
      return bloomFilter;
    case 'clkHardened':
      // A salt goes with any scheme; without one, folding is what costs least quality.
      return saltBy === undefined ? { ...bloomFilter, scheme: 'clk-fold' } : bloomFilter;
    case 'saul':
      return { scheme: 'saul', parameters: { bits: 2048, k: 3 }, similarity: 'hamming', votes: true };
    case 'saulStrong':
      return { scheme: 'saul', parameters: { bits: 8192, k: 4 }, similarity: 'hamming', votes: true };
  }
} // prettier-ignore

/** Bits for a field whose weight is not in bits yet: about a third of 1,024 for a usual record. */
const usualBits: Readonly<Record<FieldSpec['type'], number>> = {
  text: 120, date: 160, code: 60, number: 40, surname: 130, givenNames: 110, postcode: 80, houseNumber: 30, sex: 10,
}; // prettier-ignore

function weightOf({ weight, type }: FieldSpec, { votes }: Preset): FieldWeight {
  if (votes) return { votesPerToken: 1 };
  return 'votesPerToken' in weight ? { bitsPerField: usualBits[type] } : weight;
}

/** One line, as the examples of the manual have it. */
function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function yamlOf({
  scheme,
  parameters,
  similarity,
  normalisation,
  salt,
  fields,
}: EncodingSpec): string {
  const lines = fields.map(({ name, type, group, ...rest }) =>
    inline({ name, type, ...(group === name ? {} : { group }), ...rest }),
  );
  return [
    'encoding:',
    `  scheme: ${scheme}`,
    `  parameters: ${inline(parameters)}`,
    ...(similarity === undefined ? [] : [`  similarity: ${similarity}`]),
    `  normalisation: ${normalisation}`,
    ...(salt === undefined ? [] : [`  salt: ${inline(salt)}`]),
    '  fields:',
    ...lines.map((line) => `    - ${line}`),
    '',
  ].join('\n');
}

/**
 * The encoding of a suggestion with the fields of another, as it stands in a study file.
 * @throws KoppelError ENCODING_SALT where nothing can be salted by that field
 * @param current of the study, checked; where it is of the suggested scheme already it stays as it is
 */
export function encodingBlock(
  suggestion: Pick<Suggestion, 'preset' | 'saltBy'>,
  current: EncodingSpec,
): {
  readonly spec: EncodingSpec;
  readonly warnings: readonly SchemeWarning[];
  readonly block: string;
} {
  const preset = presetOf(suggestion);
  const { saltBy } = suggestion;
  const { scheme, parameters, similarity } = preset;
  const { normalisation, fields } = current;
  const { spec, warnings } = createProfile({
    scheme,
    parameters,
    ...(similarity === undefined ? {} : { similarity }),
    // Values as registered are for clk-compat alone.
    normalisation: normalisation === 'none' ? 'plain-1' : normalisation,
    ...(saltBy === undefined ? {} : { salt: { field: saltBy } }),
    fields: fields.map((field) => ({ ...field, weight: weightOf(field, preset) })),
  });
  return { spec, warnings, block: yamlOf(spec) };
}

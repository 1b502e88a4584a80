// SPDX-License-Identifier: EUPL-1.2
/** The `encoding` section of a study file for a suggestion, checked as a study's is. */
import { createProfile, presets, type Bilingual, type SchemeWarning } from '@koppel/encoding';
import type { EncodingSpec, FieldSpec, FieldWeight } from '@koppel/study';
import { stringify } from 'yaml';
import type { Suggestion } from './decide.ts';

type Chosen = Pick<Suggestion, 'preset' | 'saltBy'>;

/** The ready choices of the registry, and what hardening makes of the first. */
function presetEncoding(id: 'clk' | 'saul' | 'saul-strong'): EncodingSpec {
  return presets.find((preset) => preset.id === id)!.encoding;
}

/** What Dutch registers mostly share, where no study says what its own do. */
export const usualEncoding: EncodingSpec = createProfile(presetEncoding('clk')).spec;

function suggestedEncoding({ preset, saltBy }: Chosen): EncodingSpec {
  switch (preset) {
    case 'clk':
      return presetEncoding('clk');
    case 'clkHardened':
      // A salt goes with any scheme; without one, folding is what costs least quality.
      return { ...presetEncoding('clk'), scheme: saltBy === undefined ? 'clk-fold' : 'clk' };
    case 'saul':
      return presetEncoding('saul');
    case 'saulStrong':
      return presetEncoding('saul-strong');
  }
}

/** When to take it, in the words of the registry; undefined where these do not stand by themselves. */
export function presetText({ preset }: Chosen): Bilingual | undefined {
  return presets.find(({ id }) => id === preset)?.text;
}

/** Bits per token where a weight is not in bits yet, for filters of 2,048 bits. */
const usualBits: Readonly<Record<FieldSpec['type'], number>> = {
  text: 15, date: 23, code: 15, number: 13, surname: 20, givenNames: 13, postcode: 13, houseNumber: 21, sex: 36,
}; // prettier-ignore

function weightOf({ weight, type }: FieldSpec, votes: boolean): FieldWeight {
  if (votes) return { votesPerToken: 1 };
  return 'votesPerToken' in weight ? { bitsPerToken: usualBits[type] } : weight;
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
 * @param current of the study, checked; its fields are kept, and of filters their length
 */
export function encodingBlock(
  suggestion: Chosen,
  current: EncodingSpec,
): {
  readonly spec: EncodingSpec;
  readonly warnings: readonly SchemeWarning[];
  readonly block: string;
} {
  const { scheme, parameters, similarity } = suggestedEncoding(suggestion);
  const { saltBy } = suggestion;
  const votes = scheme === 'saul';
  // Weights in bits are made for the length of the filters that they are for.
  const { bits } = !votes && current.scheme.startsWith('clk') ? current.parameters : parameters;
  const { spec, warnings } = createProfile({
    scheme,
    parameters: { ...parameters, bits },
    ...(similarity === undefined ? {} : { similarity }),
    // Values as registered are for clk-compat alone.
    normalisation: current.normalisation === 'none' ? 'plain-1' : current.normalisation,
    ...(saltBy === undefined ? {} : { salt: { field: saltBy } }),
    fields: current.fields.map((field) => ({
      ...field,
      weight: weightOf(field, votes),
      // A record without the salt would link with nothing but others that lack it.
      ...(field.name === saltBy ? { onInvalid: 'reject' as const } : {}),
    })),
  });
  return { spec, warnings, block: yamlOf(spec) };
}

// SPDX-License-Identifier: EUPL-1.2
/** The parameters of `clk`, which weights fit them, and which make a poor filter. */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import { expectedFill, usualFill, type BitWeight } from '../../fill.ts';
import type { ParameterRule } from '../parameters.ts';
import type { SchemeWarning } from '../scheme.ts';
import { typicalTokens, typicalTokensOfRecord } from '../typical.ts';

/** A power of two, so that a word of 16 bits picks each position equally often. */
export const clkParameters = {
  bits: { kind: 'whole', least: 64, most: 65_536, form: 'powerOfTwo' },
} as const satisfies Readonly<Record<string, ParameterRule>>;

/** The fields of a specification for a scheme that takes only weights which set bits. */
export function bitWeights({ fields }: EncodingSpec): BitWeight[] {
  return fields.map(({ weight }) => weight as BitWeight);
}

/** So full, a filter tells nobody apart. */
const USELESS_FILL = 0.9;

/** The share of bits that a typical record sets. */
function typicalFill(spec: EncodingSpec): number {
  const loads = bitWeights(spec).map((weight, at) => ({
    weight,
    completeness: 1,
    expectedTokens: typicalTokens(spec.fields[at]!),
  }));
  return expectedFill(loads, spec.parameters.bits);
}

/**
 * @throws KoppelError ENCODING_WEIGHT where a token or field would set more bits than the filter has.
 *   What is worse than that in practice was always accepted, and studies rest on it: it is warned of
 */
export function checkClk(spec: EncodingSpec): void {
  const { bits } = spec.parameters;
  const heavy = bitWeights(spec).findIndex((weight) => Object.values(weight)[0]! > bits);
  if (heavy === -1) return;
  const path = `encoding.fields[${heavy}].weight`;
  const field = spec.fields[heavy]!.name;
  throw new KoppelError('ENCODING_WEIGHT', { field, path, rule: 'aboveFilterBits' });
}

const fillHigh = {
  rule: 'fillHigh',
  path: 'encoding.fields',
  text: {
    en: 'A typical record would set more than 60 % of the bits, so that different people look alike. Lower the weights or take more bits; `koppel-encoder profile` proposes weights for a register.',
    nl: 'Een doorsneerecord zou meer dan 60 % van de bits zetten, waardoor verschillende mensen op elkaar lijken. Verlaag de gewichten of neem meer bits; `koppel-encoder profile` stelt gewichten voor een register voor.',
  },
} as const satisfies SchemeWarning;

const fillUseless = {
  rule: 'fillUseless',
  path: 'encoding.fields',
  text: {
    en: 'A typical record would set more than 90 % of the bits: everybody looks alike, and links will be wrong. Lower the weights or take more bits; `koppel-encoder profile` proposes weights for a register.',
    nl: 'Een doorsneerecord zou meer dan 90 % van de bits zetten: iedereen lijkt op elkaar en koppelingen zullen fout zijn. Verlaag de gewichten of neem meer bits; `koppel-encoder profile` stelt gewichten voor een register voor.',
  },
} as const satisfies SchemeWarning;

const fewBits = {
  rule: 'fewerBitsThanTokens',
  path: 'encoding.parameters.bits',
  text: {
    en: 'A typical record has more tokens than the filter has bits, so that most of what tells people apart is lost. Take at least 1,024 bits.',
    nl: 'Een doorsneerecord heeft meer deelwaarden dan het filter bits, waardoor het meeste verloren gaat van wat mensen onderscheidt. Neem minstens 1.024 bits.',
  },
} as const satisfies SchemeWarning;

/** In fewer, errors and chance agreements weigh as much as what two records share. */
const FEW_BITS = 512;

const filterShort = {
  rule: 'filterShort',
  path: 'encoding.parameters.bits',
  text: {
    en: 'A filter of fewer than 512 bits is too short for a record: different people come to look alike, and links will be wrong. Take at least 1,024 bits, with weights that go with them.',
    nl: 'Een filter van minder dan 512 bits is te kort voor een record: verschillende mensen gaan op elkaar lijken en koppelingen zullen fout zijn. Neem minstens 1.024 bits, met gewichten die daarbij passen.',
  },
} as const satisfies SchemeWarning;

/** What is weak or useless in a checked specification of filters. */
export function clkWarnings(spec: EncodingSpec): readonly SchemeWarning[] {
  const fill = typicalFill(spec);
  const warnings: SchemeWarning[] = [];
  if (typicalTokensOfRecord(spec) > spec.parameters.bits) warnings.push(fewBits);
  else if (spec.parameters.bits < FEW_BITS) warnings.push(filterShort);
  if (fill > USELESS_FILL) warnings.push(fillUseless);
  else if (fill > usualFill.most) warnings.push(fillHigh);
  return warnings;
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * The parameters of `clk-compat`: those of a clkhash schema, under names of this project. What cannot
 * be carried over is refused with the rule that it breaks, never left out in silence.
 */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import { checkFilter } from '../clk/sound-filter.ts';
import { parameterProblem, type ParameterRule } from '../parameters.ts';
import { distanceInUnits } from './comparators.ts';
import { derivedBytes, type FeatureKeyRules } from './feature-keys.ts';

/** Two bytes choose a position. */
const UNFOLDED_BITS_MAX = 65_536;
const HKDF_BLOCKS_MAX = 255;
const hashBytes = { SHA256: 32, SHA512: 64 } as const;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const featureList = /^\d{1,3}(?:,\d{1,3})*$/;

const optionalText = { kind: 'text', least: 0, default: '' } as const;

export const compatParameters = {
  bits: { kind: 'whole', least: 64, most: UNFOLDED_BITS_MAX, form: 'powerOfTwo' },
  /** How often the filter is folded by XOR; `bits` is what is left, as in clkhash. */
  folds: { kind: 'whole', least: 0, most: 4, default: 0 },
  hash: { kind: 'choice', values: ['blakeHash', 'doubleHash'], default: 'blakeHash' },
  /** Digits after the decimal point of numbers that count (`fractional_precision`). */
  fractionDigits: { kind: 'whole', least: 0, most: 6, default: 0 },
  /** `1,2,4`: which feature of the clkhash schema each field is, from 0, ignored ones counted. */
  features: optionalText,
  kdfHash: { kind: 'choice', values: ['SHA256', 'SHA512'], default: 'SHA256' },
  /** Base64, as in clkhash. */
  kdfSalt: optionalText,
  kdfInfo: optionalText,
  kdfKeyBytes: { kind: 'whole', least: 16, most: 64, default: 64 },
} as const satisfies Readonly<Record<string, ParameterRule>>;

/** What a checked specification has under each name. */
interface Parameters {
  readonly bits: number;
  readonly folds: number;
  readonly hash: 'blakeHash' | 'doubleHash';
  readonly fractionDigits: number;
  readonly features: string;
  readonly kdfHash: 'SHA256' | 'SHA512';
  readonly kdfSalt: string;
  readonly kdfInfo: string;
  readonly kdfKeyBytes: number;
}

export function parametersOf({ parameters }: EncodingSpec): Parameters {
  return parameters as unknown as Parameters;
}

/** Bits before folding: the length of the filter that tokens are hashed into. */
export function unfoldedBits(spec: EncodingSpec): number {
  const { bits, folds } = parametersOf(spec);
  return bits * 2 ** folds;
}

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

export function keyRulesOf(spec: EncodingSpec): FeatureKeyRules {
  const { features, kdfHash, kdfSalt, kdfInfo, kdfKeyBytes } = parametersOf(spec);
  return {
    hash: kdfHash,
    salt: bytesOf(kdfSalt),
    info: bytesOf(kdfInfo),
    keyBytes: kdfKeyBytes,
    features: features === '' ? spec.fields.map((_, at) => at) : features.split(',').map(Number),
  };
}

function checkKeys(spec: EncodingSpec): void {
  const { features, kdfHash, kdfSalt, kdfInfo } = parametersOf(spec);
  if (!base64.test(kdfSalt)) throw parameterProblem('kdfSalt', 'base64');
  if (!base64.test(kdfInfo)) throw parameterProblem('kdfInfo', 'base64');
  if (features !== '') {
    const list = featureList.test(features) ? features.split(',').map(Number) : [];
    const isOneEach = list.length === spec.fields.length && new Set(list).size === list.length;
    if (!isOneEach) throw parameterProblem('features', 'oneForEachField');
  }
  if (derivedBytes(keyRulesOf(spec)) > HKDF_BLOCKS_MAX * hashBytes[kdfHash]) {
    throw parameterProblem('features', 'tooHigh');
  }
}

type Broken = readonly [setting: string, rule: string];

/** Of the types that there are without `nl-1`: text, date, code and number. */
function brokenBy(field: FieldSpec, digits: number): Broken | undefined {
  if (field.type === 'code' && field.prefixes.length > 0) return ['prefixes', 'noComparator'];
  if (field.type !== 'number' || distanceInUnits(field.distance, digits) > 0) return undefined;
  return ['distance', 'tooFewDigits'];
}

/** clkhash has a key for each feature, no groups, and comparators of three kinds. */
function checkFields({ fields }: EncodingSpec, digits: number): void {
  const groups = fields.map(({ group }) => group);
  fields.forEach((field, at) => {
    const isShared = groups.indexOf(field.group) !== at;
    const broken: Broken | undefined = isShared ? ['group', 'shared'] : brokenBy(field, digits);
    if (broken === undefined) return;
    const path = `encoding.fields[${at}].${broken[0]}`;
    throw new KoppelError('ENCODING_PARAMETERS', { field: field.name, path, rule: broken[1] });
  });
}

/**
 * Checks what the table cannot say. `doubleHash` is refused: it leaves l² patterns in a filter of l
 * bits, the handle of Kroll & Steinmetzer (2015).
 * @throws KoppelError ENCODING_WEIGHT; ENCODING_PARAMETERS with a rule: doubleHash, tooHigh,
 *   noComparator, shared, tooFewDigits, base64, oneForEachField, and those of `clk`
 */
export function checkCompat(spec: EncodingSpec): void {
  const { hash, fractionDigits } = parametersOf(spec);
  if (hash === 'doubleHash') throw parameterProblem('hash', 'doubleHash');
  const bits = unfoldedBits(spec);
  if (bits > UNFOLDED_BITS_MAX) throw parameterProblem('folds', 'tooHigh');
  if (spec.normalisation === 'nl-1') {
    const path = 'encoding.normalisation';
    throw new KoppelError('ENCODING_PARAMETERS', { path, rule: 'noComparator' });
  }
  checkFields(spec, fractionDigits);
  checkKeys(spec);
  checkFilter({ ...spec, parameters: { bits } });
}

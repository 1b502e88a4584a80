// SPDX-License-Identifier: EUPL-1.2
/**
 * Weights derived from what a register's profile says: a field that tells persons apart, and is
 * filled in, gets more bits. Pure arithmetic on shares and counts: no values come here.
 */
import { KoppelError } from '@koppel/errors';
import type { FieldSpec } from '@koppel/study';
import type { BitWeight } from './fill.ts';

/** What a profile knows of one field. */
export interface WeightRequest {
  readonly name: string;
  readonly type: FieldSpec['type'];
  /** Share of records with a value, 0–1. */
  readonly completeness: number;
  /**
   * How well it tells persons apart, in bits: the collision entropy, −log2 of the chance that two
   * records with a value agree. Of n equally frequent values it is log2 n; of a chance u, −log2 u.
   */
  readonly entropyBits: number;
  /** Tokens of a value on average, > 0. */
  readonly expectedTokens: number;
  /** How much more it should count than its type and entropy say; > 0, 1 where left out. */
  readonly importance?: number;
}

export interface DerivedField {
  readonly name: string;
  readonly weight: BitWeight;
}

/** Entropy in bits counts from a floor, so that no field is lost, to a cap, so that none drowns the rest. */
export const entropyRange = { least: 3, most: 10 } as const;

/**
 * Birth dates are stable and rarely shared by chance; what belongs to an address moves with it. As
 * measured for `evaluate` on published and generated data; between 1.5 and 2.5 the factor of dates
 * makes no difference. A surname's on Dutch registers, where it may be two names.
 */
export const typeFactors: Readonly<Record<FieldSpec['type'], number>> = {
  text: 1,
  surname: 1.5,
  givenNames: 1,
  date: 2,
  code: 0.7,
  number: 0.7,
  postcode: 0.7,
  houseNumber: 0.7,
  sex: 0.7,
};

/** Where a typical encoding should end up, and between what a target may lie. */
const FILL_DEFAULT = 0.35;
const FILL_MIN = 0.3;
const FILL_MAX = 0.5;

function check(path: string, holds: boolean): void {
  if (!holds) throw new KoppelError('ENCODING_FIGURES', { path });
}

function isPositive(number: number): boolean {
  return number > 0 && Number.isFinite(number);
}

function checkRequest(request: WeightRequest, at: number): void {
  const { completeness, entropyBits, expectedTokens, importance = 1 } = request;
  check(`fields[${at}].completeness`, completeness >= 0 && completeness <= 1);
  check(`fields[${at}].entropyBits`, entropyBits >= 0 && Number.isFinite(entropyBits));
  check(`fields[${at}].expectedTokens`, isPositive(expectedTokens));
  check(`fields[${at}].importance`, isPositive(importance));
}

/**
 * Bits per token for each field, so that an average record fills the share `fillTarget` of a filter
 * of `bits` bits. Of n positions drawn evenly from l, 1 − e^(−n/l) of the bits are set on average
 * (Bloom, 1970), so −ln(1 − fill) · l positions are shared out: to each field in proportion to type
 * factor · entropy · completeness, and to each token at least one, at most a whole filter.
 * @param fillTarget 0.3–0.5
 * @throws KoppelError ENCODING_FIGURES for a number outside its range
 */
export function deriveWeights(
  fields: readonly WeightRequest[],
  bits: number,
  fillTarget: number = FILL_DEFAULT,
): DerivedField[] {
  check('bits', Number.isInteger(bits) && bits >= 64);
  check('fillTarget', fillTarget >= FILL_MIN && fillTarget <= FILL_MAX);
  fields.forEach(checkRequest);
  const shares = fields.map(({ type, entropyBits, completeness, importance = 1 }) => {
    const entropy = Math.min(entropyRange.most, Math.max(entropyRange.least, entropyBits));
    return importance * typeFactors[type] * entropy * completeness;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  const positions = -Math.log(1 - fillTarget) * bits;
  return fields.map(({ name, completeness, expectedTokens }, at) => {
    // A field that nobody has filled in gets a weight all the same: another register may have it.
    const inRecord = total === 0 ? 0 : (positions * shares[at]!) / total;
    const perToken = completeness === 0 ? 1 : inRecord / completeness / expectedTokens;
    const bitsPerToken = Math.min(bits, 4096, Math.max(1, Math.round(perToken)));
    return { name, weight: { bitsPerToken } };
  });
}

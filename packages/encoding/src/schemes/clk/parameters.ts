// SPDX-License-Identifier: EUPL-1.2
/** The parameters of `clk`, and which weights fit them. */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldWeight } from '@koppel/study';

function bitsOf(weight: FieldWeight): number {
  return 'bitsPerToken' in weight ? weight.bitsPerToken : weight.bitsPerField;
}

/**
 * The filter length in bits of a specification for `clk`: its `bits`, the only parameter. A power of
 * two, so that a word of 16 bits picks each position equally often.
 * @throws KoppelError ENCODING_PARAMETERS (unknown, powerOfTwo); ENCODING_WEIGHT where a token or
 *   field would set more bits than the filter has
 */
export function clkBits({ parameters, fields }: EncodingSpec): number {
  const extra = Object.keys(parameters).find((name) => name !== 'bits');
  if (extra !== undefined) {
    const path = `encoding.parameters.${extra}`;
    throw new KoppelError('ENCODING_PARAMETERS', { path, rule: 'unknown' });
  }
  const { bits } = parameters;
  if (!Number.isInteger(Math.log2(bits))) {
    const path = 'encoding.parameters.bits';
    throw new KoppelError('ENCODING_PARAMETERS', { path, rule: 'powerOfTwo' });
  }
  const heavy = fields.findIndex(({ weight }) => bitsOf(weight) > bits);
  if (heavy !== -1) {
    const path = `encoding.fields[${heavy}].weight`;
    const field = fields[heavy]!.name;
    throw new KoppelError('ENCODING_WEIGHT', { field, path, rule: 'aboveFilterBits' });
  }
  return bits;
}

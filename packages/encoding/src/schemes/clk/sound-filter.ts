// SPDX-License-Identifier: EUPL-1.2
/** For schemes that make filters as `clk` does, and need not accept what `clk` always did. */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec } from '@koppel/study';
import { checkClk, clkWarnings } from './parameters.ts';

/** What `clk` warns of, since studies rest on it, and what makes no new encoding. */
const useless: readonly string[] = ['fillUseless', 'fewerBitsThanTokens'];

/**
 * @param spec with the filter's length as `bits`
 * @throws KoppelError ENCODING_WEIGHT where a token or field would set more bits than the filter has;
 *   ENCODING_PARAMETERS (fillUseless, fewerBitsThanTokens) where it could tell nobody apart
 */
export function checkFilter(spec: EncodingSpec): void {
  checkClk(spec);
  const found = clkWarnings(spec).find(({ rule }) => useless.includes(rule));
  if (found === undefined) return;
  throw new KoppelError('ENCODING_PARAMETERS', { path: found.path, rule: found.rule });
}

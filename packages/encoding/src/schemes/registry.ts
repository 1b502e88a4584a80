// SPDX-License-Identifier: EUPL-1.2
/** The registry of encoding schemes. A study names one; there is no default. */
import { KoppelError } from '@koppel/errors';
import { clkBalance } from './clk-balance/clk-balance.ts';
import { clkBlip } from './clk-blip/clk-blip.ts';
import { clkCompat } from './clk-compat/clk-compat.ts';
import { clkDiffuse } from './clk-diffuse/clk-diffuse.ts';
import { clkFold } from './clk-fold/clk-fold.ts';
import { clkRehash } from './clk-rehash/clk-rehash.ts';
import { clkResample } from './clk-resample/clk-resample.ts';
import { clkRule90 } from './clk-rule90/clk-rule90.ts';
import { clk } from './clk/clk.ts';
import { fieldFilters } from './field-filters/field-filters.ts';
import { saul } from './saul/saul.ts';
import type { Scheme } from './scheme.ts';

/** Every scheme in every version that studies may name. A new one is a folder and a line here. */
export const schemes: readonly Scheme[] = [
  clk,
  clkBalance,
  clkBlip,
  clkCompat,
  clkDiffuse,
  clkFold,
  clkRehash,
  clkResample,
  clkRule90,
  fieldFilters,
  saul,
];

/** The version of a study that names none: what it meant once, it means for ever. */
export const FIRST_VERSION = 1;

/**
 * @throws KoppelError ENCODING_SCHEME where no scheme has this id, ENCODING_SCHEME_VERSION where one
 *   has, but not in this version
 */
export function findScheme(id: string, version?: number): Scheme {
  return findAmong(schemes, id, version);
}

/** As findScheme, among other schemes than the registered ones. */
export function findAmong(
  registered: readonly Scheme[],
  id: string,
  version: number = FIRST_VERSION,
): Scheme {
  const versions = registered.filter((scheme) => scheme.id === id);
  if (versions.length === 0) throw new KoppelError('ENCODING_SCHEME', { path: 'encoding.scheme' });
  const scheme = versions.find((one) => one.version === version);
  if (scheme !== undefined) return scheme;
  const isNewer = versions.every((one) => one.version < version);
  const rule = isNewer ? 'newer' : 'withdrawn';
  throw new KoppelError('ENCODING_SCHEME_VERSION', { path: 'encoding.version', rule });
}

// SPDX-License-Identifier: EUPL-1.2
/** The registry of encoding schemes. A study names one; there is no default. */
import { KoppelError } from '@koppel/errors';
import { clk } from './clk/clk.ts';
import { saul } from './saul/saul.ts';
import type { Scheme } from './scheme.ts';

/** Every scheme in every version that studies may name. A new one is a folder and a line here. */
export const schemes: readonly Scheme[] = [clk, saul];

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

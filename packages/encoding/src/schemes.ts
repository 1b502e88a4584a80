// SPDX-License-Identifier: EUPL-1.2
/** The registry of encoding schemes. A study names one; there is no default. */
import { KoppelError } from '@koppel/errors';
import { clk } from './schemes/clk/clk.ts';
import type { Scheme } from './schemes/scheme.ts';

/** Every scheme by its id. A new one is a folder of its own and a line here. */
export const schemes: ReadonlyMap<string, Scheme> = new Map(
  [clk].map((entry) => [entry.id, entry]),
);

/** @throws KoppelError ENCODING_SCHEME where no scheme has this id. */
export function findScheme(id: string): Scheme {
  const scheme = schemes.get(id);
  if (scheme === undefined) throw new KoppelError('ENCODING_SCHEME', { path: 'encoding.scheme' });
  return scheme;
}

// SPDX-License-Identifier: EUPL-1.2
/** What an encoding withstands and what not, as every report says it: the scheme's words and the salt's. */
import type { EncodingSpec } from '@koppel/study';
import { saltDoesNotWithstand, saltWithstands } from './salt.ts';
import { findScheme } from './schemes/registry.ts';
import type { Bilingual } from './schemes/scheme.ts';

export interface EncodingLabels {
  readonly withstands: Bilingual;
  readonly doesNotWithstand: Bilingual;
}

function joined(first: Bilingual, second: Bilingual): Bilingual {
  return { en: `${first.en} ${second.en}`, nl: `${first.nl} ${second.nl}` };
}

/** @throws KoppelError as findScheme */
export function encodingLabels({
  scheme: id,
  version,
  salt,
}: Pick<EncodingSpec, 'scheme' | 'version' | 'salt'>): EncodingLabels {
  const { withstands, doesNotWithstand } = findScheme(id, version);
  if (salt === undefined) return { withstands, doesNotWithstand };
  return {
    withstands: joined(withstands, saltWithstands),
    doesNotWithstand: joined(doesNotWithstand, saltDoesNotWithstand),
  };
}

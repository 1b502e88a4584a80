// SPDX-License-Identifier: EUPL-1.2
/** What the registry of encodings says of a study's own, in the language of a page. */
import { findScheme, type EncodingProfile } from '@koppel/encoding';
import type { Language } from '@koppel/errors';

export interface SchemeTexts {
  readonly withstands: string;
  readonly doesNotWithstand: string;
  /** That it is withdrawn, and what is legal in this study and weak. */
  readonly warnings: readonly string[];
}

/** A percent sign stays with its number. */
const whole = (text: string): string => text.replaceAll(/(?<=\d) (?=%)/g, '\u00a0');

export function schemeTexts({ spec, warnings }: EncodingProfile, language: Language): SchemeTexts {
  const scheme = findScheme(spec.scheme, spec.version);
  return {
    withstands: whole(scheme.withstands[language]),
    doesNotWithstand: whole(scheme.doesNotWithstand[language]),
    warnings: warnings.map(({ text }) => whole(text[language])),
  };
}

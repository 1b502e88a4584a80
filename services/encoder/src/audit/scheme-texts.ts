// SPDX-License-Identifier: EUPL-1.2
/** What the registry of encodings says of a study's own, and the study's reason for it, in the language of a page. */
import { encodingLabels, type EncodingProfile } from '@koppel/encoding';
import type { Language } from '@koppel/errors';
import { statedEncoding } from '@koppel/study';

export interface SchemeTexts {
  readonly withstands: string;
  readonly doesNotWithstand: string;
  /** That it is withdrawn, what is legal in this study and weak, and the reason the study gives. */
  readonly warnings: readonly string[];
}

const reasonGiven = { en: 'Reason that the study gives', nl: 'Reden die de studie geeft' } as const;

/** A percent sign stays with its number. */
const whole = (text: string): string => text.replaceAll(/(?<=\d) (?=%)/g, '\u00a0');

export function schemeTexts({ spec, warnings }: EncodingProfile, language: Language): SchemeTexts {
  const labels = encodingLabels(spec);
  const { reason } = statedEncoding(spec);
  const given = reason === undefined ? [] : [`${reasonGiven[language]}: ${reason}`];
  return {
    withstands: whole(labels.withstands[language]),
    doesNotWithstand: whole(labels.doesNotWithstand[language]),
    warnings: [...warnings.map(({ text }) => whole(text[language])), ...given],
  };
}

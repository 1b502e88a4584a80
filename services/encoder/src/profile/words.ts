// SPDX-License-Identifier: EUPL-1.2
/** Words and number formats of one language. */
import type { Language } from '@koppel/errors';
import type { Verdict } from './model.ts';
import { en, type Texts } from './words-en.ts';
import { nl } from './words-nl.ts';

export interface Wording {
  readonly texts: Texts;
  /** `20,000` */
  readonly count: (value: number) => string;
  readonly decimal: (value: number, decimals: number) => string;
  /** Of a share, 0–1: `99.3%`. What is not all or nothing is never rounded to it. */
  readonly percent: (share: number) => string;
  readonly verdictName: (verdict: Verdict) => string;
  /** `1 July` for `07-01`. */
  readonly dayName: (day: string) => string;
}

export function wordingOf(language: Language): Wording {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const texts = language === 'nl' ? nl : en;
  const decimal = (value: number, decimals: number): string =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return {
    texts,
    decimal,
    count: (value) => decimal(value, 0),
    percent(share) {
      if (share > 0 && share < 0.001) return `<${decimal(0.1, 1)}%`;
      if (share < 1 && share > 0.999) return `>${decimal(99.9, 1)}%`;
      return `${decimal(100 * share, 1)}%`;
    },
    verdictName: (verdict) => texts[verdict],
    dayName: (day) => days.format(Date.parse(`2024-${day}`)),
  };
}

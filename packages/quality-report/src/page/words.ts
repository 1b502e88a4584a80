// SPDX-License-Identifier: EUPL-1.2
/** Words and number formats of one language. */
import type { Interval } from '@koppel/linkage';
import type { Language } from '@koppel/errors';
import type { Cell, CellInterval } from '../model.ts';
import { en, type Texts } from './words-en.ts';
import { nl } from './words-nl.ts';

export interface Wording {
  readonly language: Language;
  readonly texts: Texts;
  readonly decimal: (value: number, decimals: number) => string;
  /** `20,000`, or `<10` as it stands; estimates to whole numbers. */
  readonly cell: (cell: Cell) => string;
  /** Of a share, 0–1. What is not all or nothing is never rounded to it. */
  readonly percent: (share: number) => string;
  /** `99.1–99.5%` */
  readonly range: (interval: Interval) => string;
  readonly cellRange: (interval: CellInterval) => string;
  /** A share of two counts; a dash where one is not told or there are none. */
  readonly shareOf: (part: Cell, whole: Cell) => string;
}

export function wordingOf(language: Language): Wording {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const texts = language === 'nl' ? nl : en;
  const decimal = (value: number, decimals: number): string =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  const cell = (value: Cell): string => (typeof value === 'number' ? decimal(value, 0) : value);
  const percent = (share: number): string => {
    if (share > 0 && share < 0.001) return `<${decimal(0.1, 1)}%`;
    if (share < 1 && share > 0.999) return `>${decimal(99.9, 1)}%`;
    return `${decimal(100 * share, 1)}%`;
  };
  return {
    language,
    texts,
    decimal,
    cell,
    percent,
    range: ({ low, high }) => `${decimal(100 * low, 1)}–${decimal(100 * high, 1)}%`,
    cellRange: ({ low, high }) =>
      high === null ? `${cell(low)} – ${texts.unbounded}` : `${cell(low)}–${cell(high)}`,
    shareOf: (part, whole) =>
      typeof part === 'number' && typeof whole === 'number' && whole > 0
        ? percent(Math.min(1, part / whole))
        : '–',
  };
}

/** A word of ours for a name of ours; another name as it stands. */
export function wordFor(name: string, texts: Texts): string {
  return Object.hasOwn(texts, name) ? texts[name as keyof Texts] : name;
}

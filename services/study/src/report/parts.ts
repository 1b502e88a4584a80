// SPDX-License-Identifier: EUPL-1.2
/** Pieces that sections of the report and of other pages share. Pure. */
import type { Markup } from '@koppel/console';
import { html, table, type Part } from '@koppel/console';
import type { Advice, Verdict } from '@koppel/feasibility';
import type { Wording } from '../words/wording.ts';

const signs: Readonly<Record<Advice, string>> = { go: '✓', goIf: '!', noGo: '✕', unknown: '?' };
const asAdvice: Readonly<Record<Verdict, Advice>> = {
  yes: 'go',
  yesIf: 'goIf',
  no: 'noGo',
  unknown: 'unknown',
};

/** A sign, a word and a colour: never a colour alone. */
export function adviceMark(advice: Advice, { advice: name }: Wording): Markup {
  return html`<span class="mark ${advice}">${signs[advice]} ${name(advice)}</span>`;
}

export function verdictMark(verdict: Verdict, { verdict: name }: Wording): Markup {
  const advice = asAdvice[verdict];
  return html`<span class="mark ${advice}">${signs[advice]} ${name(verdict)}</span>`;
}

/** A table of words, not of numbers: aligned to the left. */
export function wordTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Part[])[],
): Markup {
  return html`<div class="words">${table(caption, head, rows)}</div>`;
}

export function list(items: readonly Part[]): Markup {
  return html`<ul class="advice">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** Where a cell of the matrix is explained. */
export const cellId = (subStudy: string, city: string): string => `cell-${subStudy}-${city}`;

/** Words after each other, as in a sentence. */
export function joined(parts: readonly string[], language: 'en' | 'nl'): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
}

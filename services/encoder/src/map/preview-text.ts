// SPDX-License-Identifier: EUPL-1.2
/** A preview as lines for a person. */
import type { Language } from '@koppel/errors';
import { shape, type Preview } from './preview.ts';

const texts = {
  en: { head: 'What each column would become (the first rows, nothing is encoded)', rows: 'rows', missing: 'missing', tokens: 'tokens on average', from: 'from', shapes: 'Letters and digits are shown by their shape; --show-values shows them, on this screen only.' },
  nl: { head: 'Wat elke kolom zou worden (de eerste rijen, er wordt niets gecodeerd)', rows: 'rijen', missing: 'leeg', tokens: 'tokens gemiddeld', from: 'uit', shapes: 'Letters en cijfers staan er als vorm; --show-values toont ze, alleen op dit scherm.' },
} as const; // prettier-ignore

/** Nothing that moves the cursor or colours the screen comes out of a register. */
function harmless(text: string): string {
  return text.replace(/\p{C}/gu, '�').slice(0, 60);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${(Math.round((part / whole) * 1000) / 10).toFixed(1)} %`;
}

function lines(preview: Preview, language: Language, showValues: boolean): string[] {
  const text = texts[language];
  const { name, columns, rows, missing, broken, tokensMean, examples } = preview;
  const shown = (value: string): string => harmless(showValues ? value : shape(value));
  const counts = [
    `${text.missing} ${percent(missing, rows)}`,
    ...Object.entries(broken).map(([rule, count]) => `${rule} ${percent(count, rows)}`),
    `${tokensMean.toFixed(1)} ${text.tokens}`,
  ];
  return [
    `${name} (${text.from} ${columns.map(harmless).join(' + ')}): ${counts.join(', ')}`,
    ...examples.map(({ cells, becomes, tokens }) => {
      const from = cells.map((cell) => `"${shown(cell)}"`).join(' + ');
      const forms = becomes.filter((form) => form !== '').map(shown);
      return `    ${from} → ${[...forms, `(${tokens})`].join(' ')}`;
    }),
  ];
}

/** The whole preview, a block for each thing that the mapping names. */
export function previewText(
  previews: readonly Preview[],
  language: Language,
  showValues: boolean,
): string {
  const text = texts[language];
  const rows = previews[0]?.rows ?? 0;
  const blocks = previews.flatMap((preview) => lines(preview, language, showValues));
  const foot = showValues ? [] : [text.shapes];
  return [`${text.head}: ${rows} ${text.rows}`, ...blocks, ...foot].join('\n');
}

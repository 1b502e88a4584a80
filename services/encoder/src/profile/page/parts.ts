// SPDX-License-Identifier: EUPL-1.2
/** Pieces that several sections of a profile's page share. */
import { colours, figure, folded, html, type Markup, stackedBars } from '@koppel/console';
import type { CellCounts, Verdict } from '../model.ts';
import { shareOf } from '../verdicts.ts';
import type { Texts } from '../words-en.ts';
import type { Wording } from '../words.ts';

/** A word and a sign: not by colour alone. */
export function verdictMark(verdict: Verdict | undefined, { texts }: Wording): Markup {
  if (verdict === undefined) return html`<span class="verdict">${texts.noVerdict}</span>`;
  const sign = { go: '✓', conditional: '!', noGo: '✕' }[verdict];
  return html`<span class="verdict ${verdict}">${sign} ${texts[verdict]}</span>`;
}

/** A count with its share below it. */
export function countAndShare(
  count: number,
  whole: number,
  { count: number, percent }: Wording,
): Markup {
  return html`${number(count)}<small>${percent(shareOf(count, whole))}</small>`;
}

export function chartWithFigures(
  drawing: Markup,
  caption: string,
  numbers: Markup,
  wording: Wording,
): Markup {
  return html`<div>${figure(drawing, caption)}${folded(wording.texts.figures, numbers)}</div>`;
}

/** A text of ours, in which what stands between backticks is to be typed as it is. */
export function withCode(text: string): Markup {
  const parts = text.split('`');
  return html`${parts.map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;
}

/** A word of ours for a name of ours; another name as it stands. */
export function word(name: string, texts: Texts): string {
  return Object.hasOwn(texts, name) ? texts[name as keyof Texts] : name;
}

const stateFills = {
  usable: colours.blue,
  empty: colours.pale,
  placeholder: colours.grey,
  default: colours.sand,
  letterAddress: colours.green,
  invalid: colours.orange,
} as const;

/** Completeness of fields or variables: what is usable, and why the rest is not. */
export function completenessChart(
  caption: string,
  list: readonly {
    readonly name: string;
    readonly cells: CellCounts;
    readonly completeness: number;
  }[],
  { rows, marks }: { readonly rows: number; readonly marks: readonly number[] },
  { texts, percent }: Wording,
): Markup {
  const states = Object.keys(stateFills) as (keyof typeof stateFills)[];
  const present = states.filter(
    (state) => state === 'usable' || list.some(({ cells }) => cells[state] > 0),
  );
  return stackedBars(
    caption,
    list.map(({ name, cells, completeness }) => ({
      name,
      value: percent(completeness),
      segments: states.map((state) => ({
        share: shareOf(cells[state], rows),
        fill: stateFills[state],
      })),
    })),
    { entries: present.map((state) => ({ name: texts[state], fill: stateFills[state] })), marks },
  );
}

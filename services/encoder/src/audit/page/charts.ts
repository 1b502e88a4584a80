// SPDX-License-Identifier: EUPL-1.2
/** Charts of an audit, from the same rectangles and lines as those of a profile. */
import { bar, chartWidth, colours, drawing, html, line, type Markup, text } from '@koppel/console';

/** A share with its interval, and what guessing would give; all 0–1. */
export interface ShareRow {
  readonly name: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
  /** At the right of the name. */
  readonly value: string;
  /** A share below which a gate holds; a tick below the bar. */
  readonly limit?: number | undefined;
}

export interface ShareGroup {
  readonly name: string;
  readonly rows: readonly ShareRow[];
}

export interface ShareWords {
  readonly share: string;
  readonly interval: string;
  readonly chance: string;
  readonly limit: string;
  readonly percent: (share: number) => string;
}

const track = '#eef1f5';
const rowStep = 40;
const groupStep = 26;

/** The whisker of an interval: a line with an end at each side. */
function whisker(low: number, high: number, y: number): Markup {
  const stroke = (x1: number, y1: number, x2: number, y2: number): Markup =>
    html`<line
      x1="${Math.round(100 * x1) / 100}"
      y1="${y1}"
      x2="${Math.round(100 * x2) / 100}"
      y2="${y2}"
      stroke="${colours.text}"
      stroke-width="1.5"
    />`;
  const [from, to] = [low * chartWidth, high * chartWidth];
  return html`${stroke(from, y, to, y)}${stroke(from, y - 4, from, y + 4)}${stroke(to, y - 4, to, y + 4)}`;
}

function diamond(share: number, y: number): Markup {
  const x = Math.min(chartWidth - 4, Math.max(4, share * chartWidth));
  const at = Math.round(100 * x) / 100;
  return html`<path d="M${at} ${y - 5} l4 5 l-4 5 l-4 -5 z" fill="${colours.sand}" />`;
}

function shareRow({ name, share, low, high, chance, value, limit }: ShareRow, y: number): Markup[] {
  const middle = y + 12;
  const over = limit !== undefined && share > limit;
  return [
    text(name, { x: 12, y, fill: colours.text }),
    text(value, { x: chartWidth, y, anchor: 'end', fill: colours.text }),
    bar(0, y + 5, chartWidth, 14, track),
    bar(0, y + 5, share * chartWidth, 14, over ? colours.orange : colours.blue),
    whisker(low, high, middle),
    diamond(chance, middle),
    ...(limit === undefined ? [] : [bar(limit * chartWidth - 0.75, y + 20, 1.5, 7, colours.text)]),
  ];
}

function legend({ share, interval, chance, limit }: ShareWords): Markup[] {
  const entry = (x: number, y: number, name: string, sign: Markup): Markup[] => [
    sign,
    text(name, { x: x + 24, y, fill: colours.text }),
  ];
  return [
    ...entry(0, 14, share, bar(0, 5, 16, 10, colours.blue)),
    ...entry(200, 14, interval, whisker(200 / chartWidth, 216 / chartWidth, 10)),
    ...entry(0, 34, chance, diamond(8 / chartWidth, 30)),
    ...entry(200, 34, limit, bar(207, 26, 1.5, 8, colours.text)),
  ];
}

/** Bars on one scale from nothing to all, by attack, with interval, chance and limit. */
export function shareBars(label: string, groups: readonly ShareGroup[], words: ShareWords): Markup {
  let y = 62;
  const parts = groups.flatMap(({ name, rows }) => {
    const heading = text(name, { x: 0, y, size: 13, fill: colours.blue });
    y += groupStep - 6;
    const drawn = rows.flatMap((row) => {
      const one = shareRow(row, y);
      y += rowStep;
      return one;
    });
    y += 8;
    return [heading, ...drawn];
  });
  const base = y - 12;
  const scale = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    text(words.percent(share), {
      x: share * chartWidth,
      y: base + 12,
      anchor: share === 0 ? 'start' : share === 1 ? 'end' : 'middle',
      size: 11,
    }),
  ]);
  const axis = line(0, base - 3, chartWidth, base - 3);
  return drawing(label, base + 18, [...legend(words), ...parts, axis, ...scale]);
}

// SPDX-License-Identifier: EUPL-1.2
/**
 * Charts of a report as inline SVG, drawn by hand: bars are rectangles, and a program that stands
 * next to a register, or holds encodings, should hold as little of others as it can. Colours differ
 * in grey too.
 */
import { html, type Markup } from './html.ts';

/** Width in the drawing's own units; the page scales it. Made for a phone's column. */
export const chartWidth = 400;

export const colours = {
  text: '#1c2733',
  soft: '#52606d',
  grid: '#d5dce4',
  blue: '#1b5e8c',
  orange: '#b4530a',
  green: '#7fa98a',
  sand: '#e0b070',
  grey: '#7b8794',
  pale: '#c3ccd6',
} as const;

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

export interface TextAt {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly fill?: string;
}

export function text(
  content: string,
  { x, y, anchor = 'start', size = 12, fill = colours.soft }: TextAt,
): Markup {
  return html`<text
    x="${round(x)}"
    y="${round(y)}"
    text-anchor="${anchor}"
    font-size="${size}"
    fill="${fill}"
    >${content}</text
  >`;
}

export function bar(x: number, y: number, wide: number, high: number, fill: string): Markup {
  return html`<rect
    x="${round(x)}"
    y="${round(y)}"
    width="${round(Math.max(0, wide))}"
    height="${round(Math.max(0, high))}"
    fill="${fill}"
  />`;
}

export function line(x1: number, y1: number, x2: number, y2: number): Markup {
  return html`<line
    x1="${round(x1)}"
    y1="${round(y1)}"
    x2="${round(x2)}"
    y2="${round(y2)}"
    stroke="${colours.grid}"
  />`;
}

export function drawing(label: string, height: number, parts: readonly Markup[]): Markup {
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${chartWidth} ${height}"
    role="img"
    aria-label="${label}"
    font-family="system-ui, sans-serif"
  >
    ${parts}
  </svg>`;
}

export interface Segment {
  readonly share: number;
  readonly fill: string;
}

export interface StackedRow {
  readonly name: string;
  /** Shares of the whole, 0–1, from left to right. */
  readonly segments: readonly Segment[];
  /** At the right of the name. */
  readonly value: string;
}

export interface LegendEntry {
  readonly name: string;
  readonly fill: string;
}

/** Entries in as many lines as they need. */
export function legend(entries: readonly LegendEntry[]): { parts: Markup[]; height: number } {
  const letter = 6.6;
  let [x, y] = [0, 14];
  const parts = entries.flatMap(({ name, fill }) => {
    const wide = 18 + letter * name.length + 14;
    if (x > 0 && x + wide > chartWidth) [x, y] = [0, y + 20];
    const entry = [bar(x, y - 10, 11, 11, fill), text(name, { x: x + 16, y, fill: colours.text })];
    x += wide;
    return entry;
  });
  return { parts, height: y + 8 };
}

/** A bar per row, each the whole from left to right, with ticks below it at the given shares. */
export function stackedBars(
  label: string,
  rows: readonly StackedRow[],
  { entries, marks = [] }: { entries: readonly LegendEntry[]; marks?: readonly number[] },
): Markup {
  const { parts, height: top } = legend(entries);
  const step = 40;
  const drawn = rows.flatMap(({ name, segments, value }, at) => {
    const y = top + at * step + 14;
    let x = 0;
    const bars = segments.map(({ share, fill }) => {
      const one = bar(x, y + 5, share * chartWidth, 14, fill);
      x += share * chartWidth;
      return one;
    });
    return [
      text(name, { x: 0, y, fill: colours.text }),
      text(value, { x: chartWidth, y, anchor: 'end', fill: colours.text }),
      ...bars,
      ...marks.map((share) => bar(share * chartWidth - 0.75, y + 19, 1.5, 6, colours.text)),
    ];
  });
  return drawing(label, top + rows.length * step, [...parts, ...drawn]);
}

/** A bar per row, as long as its number; the largest fills the width. */
export function namedBars(
  label: string,
  rows: readonly { readonly name: string; readonly number: number; readonly value: string }[],
  fill: string = colours.blue,
): Markup {
  const largest = Math.max(...rows.map(({ number }) => number), Number.MIN_VALUE);
  const step = 38;
  const drawn = rows.flatMap(({ name, number, value }, at) => {
    const y = at * step + 14;
    return [
      text(name, { x: 0, y, fill: colours.text }),
      text(value, { x: chartWidth, y, anchor: 'end', fill: colours.text }),
      bar(0, y + 5, chartWidth, 12, '#eef1f5'),
      bar(0, y + 5, (chartWidth * number) / largest, 12, fill),
    ];
  });
  return drawing(label, rows.length * step, drawn);
}

export interface Column {
  readonly rows: number;
  /** Below the column; most columns have none. */
  readonly tick?: string;
  readonly isMarked?: boolean;
}

/** A round number at or above the largest. */
function ceiling(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, largest)));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((round) => round >= largest)!;
}

/** Columns side by side, without gaps when there are many; marked ones in orange. */
export function columns(
  label: string,
  all: readonly Column[],
  count: (value: number) => string,
): Markup {
  const [left, top, high] = [52, 12, 150];
  const most = ceiling(Math.max(1, ...all.map(({ rows }) => rows)));
  const wide = (chartWidth - left) / Math.max(1, all.length);
  const gap = wide > 6 ? 1.5 : 0;
  const base = top + high;
  const levels = most < 4 ? [0, most] : [0, most / 2, most];
  const lines = levels.flatMap((value) => {
    const y = base - (high * value) / most;
    return [
      line(left, y, chartWidth, y),
      text(count(value), { x: left - 6, y: y + 4, anchor: 'end' }),
    ];
  });
  const drawn = all.flatMap(({ rows, tick, isMarked = false }, at) => {
    const x = left + at * wide;
    const tall = (high * rows) / most;
    const fill = isMarked ? colours.orange : colours.blue;
    // A mark of one day among 366 would be hardly a pixel.
    const least = isMarked ? Math.max(wide - gap, 2.5) : wide - gap;
    const end = x > chartWidth - 24 ? 'end' : 'middle';
    return [
      ...(rows === 0 ? [] : [bar(x, base - tall, least, tall, fill)]),
      ...(tick === undefined ? [] : [text(tick, { x: x + wide / 2, y: base + 17, anchor: end })]),
    ];
  });
  return drawing(label, base + 24, [...lines, ...drawn]);
}

/** Ticks at about five of the names, the first one included. */
export function withTicks(names: readonly string[], rows: readonly number[]): Column[] {
  const every = Math.max(1, Math.ceil(names.length / 5));
  return rows.map((count, at) => ({
    rows: count,
    ...(at % every === 0 ? { tick: names[at]! } : {}),
  }));
}

// SPDX-License-Identifier: EUPL-1.2
/** Charts of a linkage: pairs by similarity, and shares with their intervals by threshold. */
import {
  chartWidth,
  colours,
  drawing,
  html,
  legend,
  line,
  text,
  type LegendEntry,
  type Markup,
} from '@koppel/console';

const frame = { left: 52, right: 8, top: 12, high: 170 } as const;
const wide = chartWidth - frame.left - frame.right;

const round = (value: number): number => Math.round(value * 100) / 100;

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** The lowest and the highest place in the drawing. */
  readonly base: number;
  readonly top: number;
}

export interface StepSeries {
  readonly name: string;
  readonly counts: readonly number[];
  readonly fill: string;
  /** An outline alone, dashed: seen on top of the others. */
  readonly isOutline?: boolean;
}

/** A vertical line with its word, at the threshold that was used. */
function thresholdLine(at: number, word: string, { x, top, base }: Scale): Markup[] {
  const place = x(at);
  const anchor = place > chartWidth - 60 ? 'end' : place < frame.left + 40 ? 'start' : 'middle';
  return [
    html`<line
      x1="${round(place)}"
      y1="${top}"
      x2="${round(place)}"
      y2="${base}"
      stroke="${colours.text}"
      stroke-width="1.5"
      stroke-dasharray="5 4"
    />`,
    text(word, { x: place, y: top - 8, anchor, size: 11, fill: colours.text }),
  ];
}

function xTicks(from: number, name: string, scale: Scale, format: (value: number) => string) {
  const span = 1 - from;
  const every = [0.02, 0.05, 0.1, 0.2].find((one) => span / one <= 6) ?? 0.2;
  const first = Math.ceil(from / every - 1e-9);
  const ticks = Array.from({ length: Math.round(1 / every) - first + 1 }, (_, at) => {
    const value = (first + at) * every;
    const anchor = value > 0.995 ? ('end' as const) : ('middle' as const);
    return text(format(value), { x: scale.x(value), y: scale.base + 15, anchor, size: 11 });
  });
  return [...ticks, text(name, { x: chartWidth / 2, y: scale.base + 31, anchor: 'middle' })];
}

/** Of steps from `from` up, the outline of their counts on a logarithmic axis. */
function outline(counts: readonly number[], first: number, step: number, { x, y, base }: Scale) {
  const points: string[] = [];
  counts.forEach((count, at) => {
    const height = count < 1 ? base : y(count);
    const [left, right] = [x(first + at * step), x(Math.min(1, first + (at + 1) * step))];
    points.push(`${round(left)} ${round(height)}`, `${round(right)} ${round(height)}`);
  });
  return points;
}

function stepShape(
  { counts, fill, isOutline = false }: StepSeries,
  first: number,
  step: number,
  scale: Scale,
) {
  const points = outline(counts, first, step, scale);
  const path = `M${points.join(' L')}`;
  const { base, x } = scale;
  const area = html`<path
    d="${path} L${round(x(1))} ${base} L${round(x(first))} ${base} z"
    fill="${fill}"
    fill-opacity="0.18"
  />`;
  const edge = html`<path
    d="${path}"
    fill="none"
    stroke="${fill}"
    stroke-width="2"
    ${isOutline ? html`stroke-dasharray="4 3"` : html``}
  />`;
  return isOutline ? [edge] : [area, edge];
}

export interface StepsAxis {
  readonly from: number;
  readonly step: number;
  readonly threshold: number;
  readonly thresholdWord: string;
  readonly xName: string;
  readonly yName: string;
  readonly format: (value: number) => string;
  readonly count: (value: number) => string;
}

/** The first step that any series has something in, with one of room before it. */
function firstStep(series: readonly StepSeries[]): number {
  const found = series
    .map(({ counts }) => counts.findIndex((count) => count >= 1))
    .filter((at) => at >= 0);
  return found.length === 0 ? 0 : Math.max(0, Math.min(...found) - 1);
}

/** Counts per step of similarity up to 1, on a logarithmic axis. */
export function stepChart(label: string, series: readonly StepSeries[], axis: StepsAxis): Markup {
  const skip = firstStep(series);
  const from = axis.from + skip * axis.step;
  const most = Math.max(10, ...series.flatMap(({ counts }) => counts));
  const decades = Math.ceil(Math.log10(most) - 1e-9);
  const entries = series.map(({ name, fill }): LegendEntry => ({ name, fill }));
  const { parts, height: above } = legend(entries);
  const top = above + frame.top + 22;
  const base = top + frame.high;
  const scale: Scale = {
    x: (value) => frame.left + (wide * (value - from)) / (1 - from),
    // A count of one stands a little above the axis.
    y: (value) => base - frame.high * ((Math.log10(value) + 0.12) / (decades + 0.12)),
    base,
    top,
  };
  const levels = Array.from({ length: decades + 1 }, (_, power) => 10 ** power).flatMap((value) => [
    line(frame.left, scale.y(value), chartWidth - frame.right, scale.y(value)),
    text(axis.count(value), { x: frame.left - 6, y: scale.y(value) + 4, anchor: 'end', size: 11 }),
  ]);
  return drawing(label, base + 38, [
    ...parts,
    text(axis.yName, { x: 0, y: above + 10, size: 11 }),
    ...levels,
    ...series.flatMap((one) =>
      stepShape({ ...one, counts: one.counts.slice(skip) }, from, axis.step, scale),
    ),
    line(frame.left, base, chartWidth - frame.right, base),
    ...thresholdLine(axis.threshold, axis.thresholdWord, scale),
    ...xTicks(from, axis.xName, scale, axis.format),
  ]);
}

export interface BandPoint {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BandSeries {
  readonly name: string;
  readonly fill: string;
  readonly dash?: string;
  readonly points: readonly BandPoint[];
  /** Measured values, as marks. */
  readonly marks?: readonly { readonly x: number; readonly value: number }[];
}

function band({ points, fill, dash, marks = [] }: BandSeries, { x, y }: Scale): Markup[] {
  const place = (at: number, share: number): string => `${round(x(at))} ${round(y(share))}`;
  const upper = points.map((point) => place(point.x, point.high));
  const lower = [...points].reverse().map((point) => place(point.x, point.low));
  const middle = points.map((point) => place(point.x, point.value));
  return [
    html`<path d="M${[...upper, ...lower].join(' L')} z" fill="${fill}" fill-opacity="0.15" />`,
    html`<path
      d="M${middle.join(' L')}"
      fill="none"
      stroke="${fill}"
      stroke-width="2.5"
      ${dash === undefined ? html`` : html`stroke-dasharray="${dash}"`}
    />`,
    ...marks.map(
      (mark) =>
        html`<circle
          cx="${round(x(mark.x))}"
          cy="${round(y(mark.value))}"
          r="4"
          fill="#ffffff"
          stroke="${fill}"
          stroke-width="2"
        />`,
    ),
  ];
}

/** Shares by threshold with their intervals; the axis begins where anything is to be seen. */
export function bandChart(
  label: string,
  series: readonly BandSeries[],
  axis: Omit<StepsAxis, 'from' | 'step' | 'yName' | 'count'> & {
    readonly percent: (share: number) => string;
  },
): Markup {
  const all = series.flatMap(({ points, marks = [] }) => [
    ...points.map(({ low }) => low),
    ...marks.map(({ value }) => value),
  ]);
  const least = Math.min(0.9, Math.floor(Math.min(...all) * 10) / 10);
  const xs = series.flatMap(({ points }) => points.map((point) => point.x));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const { parts, height: above } = legend(series.map(({ name, fill }) => ({ name, fill })));
  const top = above + frame.top + 18;
  const base = top + frame.high;
  const scale: Scale = {
    x: (value) => frame.left + (wide * (value - first)) / Math.max(1e-9, last - first),
    y: (share) => base - (frame.high * (share - least)) / (1 - least),
    base,
    top,
  };
  const levels = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
    const share = least + part * (1 - least);
    return [
      line(frame.left, scale.y(share), chartWidth - frame.right, scale.y(share)),
      text(axis.percent(share), {
        x: frame.left - 6,
        y: scale.y(share) + 4,
        anchor: 'end',
        size: 11,
      }),
    ];
  });
  const ticks = [first, axis.threshold, last].map((value, at) =>
    text(axis.format(value), {
      x: scale.x(value),
      y: base + 15,
      anchor: at === 0 ? 'start' : at === 2 ? 'end' : 'middle',
      size: 11,
    }),
  );
  return drawing(label, base + 38, [
    ...parts,
    ...levels,
    ...series.flatMap((one) => band(one, scale)),
    ...thresholdLine(axis.threshold, axis.thresholdWord, scale),
    ...ticks,
    text(axis.xName, { x: chartWidth / 2, y: base + 31, anchor: 'middle' }),
  ]);
}

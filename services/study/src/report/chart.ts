// SPDX-License-Identifier: EUPL-1.2
/** The power curve as inline SVG: the chance of finding an effect, by its size. Pure. */
import { html, type Markup } from '@koppel/console';
import { multiplier, powerOf, type TestLevel } from '@koppel/feasibility';

const width = 400;
const height = 210;
const left = 44;
const right = 8;
const top = 12;
const bottom = 40;

export interface Curve {
  /** Smallest effect that is found with the power of the level. */
  readonly effect: number;
  readonly name: string;
  /** Dashed: with colour alone two curves cannot be told apart in print. */
  readonly dashed: boolean;
}

export interface PowerChart {
  readonly label: string;
  readonly axis: string;
  readonly curves: readonly Curve[];
  readonly level: TestLevel;
  /** The smallest effect that matters. */
  readonly relevant?: number;
  readonly relevantName: string;
  readonly tick: (effect: number) => string;
}

const round = (value: number): number => Math.round(100 * value) / 100;

function label(content: string, x: number, y: number, anchor: 'start' | 'middle' | 'end'): Markup {
  return html`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="11" fill="#52606d">${content}</text>`;
} // prettier-ignore

function lineMark(x1: number, y1: number, x2: number, y2: number, style: Style): Markup {
  return html`<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${style.stroke}" stroke-width="${style.wide}" stroke-dasharray="${style.dashes}" />`;
} // prettier-ignore

interface Style {
  readonly stroke: string;
  readonly wide: number;
  readonly dashes: string;
}

const grid: Style = { stroke: '#d5dce4', wide: 1, dashes: 'none' };
const solid: Style = { stroke: '#1b5e8c', wide: 2, dashes: 'none' };
const dashed: Style = { stroke: '#b4530a', wide: 2, dashes: '6 4' };
const dotted: Style = { stroke: '#1c2733', wide: 1, dashes: '2 3' };

/** Curves of the chance of finding an effect, from none to twice the larger of what matters. */
export function powerChart(chart: PowerChart): Markup {
  const { curves, level, relevant, tick } = chart;
  const most = 1.6 * Math.max(relevant ?? 0, ...curves.map(({ effect }) => effect));
  const x = (effect: number): number => left + (effect / most) * (width - left - right);
  const y = (share: number): number => height - bottom - share * (height - top - bottom);
  const levels = [0, 0.5, level.power, 1].flatMap((share) => [
    lineMark(left, y(share), width - right, y(share), grid),
    label(`${String(Math.round(100 * share))}%`, left - 5, y(share) + 4, 'end'),
  ]);
  const ticks = [0, 0.5, 1].map((share) =>
    label(tick(share * most), x(share * most), height - bottom + 15, share === 1 ? 'end' : 'middle'),
  );
  const drawn = curves.map(({ effect, dashed: isDashed }) => {
    const error = effect / multiplier(level);
    const points = Array.from({ length: 61 }, (_, at) => {
      const size = (at / 60) * most;
      return `${String(round(x(size)))},${String(round(y(powerOf(size, error, level))))}`;
    });
    const style = isDashed ? dashed : solid;
    return html`<polyline fill="none" points="${points.join(' ')}" stroke="${style.stroke}" stroke-width="2" stroke-dasharray="${style.dashes}" />`;
  });
  const line = relevant === undefined ? [] : [lineMark(x(relevant), y(0), x(relevant), y(1), dotted)];
  const entries = [
    ...curves.map(({ name, dashed: isDashed }) => ({ name, style: isDashed ? dashed : solid })),
    ...(relevant === undefined ? [] : [{ name: chart.relevantName, style: dotted }]),
  ];
  const legend = entries.flatMap(({ name, style }, at) => [
    lineMark(left, height + 8 + 16 * at, left + 24, height + 8 + 16 * at, style),
    label(name, left + 30, height + 12 + 16 * at, 'start'),
  ]);
  const high = height + 8 + 16 * entries.length;
  return html`<svg viewBox="0 0 ${width} ${high}" role="img" aria-label="${chart.label}">
    ${levels}${line}${drawn}${ticks}${label(chart.axis, left, height - 6, 'start')}${legend}
  </svg>`;
} // prettier-ignore

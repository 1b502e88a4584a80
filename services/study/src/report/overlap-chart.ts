// SPDX-License-Identifier: EUPL-1.2
/** Overlaps of one city as intervals on one scale, with what is wanted. Pure. */
import { bar, chartWidth, colours, drawing, line, text, type Markup } from '@koppel/console';
import type { Estimated } from '@koppel/feasibility';

export interface OverlapRow {
  readonly name: string;
  readonly persons: Estimated;
  readonly wanted: number;
}

export interface OverlapChart {
  readonly label: string;
  readonly rows: readonly OverlapRow[];
  readonly wantedName: string;
  readonly intervalName: string;
  readonly count: (persons: number) => string;
}

const side = 8;
const rowHeight = 34;
const legendHeight = 24;

/** A bar from limit to limit, a mark at the estimate, a thin line at what is wanted. */
export function overlapChart(chart: OverlapChart): Markup {
  const { rows, count } = chart;
  const most = Math.max(1, ...rows.flatMap(({ persons, wanted }) => [persons.high, wanted]));
  const x = (persons: number): number => side + (persons / most) * (chartWidth - 2 * side);
  const bottom = rows.length * rowHeight + 4;
  const drawn = rows.map(({ name, persons, wanted }, at) => {
    const y = at * rowHeight + 14;
    const { value, low, high } = persons;
    return [
      text(name, { x: side, y, fill: colours.text }),
      text(`${count(value)} (${count(low)}–${count(high)})`, { x: chartWidth - side, y, anchor: 'end', size: 11 }),
      bar(x(low), y + 6, Math.max(2, x(high) - x(low)), 8, colours.pale),
      bar(x(value) - 1.5, y + 4, 3, 12, colours.blue),
      bar(x(wanted) - 0.75, y + 3, 1.5, 14, colours.orange),
    ];
  });
  const y = bottom + legendHeight;
  const legend = [
    bar(side, y - 8, 18, 8, colours.pale),
    bar(side + 8, y - 10, 3, 12, colours.blue),
    text(chart.intervalName, { x: side + 24, y, size: 11 }),
    bar(chartWidth / 2 + 20, y - 11, 1.5, 14, colours.orange),
    text(chart.wantedName, { x: chartWidth / 2 + 28, y, size: 11 }),
  ];
  const axis = [
    line(side, bottom, chartWidth - side, bottom),
    text('0', { x: side, y: bottom + 11, size: 10 }),
    text(count(most), { x: chartWidth - side, y: bottom + 11, anchor: 'end', size: 10 }),
  ];
  return drawing(chart.label, y + 8, [...axis, ...drawn.flat(), ...legend]);
} // prettier-ignore

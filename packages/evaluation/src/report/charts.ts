// SPDX-License-Identifier: EUPL-1.2
/** The report's charts. Colours are told apart in grey too, by form or dash. Pure. */
import type { Markup } from '@koppel/console';
import type { CustomSeriesOption } from 'echarts/charts';
import type { EChartsCoreOption } from 'echarts/core';
import type { CurvePoint, Estimate, Histogram, PairQuality } from '../metrics/index.ts';
import type { RegisterCounts } from './model.ts';
import { drawSvg } from './svg.ts';
import type { Wording } from './texts.ts';

export const colours = {
  text: '#1c2733',
  soft: '#52606d',
  grid: '#e3e8ee',
  blue: '#1b5e8c',
  orange: '#b4530a',
  grey: '#7b8794',
  pale: '#c3ccd6',
};

const textStyle = { fontFamily: 'system-ui, sans-serif', fontSize: 13, color: colours.text };
const label = { ...textStyle, color: colours.soft };

const axis = {
  axisLabel: label,
  nameTextStyle: label,
  nameLocation: 'middle' as const,
  axisLine: { lineStyle: { color: colours.grey } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colours.grid } },
};

const legend = { top: 0, left: 0, itemGap: 20, itemWidth: 22, textStyle };
const lineLegend = { ...legend, itemStyle: { opacity: 0 } };
const quiet = { silent: true, emphasis: { disabled: true } };

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** A round lower end of an axis that ends at 1 and holds all values. */
function axisStart(values: readonly number[]): number {
  const lowest = Math.min(...values.filter((value) => !Number.isNaN(value)), 0.98);
  const step = lowest > 0.9 ? 0.02 : lowest > 0.5 ? 0.1 : 0.2;
  return Math.max(0, Math.round(Math.floor(lowest / step - 1e-9) * step * 100) / 100);
}

const measures = ['precision', 'recall', 'f1'] as const;
const marks = { precision: colours.blue, recall: colours.orange, f1: colours.text };
const symbols = { precision: 'circle', recall: 'diamond', f1: 'rect' } as const;
const dashes = { precision: 'solid', recall: 'dashed', f1: 'dotted' } as const;

type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

/** One estimate: a line for the interval and a mark for the value. */
function intervalMark(measure: (typeof measures)[number], offset: number): RenderItem {
  return (_, api) => {
    const row = api.value(0);
    const [low, value, high] = [1, 2, 3].map((place) => api.coord([api.value(place), row])) as [
      number[],
      number[],
      number[],
    ];
    const y = value[1]! + offset;
    const [x, fill] = [value[0]!, marks[measure]];
    const mark = {
      circle: { type: 'circle' as const, shape: { cx: x, cy: y, r: 5 } },
      rect: { type: 'rect' as const, shape: { x: x - 4, y: y - 4, width: 8, height: 8 } },
      diamond: {
        type: 'polygon' as const,
        shape: {
          points: [
            [x, y - 6],
            [x + 6, y],
            [x, y + 6],
            [x - 6, y],
          ],
        },
      },
    }[symbols[measure]];
    return {
      type: 'group' as const,
      children: [
        {
          type: 'line' as const,
          shape: { x1: low[0]!, y1: y, x2: high[0]!, y2: y },
          style: { stroke: fill, lineWidth: 2.5 },
        },
        { ...mark, style: { fill } },
      ],
    };
  };
}

/** The name of a row above its marks, where a long one has room on a narrow page. */
function rowName(rows: readonly { readonly name: string }[]): RenderItem {
  return (_, api) => {
    const row = Number(api.value(0));
    const y = api.coord([1, row])[1]! - 21;
    const style = {
      text: cut(rows[row]!.name, 60),
      x: 10,
      y,
      fill: colours.text,
      font: '13px system-ui, sans-serif',
    };
    return { type: 'text' as const, style: { ...style, verticalAlign: 'middle' as const } };
  };
}

/** Precision, recall and F1 with intervals, a row for each set of pairs. */
export function qualityChart(
  rows: readonly { readonly name: string; readonly quality: PairQuality }[],
  wording: Wording,
): Markup {
  const { texts } = wording;
  const estimates = rows.flatMap(({ quality }) => measures.map((measure) => quality[measure]));
  const height = 78 + 62 * rows.length;
  const point = ({ low, value, high }: Estimate, row: number): number[] => [row, low, value, high];
  return drawSvg('quality', texts.qualityCaption, height, {
    legend: { ...legend, data: measures.map((m) => ({ name: texts[m], icon: symbols[m] })) },
    grid: { left: 8, right: 24, top: 34, bottom: 30 },
    xAxis: {
      ...axis,
      type: 'value',
      min: axisStart(estimates.map(({ low }) => low)),
      max: 1,
      splitNumber: 4,
      axisLabel: { ...label, formatter: (value: number) => `${wording.decimal(100 * value, 0)}%` },
    },
    yAxis: {
      ...axis,
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLine: { show: false },
      splitLine: { show: true, lineStyle: { color: colours.grid } },
      axisLabel: { show: false },
    },
    series: [
      ...measures.map((measure, index) => ({
        ...quiet,
        type: 'custom',
        name: texts[measure],
        color: marks[measure],
        renderItem: intervalMark(measure, 12 * index - 2),
        data: rows
          .map(({ quality }, row) => point(quality[measure], row))
          .filter((values) => !values.some(Number.isNaN)),
      })),
      { ...quiet, type: 'custom', renderItem: rowName(rows), data: rows.map((_, row) => [row, 1]) },
    ],
  });
}

/** A vertical dashed line with the word above it, as a series of its own. */
function thresholdLine(
  threshold: number,
  low: number,
  high: number,
  name: string,
): EChartsCoreOption {
  const wordAbove = { ...label, show: true, position: 'top', formatter: name };
  return {
    ...quiet,
    type: 'line',
    data: [{ value: [threshold, low] }, { value: [threshold, high], label: wordAbove }],
    // A mark too small to see carries the word.
    symbol: 'circle',
    symbolSize: 0.1,
    color: colours.grey,
    lineStyle: { color: colours.grey, width: 2, type: [6, 4] },
  };
}

function similarityAxis(from: number, wording: Wording): EChartsCoreOption {
  return {
    ...axis,
    type: 'value',
    name: wording.texts.similarity,
    nameGap: 28,
    min: from,
    max: 1,
    splitLine: { show: false },
    axisLabel: { ...label, formatter: (value: number) => wording.decimal(value, 2) },
  };
}

/** Precision, recall and F1 at every threshold. */
export function curveChart(
  curve: readonly CurvePoint[],
  threshold: number,
  wording: Wording,
): Markup {
  const { texts } = wording;
  const low = axisStart(curve.flatMap(({ precision, recall }) => [precision, recall]));
  const from = Math.floor(20 * Math.min(threshold, ...curve.map((point) => point.threshold))) / 20;
  return drawSvg('curve', texts.curveCaption, 320, {
    legend: { ...lineLegend, data: measures.map((measure) => texts[measure]) },
    grid: { left: 50, right: 18, top: 58, bottom: 48 },
    xAxis: { ...similarityAxis(from, wording), name: texts.threshold },
    yAxis: {
      ...axis,
      type: 'value',
      min: low,
      max: 1,
      axisLabel: { ...label, formatter: (value: number) => `${wording.decimal(100 * value, 0)}%` },
    },
    series: [
      ...measures.map((measure) => ({
        ...quiet,
        type: 'line',
        name: texts[measure],
        data: curve.map((point) => [point.threshold, point[measure]]),
        symbol: 'none',
        color: marks[measure],
        lineStyle: { color: marks[measure], width: 2.5, type: dashes[measure] },
      })),
      thresholdLine(threshold, low, 1, texts.threshold),
    ],
  });
}

/** How many pairs have which similarity, on a logarithmic axis: false pairs are many. */
export function histogramChart(histogram: Histogram, threshold: number, wording: Wording): Markup {
  const { texts } = wording;
  const { from, matches, nonMatches } = histogram;
  const width = (1 - from) / matches.length;
  const top = 10 ** Math.ceil(Math.log10(Math.max(10, ...matches, ...nonMatches)));
  const floor = 0.7; // just below one pair: where a step without pairs lies
  const steps = (counts: readonly number[]): number[][] => [
    ...counts.map((count, bin) => [from + bin * width, Math.max(floor, count)]),
    [1, Math.max(floor, counts.at(-1) ?? 0)],
  ];
  const series = (
    name: string,
    counts: readonly number[],
    color: string,
    dash: string,
  ): EChartsCoreOption => ({
    ...quiet,
    type: 'line',
    step: 'end',
    name,
    data: steps(counts),
    symbol: 'none',
    color,
    lineStyle: { color, width: 2, type: dash },
    areaStyle: { color, opacity: 0.14, origin: 'start' },
  });
  return drawSvg('histogram', texts.histogramCaption, 320, {
    legend: { ...lineLegend, data: [texts.matches, texts.nonMatches] },
    grid: { left: 74, right: 18, top: 58, bottom: 48 },
    xAxis: similarityAxis(from, wording),
    yAxis: {
      ...axis,
      type: 'log',
      name: texts.pairsAxis,
      nameGap: 56,
      min: floor,
      max: top,
      axisLabel: {
        ...label,
        formatter: (value: number) => (value < 1 ? '' : wording.count(value)),
      },
    },
    series: [
      series(texts.matches, matches, colours.blue, 'solid'),
      series(texts.nonMatches, nonMatches, colours.orange, 'dashed'),
      thresholdLine(threshold, floor, top, texts.threshold),
    ],
  });
}

function barRows(names: readonly string[]): EChartsCoreOption {
  return {
    ...axis,
    type: 'category',
    inverse: true,
    data: names.map((name) => cut(name, 24)),
    axisLine: { show: false },
    axisLabel: textStyle,
  };
}

/** Linked, not linked and rejected records of each register. */
export function countsChart(registers: readonly RegisterCounts[], wording: Wording): Markup {
  const { texts } = wording;
  const parts = [
    { name: texts.linked, color: colours.blue, of: (r: RegisterCounts) => r.linked },
    { name: texts.notLinked, color: colours.pale, of: (r: RegisterCounts) => r.encoded - r.linked },
    { name: texts.rejected, color: colours.orange, of: (r: RegisterCounts) => r.rejected },
  ];
  return drawSvg('counts', texts.registersCaption, 76 + 46 * registers.length, {
    legend,
    grid: { left: 112, right: 30, top: 34, bottom: 30 },
    xAxis: {
      ...axis,
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...label, formatter: (value: number) => wording.count(value) },
    },
    yAxis: barRows(registers.map(({ owner, register }) => `${owner}\n${register}`)),
    series: parts.map(({ name, color, of }) => ({
      ...quiet,
      type: 'bar',
      stack: 'records',
      name,
      barWidth: 20,
      itemStyle: { color, borderColor: '#ffffff', borderWidth: 1 },
      data: registers.map(of),
    })),
  });
}

/** Seconds of each step. */
export function timeChart(
  steps: readonly { readonly name: string; readonly seconds: number }[],
  wording: Wording,
): Markup {
  return drawSvg('time', wording.texts.timeCaption, 16 + 34 * steps.length, {
    grid: { left: 130, right: 64, top: 4, bottom: 8 },
    xAxis: { ...axis, type: 'value', axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: barRows(steps.map(({ name }) => name)),
    series: [
      {
        ...quiet,
        type: 'bar',
        barWidth: 18,
        itemStyle: { color: colours.blue },
        label: {
          ...label,
          show: true,
          position: 'right',
          formatter: ({ value }: { value: number }) => `${wording.decimal(value, 1)} s`,
        },
        data: steps.map(({ seconds }) => seconds),
      },
    ],
  });
}

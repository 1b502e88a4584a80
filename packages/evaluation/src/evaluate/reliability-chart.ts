// SPDX-License-Identifier: EUPL-1.2
/** The reliability plot: stated probabilities against what is true, and the line of those that are right. */
import type { Markup } from '@koppel/console';
import type { Language } from '@koppel/errors';
import type { CustomSeriesOption } from 'echarts/charts';
import type { ReliabilityRange } from '../metrics/index.ts';
import { colours } from '../report/charts.ts';
import { drawSvg } from '../report/svg.ts';

export interface ReliabilityWords {
  readonly title: string;
  readonly stated: string;
  readonly measured: string;
  readonly perfect: string;
}

const HEIGHT = 380;
const font = { fontFamily: 'system-ui, sans-serif', fontSize: 13 };
const label = { ...font, color: colours.soft };
const quiet = { silent: true, emphasis: { disabled: true } };

/** A vertical line for the interval and a mark for the share. */
const mark: NonNullable<CustomSeriesOption['renderItem']> = (_, api) => {
  const x = api.value(0);
  const [low, value, high] = [1, 2, 3].map((place) => api.coord([x, api.value(place)])) as [
    number[],
    number[],
    number[],
  ];
  return {
    type: 'group' as const,
    children: [
      {
        type: 'line' as const,
        shape: { x1: low[0]!, y1: low[1]!, x2: high[0]!, y2: high[1]! },
        style: { stroke: colours.blue, lineWidth: 2.5 },
      },
      {
        type: 'circle' as const,
        shape: { cx: value[0]!, cy: value[1]!, r: 5 },
        style: { fill: colours.blue },
      },
    ],
  };
};

/** @param ranges those with pairs */
export function reliabilityChart(
  ranges: readonly ReliabilityRange[],
  words: ReliabilityWords,
  language: Language,
): Markup {
  const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1 });
  const axis = {
    type: 'value',
    min: 0,
    max: 1,
    nameLocation: 'middle',
    nameTextStyle: label,
    axisLabel: { ...label, formatter: (value: number) => decimal.format(value) },
    axisLine: { lineStyle: { color: colours.grey } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colours.grid } },
  };
  const points = ranges.map(({ stated, measured: { low, value, high } }) => [
    stated,
    low,
    value,
    high,
  ]);
  return drawSvg('reliability', words.title, HEIGHT, {
    legend: {
      top: 0,
      left: 0,
      itemGap: 20,
      textStyle: { ...font, color: colours.text },
      data: [
        { name: words.measured, icon: 'circle' },
        { name: words.perfect, itemStyle: { opacity: 0 } },
      ],
    },
    grid: { left: 52, right: 18, top: 36, bottom: 48 },
    xAxis: { ...axis, name: words.stated, nameGap: 28 },
    yAxis: { ...axis, name: words.measured, nameGap: 36 },
    series: [
      {
        ...quiet,
        type: 'line',
        name: words.perfect,
        data: [
          [0, 0],
          [1, 1],
        ],
        symbol: 'none',
        color: colours.grey,
        lineStyle: { color: colours.grey, width: 2, type: 'dashed' },
      },
      {
        ...quiet,
        type: 'custom',
        name: words.measured,
        color: colours.blue,
        renderItem: mark,
        data: points,
      },
    ],
  });
}

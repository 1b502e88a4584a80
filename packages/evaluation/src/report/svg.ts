// SPDX-License-Identifier: EUPL-1.2
/** Draws an echarts option as an inline SVG without browser, script, style or network. */
import { escapeHtml, Markup } from '@koppel/console';
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** Width of every chart in its own units; the page scales it. Made for a phone's column. */
export const chartWidth = 400;

/**
 * The drawing as `<svg>` with an accessible name.
 * @param name unique on the page; keeps the ids of two drawings apart
 */
export function drawSvg(
  name: string,
  label: string,
  height: number,
  option: EChartsCoreOption,
): Markup {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height });
  try {
    chart.setOption({ animation: false, ...option });
    const drawing = chart
      .renderToSVGString()
      .replace(/<style\b[\s\S]*?<\/style>/g, '')
      .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
      .replace(/\bzr\d+-/g, `${name}-`)
      .replace(/^<svg [^>]*>/, '');
    const attributes = `viewBox="0 0 ${chartWidth} ${height}" role="img" aria-label="${escapeHtml(label)}"`;
    return new Markup(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${drawing}`);
  } finally {
    chart.dispose();
  }
}

// SPDX-License-Identifier: EUPL-1.2
/** What encodings show by themselves: figures beside those of chance, what each means, and charts. */
import type { Histogram, RiskMeasures } from '@koppel/audit';
import { type Column, columns, figure, html, type Markup, section, table } from '@koppel/console';
import type { AuditReport } from '../model.ts';
import type { Texts } from '../words-en.ts';
import { shownCount, type AuditWording } from '../words.ts';

/** Measures, each with a text of its own name and one of what it means. */
type Measure =
  | 'duplicateShare'
  | 'smallestClass'
  | 'largestClass'
  | 'lengthSpread'
  | 'gini'
  | 'divergence'
  | 'correlation'
  | 'massAbove4'
  | 'zMean'
  | 'uniqueProfiles';

interface Line {
  readonly measure: Measure;
  readonly here: string;
  /** What encodings without any pattern would show; '–' where there is no such thing. */
  readonly chance: string;
}

/** Of a normal distribution, above four standard deviations: 0.003 %. */
const chanceAbove4 = 0.0000317;

function linesOf(
  { frequency, length, bit, similarity }: RiskMeasures,
  wording: AuditWording,
): Line[] {
  const { decimal, percent } = wording;
  const line = (measure: Measure, here: string, chance = '–'): Line => ({ measure, here, chance });
  return [
    line('duplicateShare', percent(frequency.duplicateShare)),
    line('smallestClass', shownCount(frequency.smallestClass, wording)),
    line('largestClass', shownCount(frequency.largestClass, wording)),
    line('lengthSpread', decimal(length.sd, 1), decimal(length.sdOfChance, 1)),
    line('gini', decimal(bit.gini, 3), decimal(0, 0)),
    line('divergence', decimal(bit.divergence, 3), decimal(0, 0)),
    line('correlation', decimal(bit.correlationMax, 2), decimal(bit.correlationOfChance, 2)),
    line('massAbove4', percent(similarity.massAbove4), percent(chanceAbove4)),
    line('zMean', decimal(similarity.zMean, 1), decimal(0, 0)),
    line('uniqueProfiles', percent(similarity.uniqueProfiles)),
  ];
}

/** Bars of people below this are not drawn: few people are of one height. */
const smallBar = 10;

/** The bins that hold something, with about five names below them. */
function bars(
  { from, to, counts }: Histogram,
  name: (value: number) => string,
  least: number,
): Column[] {
  const shown = counts.map((count) => (count < least ? 0 : count));
  const first = Math.max(0, shown.findIndex((count) => count > 0) - 1);
  const last = Math.min(counts.length - 1, shown.findLastIndex((count) => count > 0) + 1);
  const used = shown.slice(first, last + 1);
  const every = Math.max(1, Math.ceil(used.length / 5));
  const width = (to - from) / counts.length;
  return used.map((rows, at) => ({
    rows,
    ...(at % every === 0 ? { tick: name(from + (first + at) * width) } : {}),
  }));
}

function charts({ length, bit, similarity }: RiskMeasures, wording: AuditWording): Markup[] {
  const { texts, count, decimal } = wording;
  const chart = (caption: string, all: readonly Column[]): Markup =>
    figure(columns(caption, all, count), caption);
  const percents = (value: number): string => decimal(100 * value, 0);
  return [
    chart(
      texts.lengthChart,
      bars(length.histogram, (value) => count(Math.round(value)), smallBar),
    ),
    chart(texts.bitChart, bars(bit.histogram, percents, 1)),
    chart(texts.randomChart, bars(similarity.randomPairs, percents, smallBar)),
    chart(texts.nearestChart, bars(similarity.nearest, percents, smallBar)),
  ];
}

function meanings(lines: readonly Line[], texts: Texts): Markup {
  return html`<dl class="meanings">
    ${lines.map(
      ({ measure }) =>
        html`<div>
          <dt>${texts[measure]}:</dt>
          <dd>${texts[`${measure}Means`]}</dd>
        </div>`,
    )}
  </dl>`;
}

export function riskSection({ risk }: AuditReport, wording: AuditWording): Markup {
  const { texts } = wording;
  const lines = linesOf(risk, wording);
  const numbers = table(
    texts.risk,
    [texts.riskMeasure, texts.here, texts.byChance],
    lines.map(({ measure, here, chance }) => [texts[measure], here, chance]),
  );
  return section(
    'risk',
    texts.risk,
    html`<p>${texts.riskIntro}</p>
      <div class="columns">
        <div>${numbers}</div>
        <div>${meanings(lines, texts)}</div>
        ${charts(risk, wording)}
      </div>
      <p class="soft">${texts.smallBars}</p>`,
  );
}

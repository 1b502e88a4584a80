// SPDX-License-Identifier: EUPL-1.2
/**
 * Why the model is unsure of each pair on a list: of records with a filter for each field what every
 * field weighs, of records with one filter where their similarity lies between those of one person and
 * those of strangers. Figures and names of fields alone. Pure.
 */
import {
  bar,
  chartWidth,
  colours,
  drawing,
  figure,
  folded,
  html,
  legend,
  line,
  Markup,
  text,
} from '@koppel/console';
import type { Language } from '@koppel/errors';
import { waterfallFigure } from '@koppel/linkage';
import { figure as decimal, type Row } from './table.ts';
import type { ZoneCurves, ZoneFile, ZonePair } from './zone-file.ts';

const words = {
  en: {
    fields:
      'What each field weighs in bits: every bit to the right doubles the odds that both are one person, every bit to the left halves them.',
    curves:
      'Where the similarity lies among all links: of those of one person, and of strangers who are alike by chance, as the linkage estimates both.',
    none: 'The study gives its threshold: nothing was estimated that could show how likely a pair is.',
    matches: 'one person', strangers: 'strangers', here: 'this pair',
    probability: 'probability',
  },
  nl: {
    fields:
      'Wat elk veld weegt in bits: elke bit naar rechts verdubbelt de kans (als verhouding) dat beide één persoon zijn, elke bit naar links halveert die.',
    curves:
      'Waar de gelijkenis ligt onder alle koppelingen: die van één persoon, en die van vreemden die bij toeval op elkaar lijken, zoals de koppeling beide schat.',
    none: 'De studie geeft de drempel: er is niets geschat dat toont hoe waarschijnlijk een paar is.',
    matches: 'één persoon', strangers: 'vreemden', here: 'dit paar',
    probability: 'kans',
  },
} as const; // prettier-ignore

const HEIGHT = 110;
const MARGIN = 12;

const round = (value: number): string => value.toFixed(1);

/** Counts per step as one line; a count of ten stands twice as high as one of one. */
function curve(
  from: readonly number[],
  counts: readonly number[],
  x: (value: number) => number,
  { most, base }: { readonly most: number; readonly base: number },
): string {
  const y = (count: number): number =>
    base - (HEIGHT * Math.log10(1 + count)) / Math.log10(1 + most);
  return from
    .map((value, at) => `${at === 0 ? 'M' : 'L'}${round(x(value))} ${round(y(counts[at]!))}`)
    .join(' ');
}

/** The two curves, with a line where the pair lies. */
export function curvesFigure(
  { from, matches, strangers }: ZoneCurves,
  { similarity, probability }: Pick<ZonePair, 'similarity' | 'probability'>,
  language: Language,
): Markup {
  const said = words[language];
  const [first, last] = [Math.min(from[0]!, similarity), 1];
  const x = (value: number): number =>
    MARGIN + ((chartWidth - 2 * MARGIN) * (value - first)) / (last - first);
  const { parts, height } = legend([
    { name: said.matches, fill: colours.blue },
    { name: said.strangers, fill: colours.orange },
  ]);
  const top = height + 22;
  const base = top + HEIGHT;
  const most = Math.max(10, ...matches, ...strangers);
  const path = (counts: readonly number[], stroke: string, dashes: string): Markup =>
    html`<path
      d="${curve(from, counts, x, { most, base })}"
      fill="none"
      stroke="${stroke}"
      stroke-width="2"
      stroke-dasharray="${dashes}"
    />`;
  const place = x(similarity);
  const anchor = place > chartWidth - 60 ? 'end' : place < 60 ? 'start' : 'middle';
  const chance =
    probability === null ? '' : ` ${said.probability} ${decimal(probability, language)}.`;
  const caption = `${said.here}: ${decimal(similarity, language)}.${chance}`;
  const shown = drawing(`${said.curves} ${caption}`, base + 20, [
    ...parts,
    line(MARGIN, base, chartWidth - MARGIN, base),
    path(matches, colours.blue, 'none'),
    path(strangers, colours.orange, '5 3'),
    bar(place - 1, top - 4, 2, HEIGHT + 4, colours.text),
    text(said.here, { x: place, y: top - 9, anchor, size: 11, fill: colours.text }),
    text(decimal(first, language), { x: MARGIN, y: base + 15, size: 11 }),
    text('1', { x: chartWidth - MARGIN, y: base + 15, anchor: 'end', size: 11 }),
  ]);
  return figure(shown, caption);
}

function explained(pair: ZonePair, zone: ZoneFile, language: Language): Markup | undefined {
  if (pair.waterfall !== undefined) return new Markup(waterfallFigure(pair.waterfall, language));
  return zone.curves && curvesFigure(zone.curves, pair, language);
}

/** A part to fold out for each pair on the list. */
export function explanations(rows: readonly Row[], zone: ZoneFile, language: Language): Markup {
  const said = words[language];
  const byReference = new Map(zone.pairs.map((one) => [one.pair, one]));
  const parts = rows.flatMap((row) => {
    const drawn = explained(byReference.get(row.pair)!, zone, language);
    const name = `${row.pair} · ${row.registerA} – ${row.registerB} · ${row.similarity}`;
    return drawn === undefined ? [] : [folded(name, drawn)];
  });
  if (parts.length === 0) return html`<p class="meanings">${said.none}</p>`;
  const byFields = zone.pairs.some(({ waterfall }) => waterfall !== undefined);
  return html`<p class="meanings">${byFields ? said.fields : said.curves}</p>
    ${parts}`;
}

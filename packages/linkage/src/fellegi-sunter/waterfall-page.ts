// SPDX-License-Identifier: EUPL-1.2
/**
 * A waterfall as a drawing for a page, in Dutch or English: a bar for each step, in bits, to the right
 * for the same person, to the left for two. Told apart without colour by the sign that stands beside.
 * A figure without script, style sheet or network; it holds names of fields only. Pure.
 */
import type { LevelMeaning } from './levels.ts';
import type { Waterfall } from './waterfall.ts';

type Language = 'en' | 'nl';

const words = {
  en: {
    title: 'Why this pair: evidence in bits',
    prior: 'Before comparing', dependence: 'Fields together', competition: 'Other candidates',
    total: 'Total', probability: 'Probability that both are one person', missing: 'missing',
    different: 'different', similar: 'similar', crossed: 'like another field', exact: 'equal',
    contained: 'within the other',
    rarity: ['rare', 'uncommon', 'common', 'very common'],
  },
  nl: {
    title: 'Waarom dit paar: bewijs in bits',
    prior: 'Vóór het vergelijken', dependence: 'Velden samen', competition: 'Andere kandidaten',
    total: 'Totaal', probability: 'Kans dat beide één persoon zijn', missing: 'ontbreekt',
    different: 'verschilt', similar: 'lijkt', crossed: 'lijkt op ander veld', exact: 'gelijk',
    contained: 'deel van de ander',
    rarity: ['zeldzaam', 'ongewoon', 'gewoon', 'heel gewoon'],
  },
} as const; // prettier-ignore

const colours = {
  text: '#1c2733',
  soft: '#52606d',
  grid: '#c3ccd6',
  for: '#1b5e8c',
  against: '#b4530a',
};
/** Units of the drawing; the page scales it. */
const WIDTH = 400;
const STEP = 38;
const TOP = 30;
const MARGIN = { left: 12, right: 52 } as const;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${String(letter.charCodeAt(0))};`);

function levelText({ kind, from, rarity }: LevelMeaning, language: Language): string {
  const text = words[language];
  const decimal = (value: number): string => {
    const plain = value.toFixed(2);
    return language === 'nl' ? plain.replace('.', ',') : plain;
  };
  if (from !== undefined) return `${text[kind]} (≥ ${decimal(from)})`;
  return rarity === undefined ? text[kind] : `${text[kind]}, ${text.rarity[rarity - 1]!}`;
}

function bitsText(bits: number, language: Language): string {
  const sign = bits < 0 ? '−' : '+';
  const plain = Math.abs(bits).toFixed(1);
  return sign + (language === 'nl' ? plain.replace('.', ',') : plain);
}

/** As far as it is worth saying: nothing is certain. */
function shareText(probability: number, language: Language): string {
  const [least, most] = [0.0001, 0.9999];
  const kept = Math.min(most, Math.max(least, probability));
  const sign = probability > most ? '> ' : probability < least ? '< ' : '';
  const plain = (100 * kept).toFixed(2);
  return `${sign}${language === 'nl' ? plain.replace('.', ',') : plain} %`;
}

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** The steps from the prior to the total. Those that change nothing but are no field are left out. */
function stepsOf(fall: Waterfall, language: Language): Step[] {
  const text = words[language];
  const parts = [
    { label: text.prior, bits: fall.prior, always: true },
    ...fall.groups.map(({ name, level, weight }) => ({
      label: `${name}: ${levelText(level, language)}`,
      bits: weight,
      always: true,
    })),
    { label: text.dependence, bits: fall.dependence, always: false },
    { label: text.competition, bits: fall.competition, always: false },
  ].filter(({ always, bits }) => always || Math.abs(bits) >= 0.05);
  let sum = 0;
  const steps = parts.map(({ label, bits }): Step => {
    const from = sum;
    sum += bits;
    return { label, from, to: sum };
  });
  return [...steps, { label: text.total, from: 0, to: fall.total }];
}

/** The figure, as HTML that holds an SVG. */
export function waterfallFigure(fall: Waterfall, language: Language): string {
  const text = words[language];
  const steps = stepsOf(fall, language);
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const span = Math.max(1, most - least);
  const x = (bits: number): string =>
    (MARGIN.left + ((bits - least) / span) * (WIDTH - MARGIN.left - MARGIN.right)).toFixed(1);
  const bars = steps.map(({ label, from, to }, at) => {
    const y = TOP + at * STEP;
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const width = Math.max(1, Number(x(high)) - Number(x(low))).toFixed(1);
    const fill = to < from ? colours.against : colours.for;
    return (
      `<text x="${String(MARGIN.left)}" y="${String(y)}" fill="${colours.text}">${escaped(label)}</text>` +
      `<rect x="${x(low)}" y="${String(y + 6)}" width="${width}" height="12" fill="${fill}"/>` +
      `<text x="${(Number(x(high)) + 5).toFixed(1)}" y="${String(y + 16)}" fill="${colours.soft}">` +
      `${bitsText(to - from, language)}</text>`
    );
  });
  const height = TOP + steps.length * STEP;
  const caption = `${text.probability}: ${shareText(fall.probability, language)}`;
  const attributes = `viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-label="${text.title}. ${escaped(caption)}"`;
  const zero = `<line x1="${x(0)}" x2="${x(0)}" y1="12" y2="${String(height - 8)}" stroke="${colours.grid}"/>`;
  return (
    `<figure><svg xmlns="http://www.w3.org/2000/svg" ${attributes} ` +
    `font-family="system-ui, sans-serif" font-size="13">${zero}${bars.join('')}</svg>` +
    `<figcaption>${text.title}. ${escaped(caption)}.</figcaption></figure>`
  );
}

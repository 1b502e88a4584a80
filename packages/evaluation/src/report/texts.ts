// SPDX-License-Identifier: EUPL-1.2
/** The report's words and number formats in Dutch and English. Pure. */
import type { Estimate } from '../metrics/index.ts';
import type { ReportLanguage } from './model.ts';

const en = {
  keyFigures: 'Key figures',
  records: 'Records',
  encoded: 'Encoded',
  rejected: 'Rejected',
  linked: 'Linked',
  notLinked: 'Not linked',
  ofEncoded: 'of encoded',
  duration: 'Total time',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  precisionMeaning: 'Of the pairs that were linked, the share that is one person.',
  recallMeaning: 'Of the pairs that are one person, the share that was linked.',
  f1Meaning: 'Harmonic mean of precision and recall.',
  intervalMeaning: 'The range below a figure is its 95% interval.',
  quality: 'Quality of the links',
  qualityCaption: 'Precision, recall and F1 with their 95% intervals.',
  overall: 'All registers',
  between: 'Between',
  pairsLinked: 'Pairs linked',
  pairsTrue: 'True pairs',
  pairsCorrect: 'Correct pairs',
  thresholdSection: 'Choice of threshold',
  threshold: 'Threshold',
  similarity: 'Similarity',
  pairsAxis: 'Pairs (logarithmic)',
  histogramCaption: 'Similarity of the compared pairs: same person and different persons.',
  matches: 'Same person',
  nonMatches: 'Different persons',
  curveCaption: 'Precision, recall and F1 at every threshold.',
  from: 'From',
  to: 'To',
  used: 'Used',
  best: 'Best, knowing the truth',
  registersSection: 'Records per register',
  registersCaption: 'How many records of each register were linked.',
  register: 'Register',
  timeSection: 'Time per step',
  timeCaption: 'Time of each step, in seconds.',
  step: 'Step',
  seconds: 'Seconds',
  share: 'Share',
  total: 'Total',
  figures: 'Figures of this chart',
  notesSection: 'Notes',
  footer:
    'This page holds counts and qualities only: no value of any record. It loads nothing from a network. ' +
    'Intervals: Wilson (1927); that of F1 by F* (Hand, Christen and Kirielle, 2021).',
};

export type Texts = Readonly<Record<keyof typeof en, string>>;

const nl: Texts = {
  keyFigures: 'Kerncijfers',
  records: 'Records',
  encoded: 'Gecodeerd',
  rejected: 'Afgekeurd',
  linked: 'Gekoppeld',
  notLinked: 'Niet gekoppeld',
  ofEncoded: 'van gecodeerd',
  duration: 'Totale tijd',
  precision: 'Precisie',
  recall: 'Volledigheid',
  f1: 'F1',
  precisionMeaning: 'Welk deel van de gekoppelde paren werkelijk één persoon is.',
  recallMeaning: 'Welk deel van de paren die één persoon zijn, is gekoppeld.',
  f1Meaning: 'Harmonisch gemiddelde van precisie en volledigheid.',
  intervalMeaning: 'Het bereik onder een cijfer is het 95%-interval.',
  quality: 'Kwaliteit van de koppeling',
  qualityCaption: 'Precisie, volledigheid en F1 met hun 95%-intervallen.',
  overall: 'Alle registers',
  between: 'Tussen',
  pairsLinked: 'Gekoppelde paren',
  pairsTrue: 'Ware paren',
  pairsCorrect: 'Juiste paren',
  thresholdSection: 'Keuze van de drempel',
  threshold: 'Drempel',
  similarity: 'Gelijkenis',
  pairsAxis: 'Paren (logaritmisch)',
  histogramCaption: 'Gelijkenis van de vergeleken paren: zelfde persoon en verschillende personen.',
  matches: 'Zelfde persoon',
  nonMatches: 'Verschillende personen',
  curveCaption: 'Precisie, volledigheid en F1 bij elke drempel.',
  from: 'Van',
  to: 'Tot',
  used: 'Gebruikt',
  best: 'Beste, met kennis van de waarheid',
  registersSection: 'Records per register',
  registersCaption: 'Hoeveel records van elk register zijn gekoppeld.',
  register: 'Register',
  timeSection: 'Tijd per stap',
  timeCaption: 'Duur van elke stap, in seconden.',
  step: 'Stap',
  seconds: 'Seconden',
  share: 'Aandeel',
  total: 'Totaal',
  figures: 'Cijfers bij deze grafiek',
  notesSection: 'Toelichting',
  footer:
    'Deze pagina bevat alleen aantallen en kwaliteitsmaten: geen enkele waarde uit een record. Zij haalt niets van een netwerk. ' +
    'Intervallen: Wilson (1927); dat van F1 via F* (Hand, Christen en Kirielle, 2021).',
};

/** The words and number formats of one language. */
export interface Wording {
  readonly texts: Texts;
  /** `20,000` */
  readonly count: (value: number) => string;
  /** `0.82` with the given decimals */
  readonly decimal: (value: number, decimals: number) => string;
  /** `99.3%`; a dash when there is nothing to estimate */
  readonly percent: (value: number) => string;
  /** `99.1–99.5%` */
  readonly interval: (estimate: Estimate) => string;
}

export function wordingOf(language: ReportLanguage): Wording {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const decimal = (value: number, decimals: number): string =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  const percent = (value: number): string =>
    Number.isNaN(value) ? '–' : `${decimal(100 * value, 2)}%`;
  return {
    texts: language === 'nl' ? nl : en,
    count: (value) => decimal(value, 0),
    decimal,
    percent,
    interval: ({ low, high }) =>
      Number.isNaN(low) ? '–' : `${decimal(100 * low, 2)}–${decimal(100 * high, 2)}%`,
  };
}

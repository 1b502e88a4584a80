// SPDX-License-Identifier: EUPL-1.2
/** What the demo says, in two languages. */

export type DemoStep = 'generate' | 'keys' | 'agree' | 'encode' | 'link' | 'assemble' | 'score';

export const stepWords: Readonly<Record<'en' | 'nl', Readonly<Record<DemoStep, string>>>> = {
  en: {
    generate: 'Invent persons and their registers',
    keys: 'Every party makes its keys',
    agree: 'Data owners agree on the encoding key',
    encode: 'Data owners encode and send',
    link: 'The linkage unit links',
    assemble: 'The researcher puts the data set together',
    score: 'Score against the truth',
  },
  nl: {
    generate: 'Verzin personen en hun registers',
    keys: 'Elke partij maakt haar sleutels',
    agree: 'Bronhouders spreken de codeersleutel af',
    encode: 'Bronhouders coderen en versturen',
    link: 'De koppelpartij koppelt',
    assemble: 'De onderzoeker stelt het gegevensbestand samen',
    score: 'Vergelijk met de waarheid',
  },
};

export const summaryWords = {
  en: {
    register: 'Register',
    records: 'records',
    encoded: 'encoded',
    rejected: 'rejected',
    linked: 'linked',
    quality: 'Quality against the truth (95 % interval)',
    overall: 'all registers',
    precision: 'precision',
    recall: 'recall',
    steps: 'Seconds',
    threshold: 'Threshold (Dice, estimated without the truth)',
    dataSet: 'Data set',
    report: 'Report, for a browser',
  },
  nl: {
    register: 'Register',
    records: 'records',
    encoded: 'gecodeerd',
    rejected: 'afgewezen',
    linked: 'gekoppeld',
    quality: 'Kwaliteit tegen de waarheid (95 %-interval)',
    overall: 'alle registers',
    precision: 'precisie',
    recall: 'volledigheid',
    steps: 'Seconden',
    threshold: 'Drempel (Dice, geschat zonder de waarheid)',
    dataSet: 'Gegevensbestand',
    report: 'Verslag, voor een browser',
  },
} as const;

// SPDX-License-Identifier: EUPL-1.2
/** What the demo says, in two languages. */

export type DemoStep = 'generate' | 'keys' | 'agree' | 'encode' | 'link' | 'assemble' | 'score';

export const stepWords: Readonly<Record<'en' | 'nl', Readonly<Record<DemoStep, string>>>> = {
  en: {
    generate: 'Invent registers',
    keys: 'Make keys',
    agree: 'Agree on a key',
    encode: 'Encode and send',
    link: 'Link',
    assemble: 'Assemble data set',
    score: 'Score',
  },
  nl: {
    generate: 'Registers verzinnen',
    keys: 'Sleutels maken',
    agree: 'Sleutel afspreken',
    encode: 'Coderen, versturen',
    link: 'Koppelen',
    assemble: 'Samenstellen',
    score: 'Scoren',
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
    expected: 'expected, without the truth',
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
    expected: 'verwacht, zonder de waarheid',
    precision: 'precisie',
    recall: 'volledigheid',
    steps: 'Seconden',
    threshold: 'Drempel (Dice, geschat zonder de waarheid)',
    dataSet: 'Gegevensbestand',
    report: 'Verslag, voor een browser',
  },
} as const;

export const pageWords = {
  en: {
    title: 'Koppel: a study on invented persons',
    introduction:
      'Two municipalities, three registers each. Every party ran its own program; they shared ' +
      'nothing but a log of sealed messages. Nobody in these registers exists.',
    encoding: 'What the encoding withstands, and what not',
    truth: 'Where the truth comes from',
    truthText:
      'The generator knows who each record is and kept that apart. A real study has no such ' +
      'list: precision and recall can then only be estimated.',
    expected: 'What the linkage unit says without the truth',
    expectedText: 'It expects, with intervals of 95%:',
    measured: 'in truth',
    notExpected: 'It expects nothing, as the threshold was given.',
    qualityPage: 'Its quality report.',
  },
  nl: {
    title: 'Koppel: een studie met verzonnen personen',
    introduction:
      'Twee gemeenten met elk drie registers. Elke partij draaide haar eigen programma; zij ' +
      'deelden niets dan een log met verzegelde berichten. Niemand in deze registers bestaat.',
    encoding: 'Waartegen de codering bestand is, en waartegen niet',
    truth: 'Waar de waarheid vandaan komt',
    truthText:
      'De generator weet wie elk record is en hield dat apart. Een echte studie heeft zo’n lijst ' +
      'niet: precisie en volledigheid zijn dan alleen te schatten.',
    expected: 'Wat de koppelpartij zegt zonder de waarheid',
    expectedText: 'Zij verwacht, met intervallen van 95%:',
    measured: 'in werkelijkheid',
    notExpected: 'Zij verwacht niets, omdat de drempel was gegeven.',
    qualityPage: 'Haar kwaliteitsverslag.',
  },
} as const;

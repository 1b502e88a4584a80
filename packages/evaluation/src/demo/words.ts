// SPDX-License-Identifier: EUPL-1.2
/** What the demo says, in two languages. */

export type DemoStep =
  | 'generate' | 'keys' | 'agree' | 'encode' | 'link' | 'assembleFirst' | 'ask' | 'answer'
  | 'linkLooks' | 'assemble' | 'score'; // prettier-ignore

/** Steps that only a second round takes. */
export const lookSteps: readonly DemoStep[] = ['ask', 'answer', 'linkLooks'];

export const stepWords: Readonly<Record<'en' | 'nl', Readonly<Record<DemoStep, string>>>> = {
  en: {
    generate: 'Invent registers',
    keys: 'Make keys',
    agree: 'Agree on a key',
    encode: 'Encode and send',
    link: 'Link by round one',
    assembleFirst: 'Score that',
    ask: 'Ask for looks',
    answer: 'Answer looks',
    linkLooks: 'Link by looks',
    assemble: 'Assemble data set',
    score: 'Score',
  },
  nl: {
    generate: 'Registers verzinnen',
    keys: 'Sleutels maken',
    agree: 'Sleutel afspreken',
    encode: 'Coderen, versturen',
    link: 'Koppelen, ronde één',
    assembleFirst: 'Dat scoren',
    ask: 'Om inzages vragen',
    answer: 'Inzages beantwoorden',
    linkLooks: 'Koppelen op inzages',
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
    firstRound: 'the first round alone',
    gained: 'What the second round gained',
    rightLinks: 'Right links',
    wrongLinks: 'Wrong links',
    looks: 'Looks that owners gave',
    lookSeconds: 'Seconds that it took',
    expected: 'expected, without the truth',
    precision: 'precision',
    recall: 'recall',
    steps: 'Seconds',
    threshold: 'Threshold (probability, no truth used)',
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
    firstRound: 'de eerste ronde alleen',
    gained: 'Wat de tweede ronde opleverde',
    rightLinks: 'Goede koppelingen',
    wrongLinks: 'Foute koppelingen',
    looks: 'Inzages die bronhouders gaven',
    lookSeconds: 'Seconden die dat kostte',
    expected: 'verwacht, zonder de waarheid',
    precision: 'precisie',
    recall: 'volledigheid',
    steps: 'Seconden',
    threshold: 'Drempel (kans, zonder de waarheid)',
    dataSet: 'Gegevensbestand',
    report: 'Verslag, voor een browser',
  },
} as const;

/** Figures of both rounds, written out. */
export type GainWords = Readonly<
  Record<'first' | 'second' | 'right' | 'wrong' | 'looks' | 'seconds', string>
>;

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
    twoRounds: 'What the second round gained',
    twoRoundsText: ({ first, second, right, wrong, looks, seconds }: GainWords): string =>
      `The first round alone has F1 ${first}, both rounds have ${second}: right links ${right}, wrong ` +
      `links ${wrong}. For this the owners gave ${looks} looks, each at a pair under a key of its own; ` +
      `it took ${seconds} seconds.`,
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
    twoRounds: 'Wat de tweede ronde opleverde',
    twoRoundsText: ({ first, second, right, wrong, looks, seconds }: GainWords): string =>
      `De eerste ronde alleen heeft F1 ${first}, beide rondes hebben ${second}: goede ` +
      `koppelingen ${right}, foute ${wrong}. De bronhouders gaven daarvoor ${looks} inzages, elk ` +
      `in een paar onder een eigen sleutel; dat kostte ${seconds} seconden.`,
  },
} as const;

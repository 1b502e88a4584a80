// SPDX-License-Identifier: EUPL-1.2
/** What closed names are called in English and Dutch, in that order. Constant text. */
import type { Advice, Check, Design, Ground, Need, Verdict, Voice } from '@koppel/feasibility';
import type { DocumentKind, RegisterKind } from '@koppel/study';

export type Both = readonly [en: string, nl: string];
type Names<Name extends string> = Readonly<Record<Name, Both>>;

export const groundNames: Names<Ground> = {
  theoretical: ['possible in theory', 'theoretisch mogelijk'],
  practical: ['possible in practice', 'praktisch mogelijk'],
  legal: ['allowed', 'mag het'],
  wanted: ['wanted', 'willen we het'],
};

export const verdictNames: Names<Verdict> = {
  yes: ['yes', 'ja'],
  yesIf: ['yes, if', 'ja, mits'],
  no: ['no', 'nee'],
  unknown: ['unknown', 'onbekend'],
};

export const adviceNames: Names<Advice> = {
  go: ['go', 'go'],
  goIf: ['go, if', 'go, mits'],
  noGo: ['no-go', 'no-go'],
  unknown: ['unknown', 'onbekend'],
};

export const designNames: Names<Design> = {
  differenceInDifferences: ['difference-in-differences', 'difference-in-differences'],
  eventStudy: ['event study', 'event study'],
  regressionDiscontinuity: ['regression discontinuity', 'regressie-discontinuïteit'],
  instrumentalVariable: ['instrumental variable', 'instrumentele variabele'],
  matching: ['matching or weighting', 'matching of weging'],
  interruptedTimeSeries: ['interrupted time series', 'onderbroken tijdreeks'],
  descriptive: ['description', 'beschrijving'],
};

export const needNames: Names<Need> = {
  datedStart: ['a dated start of the treatment', 'een gedateerde start van de aanpak'],
  outcomeBefore: ['the outcome before the start', 'de uitkomst vóór de start'],
  comparisonGroup: ['a group to compare with', 'een vergelijkingsgroep'],
  runningVariable: ['the variable of the rule, exact', 'de variabele van de regel, exact'],
  knownLine: ['a known line of the rule', 'een bekende grens van de regel'],
  assignmentRule: ['a rule of assignment by chance', 'een toewijzingsregel die toeval is'],
  caseworker: ['who the caseworker was', 'wie de klantmanager was'],
  takeUp: ['who took part', 'wie meedeed'],
  history: ['at least 24 months of history', 'minstens 24 maanden voorgeschiedenis'],
  longSeries: ['a long series', 'een lange reeks'],
  controlSeries: ['a series of others to compare with', 'een reeks van anderen ter vergelijking'],
};

export const checkNames: Names<Check> = {
  parallelTrends: ['trends run parallel beforehand', 'trends lopen vooraf gelijk op'],
  noAnticipation: ['nobody acts on it beforehand', 'niemand loopt erop vooruit'],
  densityAtLine: ['no crowding at the line', 'geen ophoping bij de grens'],
  placeboLines: ['no effect at other lines', 'geen effect bij andere grenzen'],
  firstStage: ['the instrument moves treatment', 'het instrument beïnvloedt deelname'],
  exclusion: [
    'the instrument works by treatment alone',
    'het instrument werkt alleen via deelname',
  ],
  balance: ['groups are alike', 'groepen zijn gelijkwaardig'],
  overlap: ['everybody has somebody comparable', 'iedereen heeft een vergelijkbaar iemand'],
  seasonality: ['seasons are taken into account', 'seizoenen zijn meegenomen'],
  noOtherChange: ['nothing else changed then', 'er veranderde toen niets anders'],
};

export const voiceNames: Names<Voice> = {
  policy: ['policy', 'beleid'],
  execution: ['those who carry it out', 'uitvoering'],
  client: ['clients', 'cliënten'],
};

export const documentNames: Names<DocumentKind> = {
  researchProtocol: ['research protocol', 'onderzoeksprotocol'],
  legalBasis: ['table of legal grounds', 'grondslagmatrix'],
  dpia: ['DPIA', 'DPIA'],
  purposeCompatibility: ['test of compatible purposes', 'verenigbaarheidstoets'],
  brpDecision: ['BRP decision', 'BRP-besluit'],
  consentLetter: ['consent letter of the source', 'toestemmingsbrief van de bron'],
  bsnGround: ['ground for using the BSN', 'BSN-grondslag'],
  processingAgreement: ['processing agreement', 'verwerkersovereenkomst'],
  jointArrangement: ['joint arrangement', 'gezamenlijke regeling'],
  linkageAgreement: ['linkage agreement', 'koppelovereenkomst'],
  ethics: ['ethics and the clients’ view', 'ethiek en cliëntenraad'],
  transparency: ['information for citizens and objection', 'informatie aan burgers en bezwaar'],
  security: ['security statement', 'beveiligingsverklaring'],
  retentionSchedule: ['retention and destruction schedule', 'bewaar- en vernietigingsschema'],
  councilDecision: ['decision of the college', 'collegebesluit'],
};

export const registerKindNames: Names<RegisterKind> = {
  population: ['population', 'bevolking'],
  benefits: ['benefits', 'uitkeringen'],
  trajectories: ['programmes', 'trajecten'],
  debt: ['debt', 'schulden'],
  care: ['care', 'zorg en ondersteuning'],
  school: ['school', 'onderwijs'],
  wages: ['wages', 'lonen'],
  health: ['health', 'gezondheid'],
  other: ['other', 'overig'],
};

// SPDX-License-Identifier: EUPL-1.2
/** Sentences of the feasibility report, English and Dutch. Constant text. */
import type { Both } from '../words/names.ts';

export const reportTexts = {
  title: ['Feasibility', 'Haalbaarheid'],
  introduction: [
    'May it, can it, should it: what was found of each sub-study in each city, what people made of it, and the advice that follows.',
    'Mag het, kan het, willen we het: wat per deelstudie en per stad is gevonden, wat mensen ervan vonden, en het advies dat daaruit volgt.',
  ],
  synthetic: ['A rehearsal on invented persons.', 'Een oefening met verzonnen personen.'],
  asOf: ['As of', 'Stand van'],
  glance: ['At a glance', 'In één oogopslag'],
  subStudy: ['Sub-study', 'Deelstudie'],
  city: ['City', 'Stad'],
  advice: ['Advice', 'Advies'],
  together: ['Together', 'Samen'],
  adviceBySubStudy: ['Advice per sub-study', 'Advies per deelstudie'],
  adviceByCity: ['Advice per city', 'Advies per stad'],
  matrixNote: [
    'A go needs four verdicts by people. One no makes a no-go; without a verdict of a person nothing is more than unknown.',
    'Een go vraagt vier oordelen van mensen. Eén nee maakt een no-go; zonder oordeel van een mens is niets meer dan onbekend.',
  ],
  because: ['because', 'omdat'],
  provided: ['provided that', 'mits'],
  missing: ['no verdict yet on', 'nog geen oordeel over'],
  design: ['Design', 'Ontwerp'],
  measures: ['Measured', 'Gemeten'],
  smallest: ['Smallest relevant effect', 'Kleinste relevante effect'],
  unlinked: ['Persons without a link', 'Personen zonder koppeling'],
  dropped: ['left out', 'blijven buiten beschouwing'],
  noEvent: ['kept as not having the event', 'tellen mee als zonder gebeurtenis'],
  ground: ['Ground', 'Grond'],
  found: ['Findings point to', 'Bevindingen wijzen op'],
  judged: ['Verdict', 'Oordeel'],
  reason: ['Reason and evidence', 'Reden en bewijs'],
  notJudged: ['not given yet', 'nog niet gegeven'],
  findings: ['Findings', 'Bevindingen'],
  inOrder: ['What is in order', 'Wat in orde is'],
  difference: [
    'The verdict is more favourable than these findings',
    'Het oordeel is gunstiger dan deze bevindingen',
  ],
  conditions: ['Conditions', 'Voorwaarden'],
  condition: ['Condition', 'Voorwaarde'],
  owner: ['Owner', 'Eigenaar'],
  due: ['Due', 'Uiterlijk'],
  met: ['Met', 'Vervuld'],
  open: ['open', 'open'],
  opinions: ['Who was heard', 'Wie is gehoord'],
  voice: ['Voice', 'Stem'],
  score: ['Score (1–5)', 'Score (1–5)'],
  heard: ['Heard', 'Gehoord'],
  power: ['What effect can be found', 'Welk effect is te vinden'],
  effectWith: ['with linkage errors', 'met koppelfouten'],
  effectWithout: ['if all links were right', 'als alles goed koppelt'],
  relevantLine: ['smallest relevant effect', 'kleinste relevante effect'],
  chance: [
    'Chance of finding an effect, by its size',
    'Kans om een effect te vinden, naar grootte',
  ],
  size: ['size of the effect', 'grootte van het effect'],
  detectable: ['Smallest effect that can be found', 'Kleinste effect dat te vinden is'],
  quality: ['Quality per register', 'Kwaliteit per register'],
  qualityNote: [
    'From the publishable profiles of the owners, in which small numbers are hidden and others are rounded to tens.',
    'Uit de publiceerbare profielen van de bronhouders, waarin kleine aantallen zijn verborgen en andere op tientallen zijn afgerond.',
  ],
  register: ['Register', 'Register'],
  rows: ['Rows', 'Rijen'],
  worstField: ['Least complete linkage field', 'Minst complete koppelveld'],
  worstVariable: ['Least complete variable', 'Minst complete variabele'],
  doubles: ['Doubles', 'Dubbelen'],
  months: ['Months covered', 'Maanden beslagen'],
  noProfiles: [
    'No owner has sent a profile yet.',
    'Nog geen bronhouder heeft een profiel gestuurd.',
  ],
  linkage: ['Expected linkage', 'Verwachte koppeling'],
  linkageNote: [
    'From a rehearsal on a synthetic twin, with 95% intervals.',
    'Uit een oefening op een synthetische tweeling, met 95%-intervallen.',
  ],
  all: ['all cities', 'alle steden'],
  recall: ['Recall', 'Recall'],
  precision: ['Precision', 'Precisie'],
  gap: ['Gap between groups', 'Verschil tussen groepen'],
  overlap: ['Expected overlap', 'Verwachte overlap'],
  registers: ['Registers', 'Registers'],
  inBoth: ['Persons in both', 'Personen in beide'],
  needed: ['Needed', 'Nodig'],
  notRehearsed: ['Nothing has been rehearsed yet.', 'Er is nog niets geoefend.'],
  documents: ['Documents', 'Documenten'],
  documentsUnread: [
    'The control topic was not read (--log): all documents count as missing.',
    'Het control-topic is niet gelezen (--log): alle documenten tellen als ontbrekend.',
  ],
  noDocuments: ['None stands yet.', 'Er staat nog geen.'],
  kind: ['Kind', 'Soort'],
  covers: ['For', 'Voor'],
  wholeStudy: ['the whole study', 'de hele studie'],
  until: ['Valid until', 'Geldig tot en met'],
  evidence: ['Evidence', 'Bewijsstukken'],
  evidenceNote: [
    'Each file was checked against this SHA-256 when the report was made.',
    'Elk bestand is bij het maken van dit rapport getoetst aan deze SHA-256.',
  ],
  file: ['File', 'Bestand'],
  none: ['none', 'geen'],
  footer: [
    'Made by koppel-study from study.yaml, feasibility.yaml, the evidence and the control topic. It holds no data on persons.',
    'Gemaakt door koppel-study uit study.yaml, feasibility.yaml, de bewijsstukken en het control-topic. Het bevat geen gegevens over personen.',
  ],
  version: ['Version of the study', 'Versie van de studie'],
} as const satisfies Readonly<Record<string, Both>>;

export type ReportTexts = Readonly<Record<keyof typeof reportTexts, string>>;

export function textsIn(language: 'en' | 'nl'): ReportTexts {
  const at = language === 'nl' ? 1 : 0;
  return Object.fromEntries(
    Object.entries(reportTexts).map(([name, both]) => [name, both[at]]),
  ) as ReportTexts;
}

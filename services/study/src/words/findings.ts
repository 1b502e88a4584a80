// SPDX-License-Identifier: EUPL-1.2
/** What was found, in words and numbers, in English and Dutch. Constant text around what was counted. */
import type {
  AllowedCode,
  Finding,
  PracticeCode,
  TheoryCode,
  WantedCode,
} from '@koppel/feasibility';
import type { Both } from './names.ts';

export type FindingCode = TheoryCode | PracticeCode | AllowedCode | WantedCode;

/** In which unit value and bound of a finding are. */
export type Unit = 'none' | 'share' | 'effect' | 'number' | 'months' | 'persons' | 'days' | 'score';

interface FindingText {
  readonly unit: Unit;
  readonly text: Both;
}

const of = (unit: Unit, en: string, nl: string): FindingText => ({ unit, text: [en, nl] });

/** `{about}`, `{value}` and `{bound}` are filled in. */
export const findingTexts: Readonly<Record<FindingCode, FindingText>> = {
  needMet: of('none', 'the registers offer {about}', 'de registers bieden {about}'),
  needUnknown: of('none', 'nobody has looked yet for {about}', 'nog niemand zocht naar {about}'),
  needMissing: of('none', 'the registers lack {about}', 'de registers missen {about}'),
  checkPassed: of('none', 'passed: {about}', 'doorstaan: {about}'),
  checkLater: of('none', 'to be checked on the linked data: {about}', 'te toetsen op de gekoppelde gegevens: {about}'),
  checkFailed: of('none', 'does not hold: {about}', 'klopt niet: {about}'),
  descriptiveOnly: of('none', 'a description: shows no cause, and needs none', 'een beschrijving: toont geen oorzaak, en hoeft dat niet'),
  notPlanned: of('none', 'no plan, or no smallest relevant effect, yet', 'nog geen plan, of geen kleinste relevante effect'),
  fewPeriodsBefore: of('number', '{value} periods before the start, {bound} needed', '{value} perioden vóór de start, {bound} nodig'),
  fewPointsEachSide: of('number', '{value} points on one side, {bound} needed', '{value} punten aan één kant, {bound} nodig'),
  weakInstrument: of('number', 'weak instrument: expected F {value}, {bound} needed', 'zwak instrument: verwachte F {value}, {bound} nodig'),
  noComparison: of('none', 'nobody is left to compare with', 'er blijft niemand over om mee te vergelijken'),
  tooFewPoints: of('none', 'too few points for the line', 'te weinig punten voor de lijn'),
  tooFewClusters: of('none', 'too few clusters', 'te weinig clusters'),
  linksTellNothing: of('none', 'linkage is so poor that nothing of an effect is left', 'er wordt zo slecht gekoppeld dat van een effect niets overblijft'),
  effectFindable: of('effect', 'an effect of {value} can be found; {bound} matters', 'een effect van {value} is te vinden; {bound} doet ertoe'),
  effectHardlyFindable: of('effect', 'only an effect of {value} can be found; {bound} matters', 'pas een effect van {value} is te vinden; {bound} doet ertoe'),
  effectNotFindable: of('effect', 'only an effect of {value} can be found, far above the {bound} that matters', 'pas een effect van {value} is te vinden, ver boven de {bound} die ertoe doet'),
  noProfile: of('none', 'no profile of {about} yet', 'nog geen profiel van {about}'),
  tooFewRows: of('none', '{about} has too few rows to tell', '{about} heeft te weinig rijen'),
  fieldAbsent: of('none', '{about} does not exist', '{about} bestaat niet'),
  fieldComplete: of('share', 'linkage field {about}: {value} complete (wanted {bound})', 'koppelveld {about}: {value} compleet (gewenst {bound})'),
  variableAbsent: of('none', 'variable {about} does not exist', 'variabele {about} bestaat niet'),
  variableComplete: of('share', 'variable {about}: {value} complete (wanted {bound})', 'variabele {about}: {value} compleet (gewenst {bound})'),
  duplicates: of('share', '{about}: {value} of the rows double (at most {bound})', '{about}: {value} van de rijen dubbel (hooguit {bound})'),
  monthsCovered: of('months', '{about} covers {value} months (wanted {bound})', '{about} beslaat {value} maanden (gewenst {bound})'),
  notRehearsed: of('none', 'linkage has not been rehearsed on a synthetic twin', 'koppelen is nog niet geoefend op een synthetische tweeling'),
  recall: of('share', 'expected recall {value} (wanted {bound})', 'verwachte recall {value} (gewenst {bound})'),
  precision: of('share', 'expected precision {value} (wanted {bound})', 'verwachte precisie {value} (gewenst {bound})'),
  recallGap: of('share', 'recall differs {value} between groups (at most {bound})', 'recall verschilt {value} tussen groepen (hooguit {bound})'),
  overlapEnough: of('persons', '{about}: {value} persons in both, {bound} needed', '{about}: {value} personen in beide, {bound} nodig'),
  overlapUncertain: of('persons', '{about}: about {value} persons in both, perhaps fewer than {bound}', '{about}: ongeveer {value} personen in beide, misschien minder dan {bound}'),
  overlapTooSmall: of('persons', '{about}: {value} persons in both, too few for {bound}', '{about}: {value} personen in beide, te weinig voor {bound}'),
  overlapUnknown: of('none', 'nobody knows how many persons the registers share', 'niemand weet hoeveel personen de registers delen'),
  documentValid: of('days', '{about}: valid, {value} days left', '{about}: geldig, nog {value} dagen'),
  documentMissing: of('none', '{about}: missing', '{about}: ontbreekt'),
  documentNotSigned: of('none', '{about}: not signed yet', '{about}: nog niet ondertekend'),
  documentExpired: of('none', '{about}: expired', '{about}: verlopen'),
  documentExpiresSoon: of('days', '{about}: expires in {value} days', '{about}: verloopt over {value} dagen'),
  scoreHigh: of('score', '{about}: {value} of 5', '{about}: {value} van 5'),
  scoreMiddling: of('score', '{about}: only {value} of 5', '{about}: slechts {value} van 5'),
  scoreLow: of('score', '{about}: {value} of 5, not wanted', '{about}: {value} van 5, niet gewenst'),
  voiceNotHeard: of('none', '{about}: not heard yet', '{about}: nog niet gehoord'),
}; // prettier-ignore

export interface FindingWords {
  /** A name of the study or a closed one, as people call it. */
  readonly name: (about: string) => string;
  readonly number: (value: number, unit: Unit) => string;
  readonly language: 0 | 1;
}

/** One finding as a sentence without its full stop. */
export function findingText(finding: Finding, { name, number, language }: FindingWords): string {
  const { unit, text } = findingTexts[finding.code as FindingCode];
  const parts: Readonly<Record<string, string>> = {
    about: finding.about === undefined ? '' : name(finding.about),
    value: finding.value === undefined ? '' : number(finding.value, unit),
    bound: finding.bound === undefined ? '' : number(finding.bound, unit),
  };
  return text[language].replace(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? '');
}

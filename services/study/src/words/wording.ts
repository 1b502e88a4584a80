// SPDX-License-Identifier: EUPL-1.2
/** Names, numbers and days of one study in one language. Pure. */
import type { Advice, Finding, Ground, Verdict } from '@koppel/feasibility';
import type { Language } from '@koppel/errors';
import type { CoordinatedStudy } from '@koppel/study';
import type { SubStudyPart } from '../feasibility/schema.ts';
import { findingText, type Unit } from './findings.ts';
import {
  adviceNames,
  checkNames,
  documentNames,
  groundNames,
  needNames,
  verdictNames,
  voiceNames,
  type Both,
} from './names.ts';

export interface Wording {
  readonly language: Language;
  readonly pick: (both: Both) => string;
  readonly ground: (ground: Ground) => string;
  readonly verdict: (verdict: Verdict) => string;
  readonly advice: (advice: Advice) => string;
  readonly city: (id: string) => string;
  readonly register: (id: string) => string;
  readonly question: (subStudy: string) => string;
  readonly day: (day: string) => string;
  readonly count: (value: number) => string;
  readonly percent: (share: number) => string;
  /** An effect on the outcome of a sub-study: percentage points, or its unit. */
  readonly effect: (value: number, outcome: SubStudyPart['outcome']) => string;
  readonly finding: (finding: Finding, outcome: SubStudyPart['outcome']) => string;
}

const closedNames: Readonly<Record<string, Both>> = {
  ...needNames,
  ...checkNames,
  ...documentNames,
  ...voiceNames,
};

export function wordingOf(study: CoordinatedStudy, language: Language): Wording {
  const locale = language === 'nl' ? 'nl-NL' : 'en-GB';
  const at = language === 'nl' ? 1 : 0;
  const pick = (both: Both): string => both[at];
  const decimal = (value: number, most: number, least = 0): string =>
    new Intl.NumberFormat(locale, {
      maximumFractionDigits: most,
      minimumFractionDigits: least,
    }).format(value);
  const percent = (share: number): string => `${decimal(100 * share, 1)}%`;
  const label = (list: readonly { id: string; name?: string; label?: string }[], id: string) => {
    const found = list.find((one) => one.id === id);
    return found?.name ?? found?.label ?? id;
  };
  const register = (id: string): string => label(study.registers, id);
  /** `benefits.startDate`, `benefits+debts`, `consentLetter.school`, `dpia`, `policy` or `benefits`. */
  const name = (about: string): string => {
    if (about.includes('+')) return about.split('+').map(register).join(' + ');
    const [first = '', second] = about.split('.');
    if (second === undefined) {
      return Object.hasOwn(closedNames, first) ? pick(closedNames[first]!) : register(first);
    }
    return Object.hasOwn(documentNames, first)
      ? `${pick(closedNames[first]!)} (${register(second)})`
      : `${second} (${register(first)})`;
  };
  const effect = (value: number, outcome: SubStudyPart['outcome']): string => {
    if (outcome === undefined) return decimal(value, 3);
    return outcome.kind === 'share'
      ? `${decimal(100 * value, 2)} ${language === 'nl' ? 'procentpunt' : 'percentage points'}`
      : `${decimal(value, 1)} ${outcome.unit}`;
  };
  const number = (value: number, unit: Unit, outcome: SubStudyPart['outcome']): string => {
    if (unit === 'share') return percent(value);
    if (unit === 'effect') return effect(value, outcome);
    return decimal(value, unit === 'number' || unit === 'score' ? 1 : 0);
  };
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    language,
    pick,
    ground: (ground) => pick(groundNames[ground]),
    verdict: (verdict) => pick(verdictNames[verdict]),
    advice: (advice) => pick(adviceNames[advice]),
    city: (id) => label(study.cities, id),
    register,
    question(subStudy) {
      const question = study.subStudies.find(({ id }) => id === subStudy)?.question;
      return study.questions.find(({ id }) => id === question)?.text ?? subStudy;
    },
    day: (day) => days.format(Date.parse(day)),
    count: (value) => decimal(value, 0),
    percent,
    effect,
    finding: (finding, outcome) =>
      findingText(finding, {
        name,
        number: (value, unit) => number(value, unit, outcome),
        language: at,
      }),
  };
}

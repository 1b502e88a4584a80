// SPDX-License-Identifier: EUPL-1.2
/** The columns of a list, as they are called in it in either language, and as they are read back. */
import type { Language } from '@koppel/errors';
import { decisionReasons, verdicts, type DecisionReason, type Verdict } from './entry.ts';
import type { ZoneFile, ZonePair } from './zone-file.ts';

/** In the order of the list: what is filled in stands first, beside the reference. */
export const columns = [
  'pair', 'decision', 'reviewer', 'reason', 'registerA', 'registerB', 'similarity', 'probability',
  'model', 'nextA', 'nextB', 'sizeA', 'sizeB', 'afterA', 'afterB', 'changed', 'earlier', 'study',
  'list',
] as const; // prettier-ignore
export type Column = (typeof columns)[number];

export type Row = Readonly<Record<Column, string>>;

export const columnWords: Readonly<Record<Language, Readonly<Record<Column, string>>>> = {
  en: {
    pair: 'pair', decision: 'decision', reviewer: 'reviewer', reason: 'reason',
    registerA: 'registerA', registerB: 'registerB', similarity: 'similarity',
    probability: 'probability', model: 'model', nextA: 'nextA', nextB: 'nextB', sizeA: 'sizeA',
    sizeB: 'sizeB', afterA: 'afterA', afterB: 'afterB', changed: 'changed', earlier: 'earlier',
    study: 'study', list: 'list',
  },
  nl: {
    pair: 'paar', decision: 'besluit', reviewer: 'beoordelaar', reason: 'reden',
    registerA: 'registerA', registerB: 'registerB', similarity: 'gelijkenis', probability: 'kans',
    model: 'model', nextA: 'volgendeA', nextB: 'volgendeB', sizeA: 'omvangA', sizeB: 'omvangB',
    afterA: 'daarnaA', afterB: 'daarnaB', changed: 'verandert', earlier: 'eerder',
    study: 'studie', list: 'lijst',
  },
}; // prettier-ignore

export const verdictWords: Readonly<Record<Language, Readonly<Record<Verdict, string>>>> = {
  en: { same: 'same', different: 'different', unsure: 'unsure', withdrawn: 'withdrawn' },
  nl: { same: 'zelfde', different: 'verschillend', unsure: 'onzeker', withdrawn: 'ingetrokken' },
};

export const reasonWords: Readonly<Record<Language, Readonly<Record<DecisionReason, string>>>> = {
  en: {
    figures: 'figures', secondReviewer: 'secondReviewer', protocol: 'protocol',
    correction: 'correction', notEnough: 'notEnough',
  },
  nl: {
    figures: 'cijfers', secondReviewer: 'tweedeBeoordelaar', protocol: 'protocol',
    correction: 'correctie', notEnough: 'teWeinig',
  },
}; // prettier-ignore

const languages = ['en', 'nl'] as const;

/** A word as people type it: without case and without space around it. */
const plain = (text: string): string => text.trim().toLowerCase();

/** The value that a word stands for in either language; undefined when it is none of them. */
function meaning<T extends string>(
  values: readonly T[],
  words: Readonly<Record<Language, Readonly<Record<T, string>>>>,
  text: string,
): T | undefined {
  return values.find((value) =>
    languages.some((language) => plain(words[language][value]) === plain(text)),
  );
}

export const columnOf = (text: string): Column | undefined => meaning(columns, columnWords, text);
export const verdictOf = (text: string): Verdict | undefined =>
  meaning(verdicts, verdictWords, text);
export const reasonOf = (text: string): DecisionReason | undefined =>
  meaning(decisionReasons, reasonWords, text);

const decimals = 4;

/** Four decimals, with the sign of the language; empty when there is none. */
export function figure(value: number | null, language: Language): string {
  if (value === null) return '';
  const text = value.toFixed(decimals);
  return language === 'nl' ? text.replace('.', ',') : text;
}

/** Whether a cell still says what the list said, however a spreadsheet wrote it. */
export function saysFigure(text: string, value: number): boolean {
  const said = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Math.abs(said - value) <= 0.6 * 10 ** -decimals;
}

/** A pair as a row without a decision. */
export function rowOf(
  one: ZonePair,
  { study, list }: ZoneFile,
  earlier: Verdict | undefined,
  language: Language,
): Row {
  const number = (value: number | null): string => figure(value, language);
  const whole = (value: number): string => `${one.exact ? '' : '~'}${String(value)}`;
  const words = verdictWords[language];
  return {
    pair: one.pair, decision: '', reviewer: '', reason: '',
    registerA: one.left.source, registerB: one.right.source, similarity: number(one.similarity),
    probability: number(one.probability), model: words[one.together ? 'same' : 'different'],
    nextA: number(one.nextLeft), nextB: number(one.nextRight),
    sizeA: String(one.sizeLeft), sizeB: String(one.sizeRight),
    afterA: whole(one.afterLeft), afterB: whole(one.afterRight), changed: whole(one.changed),
    earlier: earlier === undefined ? '' : words[earlier], study, list,
  }; // prettier-ignore
}
